// The desk's side of the outbox: what is owed goes to the sender, what became of it goes to the rules.
#include <fmt/format.h>

#include "bot/answers.hpp"
#include "bot/defect.hpp"
#include "bot/desk.hpp"
#include "bot/directory.hpp"
#include "bot/identity.hpp"
#include "bot/log.hpp"
#include "bot/slack/call_args.hpp"
#include "bot/slack/scopes.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/page.hpp"
#include "commands/status/tell.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view edits_are_closed = "edit_window_closed";  // platform section 14.2
}

void Desk::take(const AttemptDone& event, BatchResult& result)
{
    const auto now = clock_.now();
    compare_clocks(event.result);
    if (event.attempt.request.method == "auth.test" && event.result.kind == slack::ApiResult::Kind::ok &&
        !event.result.scopes.empty())
        for (const auto& scope : slack::missing_scopes(event.result.scopes))
            log::warn("the bot token lacks the scope {} ({}): add it under OAuth & Permissions and reinstall the app",
                      scope.name, scope.reason);
    tell_sender_news();  // rows of this batch may wait for this very outcome
    settle(sender_->outcome(event.attempt, event.result, now), now, result);
}

void Desk::send_what_is_due(UtcMillis now, BatchResult& result)
{
    tell_sender_news();
    if (!settings_.is_offline)
        settle(sender_->next(now), now, result);
}

void Desk::settle(const slack::SenderOutput& output, UtcMillis now, BatchResult& result)
{
    for (const auto& call : output.save)
    {
        book_.outbox.save(call);
        const bool is_settled = call.state == CallState::sent || call.state == CallState::parked;
        if (is_settled && call.kind == CallKind::repeatable && !call.dedupe_key.empty())
            book_.outbox.drop_outdated(call);
    }
    for (const auto& [key, until] : output.holds)
        book_.outbox.hold(key, until);
    result.attempts.insert(result.attempts.end(), output.attempts.begin(), output.attempts.end());
    result.alarms.insert(result.alarms.end(), output.alarms.begin(), output.alarms.end());
    for (const auto& settled : output.settled)
    {
        bool waits_for_a_person = settled.call.state == CallState::parked;
        const auto defect = defect_in(database_, [&] { waits_for_a_person = hear(settled, now); });
        if (!defect.empty())  // the call itself is settled and saved; what the rules made of it was not
            log::error("outcome of call {} ({}): {}", settled.call.id, settled.call.method, defect);
        // What goes out once only is over with its moment: there is nothing a person could do for it.
        if (settled.call.state == CallState::parked && settled.call.kind == CallKind::once)
            log::warn("{} was not delivered: {} (call {})", settled.call.method, settled.call.error, settled.call.id);
        else if (waits_for_a_person)
            result.alarms.push_back(fmt::format(
                "{} was not delivered and waits for a person: {} (call {}{})", settled.call.method, settled.call.error,
                settled.call.id, settled.call.subject != 0 ? fmt::format(", INC-{}", settled.call.subject) : ""));
    }
    tell_sender_news();
}

void Desk::tell_sender_news()
{
    for (auto& call : book_.outbox.take_news())
        sender_->add(std::move(call));
}

/// Returns whether only a person can do something about it now.
bool Desk::hear(const slack::Settled& settled, UtcMillis now)
{
    const Call& call = settled.call;
    const bool is_parked = call.state == CallState::parked;
    if (directory::hear(settled, book_, now))
        return is_parked && !directory::is_answered(call);
    if (call.purpose == "incident.card" && call.state == CallState::sent)
        incident_card_posted(book_, call.subject, ChannelId{call.result_channel}, call.result_ts, now);
    if (call.purpose == "incident.card" && is_parked)
    {
        incident_card_lost(book_, call, ChannelId{slack::channel_of(call)}, now);
        return true;
    }
    if (is_parked && call.method == "chat.update" && hear_of_lost_edit(call, now))
        return false;
    if (const auto waiting = identity::waited(call, book_))
    {
        answer_late(call, *waiting, now);
        return false;
    }
    if (call.purpose == incident::page_purpose)
    {
        const bool is_with_somebody = incident::page_settled(book_, call, now);
        // Sent again it would only ask for what is done; one that may stand in Slack keeps its row.
        if (is_parked && is_with_somebody && !call.is_unclear())
            book_.outbox.drop(call.id);
        return is_parked && !is_with_somebody;
    }
    if (is_parked && call.kind == CallKind::once)
        answers::owe_otherwise(book_, call, now);
    if (is_parked && call.subject != 0)
        book_.incidents.add(TimelineEntry{.incident = call.subject,
                                          .at = now,
                                          .actor = {},
                                          .action = "not delivered",
                                          .text = fmt::format("{}: {}", call.method, call.error),
                                          .source = "outbox"});
    return is_parked;
}

/// An edit that can never be done, and that nobody has to see to. False: it is another kind of trouble.
bool Desk::hear_of_lost_edit(const Call& edit, UtcMillis now)
{
    if (edit.error == edits_are_closed)
        note_slack_trouble(edit.error, book_, now);
    else if (edit.error != "message_not_found")
        return false;
    else  // somebody deleted the message
    {
        log::warn("a message was deleted before it could be edited (call {})", edit.id);
        if (edit.purpose == "incident.card_edit")
            incident_card_deleted(book_, edit.subject, slack::ts_of(edit), now);
    }
    book_.outbox.drop(edit.id);
    return true;
}

}  // namespace hotwatch
