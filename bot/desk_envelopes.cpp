// The desk's side of the link: what people asked, once, and the answer they were given.
#include <fmt/format.h>

#include "bot/answers.hpp"
#include "bot/desk.hpp"
#include "bot/directory.hpp"
#include "bot/log.hpp"
#include "commands/direct.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
Ack ack_for(const EnvelopeArrived& event)
{
    return {.socket = event.socket, .envelope_id = event.envelope.id, .arrived = event.arrived};
}

std::string action_of(const Request& request)
{
    return request.words.verb.empty() ? request.words.command : request.words.command + " " + request.words.verb;
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

/// News that a change made stands in the incident's room already; an answer beside it would say it twice.
bool is_told_in_room(const Request& request, const Reply& reply, Book& book)
{
    if (request.origin != Origin::mention || !reply.object.starts_with("INC-"))
        return false;
    const auto incident = book.incidents.find(std::strtoll(reply.object.c_str() + 4, nullptr, 10));
    return incident && incident->room.channel == request.channel && incident->room.thread_ts == request.thread_ts;
}
}  // namespace

void Desk::take(const EnvelopeArrived& event, BatchResult& result)
{
    const auto now = clock_.now();
    const auto& envelope = event.envelope;
    const std::string team = book_.notes.get("team_id");
    if (!team.empty() && !envelope.team.empty() && envelope.team != team)
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

    if (const auto* profile = std::get_if<slack::ProfileChanged>(&envelope.content))
        book_.people.save(profile->person);
    else if (const auto* channel = std::get_if<slack::ChannelChanged>(&envelope.content))
        directory::hear(*channel, book_);
    else if (const auto* trouble = std::get_if<slack::Trouble>(&envelope.content))
        result.alarms.push_back(fmt::format("Slack says: {}", trouble->what));
    else if (const auto asked = asked_by(envelope.content, book_))
    {
        directory::meet(asked->request.user, book_, now);
        const Ran ran = run_request(asked->request, now);
        answer(event, *asked, ran, keys, now, result);
        return;
    }
    result.acks.push_back(ack_for(event));
}

bool Desk::answered_before(const EnvelopeArrived& event, const std::vector<std::string>& keys, BatchResult& result)
{
    for (const auto& key : keys)
    {
        const auto seen = book_.seen.find(key);
        if (!seen)
            continue;
        Ack ack = ack_for(event);
        if (event.envelope.accepts_payload)
            ack.payload = seen->answer;
        result.acks.push_back(std::move(ack));
        return true;
    }
    return false;
}

Desk::Ran Desk::run_request(const Request& request, UtcMillis now)
{
    const auto* verb = find_verb(request.words.command, request.words.verb);
    const auto person = book_.people.find(request.user);
    if (verb != nullptr && verb->writes && person && person->is_guest)
        return {
            Refusal{
                .why = Refusal::Why::not_allowed,
                .message = {.text =
                                "Guests and people from other workspaces may ask, not change anything. Please ask a "
                                "member of this workspace to do it.",
                            .blocks = {}}},
            false};
    database_.savepoint();
    try
    {
        const auto before = database_.changes();
        Outcome outcome = run(request, book_, now);
        if (outcome.has_error())
        {
            database_.roll_back_to_savepoint();
            return {std::move(outcome), false};
        }
        const bool changed = database_.changes() != before;
        if (changed)
            book_.audit.add({.at = now,
                             .action = action_of(request),
                             .object = outcome->object,
                             .actor = request.user.value,
                             .text = said(request)});
        database_.release();
        return {std::move(outcome), changed};
    }
    catch (const StoreFull&)
    {
        throw;
    }
    catch (const StoreBroken&)
    {
        throw;
    }
    catch (const std::exception& defect)
    {
        database_.roll_back_to_savepoint();
        log::error("handler of '{}' threw: {}", action_of(request), defect.what());
        return {Refusal{.why = Refusal::Why::unavailable, .message = answers::apology()}, false};
    }
}

void Desk::answer(const EnvelopeArrived& event, const Asked& asked, const Ran& ran,
                  const std::vector<std::string>& keys, UtcMillis now, BatchResult& result)
{
    Ack ack = ack_for(event);
    ack.path = asked.path;
    const bool refused = ran.outcome.has_error();
    const Message message = refused ? ran.outcome.error().message : ran.outcome->message;
    const auto to = refused ? Reply::To::asker : ran.outcome->to;
    const Origin origin = asked.request.origin;

    if (!refused && ran.outcome->modal)
    {
        if (asked.trigger_id.empty())
            ack.message = ran.outcome->modal->text_form;
        else
            result.forms.push_back(
                {asked.trigger_id, ran.outcome->modal->view, ran.outcome->modal->text_form, asked.path, event.arrived});
    }
    if (origin == Origin::form)
    {
        if (refused && !ran.outcome.error().fields.empty())
            ack.payload = answers::field_errors_payload(ran.outcome.error().fields);
        else if (!message.text.empty() && (refused || !ran.changed))
            owe_direct(book_, asked.path.user, message, now);
    }
    else if (origin == Origin::mention || origin == Origin::direct_message)
    {
        if (!message.text.empty() && (refused || !is_told_in_room(asked.request, *ran.outcome, book_)))
            book_.outbox.add(
                answers::post(asked.path.channel, asked.path.thread_ts, message, SendClass::acknowledgement), now);
    }
    else if (!message.text.empty())
    {
        auto payload = event.envelope.accepts_payload ? answers::slash_payload(message, to) : std::string{};
        if (!payload.empty() && payload.size() <= slack::answer_in_ack_bytes)
            ack.payload = std::move(payload);
        else
            answers::owe_private(book_, asked.path, message, now);
    }
    if (ran.changed || !(origin == Origin::slash || origin == Origin::button || origin == Origin::form))
    {
        // Posted answers to mentions are changes of the outbox, so those keys are kept for reads too.
        for (const auto& key : keys)
        {
            // Only an answer that travels in the ack can be lost with it; the others are owed by the outbox.
            const bool rides_in_ack = key == keys.front() && origin == Origin::slash && !ack.payload.empty();
            book_.seen.add({.key = key,
                            .at = now,
                            .answer = ack.payload,
                            .response_url = rides_in_ack ? asked.path.response_url : "",
                            .ack_written = !rides_in_ack});
            if (rides_in_ack)
                ack.key = key;
        }
    }
    ack.message = ack.message.text.empty() ? message : ack.message;
    result.acks.push_back(std::move(ack));
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
    LineAnswer answer{.ticket = event.ticket};
    if (ran.outcome.has_error())
    {
        answer.text = ran.outcome.error().message.text;
        answer.exit_code = ran.outcome.error().why == Refusal::Why::usage ? 2 : 1;
    }
    else if (ran.outcome->modal)
    {
        answer.text = ran.outcome->modal->text_form.text;
        answer.exit_code = 2;
    }
    else
        answer.text = ran.outcome->message.text;
    if (ran.changed && settings_.is_offline)
        answer.text += "\nRecorded; what Slack is owed is posted when Hotwatch runs.";
    result.answers.push_back(std::move(answer));
}

}  // namespace hotwatch
