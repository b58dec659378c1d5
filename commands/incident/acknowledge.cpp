// `ack`: somebody has it.
#include "commands/incident/card.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/join.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/render.hpp"

namespace hotwatch
{

using namespace incident;

Outcome acknowledge_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    if (!after(found->incident.state, Move::acknowledge))
        return join(request, found->incident, book, now);

    const auto incident = moved(found->incident, Move::acknowledge, {now, request.user}, {});
    book.incidents.save(incident);
    if (incident.commander != request.user)
        book.incidents.give_role(incident.id,
                                 {.role = IncidentRole::responder, .user = request.user, .given = {now, request.user}});
    note(request, incident, "acknowledged", "", book, now);
    answer_pages(request, incident, book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now, request.origin == Origin::button);
    say_in_room(incident, render_acknowledged(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_acknowledged(view));
}

}  // namespace hotwatch
