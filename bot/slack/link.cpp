#include "bot/slack/link.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/link_state.hpp"

namespace hotwatch::slack
{

namespace
{
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds answer_grace = 5s;    // a fetch has its own deadline; this much later it is given up here too
constexpr milliseconds closing_within = 3s;  // the transport's close takes 1 s at most
constexpr milliseconds stop_drain = 2s;      // at process stop, for the acks still at the desk
}  // namespace

/// Something an operator must act on: an alarm the first time, a line in the log after that.
void Link::State::set_trouble(const std::string& name, std::string what)
{
    status.trouble = name;
    act(Report{std::move(what), alarmed.insert(name).second});
}

void Link::State::clear_trouble()
{
    if (!status.trouble.empty())
        say(fmt::format("over: {}", status.trouble));
    status.trouble.clear();
    alarmed.clear();
}

void Link::State::note_failure()
{
    const bool is_stable = std::ranges::any_of(
        sockets, [this](const Socket& socket)
        { return socket.hello_at > redial.last_failure() && now - socket.hello_at >= figures.stable_after; });
    redial.note_failure(now, is_stable);
}

void Link::State::close(Socket& socket)
{
    socket.phase = Phase::closing;
    socket.give_up = now + closing_within;
    act(Close{socket.id});
}

void Link::State::drain(Socket& socket, milliseconds within)
{
    if (socket.in_flight == 0)
        return close(socket);
    socket.phase = Phase::draining;
    socket.give_up = now + within;
}

void Link::State::retire(Socket& socket)
{
    if (socket.phase != Phase::live)
        return;
    socket.phase = Phase::retiring;
    // Asked to go so soon after it came: were each replacement sent away at once, this would be a storm.
    if (now - socket.hello_at < figures.stable_after)
        note_failure();
}

/// Nothing came, or too late. Slack may count it on for hours, as no close frame reached it.
void Link::State::drop(SocketId id, const std::string& why)
{
    act(Drop{id});
    gone(id, why);
}

/// A socket is no more, by our hand or theirs.
void Link::State::gone(SocketId id, const std::string& why)
{
    const Socket* socket = find(id);
    if (socket == nullptr)
        return;
    const Phase phase = socket->phase;
    if (phase == Phase::dialling || phase == Phase::live)
    {
        say(socket->is_greeted() ? fmt::format("socket {} lost after {} s: {}", id, (now - socket->hello_at) / 1s, why)
                                 : fmt::format("socket {} did not come up: {}", id, why));
        if (!is_stopping)
            note_failure();  // a stable one still counts, so it leaves the list after this
    }
    std::erase_if(sockets, [id](const Socket& each) { return each.id == id; });
}

void Link::State::on(const Started&)
{
    is_started = true;
    status.down_since = now;
}

void Link::State::on(const Stopping&)
{
    is_stopping = true;
    fetch.reset();
    std::vector<SocketId> unopened;
    for (Socket& socket : sockets)
    {
        if (socket.phase == Phase::dialling && !socket.is_open)
            unopened.push_back(socket.id);
        else if (socket.phase != Phase::closing)
            drain(socket, stop_drain);
    }
    for (const SocketId id : unopened)
        drop(id, "stopping");
}

void Link::State::on(const SocketOpened& opened)
{
    Socket* socket = find(opened.socket);
    if (socket == nullptr || socket->phase != Phase::dialling)
        return;
    socket->is_open = true;
    socket->last_inbound = now;
    socket->next_ping = now + figures.ping_every;
}

void Link::State::on(const SocketAlive& alive)
{
    if (Socket* socket = find(alive.socket))
        socket->last_inbound = now;
}

void Link::State::on(const SocketLost& lost)
{
    gone(lost.socket, lost.why);
}

void Link::State::on(const AckSent& sent)
{
    Socket* socket = find(sent.socket);
    if (socket == nullptr)
        return;
    socket->in_flight = std::max(0, socket->in_flight - 1);
    if (socket->phase == Phase::draining && socket->in_flight == 0)
        close(*socket);
}

bool Link::State::wants_dial() const
{
    return is_started && !is_stopping && !fetch && count(Phase::dialling) == 0 && count(Phase::live) < figures.sockets;
}

void Link::State::arrange()
{
    if (wants_dial() && now >= redial.at())
    {
        fetch = next_fetch++;
        fetch_give_up = now + figures.dial_within + answer_grace;
        act(FetchUrl{*fetch});
    }
    const bool is_up = std::ranges::any_of(sockets, [](const Socket& socket)
                                           { return socket.is_greeted() && socket.phase != Phase::closing; });
    if (is_up)
        status.down_since.reset();
    else if (!status.down_since && is_started)
        status.down_since = now;
    status.live = static_cast<int>(count(Phase::live));
    status.ghosts = ghosts.number();
    status.ghosts_last = ghosts.have_lasted();
}

Link::Link(LinkFigures figures, std::string trusted_host, bool allow_plain, std::function<double()> jitter)
    : state_(std::make_unique<State>(figures, std::move(trusted_host), allow_plain, std::move(jitter)))
{
}

Link::~Link() = default;

std::vector<LinkAction> Link::step(const LinkInput& input, SteadyTime now)
{
    state_->now = now;
    state_->out.clear();
    std::visit([this](const auto& what) { state_->on(what); }, input);
    state_->arrange();
    return std::move(state_->out);
}

std::optional<SteadyTime> Link::wake_at() const
{
    return state_->wake_at();
}

LinkStatus Link::status() const
{
    return state_->status;
}

bool Link::has_socket(SocketId socket) const
{
    const auto* found = state_->find(socket);
    return found != nullptr && found->is_open && found->phase != Phase::closing;
}

bool Link::is_stopped() const
{
    return state_->is_stopping && state_->sockets.empty();
}

}  // namespace hotwatch::slack
