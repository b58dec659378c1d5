#include "commands/incident/view.hpp"

#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
std::string name_of_mark(const std::optional<Mark>& mark, Book& book)
{
    return mark ? name_of(mark->by, book) : std::string{};
}
}  // namespace

View view_of(const Incident& incident, Book& book, UtcMillis now)
{
    const auto& policy = book.policy();
    View view;
    view.incident = incident;
    view.policy = policy.of(incident.severity);
    view.clocks = clocks_of(incident, view.policy, policy.team_zone);
    if (const auto timer = book.timers.find(TimerKind::update_reminder, incident.id))
        view.next_update = timer->due_at;
    view.on_call = on_call_at(now, book);
    view.declared_by = name_of(incident.declared.by, book);
    view.commander = incident.commander.empty() ? std::string{} : name_of(incident.commander, book);
    view.acknowledged_by = name_of_mark(incident.acknowledged, book);
    view.resolved_by = name_of_mark(incident.resolved, book);
    view.updated_by = name_of(incident.last_update.by, book);
    view.command = shown_name("incident", policy);
    return view;
}

}  // namespace hotwatch::incident
