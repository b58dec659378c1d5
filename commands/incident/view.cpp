#include "commands/incident/view.hpp"

#include <fmt/format.h>

#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
std::string name_of_mark(const std::optional<Mark>& mark, Book& book)
{
    return mark ? name_of(mark->by, book) : std::string{};
}

std::string link_to(const Room& room, Book& book)
{
    auto base = book.notes.get("url");  // "https://hotdash.slack.com/", as auth.test gives it
    if (base.empty() || room.thread_ts.empty() || room.channel.value.starts_with('#'))
        return {};
    auto ts = room.thread_ts;
    std::erase(ts, '.');
    if (!base.ends_with('/'))
        base += '/';
    return fmt::format("{}archives/{}/p{}", base, room.channel.value, ts);
}
}  // namespace

View view_of(const Incident& incident, Book& book, UtcMillis now)
{
    const auto& policy = book.policy();
    View view;
    view.incident = incident;
    view.policy = policy.of(incident.severity);
    view.clocks = clocks_of(incident, policy);
    if (const auto timer = book.timers.find(TimerKind::update_reminder, incident.id))
        view.next_update = timer->due_at;
    view.on_call = on_call_at(now, book);
    view.asked = asked_first(view.on_call, book);
    for (const auto& holder : book.incidents.roles(incident.id))
        if (holder.role != IncidentRole::responder || holder.user != incident.commander)  // leading is more than that
            view.parts.push_back({holder.role, name_of(holder.user, book)});
    view.declared_by = name_of(incident.declared.by, book);
    view.commander = incident.commander.empty() ? std::string{} : name_of(incident.commander, book);
    view.acknowledged_by = name_of_mark(incident.acknowledged, book);
    view.resolved_by = name_of_mark(incident.resolved, book);
    view.updated_by = name_of(incident.last_update.by, book);
    view.moved_by = name_of(incident.moved.by, book);
    view.link = link_to(incident.room, book);
    view.command = shown_name("incident", policy);
    view.oncall_command = shown_name("oncall", policy);
    return view;
}

}  // namespace hotwatch::incident
