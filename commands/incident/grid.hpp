// The fixed grid of update reminders (product section 6). Pure.
#pragma once

#include <optional>
#include <span>

#include "storage/records.hpp"

namespace hotwatch::incident
{

/// The first reminder after something that starts the grid anew: the declaration or an update.
Timer first_reminder(std::int64_t incident, Severity severity, UtcMillis from, seconds cadence);

struct Step
{
    Timer next;                  // the first point of the grid later than now
    std::int64_t passed_by = 0;  // points that fell due besides the fired one, and get no message of their own
    milliseconds late{0};        // past the time the fired one was due
};

/// What firing `timer` at `now` leads to. The grid stays where it is however late it fires, and a snooze moves one due
/// time only. Precondition: timer.due_at <= now, cadence > 0.
Step step(const Timer& timer, seconds cadence, UtcMillis now);

/// The same obligation with another cadence: counted on from the last point of the old grid, so that a change of
/// severity counts for no update. The first point later than `now`; a snooze is over.
Timer with_cadence(Timer timer, Severity severity, seconds before, seconds cadence, UtcMillis now);

/// Why the next reminder may not be snoozed; `none` where it may.
enum class SnoozeBar
{
    none,
    already_snoozed,  // the one that is coming
    twice_in_a_row,   // the last one that came had been snoozed
};

/// By the timeline since the last update: between two snoozes a reminder must come on the grid.
SnoozeBar snooze_bar(std::span<const TimelineEntry> timeline, UtcMillis last_update);

/// The snoozed timer. Precondition: 0 < length <= cadence and snooze_bar is none.
Timer snoozed(Timer timer, seconds length);

}  // namespace hotwatch::incident
