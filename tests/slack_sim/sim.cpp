// The face of the simulated Slack: what sim.hpp promises, handed to the parts.
#include "sim.hpp"

#include <stdexcept>

#include "payloads.hpp"
#include "people.hpp"
#include "web_api.hpp"

namespace slack_sim
{

struct Sim::State : Slack
{
    using Slack::Slack;
};

Sim::Sim(Config config, Millis now) : state_(std::make_unique<State>(std::move(config), now)) {}
Sim::~Sim() = default;

void Sim::set_now(Millis now)
{
    if (now < state_->now)
        throw std::invalid_argument("the simulator's time does not go back");
    state_->now = now;
}

void Sim::set_date_ahead(std::chrono::milliseconds ahead)
{
    state_->date_ahead = ahead;
}

Millis Sim::now() const
{
    return state_->now;
}
std::optional<Millis> Sim::next_due() const
{
    return state_->agenda.next();
}
void Sim::run_due()
{
    state_->agenda.run(state_->now);
}

HttpResponse Sim::http(const HttpRequest& request)
{
    if (request.target.starts_with("/api/"))
        return call_web_api(*state_, request);
    if (request.target.starts_with("/commands/") || request.target.starts_with("/actions/"))
        return post_to_hook(*state_, request);
    HttpResponse response;
    response.status = 404;
    return response;
}

SocketId Sim::accept(const std::string& target, int& status)
{
    return state_->sockets.accept(target, status);
}

void Sim::receive_text(SocketId socket, std::string_view frame, bool was_fragmented)
{
    state_->sockets.receive(socket, frame, was_fragmented);
}

void Sim::receive_pong(SocketId) {}  // Slack's view of liveness is told by lost(); a pong changes nothing here

void Sim::lost(SocketId socket, bool cleanly)
{
    state_->sockets.lost(socket, cleanly);
}
std::vector<SocketOrder> Sim::take_orders()
{
    return state_->sockets.take_orders();
}
void Sim::on_orders(std::function<void()> wake)
{
    state_->sockets.on_orders(std::move(wake));
}

std::string Sim::types(std::string_view user, std::string_view channel, std::string_view line,
                       std::string_view thread_ts)
{
    return person_types(*state_, user, channel, line, thread_ts);
}

std::string Sim::presses(std::string_view user, std::string_view channel, std::string_view label, std::string_view ts)
{
    return person_presses(*state_, user, channel, label, ts);
}

std::string Sim::submits(std::string_view user, const std::map<std::string, std::string>& values)
{
    return person_submits(*state_, user, values);
}

void Sim::closes_form(std::string_view user)
{
    person_closes_form(*state_, user);
}

std::string Sim::uses_shortcut(std::string_view user, std::string_view callback_id)
{
    return person_uses_shortcut(*state_, user, callback_id);
}

std::string Sim::says() const
{
    return state_->says;
}

std::vector<ShownMessage> Sim::messages(std::string_view channel, std::string_view viewer) const
{
    const Channel* const found = std::as_const(state_->workspace).channel_called(channel);
    if (found == nullptr)
        return {};
    const User* const user = viewer.empty() ? nullptr : state_->workspace.user(viewer);
    return state_->workspace.view_of(*found, user == nullptr ? "" : user->id);
}

std::vector<ShownMessage> Sim::new_messages()
{
    return state_->workspace.take_news();
}

std::optional<nlohmann::json> Sim::open_form(std::string_view user) const
{
    const User* const person = state_->workspace.user(user);
    const View* const view = person == nullptr ? nullptr : std::as_const(state_->views).top(person->id);
    return view == nullptr ? std::nullopt : std::optional{state_->views.shown(*view)};
}

nlohmann::json Sim::form_errors(std::string_view user) const
{
    const User* const person = state_->workspace.user(user);
    const View* const view = person == nullptr ? nullptr : std::as_const(state_->views).top(person->id);
    return view == nullptr ? Json::object() : view->errors;
}

std::string Sim::channel_id(std::string_view name) const
{
    const Channel* const channel = std::as_const(state_->workspace).channel_called(name);
    return channel == nullptr ? "" : channel->id;
}

std::string Sim::user_id(std::string_view name) const
{
    const User* const user = state_->workspace.user(name);
    return user == nullptr ? "" : user->id;
}

std::vector<std::pair<std::string, std::string>> Sim::channels() const
{
    std::vector<std::pair<std::string, std::string>> list;
    for (const Channel& channel : state_->workspace.channels())
    {
        const User* const person = channel.person.empty() ? nullptr : state_->workspace.user(channel.person);
        list.emplace_back(channel.id, person == nullptr ? "#" + channel.name : "dm:" + person->name);
    }
    return list;
}

std::string Sim::tells(nlohmann::json event, std::string_view channel)
{
    return state_->tell(std::move(event), std::as_const(state_->workspace).channel_called(channel));
}

void Sim::arm(Fault fault)
{
    state_->faults.arm(std::move(fault));
}
void Sim::clear_faults()
{
    state_->faults.clear();
}
void Sim::disconnect_sockets(std::string_view reason, bool then_cut)
{
    state_->sockets.disconnect_all(reason, then_cut);
}
void Sim::cut_sockets()
{
    state_->sockets.cut_all();
}
void Sim::send_raw(std::string_view bytes, bool is_binary)
{
    state_->sockets.send_raw(bytes, is_binary);
}

void Sim::set_link_enabled(bool enabled)
{
    state_->sockets.is_enabled = enabled;
    if (!enabled)
        state_->sockets.disconnect_all("link_disabled", true);
}

void Sim::revoke_tokens()
{
    state_->is_revoked = true;
    state_->tell(
        {{"type", "tokens_revoked"}, {"tokens", {{"oauth", Json::array()}, {"bot", {state_->config.bot_user_id}}}}},
        nullptr);
}

void Sim::archive(std::string_view channel)
{
    if (Channel* found = state_->workspace.channel_called(channel))
        state_->set_archived(*found, true, "USLACKBOT");
}

void Sim::remove_bot(std::string_view channel)
{
    if (Channel* found = state_->workspace.channel_called(channel))
        state_->person_leaves(*found, state_->config.bot_user_id);
}

void Sim::delete_message(std::string_view channel, std::string_view ts)
{
    Channel* const found = state_->workspace.channel_called(channel);
    Message* const message = found == nullptr ? nullptr : found->find_shown(ts);
    if (message == nullptr)
        return;
    state_->workspace.erase(*found, *message);
    if (const auto place = state_->post_places.find(found->id + message->ts); place != state_->post_places.end())
        state_->ledger.posts[place->second].is_deleted = true;
}

int Sim::sockets() const
{
    return state_->sockets.live();
}
const Ledger& Sim::ledger() const
{
    return state_->ledger;
}
Ledger& Sim::ledger()
{
    return state_->ledger;
}
const Config& Sim::config() const
{
    return state_->config;
}

void Sim::watch(Watch watch)
{
    state_->watch = std::move(watch);
}

std::string Sim::load_slash(std::string_view user, std::string_view channel, std::string_view command,
                            std::string_view text)
{
    const User* const person = state_->workspace.user(user);
    Channel* const found = state_->workspace.channel_called(channel);
    if (person == nullptr || found == nullptr)
        return "";
    return send_command(*state_, *person, *found, command, text);
}

}  // namespace slack_sim
