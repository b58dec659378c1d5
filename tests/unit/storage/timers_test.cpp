#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using Timers = BookTest;

TEST_F(Timers, KeepEveryColumn)
{
    Timer timer = a_timer(7, noon, 2);
    timer.grid_at = noon - minutes{15};
    timer.snoozed = true;
    book.timers.arm(timer);
    const auto read = book.timers.find(TimerKind::update_reminder, 7);
    ASSERT_TRUE(read);
    EXPECT_GT(read->id, 0);
    EXPECT_EQ(read->subject, 7);
    EXPECT_EQ(read->urgency, 2);
    EXPECT_EQ(read->due_at, noon);
    EXPECT_EQ(read->grid_at, noon - minutes{15});
    EXPECT_TRUE(read->snoozed);
}

TEST_F(Timers, ArmingAgainReplaces)
{
    book.timers.arm(a_timer(7, noon));
    book.timers.arm(a_timer(7, noon + minutes{30}));
    EXPECT_TRUE(book.timers.due(noon, 10).empty());
    EXPECT_EQ(book.timers.due(noon + minutes{30}, 10).size(), 1U);
}

TEST_F(Timers, DisarmedIsGone)
{
    book.timers.arm(a_timer(7, noon));
    book.timers.disarm(TimerKind::update_reminder, 7);
    EXPECT_FALSE(book.timers.find(TimerKind::update_reminder, 7));
    EXPECT_FALSE(book.timers.next_due());
}

TEST_F(Timers, AreDueAtTheirInstantNotBefore)
{
    book.timers.arm(a_timer(7, noon));
    EXPECT_TRUE(book.timers.due(noon - milliseconds{1}, 10).empty());
    EXPECT_EQ(book.timers.due(noon, 10).size(), 1U);
}

TEST_F(Timers, MostUrgentFirstThenTheLongestDue)
{
    book.timers.arm(a_timer(1, noon - minutes{9}, 1));
    book.timers.arm(a_timer(2, noon - minutes{1}, 0));
    book.timers.arm(a_timer(3, noon - minutes{2}, 0));
    book.timers.arm(a_timer(4, noon - minutes{30}, 3));
    std::vector<std::int64_t> subjects;
    for (const auto& timer : book.timers.due(noon, 3))
        subjects.push_back(timer.subject);
    EXPECT_EQ(subjects, (std::vector<std::int64_t>{3, 2, 1}));
    EXPECT_EQ(book.timers.due(noon, 10).size(), 4U);
}

TEST_F(Timers, NextDueIsTheEarliestOfAnyUrgency)
{
    book.timers.arm(a_timer(1, noon + minutes{9}, 0));
    book.timers.arm(a_timer(2, noon + minutes{1}, 3));
    EXPECT_EQ(book.timers.next_due(), noon + minutes{1});
}

TEST_F(Timers, UnknownUrgencyIsRefused)
{
    EXPECT_THROW(book.timers.arm(a_timer(1, noon, 4)), ConstraintViolated);
}

}  // namespace

}  // namespace hotwatch::test
