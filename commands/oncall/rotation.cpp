#include "commands/oncall/rotation.hpp"

#include <algorithm>

#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
/// The cycle in local time: from the first row's start to the last row's end.
struct Cycle
{
    std::span<const Shift> shifts;
    std::string_view zone;
    milliseconds length;

    Cycle(std::span<const Shift> rows, std::string_view in_zone)
        : shifts(rows),
          zone(in_zone),
          length(to_local(rows.back().period.end, in_zone) - to_local(rows.front().period.start, in_zone))
    {
    }

    [[nodiscard]] UtcMillis moved(UtcMillis t, int round) const
    {
        return round == 0 ? t : to_utc(to_local(t, zone) + length * round, zone);
    }

    [[nodiscard]] Turn turn(std::size_t row, int round) const
    {
        Turn turn{shifts[row], round};
        turn.shift.period = {moved(shifts[row].period.start, round), moved(shifts[row].period.end, round)};
        return turn;
    }

    /// The round in which `t` lies, give or take the hour that clocks are moved by.
    [[nodiscard]] int round_of(UtcMillis t) const
    {
        const auto since = to_local(t, zone) - to_local(shifts.front().period.start, zone);
        return since < milliseconds{0} ? 0 : static_cast<int>(since / length);
    }
};
}  // namespace

std::optional<Turn> turn_at(std::span<const Shift> shifts, UtcMillis t, std::string_view zone)
{
    if (shifts.empty())
        return std::nullopt;
    const Cycle cycle{shifts, zone};
    const int about = cycle.round_of(t);
    for (int round = std::max(0, about - 1); round <= about + 1; ++round)
        for (std::size_t row = 0; row < shifts.size(); ++row)
            if (auto turn = cycle.turn(row, round); turn.shift.period.contains(t))
                return turn;
    return std::nullopt;
}

std::optional<Turn> next_turn(std::span<const Shift> shifts, UtcMillis t, std::string_view zone)
{
    if (shifts.empty())
        return std::nullopt;
    const Cycle cycle{shifts, zone};
    const int about = cycle.round_of(t);
    for (int round = std::max(0, about - 1); round <= about + 2; ++round)
        for (std::size_t row = 0; row < shifts.size(); ++row)
            if (auto turn = cycle.turn(row, round); turn.shift.period.start > t)
                return turn;
    return std::nullopt;
}

std::optional<UtcMillis> repeats_from(std::span<const Shift> shifts)
{
    return shifts.empty() ? std::nullopt : std::optional{shifts.back().period.end};
}

}  // namespace hotwatch
