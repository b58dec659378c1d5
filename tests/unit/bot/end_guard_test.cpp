#include "bot/end_guard.hpp"

#include <gtest/gtest.h>

#include <future>

namespace hotwatch
{

using namespace std::chrono_literals;

/// Ends by nothing but a guard.
void hang()
{
    std::promise<void> never;
    never.get_future().wait();
}

TEST(EndGuardDeathTest, EndsAProcessThatHangsWithTheCodeThatWasLastSaid)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            EndGuard guard{20ms};
            guard.arm(0);
            hang();
        },
        ::testing::ExitedWithCode(0), "");
    EXPECT_EXIT(
        {
            EndGuard guard{100ms};
            guard.arm(0);
            guard.arm(1);
            hang();
        },
        ::testing::ExitedWithCode(1), "");
}

TEST(EndGuard, LeavesAProcessAloneThatEndsByItself)
{
    EndGuard guard{1h};
    guard.arm(1);
}

TEST(EndGuard, DoesNothingUntilItIsArmed)
{
    const EndGuard guard{0ms};
}

}  // namespace hotwatch
