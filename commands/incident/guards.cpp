#include "commands/incident/guards.hpp"

#include <fmt/format.h>

#include "commands/incident/handler.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/permission.hpp"

namespace hotwatch::incident
{

namespace
{
/// What was asked, as a command line for another incident: "incident update INC-12 restarted".
std::string line_for(const Request& request, const Incident& target, const std::string& rest)
{
    auto line = fmt::format("incident {} INC-{}", request.words.verb, target.id);
    for (const auto& [name, value] : request.words.flags)
        line += fmt::format(" --{}=\"{}\"", name, value);
    return rest.empty() ? line : line + " " + rest;
}

Refusal over(const Request& request, const Meant& meant, Book& book, UtcMillis now)
{
    const auto view = view_of(meant.incident, book, now);
    if (meant.incident.state != IncidentState::merged)
        return refuse(Refusal::Why::not_now, already_over(view));
    const auto target = target_of(meant.incident, book);
    return refuse(Refusal::Why::not_now,
                  merged_away(view, view_of(target, book, now), line_for(request, target, meant.rest)));
}

bool works_on(const UserId& user, const Incident& incident, Book& book)
{
    return !user.empty() && (incident.commander == user || !book.incidents.roles_of(incident.id, user).empty());
}
}  // namespace

boost::system::result<Meant, Refusal> meant_unresolved(const Request& request, Book& book, UtcMillis now)
{
    auto found = meant(request, book, now);
    if (found && !is_unresolved(found->incident.state))
        return over(request, *found, book, now);
    return found;
}

boost::system::result<Meant, Refusal> meant_unmerged(const Request& request, Book& book, UtcMillis now)
{
    auto found = meant(request, book, now);
    if (found && found->incident.state == IncidentState::merged)
        return over(request, *found, book, now);
    return found;
}

boost::system::result<Meant, Refusal> meant_unmerged_over(const Request& request, Book& book, UtcMillis now)
{
    auto found = meant_over(request, book, now);
    if (found && found->incident.state == IncidentState::merged)
        return over(request, *found, book, now);
    return found;
}

std::optional<Refusal> out_of_date(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    if (request.version == 0 || request.version >= incident.moved_version)
        return std::nullopt;
    return refuse(Refusal::Why::not_now, drawn_before(view_of(incident, book, now)));
}

std::optional<Refusal> only_responders(const Request& request, const Incident& incident, std::string_view what,
                                       Book& book, UtcMillis now)
{
    if (works_on(request.user, incident, book) || is_responder(request, book, now))
        return std::nullopt;
    return refuse(Refusal::Why::not_allowed, for_responders(view_of(incident, book, now), what));
}

std::optional<Refusal> only_responders_and_declarer(const Request& request, const Incident& incident,
                                                    std::string_view what, Book& book, UtcMillis now)
{
    if (!request.user.empty() && incident.declared.by == request.user)
        return std::nullopt;
    return only_responders(request, incident, what, book, now);
}

Incident target_of(const Incident& incident, Book& book)
{
    auto target = incident;
    while (target.merged_into != 0)
    {
        auto next = book.incidents.find(target.merged_into);
        if (!next)
            break;
        target = *std::move(next);
    }
    return target;
}

}  // namespace hotwatch::incident
