#include "commands/incident/render_severity.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t most_of_why = 600;

std::string_view raised(const Raise& raise)
{
    return raise.view.incident.severity < raise.from ? "raised" : "lowered";
}

std::string resolution(const Raise& raise)
{
    const auto& clock = raise.view.clocks.resolution;
    const auto late = clock.late(raise.now);
    if (late <= milliseconds{0})
        return fmt::format("Resolution due by {}.", blocks::date(clock.due));
    return fmt::format("Resolution was due by {}, {} ago.", blocks::date(clock.due), blocks::duration(late));
}

/// What the new severity asks for.
std::string consequences(const Raise& raise)
{
    const auto& view = raise.view;
    std::string text;
    if (!view.clocks.response.stopped)
        text = fmt::format("Response due by {}, counted from now. ", blocks::date(view.clocks.response.due));
    text += resolution(raise);
    if (view.next_update)
        text += fmt::format(" Updates every {}, the next due by {}.", blocks::duration(*view.policy.update_every),
                            blocks::date(*view.next_update));
    else
        text += " No updates are promised.";
    return text;
}

bool can_be_mentioned(const UserId& user)
{
    return !user.empty() && !user.value.starts_with("console:");
}
}  // namespace

Message render_severity(const Raise& raise, const UserId& by)
{
    const auto& incident = raise.view.incident;
    auto text = fmt::format("{} {} {} from {} to {}{}\n{}", blocks::escape(raise.by), raised(raise), label(incident),
                            blocks::severity(raise.from), blocks::severity(incident.severity),
                            because(raise.why, most_of_why, raise.view), consequences(raise));
    const bool is_raise = incident.severity < raise.from;
    if (is_raise && incident.commander != by && can_be_mentioned(incident.commander))
        text += fmt::format("\n{}, you are the commander: please {}.", blocks::mention(incident.commander),
                            raise.view.next_update ? "post the next update by then" : "see what it needs now");
    return say(text);
}

Message answer_severity(const Raise& raise)
{
    const auto& incident = raise.view.incident;
    return say(fmt::format("{} is {} now, {} from {}. {}", label(incident), blocks::severity(incident.severity),
                           raised(raise), blocks::severity(raise.from), consequences(raise)));
}

std::string who_changed_it(const Raise& raise)
{
    const bool is_raise = raise.view.incident.severity < raise.from;
    return fmt::format("{} from {} by {}{}", is_raise ? "Raised" : "Lowered", blocks::severity(raise.from),
                       blocks::escape(raise.by), because(raise.why, most_of_why, raise.view));
}

std::string reopened_by(const View& view)
{
    return fmt::format("Reopened by {}{}", blocks::escape(view.moved_by),
                       because(view.incident.moved_why, most_of_why, view));
}

Message render_announcement(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{}\nState: {}. Commander: {}. {}.", headline(incident), word(incident.state),
                            commander_shown(view), place_shown(view));
    if (!is_unresolved(incident.state))
        text += "\n" + ended(view);
    if (incident.state != IncidentState::open)
        return say(text);
    return say(text, {button("Acknowledge", "ack", incident, blocks::Button::Style::primary)});
}

Message render_downgraded(const View& view, const std::string& by, const std::string& why)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} lowered {} · *{}* from {} to {}{}\n{}. If that is wrong: `{} severity {} P0 "
                           "&lt;reason&gt;`",
                           blocks::escape(by), label(incident), blocks::escape(incident.title),
                           blocks::severity(Severity::p0), blocks::severity(incident.severity),
                           because(why, most_of_why, view), place_shown(view), view.command, label(incident)));
}

Message no_such_severity(const View& view, const std::string& typed)
{
    return how_to(fmt::format("\"{}\" is no severity. They go from P0, the worst, to P3.",
                              blocks::escape(blocks::cut(typed, 80))),
                  fmt::format("{} severity {} P1 it spreads", view.command, label(view.incident)));
}

Message severity_is_so(const View& view, const std::string& by, UtcMillis since)
{
    const auto& incident = view.incident;
    const auto how =
        by.empty() ? std::string{", since its declaration"} : fmt::format(": {} changed it", blocks::escape(by));
    return say(fmt::format("{} is {} already{} {}. Nothing was changed.", label(incident),
                           blocks::severity(incident.severity), how, blocks::date(since)));
}

Message severity_changed_meanwhile(const View& view, const std::string& by, UtcMillis since)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} made {} {} {}, after that form was opened. Nothing was changed. To change it again: `{} "
                           "severity {} P1 &lt;reason&gt;`",
                           blocks::escape(by), label(incident), blocks::severity(incident.severity),
                           blocks::date(since), view.command, label(incident)));
}

Message for_downgrading(const View& view)
{
    auto text = fmt::format("{} is {}. Only its commander, whoever is on call, or a manager can lower that.",
                            label(view.incident), blocks::severity(view.incident.severity));
    if (!view.commander.empty())
        text += fmt::format(" Commander: {}.", blocks::escape(view.commander));
    if (!view.on_call.primary.name.empty())
        text += fmt::format(" On call now: {}.", blocks::escape(view.on_call.primary.name));
    return say(text);
}

}  // namespace hotwatch::incident
