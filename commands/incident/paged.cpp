// `paged`, "why was I paged?": what somebody was asked to acknowledge, and why.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/find.hpp"
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
    const auto typed = trimmed(request.words.rest, " ,;.!?");
    auto of = parse_incident_id(typed);
    const auto command = shown_name("incident", book.policy());
    if (!typed.empty() && !of)
        return refuse(Refusal::Why::usage,
                      how_to(fmt::format("\"{}\" is no incident.", blocks::escape(typed)), command + " paged INC-12"));
    if (of && *of == 0)
    {
        const auto found = meant(request, book, now);
        if (!found)
            return found.error();
        of = found->incident.id;
    }
    std::vector<Paged> waiting;
    std::optional<Paged> last;
    for (const auto& asking : book.incidents.asked(request.user, looked_at))
    {
        if (of && asking.incident != *of)
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
    return unchanged(render_paged(waiting, of.value_or(0), command, now));
}

}  // namespace hotwatch
