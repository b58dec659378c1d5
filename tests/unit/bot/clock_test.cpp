#include "bot/clock.hpp"

#include <gtest/gtest.h>

namespace
{
using namespace hotwatch;

TEST(VirtualClock, StartsWhereItIsToldAndMovesOnlyForward)
{
    const UtcMillis start{milliseconds{1'760'000'000'000}};
    VirtualClock clock{start};
    EXPECT_GE(clock.now(), start);
    EXPECT_LT(clock.now(), start + std::chrono::seconds{60});

    clock.advance_to(start + std::chrono::hours{2});
    EXPECT_GE(clock.now(), start + std::chrono::hours{2});

    clock.advance_to(start);
    EXPECT_GE(clock.now(), start + std::chrono::hours{2});
}

TEST(VirtualClock, LeavesTheWiresTimeAlone)
{
    VirtualClock clock{std::nullopt};
    const auto before = clock.steady();
    clock.advance_to(clock.now() + std::chrono::hours{24});
    EXPECT_LT(clock.steady() - before, std::chrono::hours{1});
}

TEST(SystemClock, StartsWithTheWallClock)
{
    const SystemClock clock;
    const SystemClock another;
    EXPECT_GT(clock.now(), UtcMillis{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}});
    EXPECT_LE(another.now() - clock.now(), std::chrono::minutes{1});
}

}  // namespace
