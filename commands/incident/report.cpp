// `report`: the post-incident report is written, and stands there.
#include <fmt/format.h>

#include "commands/incident/card.hpp"
#include "commands/incident/closing.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/owed.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

std::optional<Refusal> bar_of_report(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    if (owed_by(incident.severity, book.policy().of(incident.severity)) != Owed::report)
        return refuse(Refusal::Why::not_now, owes_no_report(view_of(incident, book, now)));
    if (is_unresolved(incident.state))
        return refuse(Refusal::Why::not_now, report_comes_later(view_of(incident, book, now)));
    if (incident.state == IncidentState::cancelled)
        return refuse(Refusal::Why::not_now, already_over(view_of(incident, book, now)));
    if (auto refusal = out_of_date(request, incident, book, now))
        return refusal;
    return only_responders_and_declarer(request, incident, fmt::format("file its {}", report_name(incident.severity)),
                                        book, now);
}
}  // namespace

Outcome report_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unmerged_over(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    if (found->rest == "show")
        return unchanged(render_report(view_of(incident, book, now)));
    if (auto refusal = bar_of_report(request, incident, book, now))
        return *std::move(refusal);
    const auto text = found->rest == "edit" ? std::string{} : told(request, found->rest);
    if (text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Give it as a link or as text.");
    if (text.empty())
        return ask_for(request, report_form(view_of(incident, book, now)), "report", incident);

    incident.followed_up = Mark{now, request.user};
    incident.follow_up = text;
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "report", text, book, now);
    if (incident.state == IncidentState::resolved)
        start_closing(incident, book, now);
    refresh_card(incident, book, now, request.origin == Origin::form);
    const auto view = view_of(incident, book, now);
    say_in_room(incident, render_reported(view), SendClass::card, book, now);
    return reply(incident, answer_reported(view));
}

}  // namespace hotwatch
