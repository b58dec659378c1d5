// The two promises of an incident, response and resolution, as a function of what happened. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::incident
{

struct Clock
{
    UtcMillis due;
    std::optional<UtcMillis> stopped;  // by the acknowledgement, or the resolution
    seconds promised{0};
    bool business_hours = false;  // it stood still outside of them

    /// How late it was when it stopped, or is at `now`; zero or less while the promise holds.
    [[nodiscard]] milliseconds late(UtcMillis now) const { return stopped.value_or(now) - due; }
};

struct Clocks
{
    Clock response;
    Clock resolution;
};

/// Both run from the declaration; `--started` moves neither. The response clock of a severity with business hours
/// stands still outside them (product section 15): Monday to Friday 09:00 to 18:00 in the team's zone.
Clocks clocks_of(const Incident& incident, const SeverityPolicy& policy, std::string_view zone);

/// When `length` of business time has passed since `start`.
UtcMillis business_due(UtcMillis start, seconds length, std::string_view zone);

}  // namespace hotwatch::incident
