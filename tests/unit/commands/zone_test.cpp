// Local time against UTC, minute by minute over clock changes whose instants are written down here.
#include <gtest/gtest.h>

#include <map>

#include "commands/zone.hpp"

namespace hotwatch
{
namespace
{
using namespace std::chrono;

/// A clock change as the almanac has it.
struct Change
{
    const char* zone;
    UtcMillis at;
    minutes before;  // offset from UTC
    minutes after;
};

UtcMillis utc(int y, unsigned m, unsigned d, int hour, int minute = 0)
{
    return sys_days{year{y} / month{m} / day{d}} + hours{hour} + minutes{minute};
}

const Change changes[] = {
    {"America/New_York", utc(2025, 3, 9, 7), -5h, -4h},
    {"America/New_York", utc(2025, 11, 2, 6), -4h, -5h},
    {"Europe/Berlin", utc(2025, 3, 30, 1), 1h, 2h},
    {"Europe/Berlin", utc(2025, 10, 26, 1), 2h, 1h},
    {"Australia/Lord_Howe", utc(2025, 4, 5, 15), 11h, 10h + 30min},
    {"Australia/Lord_Howe", utc(2025, 10, 4, 15, 30), 10h + 30min, 11h},
};

class ClockChange : public ::testing::TestWithParam<Change>
{
};

TEST_P(ClockChange, GivesEveryMinuteItsWallTime)
{
    const auto& change = GetParam();
    for (auto t = change.at - 36h; t < change.at + 36h; t += 1min)
    {
        const auto offset = t < change.at ? change.before : change.after;
        ASSERT_EQ(to_local(t, change.zone).time_since_epoch(), (t + offset).time_since_epoch());
    }
}

TEST_P(ClockChange, GivesEveryWallTimeItsFirstInstant)
{
    const auto& change = GetParam();
    std::map<LocalMillis, UtcMillis> first;
    for (auto t = change.at - 36h; t < change.at + 36h; t += 1min)
        first.emplace(LocalMillis{(t + (t < change.at ? change.before : change.after)).time_since_epoch()}, t);
    for (auto local = first.begin()->first; local < first.rbegin()->first; local += 1min)
    {
        const auto found = first.find(local);
        const auto expected = found == first.end() ? change.at : found->second;  // not found: the hour is skipped
        ASSERT_EQ(to_utc(local, change.zone), expected) << local.time_since_epoch().count();
    }
}

TEST_P(ClockChange, KeepsAHandoffAtItsHour)
{
    const auto& change = GetParam();
    int handoffs = 0;
    for (auto t = change.at - 240h; t < change.at + 240h; ++handoffs)
    {
        const auto next = next_weekday(t, Monday, 9h, change.zone);
        ASSERT_GT(next, t);
        ASSERT_LE(next - t, 7 * 24h + 1h);
        const auto local = to_local(next, change.zone);
        ASSERT_EQ(local - floor<days>(local), 9h);
        ASSERT_EQ(weekday{floor<days>(local)}, Monday);
        t = next;
    }
    EXPECT_GE(handoffs, 3);
}

INSTANTIATE_TEST_SUITE_P(Zones, ClockChange, ::testing::ValuesIn(changes));

TEST(Zone, KnowsTheSystemsZones)
{
    EXPECT_TRUE(is_zone("America/New_York"));
    EXPECT_TRUE(is_zone("UTC"));
    for (const auto* name : {"", "Mars/Olympus", "america/new_york", "../../etc/passwd", "EST5EDT,M3.2.0", "New York"})
        EXPECT_FALSE(is_zone(name)) << name;
}

TEST(Zone, FallsBackToUtc)
{
    const auto t = utc(2025, 10, 14, 12);
    EXPECT_EQ(to_local(t, "Mars/Olympus").time_since_epoch(), t.time_since_epoch());
    EXPECT_EQ(to_utc(LocalMillis{t.time_since_epoch()}, ""), t);
}

TEST(Zone, KeepsMilliseconds)
{
    const auto t = utc(2025, 10, 14, 12) + 345ms;
    EXPECT_EQ(to_utc(to_local(t, "Europe/Berlin"), "Europe/Berlin"), t);
}

TEST(NextWeekday, IsLaterThanTheMomentItself)
{
    const auto monday_nine = utc(2025, 10, 13, 13);  // 09:00 in New York
    EXPECT_EQ(next_weekday(monday_nine - 1ms, Monday, 9h, "America/New_York"), monday_nine);
    EXPECT_EQ(next_weekday(monday_nine, Monday, 9h, "America/New_York"), monday_nine + 7 * 24h);
}

}  // namespace
}  // namespace hotwatch
