// Overrides laid over the rotation, held against a slow reference that asks minute by minute.
#include <gtest/gtest.h>

#include <random>

#include "commands/oncall/roster.hpp"
#include "commands/plan/apply.hpp"

namespace hotwatch
{

namespace
{
using namespace std::chrono;

constexpr UtcMillis monday = sys_days{2025y / October / 27} + 13h;  // the clocks go back six days later

Roster two_weeks()
{
    Plan plan;
    const auto first = sys_days{2025y / October / 27};
    plan.rotation.push_back({"Week 1", first, first + days{6}, "Ana", "Ben", "Mia", 0});
    plan.rotation.push_back({"Week 2", first + days{7}, first + days{13}, "Ben", "Ana", "Mia", 0});
    Roster roster;
    roster.rotation.in_force = {UtcMillis{}, UtcMillis::max()};
    roster.rotation.zone = "America/New_York";
    roster.rotation.shifts = shifts_of(plan, {}, roster.rotation.zone);
    return roster;
}

Override change(std::int64_t id, minutes start, minutes length, Role role = Role::primary)
{
    Override made;
    made.id = id;
    made.role = role;
    made.user = {"U" + std::to_string(id)};
    made.period = {monday + start, monday + start + length};
    return made;
}

/// Who holds the role, by the words of the rule alone: the newest override that covers the instant, else the rotation.
std::string reference(const Roster& roster, Role role, UtcMillis t)
{
    std::int64_t newest = 0;
    for (const auto& made : roster.overrides)
    {
        const bool is_over = made.cancelled && made.cancelled->at <= t;
        if (made.role == role && made.period.start <= t && t < made.period.end && !is_over)
            newest = std::max(newest, made.id);
    }
    const auto turn = turn_at(roster.rotation.shifts, t, roster.rotation.zone);
    return newest > 0 ? "U" + std::to_string(newest) : turn ? name_in(turn->shift, role) : "";
}

std::string held_by(const Stretch& stretch)
{
    return stretch.changed ? stretch.changed->user.value : stretch.planned;
}
}  // namespace

TEST(RosterStretches, FollowEachOtherWithoutGapOrOverlap)
{
    auto roster = two_weeks();
    roster.overrides = {change(1, 1h, 4h), change(2, 2h, 1h), change(3, 24h * 7 - 1h, 2h)};
    const Period window{monday - 24h, monday + 24h * 20};
    auto t = window.start;
    for (const auto& stretch : stretches(roster, Role::primary, window))
    {
        EXPECT_EQ(stretch.period.start, t);
        EXPECT_LT(stretch.period.start, stretch.period.end);
        t = stretch.period.end;
    }
    EXPECT_EQ(t, window.end);
}

TEST(RosterStretches, AgreeWithTheRuleMinuteByMinute)
{
    std::mt19937 dice{20251027};
    const auto roll = [&dice](int most) { return static_cast<int>(dice() % static_cast<unsigned>(most)); };
    for (int round = 0; round < 40; ++round)
    {
        auto roster = two_weeks();
        const int count = 1 + roll(8);
        for (int i = 1; i <= count; ++i)
        {
            auto made = change(i, minutes{roll(60 * 24 * 16) - 24 * 60}, minutes{15 + roll(60 * 60)},
                               every_role.at(static_cast<std::size_t>(roll(2))));
            if (roll(3) == 0)
                made.cancelled = Mark{made.period.start + minutes{roll(60 * 40) - 60}, {}};
            roster.overrides.push_back(made);
        }
        std::ranges::shuffle(roster.overrides, dice);
        const Period window{monday - 24h, monday + 24h * 17};
        for (const auto role : {Role::primary, Role::backup})
            for (const auto& stretch : stretches(roster, role, window))
                for (auto t = stretch.period.start; t < stretch.period.end; t += 7min)
                    ASSERT_EQ(held_by(stretch), reference(roster, role, t)) << "round " << round;
    }
}

TEST(RosterStretches, AnOverrideOverAHandoffIsOneChange)
{
    auto roster = two_weeks();
    roster.overrides = {change(1, 24h * 7 - 1h, 4h)};
    const auto changes = changes_in(roster, {monday, monday + 24h * 14});
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes.front().period.end - changes.front().period.start, 4h);
}

TEST(RosterStretches, AnOverrideCoveredInItsMiddleIsTwo)
{
    auto roster = two_weeks();
    roster.overrides = {change(1, 1h, 4h), change(2, 2h, 1h)};
    const auto changes = changes_in(roster, {monday, monday + 24h});
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes[0].changed->id, 1);
    EXPECT_EQ(changes[1].changed->id, 2);
    EXPECT_EQ(changes[2].changed->id, 1);
}

TEST(RosterStretches, AreEmptyHandedWithoutARotation)
{
    Roster roster;
    roster.rotation.in_force = {UtcMillis{}, UtcMillis::max()};
    roster.overrides = {change(1, 1h, 4h)};
    const auto found = stretches(roster, Role::primary, {monday, monday + 24h});
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(held_by(found[0]), "");
    EXPECT_EQ(held_by(found[1]), "U1");
    EXPECT_EQ(held_by(found[2]), "");
}

}  // namespace hotwatch
