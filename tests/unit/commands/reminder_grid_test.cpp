#include <gtest/gtest.h>

#include "commands/incident/grid.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::incident
{

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::at;

TimelineEntry entry(std::string action, UtcMillis when)
{
    TimelineEntry made;
    made.at = when;
    made.action = std::move(action);
    return made;
}
}  // namespace

TEST(ReminderGrid, StartsOneCadenceAfterTheDeclaration)
{
    const auto timer = first_reminder(12, Severity::p0, at(3), 15min);
    EXPECT_EQ(timer.due_at, at(3, 15));
    EXPECT_EQ(timer.grid_at, at(3, 15));
    EXPECT_EQ(timer.subject, 12);
    EXPECT_EQ(timer.urgency, 0);
}

TEST(ReminderGrid, StaysWhereItIsWhenOneFiresLate)
{
    const auto fired = step(first_reminder(1, Severity::p0, at(3), 15min), 15min, at(3, 17));
    EXPECT_EQ(fired.next.due_at, at(3, 30));
    EXPECT_EQ(fired.late, 2min);
    EXPECT_EQ(fired.passed_by, 0);
}

TEST(ReminderGrid, CountsWhatFellDueMeanwhileAndComesOnce)
{
    const auto fired = step(first_reminder(1, Severity::p0, at(3), 15min), 15min, at(4, 3));
    EXPECT_EQ(fired.passed_by, 3);  // 03:30, 03:45 and 04:00
    EXPECT_EQ(fired.next.due_at, at(4, 15));
    EXPECT_EQ(fired.late, 48min);
}

TEST(ReminderGrid, AgreesWithACountOfItsPointsForEveryDelayAndSnooze)
{
    for (int snooze = 0; snooze <= 15; ++snooze)
        for (int delay = 0; delay < 100; ++delay)
        {
            const auto first = first_reminder(1, Severity::p0, at(3), 15min);
            const auto timer = snooze == 0 ? first : snoozed(first, std::chrono::minutes{snooze});
            const auto now = timer.due_at + std::chrono::minutes{delay};
            int points = 0;
            auto next = first.grid_at;
            for (; next <= now; next += 15min)
                points += next > timer.due_at ? 1 : 0;
            const auto fired = step(timer, 15min, now);
            EXPECT_EQ(fired.passed_by, points) << snooze << " " << delay;
            EXPECT_EQ(fired.next.due_at, next);
            EXPECT_EQ(fired.next.grid_at, next);
            EXPECT_FALSE(fired.next.snoozed);
            EXPECT_EQ(fired.late, std::chrono::minutes{delay});
        }
}

TEST(ReminderGrid, NeverComesBackToThePastHoweverFarTheClockJumps)
{
    const auto timer = first_reminder(1, Severity::p0, at(3), 15min);
    const auto now = at(3) + std::chrono::years{10};
    const auto fired = step(timer, 15min, now);
    EXPECT_GT(fired.next.due_at, now);
    EXPECT_LE(fired.next.due_at, now + 15min);
}

TEST(Snooze, MovesTheNextDueTimeOnly)
{
    const auto timer = snoozed(first_reminder(1, Severity::p0, at(3), 15min), 10min);
    EXPECT_EQ(timer.due_at, at(3, 25));
    EXPECT_EQ(timer.grid_at, at(3, 15));
    EXPECT_EQ(step(timer, 15min, at(3, 25)).next.due_at, at(3, 30));
}

TEST(Snooze, IsBarredWhileOneIsComing)
{
    const std::vector timeline{entry("reminder", at(3, 15)), entry("snoozed", at(3, 16))};
    EXPECT_EQ(snooze_bar(timeline, at(3)), SnoozeBar::already_snoozed);
}

TEST(Snooze, IsBarredTwiceInARow)
{
    const std::vector timeline{entry("snoozed", at(3, 10)), entry("reminder", at(3, 30))};
    EXPECT_EQ(snooze_bar(timeline, at(3)), SnoozeBar::twice_in_a_row);
}

TEST(Snooze, IsFreeAgainAfterAReminderOnTheGrid)
{
    const std::vector timeline{entry("snoozed", at(3, 10)), entry("reminder", at(3, 30)), entry("reminder", at(3, 45))};
    EXPECT_EQ(snooze_bar(timeline, at(3)), SnoozeBar::none);
}

TEST(Snooze, IsFreeAgainAfterAnUpdate)
{
    const std::vector timeline{entry("snoozed", at(3, 10)), entry("update", at(3, 20))};
    EXPECT_EQ(snooze_bar(timeline, at(3, 20)), SnoozeBar::none);
}

}  // namespace hotwatch::incident
