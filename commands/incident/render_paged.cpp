// Why somebody was paged.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
std::string where_it_stands(const View& view, UtcMillis now)
{
    if (view.incident.state != IncidentState::open)
        return fmt::format("{} Nothing is asked of you for that page any more. {}.", moved_here(view),
                           place_shown(view));
    return fmt::format(
        "Nobody has acknowledged it yet: response {}. {}. Acknowledge it if you take it on; if you cannot, "
        "ask there for somebody who can.",
        time_left(view.clocks.response, now), place_shown(view));
}
}  // namespace

Message render_paged(const std::vector<Paged>& pages, std::int64_t of, const std::string& command, UtcMillis now)
{
    if (pages.empty())
        return say(fmt::format("I have not paged you{}. `{} list` shows what is open.",
                               of == 0 ? "" : fmt::format(" for INC-{}", of), command));
    std::string text;
    std::vector<blocks::Button> buttons;
    for (const auto& [view, asking] : pages)
    {
        const auto& incident = view.incident;
        text += fmt::format("{}You were paged {} for {}\n", text.empty() ? "" : "\n\n", blocks::date(asking.at),
                            headline(incident));
        text += asking.why.empty() ? std::string{} : asking.why + "\n";
        text += where_it_stands(view, now);
        if (incident.state != IncidentState::open)
            continue;
        auto acknowledge = button("Acknowledge", "ack", incident, blocks::Button::Style::primary);
        if (pages.size() > 1)
        {
            acknowledge.label = fmt::format("Acknowledge {}", label(incident));
            acknowledge.action_id += fmt::format("#{}", incident.id);
        }
        buttons.push_back(std::move(acknowledge));
    }
    return say(text, buttons);
}

}  // namespace hotwatch::incident
