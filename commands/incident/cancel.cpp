// `cancel`: it was nothing.
#include "commands/incident/card.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"

namespace hotwatch
{

using namespace incident;

Outcome cancel_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    if (auto refusal = out_of_date(request, found->incident, book, now))
        return *std::move(refusal);
    if (auto refusal = only_responders_and_declarer(request, found->incident, "cancel an incident", book, now))
        return *std::move(refusal);
    const auto why = told(request, found->rest);
    if (why.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say in a few words why it is no incident.");
    if (why.empty())
        return ask_for(request, cancel_form(view_of(found->incident, book, now)), "cancel", found->incident);

    const auto incident = moved(found->incident, Move::cancel, {now, request.user}, why);
    book.incidents.save(incident);
    note(request, incident, "cancelled", why, book, now);
    end_work(request, incident, "the cancellation", book, now);
    const auto view = view_of(incident, book, now);
    say_in_room(incident, render_cancelled(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_cancelled(view));
}

}  // namespace hotwatch
