#include "commands/incident/words.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"

namespace hotwatch::incident
{

std::string label(const Incident& incident)
{
    return fmt::format("INC-{}", incident.id);
}

std::string headline(const Incident& incident)
{
    return fmt::format("{} · {} · *{}*", blocks::severity(incident.severity), label(incident),
                       blocks::escape(incident.title));
}

std::string room_shown(const Incident& incident)
{
    const auto& channel = incident.room.channel.value;
    return channel.starts_with('#') ? channel : fmt::format("<#{}>", channel);
}

std::string promised(const Clock& clock)
{
    return fmt::format("promised within {}{}", blocks::duration(clock.promised),
                       clock.business_hours ? " of business hours" : "");
}

std::string verdict(const Clock& clock, UtcMillis declared, UtcMillis now)
{
    const auto took = blocks::duration(clock.stopped.value_or(now) - declared);
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
    const bool is_resolved = incident.state == IncidentState::resolved || incident.state == IncidentState::closed;
    if (!is_resolved || !incident.resolved)
        return fmt::format("{} is {}.", label(incident), word(incident.state));
    auto text = fmt::format("{} was resolved by {} {}", label(incident), blocks::escape(view.resolved_by),
                            blocks::date(incident.resolved->at));
    if (!incident.resolution.empty())
        text += fmt::format(": {}", blocks::escape(blocks::cut(incident.resolution, 200)));
    return text + (text.ends_with('.') ? "" : ".");
}

std::string shortened(const std::string& text, std::size_t most, const View& view)
{
    const auto whole = blocks::escape(text);
    const auto cut = blocks::cut(whole, most);
    if (cut == whole)
        return whole;
    return fmt::format("{}\n_The whole text:_ `{} show {}`", cut, view.command, label(view.incident));
}

std::string owed_afterwards(const View& view)
{
    const auto& incident = view.incident;
    if (!view.policy.report_within || !incident.resolved)
        return {};
    return fmt::format("{} is due by {}.",
                       incident.severity == Severity::p0 ? "A post-mortem" : "A root cause analysis",
                       blocks::date(incident.resolved->at + *view.policy.report_within));
}

}  // namespace hotwatch::incident
