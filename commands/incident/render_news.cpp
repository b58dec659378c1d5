// The room's news, and the short answers to whoever made them.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t most_of_text = 2'500;
constexpr std::size_t most_of_why = 600;
}  // namespace

Message render_acknowledged(const View& view)
{
    const auto& incident = view.incident;
    const auto by = blocks::escape(view.acknowledged_by);
    auto text = fmt::format("{} acknowledged {} {}", by, label(incident),
                            verdict(view.clocks.response, incident.acknowledged->at));
    text += incident.commander == incident.acknowledged->by
                ? std::string{" and is the commander."}
                : fmt::format(". The commander is {}.", blocks::escape(view.commander));
    return say(text);
}

Message render_updated(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("*Update of {} from {}:* {}", label(incident), blocks::escape(view.updated_by),
                            shortened(incident.last_update_text, most_of_text, view));
    if (incident.eta)
        text += fmt::format("\nFix expected {}.", blocks::date(*incident.eta));
    if (view.next_update)
        text += fmt::format("\nNext update due by {}.", blocks::date(*view.next_update));
    return say(text);
}

Message render_resolved(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("✅ {} resolved {} {}: {}", blocks::escape(view.resolved_by), label(incident),
                            verdict(view.clocks.resolution, incident.resolved->at),
                            shortened(incident.resolution, most_of_text, view));
    if (const auto owed = owed_afterwards(view); !owed.empty())
        text += "\n" + owed;
    return say(text);
}

Message render_snoozed(const View& view, std::string_view who, std::string_view why)
{
    return say(fmt::format("{} snoozed the next reminder of {} until {}{}", blocks::escape(who), label(view.incident),
                           blocks::date(view.next_update.value_or(UtcMillis{})),
                           because(std::string{why}, most_of_why, view)));
}

Message render_whole_title(const std::string& text)
{
    return say("*As it was declared, in full:* " + blocks::escape(text));
}

Message answer_declared(const View& view, bool severity_was_given)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{} declared: {}, *{}*. Follow it in {}.", label(incident),
                            blocks::severity(incident.severity), blocks::escape(incident.title), room_shown(incident));
    if (!severity_was_given)
        text += fmt::format(" No severity was given, so it is {}.", blocks::severity(incident.severity));
    if (incident.acknowledged)
        text += incident.commander == incident.declared.by
                    ? " You are on call, so it counts as acknowledged and you are the commander."
                    : " You are on call, so it counts as acknowledged.";
    else
        text += fmt::format(" Response is due by {}.", blocks::date(view.clocks.response.due));
    if (view.next_update)
        text += fmt::format(" First update due by {}: `{} update {} &lt;text&gt;`.", blocks::date(*view.next_update),
                            view.command, label(incident));
    return say(text);
}

Message answer_acknowledged(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("You acknowledged {} {}", label(incident),
                            verdict(view.clocks.response, incident.acknowledged->at));
    text += incident.commander == incident.acknowledged->by
                ? " and are the commander."
                : fmt::format(". The commander is {}.", blocks::escape(view.commander));
    if (view.next_update)
        text += fmt::format(" Next update due by {}.", blocks::date(*view.next_update));
    return say(text, {button("Post update", "update", incident), button("Resolve", "resolve", incident)});
}

Message answer_updated(const View& view)
{
    auto text =
        fmt::format("The update of {} is recorded and goes to {}.", label(view.incident), room_shown(view.incident));
    if (view.next_update)
        text += fmt::format(" Next one due by {}.", blocks::date(*view.next_update));
    return say(text);
}

Message answer_resolved(const View& view)
{
    const auto& incident = view.incident;
    auto text =
        fmt::format("{} is resolved {}.", label(incident), verdict(view.clocks.resolution, incident.resolved->at));
    if (const auto owed = owed_afterwards(view); !owed.empty())
        text += " " + owed;
    return say(text);
}

Message answer_snoozed(const View& view, UtcMillis was_due, std::string_view why)
{
    return say(
        fmt::format(
            "The next reminder of {} comes at {} instead of {}{} It can be snoozed again after one more reminder, or "
            "after an update.",
            label(view.incident), blocks::time_of_day(view.next_update.value_or(was_due)), blocks::time_of_day(was_due),
            because(std::string{why}, most_of_why, view)),
        {button("Post update", "update", view.incident, blocks::Button::Style::primary)});
}

}  // namespace hotwatch::incident
