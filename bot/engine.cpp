#include "bot/engine.hpp"

#include <fmt/format.h>

#include "bot/answers.hpp"
#include "bot/log.hpp"
#include "bot/slack/form_call.hpp"

namespace hotwatch
{

namespace
{
constexpr milliseconds put_off_after{
    2'000};  // a commit slower than this is answered "still storing" (design, "Answers")
constexpr milliseconds tell_acks_after{
    250};  // on its own this news is not worth a commit: it rides with the next batch
constexpr milliseconds trigger_good_for{2'500};  // Slack allows 3 s from the click, its network time included
}  // namespace

Engine::Engine(const Clock& clock, DeskQueue& desk, slack::Transport& transport, slack::LinkFigures figures,
               std::string trusted_host, bool allow_plain, std::function<double()> jitter)
    : clock_(clock),
      desk_(desk),
      transport_(transport),
      link_(figures, std::move(trusted_host), allow_plain, std::move(jitter))
{
}

void Engine::start()
{
    link_told_.since = clock_.now();
    push(Started{});
    push(LinkChanged{link_told_});
    step(slack::Started{});
}

/// Slack sends events again by itself; what a command's asker should have read goes out another way.
void Engine::tell_acks_lost(std::vector<std::string> keys)
{
    status_.acks_lost += keys.size();
    std::erase(keys, std::string{});
    if (!keys.empty())
        push(AcksLost{std::move(keys)});
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

void Engine::note_ack_written(std::string key)
{
    if (key.empty())
        return;
    if (acks_written_.empty())
        oldest_ack_written_ = clock_.steady();
    acks_written_.push_back(std::move(key));
}

void Engine::tell_acks_written()
{
    if (acks_written_.empty())
        return;
    ++at_desk_;
    desk_.push(AcksWritten{std::exchange(acks_written_, {})});
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
        void operator()(slack::Deliver& deliver) const
        {
            const auto& envelope = deliver.envelope;
            const auto arrived = engine.clock_.steady();
            const bool is_click = std::holds_alternative<slack::Click>(envelope.content);
            engine.waiting_[envelope.id] = {deliver.socket, arrived, envelope.accepts_payload,
                                            is_click || envelope.kind == slack::Envelope::Kind::slash_commands, false};
            engine.push(EnvelopeArrived{deliver.socket, std::move(deliver.envelope), arrived});
        }
        void operator()(slack::AckUnreadable& unreadable) const
        {
            engine.write_ack({.socket = unreadable.socket, .envelope_id = unreadable.envelope_id});
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

void Engine::on_batch(BatchResult result)
{
    at_desk_ -= result.events;
    moment_asked_ = false;
    wake_at_ = result.wake_at;
    status_.desk = result.health;
    for (const auto& ack : result.acks)
        write_ack(ack);
    for (auto& form : result.forms)
        open_form(std::move(form));
    for (auto& attempt : result.attempts)
        make(std::move(attempt));
    for (auto& answer : result.answers)
        if (auto found = asking_.extract(answer.ticket))
            found.mapped()(std::move(answer));
    for (const auto& alarm : result.alarms)
        log::error("{}", alarm);
}

void Engine::write_ack(const Ack& ack)
{
    const auto waited = waiting_.extract(ack.envelope_id);
    const bool was_put_off = waited && waited.mapped().was_put_off;
    if (ack.withhold)
    {
        step(slack::AckSent{ack.socket});
        return;
    }
    if (ack.answer_directly || was_put_off)
        answer_directly(ack.path, was_put_off && ack.message.text.empty() ? Message{.text = "Recorded.", .blocks = {}}
                                                                          : ack.message);
    if (was_put_off)
    {
        note_ack_written(ack.key);
        return;
    }
    if (!link_.has_socket(ack.socket))
    {
        ++status_.acks_lost;  // Slack sends events again; a command's answer goes out at the next start or is lost to
                              // its asker
        return;
    }
    writing_[ack.socket].push_back(ack.key);
    transport_.send_text(ack.socket, slack::make_ack(ack.envelope_id, ack.payload));
}

void Engine::on_written(slack::SocketId socket)
{
    auto& keys = writing_[socket];
    if (keys.empty())
        return;
    note_ack_written(std::move(keys.front()));
    keys.pop_front();
    ++status_.acks_written;
    step(slack::AckSent{socket});
}

void Engine::say_still_storing(SteadyTime now)
{
    for (auto& [id, waiting] : waiting_)
    {
        if (!waiting.may_be_put_off || waiting.was_put_off || now - waiting.arrived < put_off_after ||
            !link_.has_socket(waiting.socket))
            continue;
        waiting.was_put_off = true;
        writing_[waiting.socket].emplace_back();
        transport_.send_text(
            waiting.socket, slack::make_ack(id, waiting.accepts_payload
                                                    ? answers::slash_payload(answers::still_storing(), Reply::To::asker)
                                                    : std::string{}));
    }
}

void Engine::answer_directly(const ReplyPath& path, const Message& message)
{
    if (path.response_url.empty() || message.text.empty())
        return;
    ++outside_;
    slack::ApiRequest request{.method = "response_url",
                              .args = answers::response_url_body(message),
                              .url = path.response_url,
                              .token = slack::Token::none};
    transport_.call(std::move(request),
                    [this](const slack::ApiResult& result)
                    {
                        --outside_;
                        if (result.kind != slack::ApiResult::Kind::ok)
                            log::warn("an answer by response_url did not arrive: {}", result.error);
                    });
}

void Engine::open_form(OpenForm form)
{
    if (clock_.steady() - form.arrived > trigger_good_for)
    {
        push(FormFailed{std::move(form.path), std::move(form.text_form), "too late"});
        return;
    }
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
    say_still_storing(now);
    if (!acks_written_.empty() && now - oldest_ack_written_ >= tell_acks_after)
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
    if (!acks_written_.empty())
        at_most(oldest_ack_written_ + tell_acks_after - now);
    for (const auto& [id, waiting] : waiting_)
        if (waiting.may_be_put_off && !waiting.was_put_off)
        {
            at_most(waiting.arrived + put_off_after - now);
            break;
        }
    return wait;
}

void Engine::ask(LineAsked line, std::function<void(LineAnswer)> done)
{
    line.ticket = next_ticket_++;
    asking_.emplace(line.ticket, std::move(done));
    push(std::move(line));
}

void Engine::verify(std::function<void(LineAnswer)> done)
{
    const auto ticket = next_ticket_++;
    asking_.emplace(ticket, std::move(done));
    push(VerifyAsked{ticket});
}

bool Engine::is_idle() const
{
    return at_desk_ == 0 && outside_ == 0 && !(wake_at_ && *wake_at_ <= clock_.now());
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
        tell_acks_lost(
            {std::make_move_iterator(unwritten.mapped().begin()), std::make_move_iterator(unwritten.mapped().end())});
    step(slack::SocketLost{socket, std::move(why)});
}

}  // namespace hotwatch
