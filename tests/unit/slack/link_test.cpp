// The link's everyday life and the rows of platform section 6: what each ending leads to.
#include "tests/unit/slack/link_script.hpp"

namespace hotwatch::slack
{
namespace
{

TEST(Link, OpensTwoSocketsOneAfterTheOther)
{
    LinkScript slack;
    slack.start();
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    const SocketId one = slack.dialled();
    slack.give(SocketOpened{one});
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);  // not before the first has its hello
    slack.hello(one, 1);
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);
    slack.up(2);
    EXPECT_EQ(slack.link.status().live, 2);
    slack.forget();
    slack.pass(10min);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
    EXPECT_EQ(slack.alarms(), 0U);
}

TEST(Link, IsUpOnlyAfterItsHello)
{
    LinkScript slack;
    slack.start();
    const SocketId one = slack.dialled();
    slack.give(SocketOpened{one});
    EXPECT_EQ(slack.link.status().live, 0);
    EXPECT_TRUE(slack.link.status().down_since.has_value());
    slack.hello(one);
    EXPECT_EQ(slack.link.status().live, 1);
    EXPECT_FALSE(slack.link.status().down_since.has_value());
}

TEST(Link, DeliversEnvelopesOnTheSocketTheyCameOn)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.slash(two, "e2");
    slack.slash(one, "e1");
    const auto delivered = slack.all<Deliver>();
    ASSERT_EQ(delivered.size(), 2U);
    EXPECT_EQ(delivered[0].socket, two);
    EXPECT_EQ(delivered[0].envelope.id, "e2");
    EXPECT_EQ(delivered[1].socket, one);
}

TEST(Link, AcksUnreadableFramesAndGoesOn)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.give(SocketText{one, "UNAUTHENTICATED: cache_error"});
    slack.give(SocketText{one, ""});
    slack.give(SocketText{one, R"({"envelope_id":"e9","type":"events_api","payload":3})"});
    const auto acked = slack.all<AckUnreadable>();
    ASSERT_EQ(acked.size(), 1U);
    EXPECT_EQ(acked[0].envelope_id, "e9");
    EXPECT_EQ(slack.link.status().unreadable, 3U);
    EXPECT_EQ(slack.count<Close>() + slack.count<Drop>(), 0U);
    EXPECT_TRUE(slack.link.has_socket(one));
}

class Recycled : public ::testing::TestWithParam<const char*>
{
};

TEST_P(Recycled, SocketGoesOnlyAfterItsReplacementHasItsHello)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    slack.disconnect(one, GetParam());
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);  // at once
    const SocketId three = slack.dialled();
    slack.give(SocketOpened{three});
    EXPECT_EQ(slack.count<Close>(), 0U);
    slack.slash(one, "late");  // still read
    EXPECT_EQ(slack.count<Deliver>(), 1U);
    slack.hello(three, 3);
    EXPECT_EQ(slack.count<Close>(), 0U);  // its ack is still to be written
    slack.give(AckSent{one});
    EXPECT_TRUE(slack.closed(one));
    EXPECT_FALSE(slack.closed(two));
    slack.give(SocketLost{one, "closed"});
    slack.pass(1h);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    EXPECT_EQ(slack.link.status().live, 2);
    EXPECT_EQ(slack.link.status().reconnects, 1U);
    EXPECT_EQ(slack.alarms(), 0U);
}

INSTANTIATE_TEST_SUITE_P(ForReason, Recycled, ::testing::Values("warning", "refresh_requested", "something_new"));

TEST(Link, ClosesTheOldSocketAfterTenSecondsEvenWithAcksOwed)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.disconnect(one, "refresh_requested");
    slack.slash(one, "slow");
    slack.up(3);
    slack.pass(9'999ms);
    EXPECT_FALSE(slack.closed(one));
    EXPECT_TRUE(slack.link.has_socket(one));
    slack.pass(1ms);
    EXPECT_TRUE(slack.closed(one));
    EXPECT_FALSE(slack.link.has_socket(one));
}

TEST(Link, ReplacesAtNineTenthsOfTheExpectedLife)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up(1000s);
    slack.pass(899'999ms);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
    slack.pass(1ms);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    slack.up(3, 1000s);
    EXPECT_TRUE(slack.closed(one));
    EXPECT_FALSE(slack.closed(two));
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);  // the other is as old
    slack.up(3, 1000s);
    EXPECT_TRUE(slack.closed(two));
    EXPECT_EQ(slack.link.status().live, 2);
}

TEST(Link, KeepsOneSocketAndWaitsWhenSlackCountsTooMany)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    slack.disconnect(one, "too_many_websockets");
    EXPECT_TRUE(slack.closed(one));
    EXPECT_FALSE(slack.closed(two));
    EXPECT_EQ(slack.alarms(), 1U);
    EXPECT_EQ(slack.link.status().trouble, "too_many_websockets");
    slack.give(SocketLost{one, "closed"});
    slack.pass(29'999ms);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
    slack.pass(1ms);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    slack.up(2);
    EXPECT_EQ(slack.link.status().live, 2);
    EXPECT_EQ(slack.link.status().trouble, "");
}

TEST(Link, DoublesItsWaitWhileSlackCountsTooMany)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.disconnect(one, "too_many_websockets");
    slack.give(SocketLost{one, "closed"});
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 7; ++i)
    {
        const SteadyTime from = slack.now;
        slack.forget();
        while (slack.count<FetchUrl>() == 0)
            slack.pass(100ms);
        waits.push_back(slack.now - from);
        const SocketId next = slack.dialled();
        slack.give(SocketOpened{next});
        slack.disconnect(next, "too_many_websockets");  // before any hello
        EXPECT_TRUE(slack.closed(next));
        slack.give(SocketLost{next, "closed"});
    }
    // Three quarters of the step with the lowest jitter, never under the first wait.
    EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{30s, 45s, 90s, 180s, 360s, 450s, 450s}));
    EXPECT_EQ(slack.link.status().live, 1);
}

TEST(Link, NeverOpensASecondFirstWhileSlackCountsTooMany)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.disconnect(one, "too_many_websockets");
    slack.disconnect(two, "too_many_websockets");  // the same wait, not a longer one
    slack.give(SocketLost{one, "closed"});
    slack.give(SocketLost{two, "closed by Slack"});
    slack.forget();
    slack.pass(29s);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
    slack.pass(1s);
    slack.up(1);
    EXPECT_EQ(slack.link.status().live, 1);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    slack.pass(29s);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    slack.pass(1s);
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);
}

TEST(Link, TriesEveryFewMinutesOnlyWhileSocketModeIsOff)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    for (const SocketId socket : {one, two})
    {
        slack.disconnect(socket, "link_disabled");
        slack.give(SocketLost{socket, "closed by Slack"});
    }
    EXPECT_EQ(slack.alarms(), 1U);
    for (int i = 0; i < 5; ++i)
    {
        slack.forget();
        slack.pass(179s);
        EXPECT_EQ(slack.count<FetchUrl>(), 0U);
        slack.pass(1s);
        ASSERT_EQ(slack.count<FetchUrl>(), 1U);
        slack.refuse_url("some_new_error");
        EXPECT_EQ(slack.alarms(), 0U);
    }
    slack.pass(180s);
    slack.up(1);
    EXPECT_EQ(slack.link.status().trouble, "");
}

TEST(Link, RedialsAtOnceThenDoublesToAMinute)
{
    LinkScript slack{1.0};
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    slack.give(SocketLost{one, "end of stream"});
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i < 10; ++i)
    {
        slack.answer_fetch({.kind = ApiResult::Kind::not_sent, .error = "connection refused"});
        slack.forget();
        const SteadyTime from = slack.now;
        while (slack.count<FetchUrl>() == 0)
            slack.pass(50ms);
        waits.push_back(slack.now - from);
    }
    EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{500ms, 1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s}));
    slack.up();
    EXPECT_EQ(slack.link.status().live, 2);
}

TEST(Link, StartsItsBackOffAnewOnlyAfterAMinuteUp)
{
    LinkScript slack{1.0};
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    const auto fetches_at_once_after = [&slack](std::chrono::milliseconds up_for)
    {
        const SocketId socket = slack.up();
        slack.pass(up_for);
        slack.forget();
        slack.give(SocketLost{socket, "end of stream"});
        return slack.count<FetchUrl>() == 1;
    };
    slack.give(SocketLost{one, "end of stream"});
    EXPECT_FALSE(fetches_at_once_after(59s));  // the other one has been up for minutes: that is no excuse
    slack.pass(500ms);
    EXPECT_FALSE(fetches_at_once_after(59s));
    slack.pass(1s);
    EXPECT_TRUE(fetches_at_once_after(60s));
}

TEST(Link, WaitsAtLeastThirtySecondsWhenLimited)
{
    const auto wait_after = [](seconds retry_after)
    {
        LinkScript slack;
        slack.start();
        slack.answer_fetch(
            {.kind = ApiResult::Kind::rate_limited, .status = 429, .error = "ratelimited", .retry_after = retry_after});
        slack.forget();
        const SteadyTime from = slack.now;
        while (slack.count<FetchUrl>() == 0)
            slack.pass(1s);
        return slack.now - from;
    };
    EXPECT_EQ(wait_after(1s), 30s);
    EXPECT_EQ(wait_after(90s), 90s);
}

TEST(Link, KeepsTryingADeadTokenAndAlarmsOnce)
{
    LinkScript slack;
    slack.start();
    for (int i = 0; i < 4; ++i)
    {
        slack.refuse_url("invalid_auth");
        EXPECT_EQ(slack.alarms(), 1U);
        EXPECT_EQ(slack.link.status().trouble, "invalid_auth");
        slack.pass(299s);
        EXPECT_EQ(slack.count<FetchUrl>(), static_cast<std::size_t>(i + 1));
        slack.pass(1s);
        EXPECT_EQ(slack.count<FetchUrl>(), static_cast<std::size_t>(i + 2));
    }
    slack.up();  // an operator installed the app again
    EXPECT_EQ(slack.link.status().trouble, "");
    EXPECT_EQ(slack.link.status().live, 1);
}

TEST(Link, ClosesEverySocketOnStopOnceItsAcksAreOut)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.slash(one, "e1");
    slack.forget();
    slack.give(Stopping{});
    EXPECT_TRUE(slack.closed(two));
    EXPECT_FALSE(slack.closed(one));
    EXPECT_TRUE(slack.link.has_socket(one));
    slack.slash(one, "e2");  // nothing new is taken
    EXPECT_EQ(slack.count<Deliver>(), 0U);
    slack.give(AckSent{one});
    EXPECT_TRUE(slack.closed(one));
    EXPECT_FALSE(slack.link.is_stopped());
    slack.give(SocketLost{one, "closed"});
    slack.give(SocketLost{two, "closed"});
    EXPECT_TRUE(slack.link.is_stopped());
    slack.pass(1h);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
}

TEST(Link, DoesNotWaitForAcksForEverOnStop)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.slash(one, "e1");
    slack.give(Stopping{});
    slack.pass(2s);
    EXPECT_TRUE(slack.closed(one));
    slack.pass(3s);  // nor for the transport
    EXPECT_TRUE(slack.link.is_stopped());
}

TEST(Link, DropsADialOnStop)
{
    LinkScript slack;
    slack.start();
    slack.dialled();
    slack.give(Stopping{});
    EXPECT_EQ(slack.count<Drop>(), 1U);
    EXPECT_TRUE(slack.link.is_stopped());
}

}  // namespace
}  // namespace hotwatch::slack
