// The rotation with the overrides laid over it: who holds a role, when, and what made it so. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "commands/oncall/rotation.hpp"

namespace hotwatch
{

inline constexpr std::array every_role{Role::primary, Role::backup, Role::manager};

inline constexpr seconds longest_override = std::chrono::days{14};
inline constexpr seconds shortest_override = std::chrono::minutes{15};

/// All that decides in some window of time.
struct Roster
{
    Rotation rotation;                // the version in force, its zone filled in
    std::vector<Override> overrides;  // in force somewhere in the window, in the order in which they were made
};

/// A turn of the rotation, cut to what its version was in force for.
std::optional<Turn> turn_at(const Roster& roster, UtcMillis t);
std::optional<Turn> next_turn(const Roster& roster, UtcMillis t);

/// The override that decides over `role` at `t`: the newest that covers it. nullptr: the rotation does.
const Override* override_at(const Roster& roster, Role role, UtcMillis t);

/// A time throughout which one holder has a role for one reason.
struct Stretch
{
    Role role = Role::primary;
    Period period;
    std::string planned;              // whom the rotation names; "" nobody
    std::optional<Override> changed;  // what decides instead
    int round = 0;                    // of the turn
};

/// `window` from its start to its end without a gap, in stretches as long as they can be. One ends where a turn ends.
std::vector<Stretch> stretches(const Roster& roster, Role role, const Period& window);

/// Where in `window` overrides decide, in every role, by start; one that runs over a handoff is one stretch.
std::vector<Stretch> changes_in(const Roster& roster, const Period& window);

}  // namespace hotwatch
