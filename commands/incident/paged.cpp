// `paged`, "why was I paged?": what somebody was asked to acknowledge, and why.
#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int looked_at = 50;  // of the newest pages; what waits for longer stands in the list of open incidents
}  // namespace

Outcome explain_page(const Request& request, Book& book, UtcMillis now)
{
    const auto of = parse_incident_id(trimmed(request.words.rest, " ,;.!?"));
    std::vector<Paged> waiting;
    std::optional<Paged> last;
    for (const auto& asking : book.incidents.asked(request.user, looked_at))
    {
        if (of.value_or(0) != 0 && asking.incident != *of)
            continue;
        const Paged paged{view_of(book.incidents.find(asking.incident).value(), book, now), asking};
        const bool is_told =
            std::ranges::any_of(waiting, [&](const Paged& told) { return told.asking.incident == asking.incident; });
        if (paged.view.incident.state == IncidentState::open && !is_told && waiting.size() < most_pages_shown)
            waiting.push_back(paged);
        if (!last)
            last = paged;
    }
    if (waiting.empty() && last)
        waiting.push_back(*last);
    return unchanged(render_paged(waiting, shown_name("incident", book.policy()), now));
}

}  // namespace hotwatch
