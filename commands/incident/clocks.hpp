// The two promises of an incident, response and resolution, as a function of what happened. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::incident
{

struct Clock
{
    UtcMillis start;
    UtcMillis due;
    std::optional<UtcMillis> stopped;  // by the acknowledgement, or the resolution
    seconds promised{0};
    bool business_hours = false;  // it stood still outside of them
    milliseconds paused{0};       // between its start and its end, but not counted
    bool is_void = false;         // cancelled or merged: no verdict, out of every figure

    /// How long it ran until it stopped, or until `now`.
    [[nodiscard]] milliseconds took(UtcMillis now) const { return stopped.value_or(now) - start - paused; }
    /// How late it was when it stopped, or is at `now`; zero or less while the promise holds.
    [[nodiscard]] milliseconds late(UtcMillis now) const { return stopped.value_or(now) - due; }
};

struct Clocks
{
    Clock response;
    Clock resolution;
};

/// Product section 6. Response runs from the declaration, anew from a change of severity before it stopped, and from
/// the reopening of what was cancelled. Resolution runs from the declaration, without the time that it was resolved or
/// cancelled in between. `--started` moves neither. The response clock of a severity with business hours stands still
/// outside them (product section 15).
Clocks clocks_of(const Incident& incident, const Policy& policy);

/// When `length` of business time has passed since `start`. Precondition: the hours are some, on some day.
UtcMillis business_due(UtcMillis start, seconds length, const BusinessHours& hours, std::string_view zone);

}  // namespace hotwatch::incident
