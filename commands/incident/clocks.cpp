#include "commands/incident/clocks.hpp"

#include <algorithm>

#include "commands/zone.hpp"

namespace hotwatch::incident
{

namespace
{
using namespace std::chrono;

// Product section 1, [team] business_hours.
constexpr hours business_start{9};
constexpr hours business_end{18};

bool is_business_day(local_days day)
{
    const weekday name{day};
    return name != Saturday && name != Sunday;
}
}  // namespace

UtcMillis business_due(UtcMillis start, seconds length, std::string_view zone)
{
    milliseconds left = length;
    for (auto day = floor<days>(to_local(start, zone));; day += days{1})
    {
        if (!is_business_day(day))
            continue;
        const auto from = std::max(start, to_utc(day + business_start, zone));
        const auto to = to_utc(day + business_end, zone);
        if (from >= to)
            continue;
        if (left <= to - from)
            return from + left;
        left -= to - from;
    }
}

Clocks clocks_of(const Incident& incident, const SeverityPolicy& policy, std::string_view zone)
{
    const auto at = [](const std::optional<Mark>& mark) { return mark ? std::optional{mark->at} : std::nullopt; };
    const auto declared = incident.declared.at;
    Clocks clocks;
    clocks.response = {policy.business_hours_only ? business_due(declared, policy.respond_within, zone)
                                                  : declared + policy.respond_within,
                       at(incident.acknowledged), policy.respond_within, policy.business_hours_only};
    clocks.resolution = {declared + policy.resolve_within, at(incident.resolved), policy.resolve_within, false};
    return clocks;
}

}  // namespace hotwatch::incident
