#include "commands/incident/words.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/owed.hpp"
#include "commands/letters.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t most_of_reason = 200;

std::string with_stop(std::string text)
{
    const bool has_one = text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with("…");
    return has_one ? text : text + ".";
}

/// In one line: "…: it spreads."
std::string with_reason(const View& view, std::string text, const std::string& why, std::string_view whole)
{
    const auto cut = blocks::cut(why, most_of_reason);
    if (!why.empty())
        text += fmt::format(": {}", blocks::escape(cut));
    if (cut != why)
        text += fmt::format(" (`{} {} {}` has all of it)", view.command, whole, label(view.incident));
    return with_stop(std::move(text));
}

std::string resolved_by(const View& view)
{
    const auto& incident = view.incident;
    return with_reason(view,
                       fmt::format("{} was resolved by {} {}", label(incident), blocks::escape(view.resolved_by),
                                   blocks::date(incident.resolved.value_or(incident.moved).at)),
                       incident.resolution, in_show);
}

/// "INC-12 was cancelled by Ana <date>: a false alarm."
std::string done_by(std::string_view what, const View& view)
{
    const auto& incident = view.incident;
    return with_reason(view,
                       fmt::format("{} was {} by {} {}", label(incident), what, blocks::escape(view.moved_by),
                                   blocks::date(incident.moved.at)),
                       incident.moved_why, in_timeline);
}
}  // namespace

std::string label(const Incident& incident)
{
    return fmt::format("INC-{}", incident.id);
}

std::string and_more(const SomeIncidents& some, std::size_t shown)
{
    const auto more = some.count - static_cast<std::int64_t>(shown);
    if (more <= 0)
        return {};
    return fmt::format("\n… and {}{} more", some.count < SomeIncidents::most_counted ? "" : "at least ", more);
}

std::string headline(const Incident& incident)
{
    return fmt::format("{} · {} · *{}*", blocks::severity(incident.severity), label(incident),
                       blocks::escape(incident.title));
}

std::string room_shown(const Incident& incident)
{
    const auto& channel = incident.room.channel.value;
    if (channel.starts_with('D') || channel.starts_with('U') || channel.starts_with('W'))
        return "a direct message";
    return channel.starts_with('#') ? channel : fmt::format("<#{}>", channel);
}

std::string promised(const Clock& clock)
{
    return fmt::format("promised within {}{}", blocks::duration(clock.promised),
                       clock.business_hours ? " of business hours" : "");
}

std::string verdict(const Clock& clock, UtcMillis now)
{
    const auto took = blocks::duration(clock.took(now));
    const auto late = clock.late(now);
    if (late <= milliseconds{0})
        return fmt::format("after {} ({})", took, promised(clock));
    return fmt::format("after {}, {} late ({})", took, blocks::duration(late), promised(clock));
}

std::string time_left(const Clock& clock, UtcMillis now)
{
    const auto late = clock.late(now);
    return late <= milliseconds{0} ? blocks::duration(-late) + " left" : blocks::duration(late) + " late";
}

std::string ended(const View& view)
{
    const auto& incident = view.incident;
    switch (incident.state)
    {
    case IncidentState::resolved:
        return resolved_by(view);
    case IncidentState::closed:
        return fmt::format("{} It was closed {}{}.", resolved_by(view), blocks::date(incident.moved.at),
                           incident.moved.by.empty() ? "" : " by " + blocks::escape(view.moved_by));
    case IncidentState::cancelled:
        return done_by("cancelled", view);
    case IncidentState::merged:
        return fmt::format("{} was merged into INC-{} by {} {}.", label(incident), incident.merged_into,
                           blocks::escape(view.moved_by), blocks::date(incident.moved.at));
    case IncidentState::open:
    case IncidentState::acknowledged:
    case IncidentState::mitigated:
        break;
    }
    return fmt::format("{} is {}.", label(incident), word(incident.state));
}

std::string moved_here(const View& view)
{
    const auto& incident = view.incident;
    const auto is_from = [&](const std::optional<Mark>& mark) { return mark && mark->at == incident.moved.at; };
    switch (incident.state)
    {
    case IncidentState::open:
        return done_by(incident.moved.at == incident.declared.at ? "declared" : "reopened", view);
    case IncidentState::acknowledged:
        return done_by(is_from(incident.acknowledged) ? "acknowledged" : "reopened", view);
    case IncidentState::mitigated:
        return done_by("mitigated", view);
    case IncidentState::resolved:
    case IncidentState::closed:
    case IncidentState::cancelled:
    case IncidentState::merged:
        break;
    }
    return ended(view);
}

std::string place_shown(const View& view)
{
    if (view.link.empty())
        return fmt::format("Its thread {} in {}", view.incident.room.thread_ts.empty() ? "opens" : "is",
                           room_shown(view.incident));
    return fmt::format("<{}|Its thread> is in {}", view.link, room_shown(view.incident));
}

std::string commander_shown(const View& view)
{
    if (!view.commander.empty())
        return blocks::escape(view.commander);
    return is_unresolved(view.incident.state) ? "nobody yet" : "nobody";
}

std::string_view word(IncidentRole role)
{
    switch (role)
    {
    case IncidentRole::commander:
        return "commander";
    case IncidentRole::communications:
        return "communications";
    case IncidentRole::scribe:
        return "scribe";
    case IncidentRole::responder:
        return "responder";
    }
    return "";
}

std::optional<IncidentRole> role_named(std::string_view typed)
{
    const auto name = lowered(typed);
    if (name == "commander" || name == "lead" || name == "leader" || name == "ic")
        return IncidentRole::commander;
    if (name == "communications" || name == "comms" || name == "comm" || name == "communication")
        return IncidentRole::communications;
    if (name == "scribe")
        return IncidentRole::scribe;
    if (name == "responder" || name == "responders")
        return IncidentRole::responder;
    return std::nullopt;
}

std::string shortened(const std::string& text, std::size_t most, const View& view, std::string_view whole_in)
{
    const auto whole = blocks::escape(text);
    const auto cut = blocks::cut(whole, most);
    if (cut == whole)
        return whole;
    return fmt::format("{}\n_The whole text:_ `{} {} {}`", cut, view.command, whole_in, label(view.incident));
}

std::string because(const std::string& why, std::size_t most, const View& view)
{
    return why.empty() ? "." : with_stop(": " + shortened(why, most, view, in_timeline));
}

std::string owed_afterwards(const View& view)
{
    const auto& incident = view.incident;
    switch (owed(incident, view.policy))
    {
    case Owed::report:
        return fmt::format("A {} is due by {}. When it is written: `{} report {} &lt;link to it&gt;`.",
                           report_name(incident.severity), blocks::date(report_due(view)), view.command,
                           label(incident));
    case Owed::faq:
        return fmt::format("Owed before it closes: an FAQ entry. Name it: `{} close {} --faq=\"&lt;entry&gt;\"`. Where "
                           "none is needed: `--faq=not-needed`",
                           view.command, label(incident));
    case Owed::nothing:
        break;
    }
    return {};
}

std::string what_is_owed(const View& view)
{
    if (owed(view.incident, view.policy) == Owed::faq)
        return "an FAQ entry";
    return fmt::format("the {}, due by {}", report_name(view.incident.severity), blocks::date(report_due(view)));
}

std::string_view report_name(Severity severity)
{
    return severity == Severity::p0 ? "post-mortem" : "root cause analysis";
}

UtcMillis report_due(const View& view)
{
    return view.incident.resolved.value_or(view.incident.moved).at + view.policy.report_within.value_or(seconds{0});
}

}  // namespace hotwatch::incident
