// `resolve`: it works again, and this is what fixed it.
#include <fmt/format.h>

#include "commands/incident/card.hpp"
#include "commands/incident/closing.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"

namespace hotwatch
{

using namespace incident;

Outcome resolve_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    if (auto refusal = out_of_date(request, found->incident, book, now))
        return *std::move(refusal);
    if (auto refusal = only_responders(request, found->incident, "resolve an incident", book, now))
        return *std::move(refusal);
    const auto text = told(request, found->rest);
    if (text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say in a few words what fixed it.");
    if (text.empty())
        return ask_for(request, resolve_form(view_of(found->incident, book, now)), "resolve", found->incident);

    const auto incident = moved(found->incident, Move::resolve, {now, request.user}, text);
    book.incidents.save(incident);
    if (!found->incident.acknowledged)
        note(request, incident, "acknowledged", "by resolving it", book, now);
    note(request, incident, "resolved", text, book, now);
    start_closing(incident, book, now);
    end_work(request, incident, "the resolution", book, now);
    const auto view = view_of(incident, book, now);
    say_in_room(incident, render_resolved(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_resolved(view));
}

}  // namespace hotwatch
