// Why a change cannot be made now, or not by this person, and what to do instead.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

std::vector<blocks::Button> buttons_now(const Incident& incident)
{
    std::vector<blocks::Button> buttons;
    if (!is_unresolved(incident.state))
        return buttons;
    if (incident.state == IncidentState::open)
        buttons.push_back(button("Acknowledge", "ack", incident, Style::primary));
    buttons.push_back(button("Post update", "update", incident));
    buttons.push_back(button("Resolve", "resolve", incident));
    return buttons;
}

std::string on_call_names(const View& view)
{
    if (view.on_call.primary.name.empty())
        return {};
    return fmt::format(" On call now: {}.", blocks::escape(view.on_call.primary.name));
}
}  // namespace

Message already_so(const View& view)
{
    return say(moved_here(view) + " Nothing was changed.", buttons_now(view.incident));
}

Message not_over(const View& view)
{
    const auto& incident = view.incident;
    const auto since = moved_here(view).substr(label(incident).size());
    return say(fmt::format("{} is {}: it{} Nothing was changed.", label(incident),
                           incident.state == IncidentState::open ? "open already" : "not over", since),
               buttons_now(incident));
}

Message drawn_before(const View& view)
{
    const auto buttons = buttons_now(view.incident);
    return say(fmt::format("That button is out of date: {} Nothing was changed.{}", moved_here(view),
                           buttons.empty() ? "" : " The buttons below act on it as it is now."),
               buttons);
}

Message merged_away(const View& view, const View& into, const std::string& line)
{
    auto text = fmt::format("{} Nothing was changed.", ended(view));
    if (!is_unresolved(into.incident.state) || line.size() > blocks::longest_value)
        return say(text);
    return say(text + fmt::format(" Did you mean {}?", headline(into.incident)),
               {{.label = label(into.incident),
                 .action_id = "hotwatch.run",
                 .value = line,
                 .style = Style::primary,
                 .spoken = fmt::format("The same for {}", label(into.incident))}});
}

Message how_to_merge(const Policy& policy)
{
    return how_to("Say which incident becomes part of which.",
                  shown_name("incident", policy) + " merge INC-3 into INC-12");
}

Message merge_into_itself(const View& view)
{
    return say(fmt::format("{} cannot become part of itself. Name another: `{} merge {} into INC-&lt;number&gt;`",
                           label(view.incident), view.command, label(view.incident)));
}

Message merge_into_over(const View& view, const View& into)
{
    return say(fmt::format("{} {} stays as it is: only what is still worked on can take it in.", ended(into),
                           label(view.incident)));
}

Message nothing_to_merge_into(const View& view)
{
    return say(fmt::format("No other incident is open that {} could become part of.", label(view.incident)));
}

Message for_responders(const View& view, std::string_view what)
{
    const auto& incident = view.incident;
    auto text = fmt::format("Only responders can {}: the people of the rotation, and whoever works on {}.{}", what,
                            label(incident), on_call_names(view));
    if (!view.commander.empty())
        text += fmt::format(" Commander: {}.", blocks::escape(view.commander));
    if (!is_unresolved(incident.state))
        return say(text);
    return say(text + " To work on it yourself, join first.", {button("Join", "join", incident)});
}

Message for_managers(const View& view)
{
    const auto& manager = view.on_call.manager.name;
    return say(fmt::format("Only a manager can close {} while something is owed: {}.{}", label(view.incident),
                           what_is_owed(view),
                           manager.empty() ? "" : fmt::format(" On call as manager: {}.", blocks::escape(manager))));
}

}  // namespace hotwatch::incident
