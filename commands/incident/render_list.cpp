// Incidents as lists and in detail, for whoever asks.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_timeline.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

std::string clocks_in_words(const View& view, UtcMillis now)
{
    const auto& incident = view.incident;
    if (!is_unresolved(incident.state))
        return incident.resolved
                   ? fmt::format("{}resolved {}", incident.state == IncidentState::closed ? "closed, " : "",
                                 verdict(view.clocks.resolution, now))
                   : moved_here(view);
    auto text =
        incident.state == IncidentState::mitigated ? fmt::format("mitigated by {}", blocks::escape(view.moved_by))
        : incident.acknowledged ? fmt::format("acknowledged by {}", blocks::escape(view.acknowledged_by))
                                : fmt::format("*not acknowledged*, response {}", time_left(view.clocks.response, now));
    text += fmt::format(" · resolution {}", time_left(view.clocks.resolution, now));
    if (view.next_update)
        text += *view.next_update > now ? fmt::format(" · update due in {}", blocks::duration(*view.next_update - now))
                                        : std::string{" · update due now"};
    return text;
}

/// Commander and role-holders of what is worked on, and where.
std::string who_works_on_it(const View& view)
{
    if (!is_unresolved(view.incident.state))
        return {};
    auto text = fmt::format("\nCommander: {}", view.commander.empty() ? "nobody yet" : blocks::escape(view.commander));
    for (const auto& part : view.parts)
        text += fmt::format(" · {}: {}", word(part.role), blocks::escape(part.name));
    return text + fmt::format(" · Thread in {}", room_shown(view.incident));
}

blocks::Button declare_button()
{
    return {"Declare", "incident.declare", "", Style::plain, "Declare an incident"};
}

}  // namespace

std::string render_list_entry(const View& view, UtcMillis now)
{
    return fmt::format("{}\n      {}", headline(view.incident), clocks_in_words(view, now));
}

Message render_list(const std::vector<View>& incidents, std::string_view title, const std::string& more, UtcMillis now)
{
    std::string text{title};
    for (const auto& view : incidents)
        text += "\n" + render_list_entry(view, now);
    std::vector<blocks::Button> buttons{declare_button()};
    if (!more.empty())
        buttons.push_back({.label = "More", .action_id = "hotwatch.run", .value = more, .spoken = "More incidents"});
    return say(text, buttons);
}

Message render_incident(const View& view, const std::vector<std::pair<TimelineEntry, std::string>>& timeline,
                        const std::string& into, UtcMillis now)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{}\n{}", headline(incident), clocks_in_words(view, now));
    if (!into.empty())
        text += fmt::format("\nIt goes on as {}", into);
    text += who_works_on_it(view);
    if (!incident.service.empty())
        text += fmt::format("\nService: {}", blocks::escape(incident.service));
    if (incident.eta && is_unresolved(incident.state))
        text += fmt::format("\nFix expected {}", blocks::date(*incident.eta));
    if (const auto owed = owed_afterwards(view); !owed.empty())
        text += "\n" + owed;
    TimelineLines lines;
    for (const auto& [entry, who] : timeline)
        text += "\n" + lines.next(entry, who);
    const auto& last = incident.resolution.empty() ? incident.last_update_text : incident.resolution;
    if (lines.has_cut() && !last.empty())
        text += fmt::format("\n*{}:* {}", incident.resolution.empty() ? "Last update" : "What fixed it",
                            blocks::escape(last));
    if (!is_unresolved(incident.state))
        return say(text);
    std::vector<blocks::Button> buttons;
    if (incident.state == IncidentState::open)
        buttons.push_back(button("Acknowledge", "ack", incident, Style::primary));
    buttons.push_back(button("Post update", "update", incident));
    buttons.push_back(button("Resolve", "resolve", incident));
    return say(text, buttons);
}

}  // namespace hotwatch::incident
