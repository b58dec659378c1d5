// `mitigate`: the damage is contained; the work goes on.
#include "commands/incident/card.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"

namespace hotwatch
{

using namespace incident;

Outcome mitigate_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    if (!after(found->incident.state, Move::mitigate))
        return refuse(Refusal::Why::not_now, already_so(view_of(found->incident, book, now)));
    if (auto refusal = out_of_date(request, found->incident, book, now))
        return *std::move(refusal);
    if (auto refusal = only_responders(request, found->incident, "mitigate an incident", book, now))
        return *std::move(refusal);

    const auto text = told(request, found->rest);
    const auto incident = moved(found->incident, Move::mitigate, {now, request.user}, text);
    book.incidents.save(incident);
    if (!found->incident.acknowledged)
        note(request, incident, "acknowledged", "by mitigating it", book, now);
    note(request, incident, "mitigated", text, book, now);
    answer_pages(request, incident, book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now, is_pressed(request));
    say_in_room(incident, render_mitigated(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_mitigated(view));
}

}  // namespace hotwatch
