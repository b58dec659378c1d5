// The handlers of /incident. Every one is handed the request, the open book and one instant (commands/table.hpp).
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

// Refusals that all have: not_found for an id that nobody declared, ambiguous where several could be meant (find.hpp);
// those that change something unresolved: not_now once it is over, saying by whom and when (guards.hpp). Where text is
// left out the form opens, or its words are explained.

/// `/incident`, `show [id]`: bare, the incident of the room it was asked in, elsewhere the open ones, worst first. A
/// read.
Outcome show_incident(const Request& request, Book& book, UtcMillis now);

/// `list [open|mine|week|P0] [--page=2]`: a screen of them. A read. Refuses: usage for another word.
Outcome list_incidents(const Request& request, Book& book, UtcMillis now);

/// `timeline [id] [--before=n] [--entry=n]`: the newest entries, numbered from the first; those before; one whole. A
/// read.
Outcome show_timeline(const Request& request, Book& book, UtcMillis now);

/// `declare [P0-P3] <title> [--service s] [--started 02:50] [--commander @u]`: the incident, its card, its reminders
/// and the first notification, in one transaction. A declarer who would be asked to answer has thereby acknowledged
/// (product section 6). Never refuses a title for its length. Refuses: usage without a title or with a word it cannot
/// read; field_errors in the form.
Outcome declare_incident(const Request& request, Book& book, UtcMillis now);

/// `ack [id]`: stops the response clock; the first to acknowledge commands unless somebody was assigned, later ones
/// join.
Outcome acknowledge_incident(const Request& request, Book& book, UtcMillis now);

/// `join [id]`, `leave [id]`: works on it as a responder, or no more. Refuses: not_now for a commander who leaves.
Outcome join_incident(const Request& request, Book& book, UtcMillis now);
Outcome leave_incident(const Request& request, Book& book, UtcMillis now);

/// `update [id] [--eta 04:00] <text>`: a status update; the reminder grid starts anew from `now`, and open reminders
/// are answered in place. Refuses: usage for a time it cannot read.
Outcome update_incident(const Request& request, Book& book, UtcMillis now);

/// `note [id] [at 03:10] <text>`: for the timeline only, at the time it happened. In any state but merged. Refuses:
/// usage for a time that cannot be read or is to come.
Outcome add_note(const Request& request, Book& book, UtcMillis now);

/// `severity [id] <P0-P3> [reason]`: clocks, reminders and notifications follow (product section 6, "Severity change");
/// a raise to what the emergency channel cares for is announced there once. Refuses: not_now where it has that
/// severity, or the form is older than the last change; not_allowed for all but responders, and for a P0 that becomes
/// less all but its commander, whoever is on call, and managers, who are told.
Outcome change_severity(const Request& request, Book& book, UtcMillis now);

/// `assign [id] <role> @u`, `lead [id] @u`: commander, communications, scribe or responder; they get a brief by direct
/// message. Refuses: not_found for nobody of that name, guests, apps and people who left.
Outcome assign_role(const Request& request, Book& book, UtcMillis now);

/// `mitigate [id] [text]`: the damage is contained; clocks and reminders go on. From open it also acknowledges.
/// Refuses: not_now where it is mitigated already; not_allowed for all but responders.
Outcome mitigate_incident(const Request& request, Book& book, UtcMillis now);

/// `resolve [id] <what fixed it>`: ends clocks and reminders; from open it also acknowledges, by that person. Refuses:
/// not_now when it was resolved already, saying by whom and when; not_allowed for all but responders.
Outcome resolve_incident(const Request& request, Book& book, UtcMillis now);

/// `reopen [id] <why>`: resolved and closed ones are acknowledged again, their clocks without the time between, the
/// report owed anew; a cancelled one is open, and asked for like a new one. Refuses: not_now for one that is worked on.
Outcome reopen_incident(const Request& request, Book& book, UtcMillis now);

/// `close [id] [--faq=<entry>|not-needed] [--force]`: a resolved one. Refuses: not_now, with the list, while something
/// is owed; not_allowed for --force by all but managers.
Outcome close_incident(const Request& request, Book& book, UtcMillis now);

/// `report [id] <link or text>`, `report [id] show`: where the report stands that a P0 or P1 owes; that settles it.
/// Refuses: not_now before the resolution, and for a severity that owes none.
Outcome report_incident(const Request& request, Book& book, UtcMillis now);

/// `cancel [id] <why>`: it was nothing; clocks end without verdict. Refuses: not_allowed for all but responders and
/// whoever declared it.
Outcome cancel_incident(const Request& request, Book& book, UtcMillis now);

/// `merge [id] into <id>`: final; the target must be unresolved, and a graver severity is offered to it. Refuses:
/// not_now for a target that is over; usage for itself.
Outcome merge_incident(const Request& request, Book& book, UtcMillis now);

/// `search <words>`: incidents that say so, open ones first, then the newest. A read.
Outcome search_incidents(const Request& request, Book& book, UtcMillis now);

/// `paged [id]`, "why was I paged?": what the asker was asked to acknowledge, why, and what to do: all that wait, else
/// the last one. A read.
Outcome explain_page(const Request& request, Book& book, UtcMillis now);

/// `snooze [id] [duration] [why]`: moves the next reminder, by at most one cadence, not twice in a row.
/// Refuses: not_now where no reminder is due or the last one was snoozed; usage for too long a time.
Outcome snooze_reminder(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
