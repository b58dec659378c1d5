// The handlers of /incident. Every one is handed the request, the open book and one instant (commands/table.hpp).
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `/incident`, `show [id]`, `list [open|mine|P0]`: bare, the incident of the room it was asked in, elsewhere the
/// open ones, worst first. A read. Refuses: not_found for an id that nobody declared.
Outcome show_incident(const Request& request, Book& book, UtcMillis now);

/// `declare [P0-P3] <title> [--service s] [--started 02:50] [--commander @u]`: the incident, its card and its
/// reminders, in one transaction. A declarer who is the primary on call has thereby acknowledged (product section 6).
/// Never refuses a title for its length. Refuses: usage without a title or with a word it cannot read; field_errors in
/// the form.
Outcome declare_incident(const Request& request, Book& book, UtcMillis now);

/// `ack [id]`: stops the response clock; the first to acknowledge commands unless somebody was assigned, later ones
/// join. Refuses: not_now once resolved.
Outcome acknowledge_incident(const Request& request, Book& book, UtcMillis now);

/// `update [id] [--eta 04:00] <text>`: a status update; the reminder grid starts anew from `now`, and open reminders
/// are answered in place. Refuses: not_now once resolved; usage for a time it cannot read.
Outcome update_incident(const Request& request, Book& book, UtcMillis now);

/// `resolve [id] <what fixed it>`: ends clocks and reminders; from open it also acknowledges, by that person.
/// Refuses: not_now when it was resolved already, saying by whom and when.
Outcome resolve_incident(const Request& request, Book& book, UtcMillis now);

/// `snooze [id] [duration] [why]`: moves the next reminder, by at most one cadence, not twice in a row.
/// Refuses: not_now where no reminder is due or the last one was snoozed; usage for too long a time.
Outcome snooze_reminder(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
