#include "commands/oncall/roster.hpp"

#include <algorithm>

namespace hotwatch
{

std::optional<Turn> turn_at(const Roster& roster, UtcMillis t)
{
    const auto& rotation = roster.rotation;
    if (!rotation.in_force.contains(t))
        return std::nullopt;
    auto turn = turn_at(rotation.shifts, t, rotation.zone);
    if (!turn)
        return std::nullopt;
    auto& period = turn->shift.period;
    period = {std::max(period.start, rotation.in_force.start), std::min(period.end, rotation.in_force.end)};
    return turn;
}

std::optional<Turn> next_turn(const Roster& roster, UtcMillis t)
{
    const auto& rotation = roster.rotation;
    auto turn = next_turn(rotation.shifts, t, rotation.zone);
    if (turn && !rotation.in_force.contains(turn->shift.period.start))
        return std::nullopt;
    return turn;
}

const Override* override_at(const Roster& roster, Role role, UtcMillis t)
{
    const Override* newest = nullptr;
    for (const auto& change : roster.overrides)
        if (change.role == role && change.in_force().contains(t) && (newest == nullptr || newest->id < change.id))
            newest = &change;
    return newest;
}

std::vector<Stretch> stretches(const Roster& roster, Role role, const Period& window)
{
    std::vector<Stretch> found;
    for (auto t = window.start; t < window.end;)
    {
        Stretch stretch;
        stretch.role = role;
        auto end = window.end;
        const auto ends_by = [&](UtcMillis at) { end = at > t ? std::min(end, at) : end; };
        if (const auto turn = turn_at(roster, t))
        {
            stretch.planned = name_in(turn->shift, role);
            stretch.round = turn->round;
            ends_by(turn->shift.period.end);
        }
        else if (const auto next = next_turn(roster, t))
            ends_by(next->shift.period.start);
        if (const auto* change = override_at(roster, role, t))
        {
            stretch.changed = *change;
            ends_by(change->in_force().end);
        }
        // An older one matters only where it would decide; a newer one always does.
        for (const auto& change : roster.overrides)
            if (change.role == role && (!stretch.changed || change.id > stretch.changed->id))
                ends_by(change.in_force().start);
        stretch.period = {t, end};
        found.push_back(std::move(stretch));
        t = end;
    }
    return found;
}

std::vector<Stretch> changes_in(const Roster& roster, const Period& window)
{
    std::vector<Stretch> found;
    for (const auto role : every_role)
    {
        Stretch* last = nullptr;
        for (auto& stretch : stretches(roster, role, window))
        {
            const bool goes_on = last != nullptr && stretch.changed && last->changed->id == stretch.changed->id &&
                                 last->period.end == stretch.period.start;
            if (goes_on)
                last->period.end = stretch.period.end;
            else if (stretch.changed)
                last = &found.emplace_back(std::move(stretch));
        }
    }
    std::ranges::stable_sort(found, {}, [](const Stretch& stretch) { return stretch.period.start; });
    return found;
}

}  // namespace hotwatch
