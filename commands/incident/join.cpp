#include "commands/incident/join.hpp"

#include <algorithm>

#include "commands/incident/card.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"

namespace hotwatch
{

namespace incident
{

std::optional<UtcMillis> on_it_since(const Incident& incident, const UserId& user, Book& book)
{
    std::optional<UtcMillis> since;
    const auto consider = [&](UtcMillis at) { since = since ? std::min(*since, at) : at; };
    if (incident.acknowledged && incident.acknowledged->by == user)
        consider(incident.acknowledged->at);
    for (const auto& holder : book.incidents.roles_of(incident.id, user))
        consider(holder.given.at);
    if (!since && incident.commander == user)
    {
        const auto assigned = book.incidents.last(incident.id, "assigned");
        consider(assigned ? assigned->at : incident.declared.at);
    }
    return since;
}

Outcome join(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    if (const auto since = on_it_since(incident, request.user, book))
        return unchanged(already_yours(view_of(incident, book, now), *since));
    book.incidents.give_role(incident.id,
                             {.role = IncidentRole::responder, .user = request.user, .given = {now, request.user}});
    note(request, incident, "joined", "", book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now, request.origin == Origin::button);
    say_in_room(incident, render_joined(view, name_of(request.user, book)), SendClass::card, book, now);
    return reply(incident, answer_joined(view));
}

}  // namespace incident

using namespace incident;

Outcome join_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    return join(request, found->incident, book, now);
}

Outcome leave_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    const auto& incident = found->incident;
    if (incident.commander == request.user)
        return refuse(Refusal::Why::not_now, commander_stays(view_of(incident, book, now)));
    if (book.incidents.roles_of(incident.id, request.user).empty())
        return unchanged(not_on_it(view_of(incident, book, now)));

    book.incidents.take_roles(incident.id, request.user);
    note(request, incident, "left", "", book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now);
    say_in_room(incident, render_left(view, name_of(request.user, book)), SendClass::card, book, now);
    return reply(incident, answer_left(view));
}

}  // namespace hotwatch
