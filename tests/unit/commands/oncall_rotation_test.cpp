#include <gtest/gtest.h>

#include <fmt/format.h>

#include "commands/oncall/rotation.hpp"
#include "commands/plan/apply.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
using namespace std::chrono;

constexpr std::string_view new_york = "America/New_York";

std::vector<Shift> four_weeks(std::string_view zone, Handoff handoff = {})
{
    Plan plan;
    const char* names[] = {"Ana", "Ben", "Ana", "Ben"};
    const char* backups[] = {"Ben", "Ana", "Ben", "Ana"};
    for (int week = 0; week < 4; ++week)
    {
        const auto first = sys_days{2025y / October / 13} + days{7 * week};
        plan.rotation.push_back(
            {fmt::format("Week {}", week + 1), first, first + days{6}, names[week], backups[week], "Mia", 0});
    }
    return shifts_of(plan, handoff, zone);
}

UtcMillis utc(year_month_day day, milliseconds time)
{
    return sys_days{day} + time;
}

/// Walks minute by minute and gives each instant at which the turn changes.
std::vector<UtcMillis> handoffs(const std::vector<Shift>& shifts, std::string_view zone, UtcMillis from, UtcMillis to)
{
    std::vector<UtcMillis> met;
    auto before = turn_at(shifts, from, zone);
    for (auto t = from + 1min; t < to; t += 1min)
    {
        auto turn = turn_at(shifts, t, zone);
        const bool is_same = turn && before && turn->shift.period.start == before->shift.period.start;
        if (!is_same && (turn || before))
            met.push_back(t);
        before = std::move(turn);
    }
    return met;
}
}  // namespace

TEST(Rotation, HandsOverOnMondayMorningLocalTime)
{
    const auto shifts = four_weeks(new_york);
    EXPECT_EQ(shifts.front().period.start, utc(2025y / October / 13, 13h));
    EXPECT_EQ(shifts.front().period.end, utc(2025y / October / 20, 13h));
    // Clocks go back on 2 November: the fourth week starts an hour later in UTC.
    EXPECT_EQ(shifts[3].period.start, utc(2025y / November / 3, 14h));
}

TEST(Rotation, HasNobodyBeforeItsFirstRow)
{
    const auto shifts = four_weeks(new_york);
    const auto start = shifts.front().period.start;
    EXPECT_FALSE(turn_at(shifts, start - 1ms, new_york));
    EXPECT_EQ(turn_at(shifts, start, new_york)->shift.primary, "Ana");
    EXPECT_EQ(next_turn(shifts, start - 1ms, new_york)->shift.period.start, start);
}

TEST(Rotation, IsEmptyWithoutRows)
{
    EXPECT_FALSE(turn_at({}, utc(2025y / October / 14, 3h), new_york));
    EXPECT_FALSE(next_turn({}, utc(2025y / October / 14, 3h), new_york));
    EXPECT_FALSE(repeats_from({}));
}

TEST(Rotation, RepeatsFromTheEndOfItsLastRow)
{
    const auto shifts = four_weeks(new_york);
    EXPECT_EQ(repeats_from(shifts), utc(2025y / November / 10, 14h));
    const auto turn = turn_at(shifts, utc(2025y / November / 10, 14h), new_york);
    EXPECT_EQ(turn->round, 1);
    EXPECT_EQ(turn->shift.label, "Week 1");
    EXPECT_EQ(turn->shift.primary, "Ana");
    EXPECT_EQ(turn_at(shifts, utc(2025y / November / 10, 14h) - 1ms, new_york)->round, 0);
}

TEST(Rotation, MeetsExactlyTheMondaysMinuteByMinuteOverTwoClockChanges)
{
    const auto shifts = four_weeks(new_york);
    // 27 October 2025 to 16 March 2026: back on 2 November, forward on 8 March.
    const auto from = utc(2025y / October / 26, 0h);
    const auto to = utc(2026y / March / 18, 0h);
    std::vector<UtcMillis> mondays;
    for (auto day = local_days{2025y / October / 27}; to_utc(day + 9h, new_york) < to; day += days{7})
        mondays.push_back(to_utc(day + 9h, new_york));
    EXPECT_EQ(handoffs(shifts, new_york, from, to), mondays);
}

/// A zone, and two changes of its clocks between which the plan's own rows lie or begin.
struct ZoneCase
{
    std::string_view zone;
    year_month_day first;  // of the plan: its first row begins on the day of a change
    minutes time;          // of the handoff: in the hour that is skipped or repeated
    year_month_day until;  // past the second change
};

TEST(Rotation, KeepsAHandoffInASkippedHourAndInARepeatedOneMinuteByMinute)
{
    const ZoneCase cases[] = {
        // Repeated on 2 November 2025 (01:00 to 02:00), skipped on 8 March 2026 (02:00 to 03:00).
        {new_york, 2025y / November / 2, minutes{90}, 2026y / March / 18},
        {new_york, 2025y / November / 2, minutes{150}, 2026y / March / 18},
        {new_york, 2026y / March / 8, minutes{150}, 2026y / November / 10},
        // 26 October 2025 and 29 March 2026, an hour later in the day.
        {"Europe/Berlin", 2025y / October / 26, minutes{150}, 2026y / April / 8},
        {"Europe/Berlin", 2026y / March / 29, minutes{150}, 2026y / November / 3},
        // Half an hour: 5 October 2025 forward at 02:00, 5 April 2026 back at 02:00.
        {"Australia/Lord_Howe", 2025y / October / 5, minutes{135}, 2026y / April / 15},
        {"Australia/Lord_Howe", 2026y / April / 5, minutes{105}, 2026y / October / 14},
        // Forward at midnight: 7 September 2025; back to the evening before: 5 April 2026.
        {"America/Santiago", 2025y / September / 7, minutes{0}, 2026y / April / 14},
        {"America/Santiago", 2026y / April / 4, minutes{23 * 60 + 30}, 2026y / September / 15},
        {"UTC", 2025y / November / 2, minutes{90}, 2026y / March / 18},
    };
    for (const auto& one : cases)
    {
        Plan plan;
        const auto first = sys_days{one.first};
        plan.rotation.push_back({"Week 1", first, first + days{6}, "Ana", "Ben", "Mia", 0});
        plan.rotation.push_back({"Week 2", first + days{7}, first + days{13}, "Ben", "Ana", "Mia", 0});
        const auto shifts = shifts_of(plan, {weekday{first}, one.time}, one.zone);
        const auto from = sys_days{one.first} - days{2};
        const auto to = UtcMillis{sys_days{one.until}};
        std::vector<UtcMillis> expected;
        for (auto day = local_days{one.first}; to_utc(day + one.time, one.zone) < to; day += days{7})
            expected.push_back(to_utc(day + one.time, one.zone));
        EXPECT_EQ(handoffs(shifts, one.zone, from, to), expected) << one.zone << ' ' << one.time.count();
        EXPECT_GT(expected.size(), 18U);
    }
}

TEST(Rotation, TakesTheFirstValidInstantOfASkippedHourAndTheFirstOfARepeatedOne)
{
    Plan plan;
    const auto first = sys_days{2026y / March / 1};
    plan.rotation.push_back({"Week 1", first, first + days{6}, "Ana", "Ben", "Mia", 0});
    plan.rotation.push_back({"Week 2", first + days{7}, first + days{13}, "Ben", "Ana", "Mia", 0});
    const auto skipped = shifts_of(plan, {Sunday, minutes{150}}, new_york);
    EXPECT_EQ(skipped[1].period.start, utc(2026y / March / 8, 7h)) << "03:00, when the clocks have gone forward";
    EXPECT_EQ(turn_at(skipped, utc(2026y / March / 22, 6h + 30min), new_york)->shift.label, "Week 2")
        << "in the next round at its own hour again";
    EXPECT_EQ(turn_at(skipped, utc(2026y / March / 22, 6h + 29min), new_york)->shift.label, "Week 1");
    const auto repeated = shifts_of(plan, {Sunday, minutes{90}}, new_york);
    const auto november = utc(2026y / November / 1, 5h + 30min);  // 01:30 for the first time
    EXPECT_NE(turn_at(repeated, november, new_york)->shift.label,
              turn_at(repeated, november - 1min, new_york)->shift.label);
    EXPECT_EQ(turn_at(repeated, november, new_york)->shift.label,
              turn_at(repeated, november + 1h, new_york)->shift.label);
}

TEST(Rotation, LeavesNoGapAndNoOverlapForYears)
{
    for (const auto* zone : {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"})
    {
        const auto shifts = four_weeks(zone);
        auto t = shifts.front().period.start;
        for (int turns = 0; turns < 400; ++turns)
        {
            const auto turn = turn_at(shifts, t, zone);
            ASSERT_TRUE(turn) << zone << " turn " << turns;
            ASSERT_EQ(turn->shift.period.start, t);
            ASSERT_EQ(turn->shift.label, shifts[static_cast<std::size_t>(turns % 4)].label);
            const auto next = next_turn(shifts, t, zone);
            ASSERT_EQ(next->shift.period.start, turn->shift.period.end);
            t = turn->shift.period.end;
        }
    }
}

TEST(Rotation, KeepsTheGapsOfThePlan)
{
    auto shifts = four_weeks(new_york);
    shifts.erase(shifts.begin() + 1);
    EXPECT_FALSE(turn_at(shifts, utc(2025y / October / 22, 0h), new_york));
    EXPECT_EQ(next_turn(shifts, utc(2025y / October / 22, 0h), new_york)->shift.label, "Week 3");
    EXPECT_FALSE(turn_at(shifts, utc(2025y / November / 19, 0h), new_york));
}

}  // namespace hotwatch
