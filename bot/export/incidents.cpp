// Incidents and their timelines, a row each.
#include <fmt/format.h>

#include "bot/export/rows.hpp"
#include "commands/incident/clocks.hpp"
#include "commands/incident/lifecycle.hpp"

namespace hotwatch::exports
{

namespace
{
using incident::Clock;
using incident::Clocks;

struct Fact
{
    Incident incident;
    Clocks clocks;
    std::vector<RoleHolder> roles;
};

Cell when(const std::optional<Mark>& mark)
{
    return mark ? instant(mark->at) : Cell{Nothing{}};
}

Cell who(const std::optional<Mark>& mark)
{
    return mark ? person(mark->by) : Cell{Nothing{}};
}

Cell name(const std::optional<Mark>& mark, Context& context)
{
    return mark ? person_name(mark->by, context) : Cell{Nothing{}};
}

Cell name_or_nobody(const UserId& user, Context& context)
{
    return user.empty() ? Cell{Nothing{}} : person_name(user, context);
}

Cell holders(const Fact& fact, IncidentRole role, Context& context)
{
    std::vector<NamedPerson> people;
    for (const auto& holder : fact.roles)
        if (holder.role == role)
            people.push_back({holder.user.value, context.name_of(holder.user)});
    return people;
}

Cell due(const Clock& clock)
{
    return clock.is_void ? Cell{Nothing{}} : instant(clock.due);
}

/// Whether the promise was kept; nothing while that is open, and where it does not count.
Cell kept(const Clock& clock, UtcMillis now)
{
    if (clock.is_void || (!clock.stopped && now <= clock.due))
        return Nothing{};
    return clock.stopped && *clock.stopped <= clock.due;
}

const std::vector<ColumnOf<Fact>>& incident_columns()
{
    static const std::vector<ColumnOf<Fact>> columns{
        {"incident", [](const Fact& f, Context&) { return incident_name(f.incident.id); }},
        {"title", [](const Fact& f, Context&) { return text(f.incident.title); }},
        {"severity",
         [](const Fact& f, Context&) { return Cell{fmt::format("P{}", static_cast<int>(f.incident.severity))}; }},
        {"state", [](const Fact& f, Context&) { return text(incident::word(f.incident.state)); }},
        {"service", [](const Fact& f, Context&) { return text(f.incident.service); }},
        {"channel", [](const Fact& f, Context&) { return text(f.incident.room.channel.value); }},
        {"thread_ts", [](const Fact& f, Context&) { return text(f.incident.room.thread_ts); }},
        {"declared_at", [](const Fact& f, Context&) { return instant(f.incident.declared.at); }},
        {"declared_by", [](const Fact& f, Context&) { return person(f.incident.declared.by); }},
        {"declared_by_name", [](const Fact& f, Context& c) { return person_name(f.incident.declared.by, c); }},
        {"started_at", [](const Fact& f, Context&) { return instant(f.incident.started_at); }},
        {"commander", [](const Fact& f, Context&) { return person(f.incident.commander); }},
        {"commander_name", [](const Fact& f, Context& c) { return name_or_nobody(f.incident.commander, c); }},
        {"communications", [](const Fact& f, Context& c) { return holders(f, IncidentRole::communications, c); }},
        {"scribe", [](const Fact& f, Context& c) { return holders(f, IncidentRole::scribe, c); }},
        {"responders", [](const Fact& f, Context& c) { return holders(f, IncidentRole::responder, c); }},
        {"response_due_at", [](const Fact& f, Context&) { return due(f.clocks.response); }},
        {"acknowledged_at", [](const Fact& f, Context&) { return when(f.incident.acknowledged); }},
        {"acknowledged_by", [](const Fact& f, Context&) { return who(f.incident.acknowledged); }},
        {"acknowledged_by_name", [](const Fact& f, Context& c) { return name(f.incident.acknowledged, c); }},
        {"response_kept", [](const Fact& f, Context& c) { return kept(f.clocks.response, c.now()); }},
        {"mitigated_at", [](const Fact& f, Context&) { return when(f.incident.mitigated); }},
        {"mitigated_by", [](const Fact& f, Context&) { return who(f.incident.mitigated); }},
        {"mitigated_by_name", [](const Fact& f, Context& c) { return name(f.incident.mitigated, c); }},
        {"resolution_due_at", [](const Fact& f, Context&) { return due(f.clocks.resolution); }},
        {"resolved_at", [](const Fact& f, Context&) { return when(f.incident.resolved); }},
        {"resolved_by", [](const Fact& f, Context&) { return who(f.incident.resolved); }},
        {"resolved_by_name", [](const Fact& f, Context& c) { return name(f.incident.resolved, c); }},
        {"resolution_kept", [](const Fact& f, Context& c) { return kept(f.clocks.resolution, c.now()); }},
        {"resolution", [](const Fact& f, Context&) { return text(f.incident.resolution); }},
        {"last_update_at", [](const Fact& f, Context&) { return instant(f.incident.last_update.at); }},
        {"last_update", [](const Fact& f, Context&) { return text(f.incident.last_update_text); }},
        {"merged_into", [](const Fact& f, Context&) { return incident_name(f.incident.merged_into); }},
        {"report", [](const Fact& f, Context&) { return text(f.incident.follow_up); }},
    };
    return columns;
}

void each_incident(Book& book, UtcMillis now, const Visit& visit)
{
    Context context{book, now};
    const auto& policy = book.policy();
    book.incidents.walk(
        [&](const Incident& incident)
        {
            const Fact fact{incident, incident::clocks_of(incident, policy), book.incidents.roles(incident.id)};
            visit(row_of(incident_columns(), fact, context));
        });
}

const std::vector<ColumnOf<TimelineEntry>>& timeline_columns()
{
    using Entry = TimelineEntry;
    static const std::vector<ColumnOf<Entry>> columns{
        {"incident", [](const Entry& e, Context&) { return incident_name(e.incident); }},
        {"at", [](const Entry& e, Context&) { return instant(e.at); }},
        {"actor", [](const Entry& e, Context&) { return person(e.actor); }},
        {"actor_name", [](const Entry& e, Context& c) { return person_name(e.actor, c); }},
        {"action", [](const Entry& e, Context&) { return text(e.action); }},
        {"text", [](const Entry& e, Context&) { return text(e.text); }},
        {"source", [](const Entry& e, Context&) { return text(e.source); }},
    };
    return columns;
}

void each_entry(Book& book, UtcMillis now, const Visit& visit)
{
    Context context{book, now};
    book.incidents.walk_timeline([&](const TimelineEntry& entry)
                                 { visit(row_of(timeline_columns(), entry, context)); });
}
}  // namespace

Subject incidents()
{
    return {"incidents", "one row each, with its clocks and who did what", names_of(incident_columns()), each_incident};
}

Subject timeline()
{
    return {"timeline", "every entry of every incident", names_of(timeline_columns()), each_entry};
}

}  // namespace hotwatch::exports
