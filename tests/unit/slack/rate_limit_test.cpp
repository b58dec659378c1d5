// Buckets and holds by written-down times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "bot/slack/rate_limit.hpp"

namespace hotwatch::slack
{

namespace
{
UtcMillis at(std::int64_t ms)
{
    return UtcMillis{std::chrono::days{20'000}} + milliseconds{ms};
}
}  // namespace

TEST(Bucket, LetsABurstThroughAndThenOneEach)
{
    Bucket bucket{milliseconds{1'000}, 3};
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_LE(bucket.ready_at(), at(0));
        bucket.take(at(0));
    }
    EXPECT_EQ(bucket.ready_at(), at(1'000));
    bucket.take(at(1'000));
    EXPECT_EQ(bucket.ready_at(), at(2'000));
    EXPECT_FALSE(bucket.is_full(at(3'999)));
    EXPECT_TRUE(bucket.is_full(at(4'000)));
}

TEST(Bucket, NeverExceedsItsFigureInAnyMinute)
{
    for (const int per_minute : {20, 50, 100, 300, 600})
    {
        auto bucket = minute_bucket(per_minute);
        std::deque<UtcMillis> last_minute;
        for (auto now = at(0); now < at(300'000); now += milliseconds{10})
            while (bucket.ready_at() <= now)
            {
                bucket.take(now);
                last_minute.push_back(now);
                while (last_minute.front() + seconds{60} <= now)
                    last_minute.pop_front();
                ASSERT_LE(last_minute.size(), static_cast<std::size_t>(per_minute)) << per_minute;
            }
        EXPECT_GE(last_minute.size(), static_cast<std::size_t>(per_minute) * 7 / 10) << per_minute;
    }
}

TEST(RateLimits, TiersAreThoseOfSlack)
{
    EXPECT_EQ(granted_per_minute("conversations.create"), 20);
    EXPECT_EQ(granted_per_minute("chat.update"), 50);
    EXPECT_EQ(granted_per_minute("users.info"), 100);
    EXPECT_EQ(granted_per_minute("chat.postMessage"), 300);
    EXPECT_EQ(granted_per_minute("never.heard"), 20);
}

TEST(RateLimits, AHoldOnlyGrowsAndEndsByItself)
{
    RateLimits limits{{}};
    limits.hold("users.info", "", at(10'000), at(0));
    limits.hold("users.info", "", at(5'000), at(0));
    EXPECT_EQ(limits.method_ready("users.info", false), at(10'000));
    EXPECT_EQ(limits.method_ready("users.info", true), at(10'000));  // pages pass only holds on posts
    EXPECT_LE(limits.method_ready("users.list", false), at(0));
}

TEST(RateLimits, AHoldOnOneChannelLeavesTheOthers)
{
    RateLimits limits{{}};
    limits.hold("chat.postMessage", "C1", at(10'000), at(0));
    EXPECT_EQ(limits.channel_ready("chat.postMessage", "C1"), at(10'000));
    EXPECT_LE(limits.channel_ready("chat.postMessage", "C2"), at(0));
    EXPECT_LE(limits.method_ready("chat.postMessage", false), at(0));
}

TEST(RateLimits, RestoredHoldsHold)
{
    RateLimits limits{{}};
    limits.restore({{"chat.postMessage C1", at(7'000)}, {"users.info", at(8'000)}});
    EXPECT_EQ(limits.channel_ready("chat.postMessage", "C1"), at(7'000));
    EXPECT_EQ(limits.method_ready("users.info", false), at(8'000));
}

TEST(RateLimits, BucketsOfQuietChannelsAreForgottenAndBusyOnesKept)
{
    RateLimits limits{{.per_minute = {{"chat.postMessage", 1'000'000}}}};
    for (int i = 0; i < 5'000; ++i)
        limits.take("chat.postMessage", "C" + std::to_string(i), at(i * 1'000));
    for (int i = 0; i < 4; ++i)
        limits.take("chat.postMessage", "busy", at(5'000'000));
    for (int i = 0; i < 5'000; ++i)
        limits.take("chat.postMessage", "E" + std::to_string(i), at(5'000'000));
    EXPECT_EQ(limits.channel_ready("chat.postMessage", "busy"), at(5'002'000));
}

}  // namespace hotwatch::slack
