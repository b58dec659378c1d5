// Shift arithmetic: who is on call at an instant, given the plan's rows. Pure; local days are counted, see zone.hpp.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "storage/book.hpp"

namespace hotwatch
{

/// One turn on call: a row of the plan, or one of its repetitions past the last row.
struct Turn
{
    Shift shift;    // the row, its period moved to this turn
    int round = 0;  // 0: the plan's own dates; n: the n-th repetition of the whole cycle
};

/// The turn that covers `t`, past the last row by repeating the whole rotation from its end (product section 15). A
/// repetition starts on the same local hours as its row, so a 09:00 handoff stays at 09:00 when clocks change.
/// `shifts` by start, without overlap. nullopt: nobody, before the first row or in a gap of the plan.
std::optional<Turn> turn_at(std::span<const Shift> shifts, UtcMillis t, std::string_view zone);

/// The first turn that starts after `t`. nullopt only where there is no row.
std::optional<Turn> next_turn(std::span<const Shift> shifts, UtcMillis t, std::string_view zone);

/// When the plan's own rows end and the repetition begins; nullopt where there is no row.
std::optional<UtcMillis> repeats_from(std::span<const Shift> shifts);

/// Whom the row names for the role; "" nobody.
const std::string& name_in(const Shift& shift, Role role);

}  // namespace hotwatch
