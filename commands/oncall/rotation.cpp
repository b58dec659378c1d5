#include "commands/oncall/rotation.hpp"

#include <algorithm>

#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
// No zone has ever moved its clocks by more than a day: a row further away than this needs no look at the zone's law.
constexpr milliseconds farthest_move = std::chrono::hours{26};

/// The cycle in local time: from the first row's start to the last row's end.
struct Cycle
{
    std::span<const Shift> shifts;
    std::string_view zone;
    LocalMillis start;
    milliseconds length;

    Cycle(std::span<const Shift> rows, std::string_view in_zone)
        : shifts(rows), zone(in_zone), start(wall_start(rows.front())), length(wall_end(rows.back()) - start)
    {
    }

    [[nodiscard]] LocalMillis wall_start(const Shift& shift) const
    {
        return shift.wall_start ? LocalMillis{*shift.wall_start} : to_local(shift.period.start, zone);
    }

    [[nodiscard]] LocalMillis wall_end(const Shift& shift) const
    {
        return shift.wall_end ? LocalMillis{*shift.wall_end} : to_local(shift.period.end, zone);
    }

    [[nodiscard]] UtcMillis moved(UtcMillis t, LocalMillis wall, int round) const
    {
        return round == 0 ? t : to_utc(wall + length * round, zone);
    }

    [[nodiscard]] Turn turn(std::size_t row, int round) const
    {
        const auto& shift = shifts[row];
        Turn turn{shift, round};
        turn.shift.period = {moved(shift.period.start, wall_start(shift), round),
                             moved(shift.period.end, wall_end(shift), round)};
        return turn;
    }

    /// The round in which a wall time lies, give or take the hour that clocks are moved by.
    [[nodiscard]] int round_of(LocalMillis wall) const
    {
        const auto since = wall - start;
        return since < milliseconds{0} || length <= milliseconds{0} ? 0 : static_cast<int>(since / length);
    }

    [[nodiscard]] bool may_end_after(std::size_t row, int round, LocalMillis wall) const
    {
        return wall_end(shifts[row]) + length * round + farthest_move > wall;
    }
};

/// The first turn that `is_meant`, of those that end after `t` or near it.
template <typename Meant>
std::optional<Turn> first_turn(std::span<const Shift> shifts, UtcMillis t, std::string_view zone, const Meant& is_meant)
{
    if (shifts.empty())
        return std::nullopt;
    const Cycle cycle{shifts, zone};
    const auto wall = to_local(t, zone);
    const int about = cycle.round_of(wall);
    for (int round = std::max(0, about - 1); round <= about + 2; ++round)
        for (std::size_t row = 0; row < shifts.size(); ++row)
        {
            if (!cycle.may_end_after(row, round, wall))
                continue;
            auto turn = cycle.turn(row, round);
            if (is_meant(turn.shift.period))
                return turn;
            if (turn.shift.period.start > t)
                return std::nullopt;  // later ones start later still
        }
    return std::nullopt;
}
}  // namespace

std::optional<Turn> turn_at(std::span<const Shift> shifts, UtcMillis t, std::string_view zone)
{
    return first_turn(shifts, t, zone, [t](const Period& period) { return period.contains(t); });
}

std::optional<Turn> next_turn(std::span<const Shift> shifts, UtcMillis t, std::string_view zone)
{
    return first_turn(shifts, t, zone, [t](const Period& period) { return period.start > t; });
}

std::optional<UtcMillis> repeats_from(std::span<const Shift> shifts)
{
    return shifts.empty() ? std::nullopt : std::optional{shifts.back().period.end};
}

const std::string& name_in(const Shift& shift, Role role)
{
    return role == Role::primary ? shift.primary : role == Role::backup ? shift.backup : shift.manager;
}

}  // namespace hotwatch
