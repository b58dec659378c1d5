// How what was asked is answered: in the ack, by a form handed back, in the thread, or by what is owed.
#include "bot/answers.hpp"
#include "bot/defect.hpp"
#include "bot/desk.hpp"
#include "bot/directory.hpp"
#include "bot/identity.hpp"
#include "bot/intake.hpp"
#include "bot/log.hpp"
#include "bot/presses.hpp"
#include "commands/direct.hpp"

namespace hotwatch
{

namespace
{
/// What changes an incident is told in its room.
bool is_of_incident(const Reply& reply)
{
    return reply.object.starts_with("INC-");
}

/// News that a change made stands in the incident's room already; an answer beside it would say it twice.
bool is_told_in_room(const Request& request, const Reply& reply, Book& book)
{
    if (request.origin != Origin::mention || reply.says_more || !is_of_incident(reply))
        return false;
    const auto incident = book.incidents.find(std::strtoll(reply.object.c_str() + 4, nullptr, 10));
    return incident && incident->room.channel == request.channel && incident->room.thread_ts == request.thread_ts;
}
}  // namespace

void Desk::answer(const EnvelopeArrived& event, const Asked& asked, const Ran& ran,
                  const std::vector<std::string>& keys, UtcMillis now, BatchResult& result)
{
    Ack ack{.socket = event.socket, .envelope_id = event.envelope.id, .payload = {}, .key = {}, .verdict = {}};
    const Origin origin = asked.request.origin;
    if (!ran.refused() && ran.outcome->modal && !asked.trigger_id.empty())
        result.forms.push_back({.trigger_id = asked.trigger_id,
                                .view = ran.outcome->modal->view,
                                .text_form = ran.outcome->modal->text_form,
                                .path = asked.path,
                                .arrived = event.arrived});
    if (origin == Origin::form)
        answer_form(asked, ran, now, ack);
    else if (origin == Origin::mention || origin == Origin::direct_message)
        answer_in_thread(event, asked, ran, now, result);
    else
        answer_asker(event, asked, ran, now, ack, result);

    const bool is_private = origin == Origin::slash || origin == Origin::button || origin == Origin::form;
    if (!only_answers_ && (ran.changed || !is_private || ran.to() == Reply::To::channel))
        // What everybody sees is not said twice, so those keys are kept for reads too.
        for (const auto& key : keys)
        {
            // Only an answer that travels in the ack can be lost with it; the others are owed by the outbox.
            const bool rides_in_ack =
                ran.changed && key == keys.front() && origin == Origin::slash && !ack.payload.empty();
            const bool is_form_itself = origin == Origin::form && keys.size() > 1 && key == keys.back();
            book_.seen.add({.key = key,
                            .at = now,
                            .answer = is_form_itself ? answers::typed(asked.request.fields, asked.labels) : ack.payload,
                            .response_url = rides_in_ack ? asked.path.response_url : "",
                            .ack_written = !rides_in_ack});
            if (rides_in_ack)
                ack.key = key;
        }
    result.acks.push_back(std::move(ack));
}

/// The ack was lost, the form stayed open, and something else was typed before it was sent again. Only the person can
/// say which of the two they mean.
void Desk::answer_edited_form(const EnvelopeArrived& event, const Seen& first, const std::vector<std::string>& keys,
                              BatchResult& result)
{
    const auto now = clock_.now();
    const auto& form = std::get<slack::Submission>(event.envelope.content);
    owe_direct(book_, form.user,
               answers::with_typed(answers::edited_too_late(first.at, first.answer), form.values, form.labels), now);
    for (const auto& key : keys)
        if (!book_.seen.find(key))
            book_.seen.add({.key = key, .at = now, .answer = {}, .response_url = {}, .ack_written = true});
    result.acks.push_back({.socket = event.socket, .envelope_id = event.envelope.id, .payload = {}, .verdict = {}});
}

void Desk::answer_form(const Asked& asked, const Ran& ran, UtcMillis now, Ack& ack)
{
    if (ran.refused() && !ran.outcome.error().fields.empty())
    {
        // Slack shows them as they are, without reading marks or entities in them.
        auto errors = ran.outcome.error().fields;
        for (auto& [field, text] : errors)
            text = plain_mrkdwn(text, directory::reading_of(asked.request, book_));
        ack.payload = answers::field_errors_payload(errors);
    }
    else if (ran.refused())
        owe_direct(book_, asked.path.user, answers::with_typed(ran.message(), asked.request.fields, asked.labels), now);
    else if (!ran.message().text.empty() && !(ran.changed && is_of_incident(*ran.outcome) && !ran.outcome->says_more))
        owe_direct(book_, asked.path.user, ran.message(), now);
}

void Desk::answer_in_thread(const EnvelopeArrived& event, const Asked& asked, const Ran& ran, UtcMillis now,
                            BatchResult& result)
{
    if (ran.message().text.empty() || (!ran.refused() && is_told_in_room(asked.request, *ran.outcome, book_)))
        return;
    if (only_answers_)
        return result.direct.push_back({.path = private_path_of(event.envelope.content), .message = ran.message()});
    book_.outbox.add(answers::post(asked.path.channel, asked.path.thread_ts, ran.message(), SendClass::acknowledgement),
                     now);
}

/// What had waited until Slack said who asks: the ack was used for saying so.
void Desk::answer_late(const Call& question, const identity::Waiting& waiting, UtcMillis now)
{
    const auto& [asked, press] = waiting;
    if (book_.seen.find(identity::refusal_key(question)))
        return;
    auto refusal = identity::refused(question, asked.request, book_, now);
    if (!refusal)
        refusal = presses::pressed_before(press, book_, now);  // somebody known may have pressed meanwhile
    const Ran ran = refusal ? Ran{*std::move(refusal), false} : run_request(asked.request, now);
    if (ran.changed)
        presses::remember(press, ran.outcome->object, book_, now);
    const auto message = !ran.refused() && ran.outcome->modal ? ran.outcome->modal->text_form : ran.message();
    const auto origin = asked.request.origin;
    if (!ran.refused() && !ran.outcome->modal && is_told_in_room(asked.request, *ran.outcome, book_))
        return;
    if (origin == Origin::mention || origin == Origin::direct_message)
        book_.outbox.add(answers::post(asked.path.channel, asked.path.thread_ts, message, SendClass::acknowledgement),
                         now);
    else
        answers::owe_private(book_, asked.path,
                             ran.refused() ? answers::with_typed(message, asked.request.fields, asked.labels) : message,
                             now);
}

/// Who waited for 10 s is refused, whether Slack answers or not.
void Desk::refuse_unknown(UtcMillis now)
{
    for (const auto row : asked_who_.take_overdue(now))
    {
        const auto refuse = [&]
        {
            const auto question = book_.outbox.find(row);
            const bool is_settled =
                !question || question->state == CallState::sent || question->state == CallState::parked;
            // A batch that was rolled back gave its number away; before a restart they may have been told already.
            if (is_settled || !identity::is_overdue(*question, now) ||
                book_.seen.find(identity::refusal_key(*question)))
                return;
            if (const auto waiting = identity::waited(*question, book_))
            {
                answer_late(*question, *waiting, now);
                book_.seen.add({.key = identity::refusal_key(*question),
                                .at = now,
                                .answer = {},
                                .response_url = {},
                                .ack_written = true});
            }
        };
        if (const auto defect = defect_in(database_, refuse); !defect.empty())
            log::error("call {}: whoever waited for it could not be told: {}", row, defect);
    }
}

void Desk::answer_asker(const EnvelopeArrived& event, const Asked& asked, const Ran& ran, UtcMillis now, Ack& ack,
                        BatchResult& result)
{
    DirectAnswer answer{.path = asked.path, .message = ran.message(), .to = ran.to()};
    if (answer.message.text.empty())
    {
        const bool is_form = !ran.refused() && ran.outcome->modal;
        if (!is_form)
            ack.verdict = {asked.path, ran.changed ? answers::recorded() : answers::nothing_changed()};
        return;
    }
    if (event.envelope.accepts_payload)
        if (auto payload = answers::slash_payload(answer.message, answer.to);
            payload.size() <= slack::answer_in_ack_bytes)
        {
            ack.payload = std::move(payload);
            ack.verdict = std::move(answer);
            return;
        }
    if (only_answers_)
        result.direct.push_back(std::move(answer));
    else if (answer.to == Reply::To::channel)
        answers::owe_shared(book_, answer.path, answer.message, now);
    else
        answers::owe_private(book_, answer.path, answer.message, now);
}

}  // namespace hotwatch
