// `resolve`: it works again, and this is what fixed it.
#include <fmt/format.h>

#include "commands/incident/card.hpp"
#include "commands/incident/find.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/incident/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

std::string what_fixed_it(const Request& request, const std::string& rest)
{
    const auto field = request.fields.find(std::string{field_text});
    return long_text(field == request.fields.end() ? rest : field->second);
}
}  // namespace

Outcome resolve_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    const auto state = after(incident.state, Move::resolve);
    if (!state)
        return refuse(Refusal::Why::not_now, already_over(view_of(incident, book, now)));
    const auto text = what_fixed_it(request, found->rest);
    if (text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say in a few words what fixed it.");
    if (text.empty())
        return ask_for(request, resolve_form(view_of(incident, book, now)), "resolve",
                       fmt::format("{}.{}", incident.id, incident.version));

    incident.state = *state;
    incident.resolved = Mark{now, request.user};
    incident.resolution = text;
    if (!incident.acknowledged)
    {
        incident.acknowledged = incident.resolved;
        note(request, incident, "acknowledged", "by resolving it", book, now);
    }
    if (incident.commander.empty())
        incident.commander = request.user;
    incident.reminders_unanswered = 0;
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "resolved", text, book, now);
    stop_reminders(incident, book);
    answer_reminders(incident, request.user, "the resolution", book, now);
    const auto view = view_of(incident, book, now);
    refresh_card(incident, book, now, request.origin == Origin::button || request.origin == Origin::form);
    say_in_room(incident, render_resolved(view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_resolved(view));
}

}  // namespace hotwatch
