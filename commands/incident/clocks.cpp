#include "commands/incident/clocks.hpp"

#include <algorithm>

#include "commands/zone.hpp"

namespace hotwatch::incident
{

namespace
{
using namespace std::chrono;

bool is_business_day(local_days day, const BusinessHours& hours)
{
    return hours.days.at(weekday{day}.c_encoding());
}
}  // namespace

UtcMillis business_due(UtcMillis start, seconds length, const BusinessHours& hours, std::string_view zone)
{
    milliseconds left = length;
    for (auto day = floor<days>(to_local(start, zone));; day += days{1})
    {
        if (!is_business_day(day, hours))
            continue;
        const auto from = std::max(start, to_utc(day + hours.from, zone));
        const auto to = to_utc(day + hours.to, zone);
        if (from >= to)
            continue;
        if (left <= to - from)
            return from + left;
        left -= to - from;
    }
}

Clocks clocks_of(const Incident& incident, const Policy& whole)
{
    const auto& policy = whole.of(incident.severity);
    const auto at = [](const std::optional<Mark>& mark) { return mark ? std::optional{mark->at} : std::nullopt; };
    const auto from = incident.response_from;
    Clocks clocks;
    clocks.response = {.start = from,
                       .due = policy.business_hours_only
                                  ? business_due(from, policy.respond_within, whole.business_hours, whole.team_zone)
                                  : from + policy.respond_within,
                       .stopped = at(incident.acknowledged),
                       .promised = policy.respond_within,
                       .business_hours = policy.business_hours_only};
    clocks.resolution = {.start = incident.declared.at,
                         .due = incident.declared.at + policy.resolve_within + incident.paused,
                         .stopped = at(incident.resolved),
                         .promised = policy.resolve_within,
                         .paused = incident.paused};
    const bool is_void = incident.state == IncidentState::cancelled || incident.state == IncidentState::merged;
    clocks.response.is_void = is_void;
    clocks.resolution.is_void = is_void;
    return clocks;
}

}  // namespace hotwatch::incident
