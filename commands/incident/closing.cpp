#include "commands/incident/closing.hpp"

#include <algorithm>

#include "commands/incident/card.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/owed.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr seconds closes_after = std::chrono::hours{24};  // product section 5
}  // namespace

bool fire_closing(const Timer& timer, Book& book, UtcMillis now)
{
    const auto found = book.incidents.find(timer.subject);
    if (!found || found->state != IncidentState::resolved)
    {
        book.timers.disarm(TimerKind::close_incident, timer.subject);
        return false;
    }
    if (owed(*found, book.policy().of(found->severity)) != Owed::nothing)
    {
        auto next = timer;
        while (next.grid_at <= now)
            next.grid_at += closes_after;
        next.due_at = next.grid_at;
        book.timers.arm(next);
        return false;
    }
    const auto incident = moved(*found, Move::close, {now, {}}, {});
    book.incidents.save(incident);
    book.timers.disarm(TimerKind::close_incident, incident.id);
    book.incidents.add(TimelineEntry{.incident = incident.id,
                                     .at = now,
                                     .actor = {},
                                     .action = "closed",
                                     .text = "by itself: resolved a day ago, and nothing is owed",
                                     .source = "timer"});
    refresh_card(incident, book, now);
    say_in_room(incident, render_closed(view_of(incident, book, now)), SendClass::card, book, now);
    return true;
}

namespace incident
{

void start_closing(const Incident& incident, Book& book, UtcMillis now)
{
    const auto due = std::max(incident.resolved.value_or(incident.moved).at + closes_after, now);
    book.timers.arm({.kind = TimerKind::close_incident,
                     .subject = incident.id,
                     .urgency = static_cast<int>(Severity::p3),
                     .due_at = due,
                     .grid_at = due});
}

void stop_closing(const Incident& incident, Book& book)
{
    book.timers.disarm(TimerKind::close_incident, incident.id);
}

}  // namespace incident

}  // namespace hotwatch
