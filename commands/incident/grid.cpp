#include "commands/incident/grid.hpp"

namespace hotwatch::incident
{

Timer first_reminder(std::int64_t incident, Severity severity, UtcMillis from, seconds cadence)
{
    Timer timer;
    timer.kind = TimerKind::update_reminder;
    timer.subject = incident;
    timer.urgency = static_cast<int>(severity);
    timer.due_at = timer.grid_at = from + cadence;
    return timer;
}

Step step(const Timer& timer, seconds cadence, UtcMillis now)
{
    const milliseconds width = cadence;
    // Points up to and with `t`, counted from the one that the timer stands for.
    const auto points_until = [&](UtcMillis t) { return t < timer.grid_at ? 0 : (t - timer.grid_at) / width; };
    Step result;
    result.late = now - timer.due_at;
    // A snooze swallows the points that it reaches over: only later ones were missed.
    result.passed_by = points_until(now) - points_until(timer.due_at);
    result.next = timer;
    result.next.snoozed = false;
    result.next.grid_at = timer.grid_at + width * (points_until(now) + 1);
    result.next.due_at = result.next.grid_at;
    return result;
}

Timer with_cadence(Timer timer, Severity severity, seconds before, seconds cadence, UtcMillis now)
{
    const milliseconds width = cadence;
    const auto last_point = timer.grid_at - before;
    const auto points = now < last_point ? 0 : (now - last_point) / width;
    timer.urgency = static_cast<int>(severity);
    timer.grid_at = last_point + width * (points + 1);
    timer.due_at = timer.grid_at;
    timer.snoozed = false;
    return timer;
}

SnoozeBar snooze_bar(std::span<const TimelineEntry> timeline, UtcMillis last_update)
{
    int reminders_since = 0;
    for (auto entry = timeline.rbegin(); entry != timeline.rend() && entry->at >= last_update; ++entry)
    {
        if (entry->action == "update")
            break;
        if (entry->action == "reminder")
            ++reminders_since;
        if (entry->action == "snoozed")
            return reminders_since == 0   ? SnoozeBar::already_snoozed
                   : reminders_since == 1 ? SnoozeBar::twice_in_a_row
                                          : SnoozeBar::none;
    }
    return SnoozeBar::none;
}

Timer snoozed(Timer timer, seconds length)
{
    timer.due_at += length;
    timer.snoozed = true;
    return timer;
}

}  // namespace hotwatch::incident
