// Incidents as lists and in detail, for whoever asks.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

constexpr std::size_t most_listed = 15;
constexpr std::size_t most_of_entry = 150;

std::string clocks_in_words(const View& view, UtcMillis now)
{
    const auto& incident = view.incident;
    if (!is_unresolved(incident.state))
        return incident.resolved
                   ? fmt::format("resolved {}", verdict(view.clocks.resolution, incident.declared.at, now))
                   : std::string{word(incident.state)};
    auto text = incident.acknowledged
                    ? fmt::format("acknowledged by {}", blocks::escape(view.acknowledged_by))
                    : fmt::format("*not acknowledged*, response {}", time_left(view.clocks.response, now));
    text += fmt::format(" · resolution {}", time_left(view.clocks.resolution, now));
    if (view.next_update)
        text += *view.next_update > now ? fmt::format(" · update due in {}", blocks::duration(*view.next_update - now))
                                        : std::string{" · update due now"};
    return text;
}

blocks::Button declare_button()
{
    return {"Declare", "incident.declare", "", Style::plain, "Declare an incident"};
}

std::string in_one_line(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    return text;
}

std::string timeline_line(const TimelineEntry& entry, std::string_view who)
{
    auto text =
        fmt::format("{} *{}* {}", blocks::time_of_day(entry.at), blocks::escape(entry.action), blocks::escape(who));
    if (!entry.text.empty())
        text += ": " + blocks::escape(blocks::cut(in_one_line(entry.text), most_of_entry));
    return text;
}
}  // namespace

std::string render_list_entry(const View& view, UtcMillis now)
{
    return fmt::format("{}\n      {}", headline(view.incident), clocks_in_words(view, now));
}

Message render_list(const std::vector<View>& incidents, std::string_view title, UtcMillis now)
{
    std::string text{title};
    for (std::size_t i = 0; i < incidents.size() && i < most_listed; ++i)
        text += "\n" + render_list_entry(incidents[i], now);
    if (incidents.size() > most_listed)
        text += fmt::format("\n… and {} more. `list P0` shows one severity.", incidents.size() - most_listed);
    return say(text, {declare_button()});
}

Message render_incident(const View& view, const std::vector<std::pair<TimelineEntry, std::string>>& timeline,
                        UtcMillis now)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{}\n{}", headline(incident), clocks_in_words(view, now));
    if (is_unresolved(incident.state))
        text +=
            fmt::format("\nCommander: {} · Thread in {}",
                        view.commander.empty() ? "nobody yet" : blocks::escape(view.commander), room_shown(incident));
    if (!incident.service.empty())
        text += fmt::format("\nService: {}", blocks::escape(incident.service));
    if (incident.eta && is_unresolved(incident.state))
        text += fmt::format("\nFix expected {}", blocks::date(*incident.eta));
    for (const auto& [entry, who] : timeline)
        text += "\n" + timeline_line(entry, who);
    const auto& last = incident.resolution.empty() ? incident.last_update_text : incident.resolution;
    if (blocks::cut(in_one_line(last), most_of_entry) != last)  // else its timeline entry has it whole
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
