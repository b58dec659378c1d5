// Where an incident was brought, as news of its room and as an answer to whoever did it.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

constexpr std::size_t most_of_text = 2'500;

/// What is still promised of an incident that is worked on.
std::string promises(const View& view)
{
    std::string text;
    if (!view.clocks.response.stopped)
        text += fmt::format(" Response due by {}.", blocks::date(view.clocks.response.due));
    text += fmt::format(" Resolution due by {}.", blocks::date(view.clocks.resolution.due));
    if (view.next_update)
        text += fmt::format(" Next update due by {}.", blocks::date(*view.next_update));
    return text;
}

std::string here_or_there(const View& view)
{
    return view.link.empty() ? room_shown(view.incident) : fmt::format("<{}|its thread>", view.link);
}
}  // namespace

Message render_mitigated(const View& view)
{
    return say(fmt::format("{} mitigated {}{}\nIt is not resolved yet.{}", blocks::escape(view.moved_by),
                           label(view.incident), because(view.incident.moved_why, most_of_text, view), promises(view)));
}

Message answer_mitigated(const View& view)
{
    return say(fmt::format("{} is mitigated. It is not resolved yet.{}", label(view.incident), promises(view)),
               {button("Post update", "update", view.incident), button("Resolve", "resolve", view.incident)});
}

Message render_reopened(const View& view, const UserId& by)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{} reopened {}{}\n", blocks::escape(view.moved_by), label(incident),
                            because(view.incident.moved_why, most_of_text, view));
    if (incident.state == IncidentState::open)
        text += "Nobody has it yet.";
    else if (incident.commander.value.starts_with("console:") || incident.commander.empty())
        text += "It is being worked on again.";
    else if (incident.commander == by)
        text += fmt::format("{} is the commander.", blocks::escape(view.commander));
    else
        text += fmt::format("{}, you are the commander: please take it up again.", blocks::mention(incident.commander));
    text += promises(view);
    if (incident.state == IncidentState::open)
        return say(text, {button("Acknowledge", "ack", incident, Style::primary)});
    return say(text, {button("Post update", "update", incident), button("Resolve", "resolve", incident)});
}

Message answer_reopened(const View& view)
{
    return say(fmt::format("{} is reopened; its state is {}.{}", label(view.incident), word(view.incident.state),
                           promises(view)));
}

Message render_closed(const View& view)
{
    const auto& incident = view.incident;
    if (incident.moved.by.empty())
        return say(fmt::format("{} is closed: it was resolved a day ago, and nothing is owed.", label(incident)));
    return say(fmt::format("{} closed {}.", blocks::escape(view.moved_by), label(incident)));
}

Message answer_closed(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} is closed. If it comes back: `{} reopen {} &lt;why&gt;`", label(incident), view.command,
                           label(incident)));
}

Message render_cancelled(const View& view)
{
    return say(fmt::format("{} cancelled {}{}\nIts clocks and reminders end, and it counts in no figure.",
                           blocks::escape(view.moved_by), label(view.incident),
                           because(view.incident.moved_why, most_of_text, view)));
}

Message answer_cancelled(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} is cancelled; its clocks and reminders end. If it is an incident after all: "
                           "`{} reopen {} &lt;why&gt;`",
                           label(incident), view.command, label(incident)));
}

Message render_merged(const View& view, const View& into)
{
    return say(fmt::format("{} merged {} into {}. Please go on there: {}", blocks::escape(view.moved_by),
                           label(view.incident), headline(into.incident), here_or_there(into)));
}

Message render_merged_in(const View& view, const View& into)
{
    const auto& incident = view.incident;
    auto text =
        fmt::format("{} merged {} into {}.", blocks::escape(view.moved_by), headline(incident), label(into.incident));
    if (incident.severity >= into.incident.severity)
        return say(text);
    const auto severity = fmt::format("P{}", static_cast<int>(incident.severity));
    text += fmt::format(" It is worse than {}, which stays {} unless somebody raises it.", label(into.incident),
                        blocks::severity(into.incident.severity));
    return say(text, {{.label = "Raise to " + severity,
                       .action_id = "hotwatch.run#news",  // the news stays when it is pressed
                       .value = fmt::format("incident severity {} {} {} was merged into it", label(into.incident),
                                            severity, label(incident)),
                       .spoken = fmt::format("Raise {} to {}", label(into.incident), severity)}});
}

Message answer_merged(const View& view, const View& into)
{
    return say(fmt::format("{} is part of {} now; its own clocks and reminders end.", label(view.incident),
                           headline(into.incident)));
}

}  // namespace hotwatch::incident
