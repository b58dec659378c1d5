// `reopen`: it is back, or was never over.
#include "commands/incident/card.hpp"
#include "commands/incident/closing.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/render_severity.hpp"

namespace hotwatch
{

using namespace incident;

Outcome reopen_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unmerged_over(request, book, now);
    if (!found)
        return found.error();
    if (!after(found->incident.state, Move::reopen))
        return refuse(Refusal::Why::not_now, not_over(view_of(found->incident, book, now)));
    if (auto refusal = out_of_date(request, found->incident, book, now))
        return *std::move(refusal);
    const auto why = told(request, found->rest);
    if (why.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say in a few words why it is not over.");
    if (why.empty())
        return ask_for(request, reopen_form(view_of(found->incident, book, now)), "reopen", found->incident);

    const auto incident = moved(found->incident, Move::reopen, {now, request.user}, why);
    book.incidents.save(incident);
    note(request, incident, "reopened", why, book, now);
    stop_closing(incident, book);
    start_reminders(incident, book, now);
    refresh_card(incident, book, now, is_pressed(request));
    const auto view = view_of(incident, book, now);
    say_in_room(incident, render_reopened(view, request.user), SendClass::acknowledgement, book, now);
    if (incident.state == IncidentState::open)
        page(request, incident, reopened_by(view), book, now);
    return reply(incident, answer_reopened(view));
}

}  // namespace hotwatch
