// `update`: what is known now; the answer to a reminder.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/incident/render.hpp"

namespace hotwatch
{

using namespace incident;

Outcome update_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    const auto text = told(request, found->rest);
    if (text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say what is known, even if it is only that nothing has changed.");
    if (text.empty())
        return ask_for(request, update_form(view_of(incident, book, now)), "update", incident);
    if (const auto eta = said(request, field_eta); !eta.empty())
    {
        incident.eta = parse_time(eta, request.zone, now);
        if (!incident.eta || *incident.eta <= now)
            return refuse_field(request, field_eta,
                                fmt::format("\"{}\" is not a time in the future that I can read. Write it as 04:00 or "
                                            "+90m; it is read in your time zone.",
                                            blocks::escape(eta)));
    }

    incident.last_update = {now, request.user};
    incident.last_update_text = text;
    incident.reminders_unanswered = 0;
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "update", text, book, now);
    start_reminders(incident, book, now);
    answer_reminders(incident, request.user, "an update", book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now);
    say_in_room(incident, render_updated(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_updated(view));
}

}  // namespace hotwatch
