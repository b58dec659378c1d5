// Update reminders (product section 6): when they fall due, whom they ask, and what answers them.
#pragma once

#include "storage/book.hpp"

namespace hotwatch
{

/// A reminder fell due. Posts it in the room, asks one more person the longer it goes unanswered, and arms the next on
/// the same grid; one that is late says so and stands for all that fell due meanwhile. A timer whose incident needs no
/// reminder (any more) is disarmed in silence. Called by the desk, once for each due timer, in one transaction.
void fire_update_reminder(const Timer& timer, Book& book, UtcMillis now);

namespace incident
{

/// The grid starts anew at `from`, for the incident's severity; disarmed where that promises no updates.
void start_reminders(const Incident& incident, Book& book, UtcMillis from);

/// After a change of severity from `from`: the cadence changes on the same grid, begins at `now`, or ends.
void change_cadence(const Incident& incident, Severity from, Book& book, UtcMillis now);

/// Another policy comes into force, in place of `before` (none: not known): what is unresolved owes updates as it says
/// from `now` on. A cadence that is new begins now, one that is another goes on on its grid, one that is gone ends.
void keep_cadences(const Policy& policy, const Policy* before, Book& book, UtcMillis now);

/// Nothing more is due, as of the resolution.
void stop_reminders(const Incident& incident, Book& book);

/// The open reminders lose their buttons and say who answered. `what`: "an update", "the resolution".
void answer_reminders(const Incident& incident, const UserId& by, std::string_view what, Book& book, UtcMillis now);

}  // namespace incident

}  // namespace hotwatch
