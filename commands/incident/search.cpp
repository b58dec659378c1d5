// `search`: incidents by what was said of them.
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_search.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr std::size_t most_found = 10;
}  // namespace

Outcome search_incidents(const Request& request, Book& book, UtcMillis now)
{
    const auto words = trimmed(std::string_view{request.words.rest});
    const auto& policy = book.policy();
    if (words.empty())
        return refuse(Refusal::Why::usage, how_to("Say what to look for, in a few words.",
                                                  shown_name("incident", policy) + " search queue not loading"));
    const auto search = book.incidents.search(words, most_found);
    Sought sought{.words = std::string{words},
                  .found = {},
                  .unknown = search.unknown,
                  .has_more = search.has_more,
                  .command = shown_name("incident", policy),
                  .runbook_command = shown_name("runbook", policy)};
    for (const auto& [incident, said] : search.found)
        sought.found.emplace_back(view_of(incident, book, now), said);
    if (sought.found.empty())
        return refuse(Refusal::Why::not_found, render_sought(sought, now));
    return unchanged(render_sought(sought, now));
}

}  // namespace hotwatch
