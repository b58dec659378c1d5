#include "bot/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/answers.hpp"
#include "bot/intake.hpp"
#include "bot/log.hpp"
#include "bot/slack/form_call.hpp"

namespace hotwatch
{

namespace
{
constexpr milliseconds trigger_remembered{60'000};  // a second delivery comes at once or after a reconnect
constexpr milliseconds trigger_good_for{2'500};     // Slack allows 3 s from the click, its network time included
}  // namespace

Engine::Engine(const Clock& clock, DeskQueue& desk, slack::Transport& transport, slack::LinkFigures figures,
               std::string trusted_host, bool allow_plain, std::function<double()> jitter)
    : clock_(clock),
      desk_(desk),
      transport_(transport),
      link_(figures, std::move(trusted_host), allow_plain, std::move(jitter)),
      direct_(clock, transport)
{
}

void Engine::start()
{
    link_told_.since = clock_.now();
    push(Started{});
    push(LinkChanged{link_told_});
    step(slack::Started{});
}

void Engine::stop()
{
    is_stopping_ = true;
    tell_acks_written();
    step(slack::Stopping{});
}

bool Engine::is_stopped() const
{
    return is_stopping_ && at_desk_ == 0 && link_.is_stopped();
}

void Engine::push(Event event)
{
    tell_acks_written();
    ++at_desk_;
    desk_.push(std::move(event));
}

void Engine::poke()
{
    push(MomentCame{});
}

void Engine::step(const slack::LinkInput& input)
{
    for (auto& action : link_.step(input, clock_.steady()))
        perform(action);
    tell_link_news();
}

/// Rules speak of the link as of everything else: by what the book knows, so the desk hears of each change.
void Engine::tell_link_news()
{
    const auto status = link_.status();
    LinkVitals link{.live = status.live,
                    .slack_counts = status.slack_counts,
                    .ghosts = status.ghosts,
                    .ghosts_last = status.ghosts_last,
                    .trouble = status.trouble,
                    .since = link_told_.since};
    if (link == link_told_)
        return;
    if ((link.live > 0) != (link_told_.live > 0))
        link.since = clock_.now();
    link_told_ = link;
    push(LinkChanged{std::move(link)});
}

void Engine::perform(slack::LinkAction& action)
{
    struct Performer
    {
        Engine& engine;
        void operator()(slack::FetchUrl& fetch) const
        {
            slack::ApiRequest request{
                .method = "apps.connections.open", .args = "{}", .url = {}, .token = slack::Token::app};
            engine.transport_.call(std::move(request),
                                   [&bot = engine, id = fetch.fetch](slack::ApiResult result) {
                                       bot.step(slack::UrlFetched{id, std::move(result)});
                                   });
        }
        void operator()(slack::Dial& dial) const { engine.transport_.dial(dial.socket, std::move(dial.url)); }
        void operator()(slack::Ping& ping) const { engine.transport_.ping(ping.socket); }
        void operator()(slack::Close& close) const { engine.transport_.close(close.socket); }
        void operator()(slack::Drop& drop) const { engine.transport_.drop(drop.socket); }
        void operator()(slack::Deliver& deliver) const { engine.deliver(deliver); }
        void operator()(slack::AckUnreadable& unreadable) const
        {
            Ack ack;
            ack.socket = unreadable.socket;
            ack.envelope_id = unreadable.envelope_id;
            engine.write_ack(std::move(ack));
        }
        void operator()(slack::Report& report) const
        {
            if (report.alarm)
                log::error("Slack link: {}", report.what);
            else
                log::info("Slack link: {}", report.what);
        }
    };
    std::visit(Performer{*this}, action);
}

void Engine::deliver(slack::Deliver& deliver)
{
    const auto& envelope = deliver.envelope;
    const auto arrived = clock_.steady();
    const bool is_click = std::holds_alternative<slack::Click>(envelope.content);
    // One that comes a second time, as Slack has been seen to do, is still put off but once.
    const bool is_new = waiting_
                            .try_emplace(envelope.id, Waiting{.socket = deliver.socket,
                                                              .accepts_payload = envelope.accepts_payload,
                                                              .path = path_of(envelope.content)})
                            .second;
    if (is_new && (is_click || envelope.kind == slack::Envelope::Kind::slash_commands))
        may_be_put_off_.emplace_back(arrived, envelope.id);
    push(EnvelopeArrived{deliver.socket, std::move(deliver.envelope), arrived});
}

void Engine::on_batch(BatchResult result)
{
    at_desk_ -= result.events;
    moment_asked_ = false;
    wake_at_ = result.wake_at;
    status_.desk = result.health;
    for (auto& ack : result.acks)
        write_ack(std::move(ack));
    for (auto& answer : result.direct)
        direct_.say(std::move(answer));
    for (auto& form : result.forms)
        open_form(std::move(form));
    for (auto& attempt : result.attempts)
        make(std::move(attempt));
    for (auto& answer : result.answers)
        if (auto found = asking_.extract(answer.ticket))
            found.mapped()(std::move(answer));
    for (auto& job : result.seals)
        seal(std::move(job));
    for (const auto& alarm : result.alarms)
        log::error("{}", alarm);
}

/// A click that came twice asks for one form.
bool Engine::is_open_already(const OpenForm& form)
{
    const auto now = clock_.steady();
    while (!triggers_used_.empty() && now - triggers_used_.front().first > trigger_remembered)
        triggers_used_.pop_front();
    const auto is_same = [&form](const auto& used) { return used.second == form.trigger_id; };
    if (std::ranges::any_of(triggers_used_, is_same))
        return true;
    triggers_used_.emplace_back(now, form.trigger_id);
    return false;
}

void Engine::open_form(OpenForm form)
{
    if (clock_.steady() - form.arrived > trigger_good_for)
    {
        push(FormFailed{std::move(form.path), std::move(form.text_form), "too late"});
        return;
    }
    if (is_open_already(form))
        return;
    ++outside_;
    slack::ApiRequest request = slack::views_open(form.trigger_id, form.view);
    transport_.call(
        std::move(request),
        [this, path = std::move(form.path), text = std::move(form.text_form)](const slack::ApiResult& result)
        {
            --outside_;
            if (result.kind == slack::ApiResult::Kind::ok)
                return;
            log::warn("a form was not opened: {} {}", result.error, result.messages);
            push(FormFailed{path, text, result.error});
        });
}

void Engine::make(slack::Attempt attempt)
{
    ++outside_;
    slack::ApiRequest request = attempt.request;
    transport_.call(std::move(request),
                    [this, attempt = std::move(attempt)](slack::ApiResult result)
                    {
                        --outside_;
                        push(AttemptDone{attempt, std::move(result)});
                    });
}

void Engine::on_tick()
{
    const auto now = clock_.steady();
    if (const auto wake = link_.wake_at(); wake && *wake <= now)
        step(slack::Tick{});
    put_off(now);
    direct_.on_tick();
    if (const auto due = ack_news_due(); due && *due <= now)
        tell_acks_written();
    if (!moment_asked_ && wake_at_ && *wake_at_ <= clock_.now() && !is_stopping_)
    {
        moment_asked_ = true;
        push(MomentCame{});
    }
}

std::optional<milliseconds> Engine::wait() const
{
    std::optional<milliseconds> wait;
    const auto at_most = [&wait](milliseconds t) { wait = std::min(wait.value_or(t), std::max(t, milliseconds{0})); };
    const auto now = clock_.steady();
    if (const auto wake = link_.wake_at())
        at_most(*wake - now);
    if (wake_at_ && !moment_asked_ && !is_stopping_)
        at_most(*wake_at_ - clock_.now());
    if (const auto due = ack_news_due())
        at_most(*due - now);
    if (const auto wake = direct_.wake_at())
        at_most(*wake - now);
    if (const auto due = put_off_due())
        at_most(*due - now);
    return wait;
}

void Engine::ask(LineAsked line, std::function<void(LineAnswer)> done)
{
    line.ticket = next_ticket_++;
    asking_.emplace(line.ticket, std::move(done));
    push(std::move(line));
}

void Engine::copy(std::function<void(LineAnswer)> done)
{
    const auto ticket = next_ticket_++;
    asking_.emplace(ticket, std::move(done));
    push(CopyAsked{ticket});
}

void Engine::note_backup(BackupKept backup, std::function<void(LineAnswer)> done)
{
    backup.ticket = next_ticket_++;
    asking_.emplace(backup.ticket, std::move(done));
    push(std::move(backup));
}

void Engine::configure(ConfigChanged change, std::function<void(LineAnswer)> done)
{
    change.ticket = next_ticket_++;
    asking_.emplace(change.ticket, std::move(done));
    push(std::move(change));
}

void Engine::import(ImportRequest request, std::function<void(LineAnswer)> done)
{
    const auto ticket = next_ticket_++;
    asking_.emplace(ticket, std::move(done));
    push(PlanGiven{ticket, std::move(request)});
}

void Engine::seal(SealJob job)
{
    ++outside_;
    BackupKept kept{.ticket = 0, .path = job.target, .taken_at = job.taken_at, .by = "hotwatch"};
    seal_(std::move(job),
          [this, kept = std::move(kept)](std::string problem)
          {
              --outside_;
              if (problem.empty())
                  push(kept);
              else
                  push(BackupFailed{std::move(problem)});
          });
}

bool Engine::is_idle() const
{
    return at_desk_ == 0 && outside_ == 0 && direct_.waiting() == 0 && !(wake_at_ && *wake_at_ <= clock_.now());
}

EngineStatus Engine::status() const
{
    EngineStatus status = status_;
    status.link = link_.status();
    status.at_desk = at_desk_;
    return status;
}

void Engine::on_opened(slack::SocketId socket)
{
    step(slack::SocketOpened{socket});
}

void Engine::on_text(slack::SocketId socket, std::string frame)
{
    step(slack::SocketText{socket, std::move(frame)});
}

void Engine::on_alive(slack::SocketId socket)
{
    step(slack::SocketAlive{socket});
}

void Engine::on_lost(slack::SocketId socket, std::string why)
{
    if (auto unwritten = writing_.extract(socket))
        answer_lost(
            {std::make_move_iterator(unwritten.mapped().begin()), std::make_move_iterator(unwritten.mapped().end())});
    step(slack::SocketLost{socket, std::move(why)});
}

}  // namespace hotwatch
