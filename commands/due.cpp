#include "commands/due.hpp"

#include <fmt/format.h>

#include "commands/incident/closing.hpp"
#include "commands/incident/reminder.hpp"

namespace hotwatch
{

Fired fire_timer(const Timer& timer, Book& book, UtcMillis now)
{
    Fired fired;
    switch (timer.kind)
    {
    case TimerKind::update_reminder:
        fire_update_reminder(timer, book, now);
        fired = {"reminder", fmt::format("INC-{}", timer.subject)};
        break;
    case TimerKind::close_incident:
        if (fire_closing(timer, book, now))
            fired = {"incident close", fmt::format("INC-{}", timer.subject)};
        break;
    }
    return fired;
}

}  // namespace hotwatch
