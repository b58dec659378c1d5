#include <gtest/gtest.h>

#include "commands/incident/clocks.hpp"
#include "commands/plan/apply.hpp"
#include "commands/zone.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::incident
{

namespace
{
using namespace std::chrono;
using hotwatch::testing::at;

constexpr std::string_view new_york = "America/New_York";

/// Counts business minutes one by one.
UtcMillis walked(UtcMillis start, seconds length)
{
    auto left = duration_cast<minutes>(length);
    auto t = start;
    for (; left > 0min; t += 1min)
    {
        const auto local = to_local(t, new_york);
        const auto day = floor<days>(local);
        const auto time = local - day;
        const weekday name{day};
        if (name != Saturday && name != Sunday && time >= 9h && time < 18h)
            left -= 1min;
    }
    return t;
}

Incident declared(Severity severity, UtcMillis now)
{
    Incident incident;
    incident.severity = severity;
    incident.declared = {now, {}};
    incident.response_from = now;
    return incident;
}
}  // namespace

TEST(BusinessClock, StandsStillOverNight)
{
    // Tuesday 17:30 in New York is 21:30 UTC; half an hour is left of the day, half an hour of the next.
    EXPECT_EQ(business_due(at(21, 30), 1h, BusinessHours{}, new_york), at(13, 30, 15));
}

TEST(BusinessClock, StandsStillOverTheWeekend)
{
    EXPECT_EQ(business_due(at(21, 59, 17), 2min, BusinessHours{}, new_york), at(13, 1, 20));
    EXPECT_EQ(business_due(at(12, 0, 18), 4h, BusinessHours{}, new_york), at(17, 0, 20));
}

TEST(BusinessClock, RunsInTheHoursThatTheTeamKeeps)
{
    BusinessHours hours;  // Sunday to Thursday, 22:00 to 23:30
    hours.days = {true, true, true, true, true, false, false};
    hours.from = 22h;
    hours.to = 23h + 30min;
    // Thursday 23:00 in New York is 03:00 UTC on Friday; half an hour is left, the rest runs on Sunday evening.
    EXPECT_EQ(business_due(at(3, 0, 17), 1h, hours, new_york), at(2, 30, 20));
}

TEST(BusinessClock, AgreesWithAMinuteByMinuteCountOverAClockChange)
{
    // Clocks go back on Sunday, 2 November 2025.
    const auto start = UtcMillis{sys_days{2025y / October / 30}};
    for (auto t = start; t < start + days{6}; t += 97min)
        for (const auto length : {seconds{1min}, seconds{1h}, seconds{4h}, seconds{13h}})
        {
            const auto due = business_due(t, length, BusinessHours{}, new_york);
            const auto counted = walked(t, length);
            // The count ends right after its last minute; the clock may read the same instant as the next morning.
            EXPECT_TRUE(due == counted || walked(due, 1min) == walked(counted, 1min)) << t.time_since_epoch().count();
        }
}

TEST(Clocks, OfAP0RunDayAndNight)
{
    const auto policy = default_policy();
    const auto clocks = clocks_of(declared(Severity::p0, at(3)), policy);
    EXPECT_EQ(clocks.response.due, at(3, 5));
    EXPECT_EQ(clocks.resolution.due, at(4));
}

TEST(Clocks, OfAP2AnswerInBusinessHoursButResolveByTheCalendar)
{
    const auto policy = default_policy();
    const auto clocks = clocks_of(declared(Severity::p2, at(3)), policy);
    EXPECT_EQ(clocks.response.due, at(14));
    EXPECT_EQ(clocks.resolution.due, at(3, 0, 15));
}

TEST(Clocks, StopWhereTheyWereStopped)
{
    const auto policy = default_policy();
    auto incident = declared(Severity::p0, at(3));
    incident.acknowledged = Mark{at(3, 7), {}};
    const auto clocks = clocks_of(incident, policy);
    EXPECT_EQ(clocks.response.late(at(9)), 2min);
    EXPECT_EQ(clocks.resolution.late(at(3, 50)), -10min);
}

TEST(Clocks, AreNotMovedByAnEarlierStart)
{
    const auto policy = default_policy();
    auto incident = declared(Severity::p0, at(3));
    incident.started_at = at(1);
    EXPECT_EQ(clocks_of(incident, policy).response.due, at(3, 5));
}

}  // namespace hotwatch::incident
