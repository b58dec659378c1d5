// `ack`: somebody has it.
#include <algorithm>

#include "commands/incident/card.hpp"
#include "commands/incident/find.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

/// Since when that person has been on it.
std::optional<UtcMillis> on_it_since(const Incident& incident, const UserId& user, Book& book)
{
    if (incident.acknowledged && incident.acknowledged->by == user)
        return incident.acknowledged->at;
    for (const auto& entry : book.incidents.timeline(incident.id))
        if (entry.action == "joined" && entry.actor == user)
            return entry.at;
    return std::nullopt;
}

Outcome join(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    const auto view = view_of(incident, book, now);
    if (const auto since = on_it_since(incident, request.user, book))
    {
        Reply unchanged;  // names no object: nothing was changed, and no news will tell it
        unchanged.message = already_yours(view, *since);
        return unchanged;
    }
    note(request, incident, "joined", "", book, now);
    say_in_room(incident, render_joined(view, name_of(request.user, book)), SendClass::card, book, now);
    return reply(incident, answer_joined(view));
}
}  // namespace

Outcome acknowledge_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    if (!is_unresolved(incident.state))
        return refuse(Refusal::Why::not_now, already_over(view_of(incident, book, now)));
    const auto state = after(incident.state, Move::acknowledge);
    if (!state)
        return join(request, incident, book, now);

    incident.state = *state;
    incident.acknowledged = Mark{now, request.user};
    if (incident.commander.empty())
        incident.commander = request.user;
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "acknowledged", "", book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now, request.origin == Origin::button);
    say_in_room(incident, render_acknowledged(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_acknowledged(view));
}

}  // namespace hotwatch
