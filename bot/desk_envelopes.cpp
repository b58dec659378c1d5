// The desk's side of the link: what people asked, once.
#include <fmt/format.h>

#include "bot/answers.hpp"
#include "bot/defect.hpp"
#include "bot/desk.hpp"
#include "bot/directory.hpp"
#include "bot/identity.hpp"
#include "bot/log.hpp"
#include "bot/plain_text.hpp"
#include "bot/presses.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/permission.hpp"
#include "commands/render_rights.hpp"
#include "commands/status/tell.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
constexpr auto needs_channel = "To share an answer from a shell, say where: --in '#channel'. Nothing was posted.";
constexpr milliseconds hold_at_most{50};  // design, "One connection, and long work"

Ack ack_for(const EnvelopeArrived& event)
{
    return {.socket = event.socket, .envelope_id = event.envelope.id, .payload = {}, .key = {}, .verdict = {}};
}

std::string action_of(const Request& request)
{
    return request.words.verb.empty() ? request.words.command : request.words.command + " " + request.words.verb;
}

/// Who is to be asked about it: with `ask --as`, whoever sat at the shell as well.
std::string actor_of(const Request& request)
{
    const auto& user = request.user.value;
    return request.unix_user.empty() || request.is_console ? user
                                                           : fmt::format("{} by console:{}", user, request.unix_user);
}

/// A form is handed back, so that what was typed is not lost.
Refusal handed_back(const Request& request, Message message)
{
    Refusal refusal{.why = Refusal::Why::unavailable, .message = std::move(message), .fields = {}};
    if (request.origin == Origin::form && !request.fields.empty())
        refusal.fields = {{request.fields.begin()->first, refusal.message.text}};
    return refusal;
}

Refusal not_allowed(Message message)
{
    return {.why = Refusal::Why::not_allowed, .message = std::move(message), .fields = {}};
}

/// What the asker typed, for the audit: arguments and a form's fields.
std::string said(const Request& request)
{
    std::string text = request.words.rest;
    for (const auto& [name, value] : request.words.flags)
        text += fmt::format(" --{}={}", name, value);
    for (const auto& [field, value] : request.fields)
        text += fmt::format("\n{}: {}", field, value);
    return text;
}

}  // namespace

void Desk::take(const EnvelopeArrived& event, BatchResult& result)
{
    const auto now = clock_.now();
    const auto& envelope = event.envelope;
    const std::string team = book_.notes.get("team_id");
    // Events say which workspace they are sent to; commands and clicks only whose member somebody is, and who comes
    // from elsewhere may ask (platform section 8, product section 11).
    const bool is_addressed = envelope.kind == slack::Envelope::Kind::events_api;
    if (is_addressed && !team.empty() && !envelope.team.empty() && envelope.team != team)
    {
        log::warn("envelope {} is of another workspace ({}): acknowledged and dropped", envelope.id, envelope.team);
        result.acks.push_back(ack_for(event));
        return;
    }
    auto keys = slack::dedupe_keys(envelope);
    if (keys.empty())
        keys.push_back("envelope:" + envelope.id);
    if (answered_before(event, keys, result))
        return;

    const auto changes_before = database_.changes();
    if (const auto* profile = std::get_if<slack::ProfileChanged>(&envelope.content))
        directory::hear(*profile, book_);
    else if (const auto* channel = std::get_if<slack::ChannelChanged>(&envelope.content))
    {
        directory::hear(*channel, book_, now);
        if (!only_answers_ && !channel->old_channel.empty() && !channel->channel.empty())
            sender_->move_channel(channel->old_channel.value, channel->channel.value);
    }
    else if (const auto* trouble = std::get_if<slack::Trouble>(&envelope.content))
    {
        result.alarms.push_back(fmt::format("Slack says: {}", trouble->what));
        if (!only_answers_)
            note_slack_trouble(trouble->what, book_, now);
    }
    else if (const auto asked = asked_by(envelope.content, book_))
    {
        if (!only_answers_)
            meet(asked->request.user, home_of(envelope.content), now);
        const auto press = presses::press_of(envelope.content, asked->request);
        auto refusal = presses::pressed_before(press, book_, now);
        const bool must_wait = !only_answers_ && !refusal && identity::is_wanted(asked->request, book_);
        const Ran ran = refusal     ? Ran{*std::move(refusal), false}
                        : must_wait ? wait_for_profile({*asked, press}, now)
                                    : run_request(asked->request, now);
        if (ran.changed && !must_wait)
            presses::remember(press, ran.outcome->object, book_, now);
        answer(event, *asked, ran, keys, now, result);
        return;
    }
    if (!only_answers_ && database_.changes() != changes_before)
        for (const auto& key : keys)
            book_.seen.add({.key = key, .at = now, .answer = {}, .response_url = {}, .ack_written = true});
    result.acks.push_back(ack_for(event));
}

Desk::Ran Desk::wait_for_profile(const identity::Waiting& waiting, UtcMillis now)
{
    asked_who_.add(identity::ask(waiting, book_, now), now);
    return {identity::meanwhile(), true};
}

void Desk::meet(const UserId& user, const std::string& home, UtcMillis now)
{
    directory::meet(user, book_, now);
    const auto ours = book_.notes.get("team_id");
    if (!ours.empty() && !home.empty() && home != ours)
        directory::mark_foreign(user, book_);
}

bool Desk::answered_before(const EnvelopeArrived& event, const std::vector<std::string>& keys, BatchResult& result)
{
    for (const auto& key : keys)
    {
        const auto seen = book_.seen.find(key);
        if (!seen)
            continue;
        // A form's last key stands for it whatever was typed: nothing but that one was seen before.
        if (key == keys.back() && std::holds_alternative<slack::Submission>(event.envelope.content) && keys.size() > 1)
        {
            answer_edited_form(event, *seen, keys, result);
            return true;
        }
        Ack ack = ack_for(event);
        if (event.envelope.accepts_payload)
            ack.payload = seen->answer;
        const auto said = answers::text_of_payload(seen->answer);
        ack.verdict = {.path = path_of(event.envelope.content),
                       .message = said.empty() ? answers::recorded() : Message{.text = said, .blocks = {}}};
        result.acks.push_back(std::move(ack));
        return true;
    }
    return false;
}

Desk::Ran Desk::run_request(const Request& request, UtcMillis now)
{
    const auto* verb = find_verb(request.words.command, request.words.verb);
    const auto person = book_.people.find(request.user);
    const bool is_guest = person && person->is_guest;
    if (verb != nullptr && verb->writes && is_guest)
        return {not_allowed(render_not_for_guests(some_responders(book_, now))), false};
    Outcome outcome = Reply{};
    bool changed = false;
    bool was_stopped = false;
    database_.savepoint();
    const auto defect = defect_in(
        [&]
        {
            const auto before = database_.changes();
            try
            {
                outcome = run_limited(request, now);
            }
            catch (const ReadStopped&)
            {
                was_stopped = true;
                throw;
            }
            changed = database_.changes() != before;
        });
    if (!defect.empty())
    {
        database_.roll_back_to_savepoint();
        log::error("handler of '{}' threw: {}", action_of(request), defect);
        return {handed_back(request, was_stopped ? answers::took_too_long() : answers::apology()), false};
    }
    if (is_guest && outcome && outcome->to == Reply::To::channel)
        outcome = not_allowed(render_guests_share_nothing(some_responders(book_, now)));
    if (outcome.has_error())
    {
        database_.roll_back_to_savepoint();
        return {std::move(outcome), false};
    }
    if (changed)
        book_.audit.add({.at = now,
                         .action = action_of(request),
                         .object = outcome->object,
                         .actor = actor_of(request),
                         .text = said(request)});
    database_.release();
    return {std::move(outcome), changed};
}

/// No question may hold everybody else for long; what writes is quick by itself.
Outcome Desk::run_limited(const Request& request, UtcMillis now)
{
    struct Limit
    {
        Database& database;
        Limit(Database& limited, const Clock& clock) : database(limited)
        {
            database.stop_reads_when([&clock, until = clock.steady() + hold_at_most]
                                     { return clock.steady() >= until; });
        }
        ~Limit() { database.stop_reads_when({}); }
        Limit(const Limit&) = delete;
        Limit& operator=(const Limit&) = delete;
    } const limit{database_, clock_};
    return rules_.run(request, book_, now);
}

void Desk::take(const LineAsked& event, BatchResult& result)
{
    const auto now = clock_.now();
    std::string problem;
    const auto asked = asked_by(event, book_, problem);
    if (!asked)
    {
        result.answers.push_back({event.ticket, problem, 2});
        return;
    }
    const Ran ran = run_request(asked->request, now);
    const bool is_shared = !ran.refused() && ran.to() == Reply::To::channel;
    if (is_shared && asked->request.channel.empty())
    {
        result.answers.push_back({event.ticket, needs_channel, 2});
        return;
    }
    LineAnswer answer{.ticket = event.ticket, .text = {}};
    const bool is_form = !ran.refused() && ran.outcome->modal;
    answer.text = plain_text(is_form ? ran.outcome->modal->text_form : ran.message(),
                             directory::reading_of(asked->request, book_));
    if (is_form)
        answer.exit_code = 2;
    if (ran.refused())
        answer.exit_code = ran.outcome.error().why == Refusal::Why::usage ? 2 : 1;
    if (is_shared)
        answers::owe_shared(book_, asked->path, ran.message(), now);
    if (settings_.is_offline && (ran.changed || is_shared))
        answer.text += "\nRecorded; what Slack is owed is posted when Hotwatch runs.";
    else if (is_shared)
        answer.text += fmt::format("\nThis is posted in {}.", event.in);
    result.answers.push_back(std::move(answer));
}

}  // namespace hotwatch
