// The traps other Socket Mode clients fell into (platform section 7), by their numbers there.
#include "tests/unit/slack/link_script.hpp"

namespace hotwatch::slack
{
namespace
{

// 1 and 2: registrations nobody holds.
TEST(LinkTrap, GhostsAreLoggedAtOnceAndAlarmedOnceIfTheyLast)
{
    LinkScript slack;
    slack.start();
    slack.up(1);
    slack.up(5);  // three more than we hold
    EXPECT_EQ(slack.link.status().ghosts, 3);
    EXPECT_EQ(slack.link.status().slack_counts, 5);
    EXPECT_EQ(slack.alarms(), 0U);
    slack.pass(60s);
    ASSERT_EQ(slack.count<FetchUrl>(), 3U);  // a fresh hello shows whether they are still there
    const SocketId three = slack.up(6);
    slack.give(SocketLost{1, "closed"});
    EXPECT_EQ(slack.link.status().ghosts, 3);
    slack.pass(59s);
    EXPECT_EQ(slack.alarms(), 0U);
    slack.pass(1s);
    EXPECT_EQ(slack.alarms(), 1U);
    slack.pass(5h);
    EXPECT_EQ(slack.alarms(), 1U);
    EXPECT_EQ(slack.count<FetchUrl>(), 3U);
    EXPECT_TRUE(slack.link.has_socket(three));
}

TEST(LinkTrap, GhostsThatAreGoneByThenAlarmNobody)
{
    LinkScript slack;
    slack.start();
    slack.up(1);
    slack.up(3);
    slack.pass(60s);
    slack.up(3);  // the two old ones and itself
    EXPECT_EQ(slack.link.status().ghosts, 0);
    slack.pass(10min);
    EXPECT_EQ(slack.alarms(), 0U);
}

TEST(LinkTrap, GhostsNearTheLimitAreNotLookedAtThroughOneMoreConnection)
{
    LinkScript slack;
    slack.start();
    slack.up(1);
    slack.up(9);
    slack.pass(110s);
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);
    slack.pass(10s);
    EXPECT_EQ(slack.alarms(), 1U);
}

// 3: news of an old socket must not touch a new one.
TEST(LinkTrap, LateNewsOfAnOldSocketIsIgnored)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.give(SocketLost{one, "end of stream"});
    slack.up();
    slack.forget();
    slack.give(SocketLost{one, "once more"});
    slack.give(SocketOpened{one});
    slack.give(SocketAlive{one});
    slack.give(AckSent{one});
    slack.slash(one, "late");
    slack.disconnect(one, "too_many_websockets");
    EXPECT_TRUE(slack.seen.empty());
    EXPECT_EQ(slack.link.status().live, 2);
}

// 4 and 5: one dial in flight, whoever asks for it.
TEST(LinkTrap, OnlyOneDialIsInFlightHoweverManyEndingsCome)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    slack.disconnect(one, "warning");
    slack.disconnect(one, "refresh_requested");
    slack.give(SocketLost{one, "closed by Slack"});
    slack.give(SocketLost{two, "end of stream"});
    slack.pass(5s);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    const SocketId three = slack.dialled();
    slack.pass(5s);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);  // tracked before it is open
    slack.give(SocketOpened{three});
    slack.hello(three);
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);
}

TEST(LinkTrap, AnswersToAnOldFetchAreIgnored)
{
    LinkScript slack;
    slack.start();
    const auto first = slack.all<FetchUrl>().back().fetch;
    slack.pass(20s);  // never answered: given up and asked again
    ASSERT_EQ(slack.count<FetchUrl>(), 2U);
    slack.give(UrlFetched{
        first, {.kind = ApiResult::Kind::ok, .status = 200, .body = R"({"ok":true,"url":"wss://a.slack.com/"})"}});
    EXPECT_EQ(slack.count<Dial>(), 0U);
    slack.up();
    EXPECT_EQ(slack.link.status().live, 1);
}

// 6: half-open.
TEST(LinkTrap, HalfOpenSocketIsDeadAfterTwentySecondsOfSilence)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.forget();
    slack.silent.insert(one);
    slack.pass(28s);
    const auto drops = slack.all<Drop>();
    ASSERT_EQ(drops.size(), 1U);
    EXPECT_EQ(drops[0].socket, one);
    EXPECT_EQ(slack.count<FetchUrl>(), 1U);
    EXPECT_EQ(slack.link.status().live, 1);
}

TEST(LinkTrap, SocketWithoutAHelloIsGivenUp)
{
    LinkScript slack;
    slack.start();
    const SocketId one = slack.dialled();
    slack.give(SocketOpened{one});
    slack.pass(9'999ms);
    EXPECT_EQ(slack.count<Drop>(), 0U);
    slack.pass(1ms);
    EXPECT_EQ(slack.count<Drop>(), 1U);
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);
}

TEST(LinkTrap, StandingStillIsNotTakenForSilence)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(1min);
    slack.forget();
    slack.now += 10min;  // the process was stopped; no tick came meanwhile
    slack.give(Tick{});
    EXPECT_EQ(slack.count<Drop>(), 0U);
    EXPECT_EQ(slack.count<Ping>(), 2U);
    slack.silent = {one, two};
    slack.pass(30s);  // now they have had their chance
    EXPECT_EQ(slack.count<Drop>(), 2U);
}

// 7: an address is good for one dial.
TEST(LinkTrap, NoAddressIsDialledTwice)
{
    LinkScript slack;
    slack.start();
    slack.answer_url("wss://wss-1.slack.com/link/?ticket=same");
    ASSERT_EQ(slack.count<Dial>(), 1U);
    slack.give(SocketLost{slack.all<Dial>().back().socket, "host not found"});
    EXPECT_EQ(slack.count<FetchUrl>(), 2U);  // a new call, not the old address
    slack.answer_url("wss://wss-1.slack.com/link/?ticket=same");
    EXPECT_EQ(slack.count<Dial>(), 1U);
    slack.pass(1s);
    EXPECT_EQ(slack.count<FetchUrl>(), 3U);
}

TEST(LinkTrap, EscapedSlashesInTheAddressAreDecoded)
{
    LinkScript slack;
    slack.start();
    slack.answer_url(R"(wss:\/\/wss-1.slack.com\/link\/?ticket=1&app_id=A1)");
    ASSERT_EQ(slack.count<Dial>(), 1U);
    EXPECT_EQ(slack.all<Dial>().back().url, "wss://wss-1.slack.com/link/?ticket=1&app_id=A1");
}

TEST(LinkTrap, ForeignAddressIsAlarmedNotDialled)
{
    for (const auto* url : {"wss://evil.example/link", "wss://slack.com.evil.example/", "ws://wss-1.slack.com/", "",
                            "wss://evilslack.com/"})
    {
        LinkScript slack;
        slack.start();
        slack.answer_url(url);
        EXPECT_EQ(slack.count<Dial>(), 0U) << url;
        EXPECT_EQ(slack.alarms(), 1U) << url;
        slack.pass(2s);
        EXPECT_GE(slack.count<FetchUrl>(), 2U) << url;
    }
}

// 9: any inbound frame is life.
TEST(LinkTrap, AnyInboundFrameKeepsASocketAlive)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.silent = {one, two};
    for (int i = 0; i < 20; ++i)
    {
        slack.pass(15s);
        slack.slash(one, fmt::format("e{}", i));
        slack.give(SocketAlive{two});
    }
    EXPECT_EQ(slack.count<Drop>(), 0U);
}

TEST(LinkTrap, QuietWorkspaceIsNoReasonToReconnect)
{
    LinkScript slack;
    slack.both_up();
    slack.pass(24h);
    EXPECT_EQ(slack.count<Drop>() + slack.count<Close>() + slack.count<FetchUrl>(), 0U);
    EXPECT_EQ(slack.count<Ping>(), 2U * 24 * 3600 / 8);
}

// 10: the closing handshake may never end.
TEST(LinkTrap, SocketThatDoesNotCloseIsDroppedAndLeavesNoTimerBehind)
{
    LinkScript slack;
    const auto [one, two] = slack.both_up();
    slack.pass(5min);
    slack.disconnect(one, "warning");
    slack.up();
    slack.forget();
    slack.pass(3s);
    EXPECT_EQ(slack.count<Drop>(), 1U);
    slack.give(SocketLost{one, "closed at last"});
    slack.pass(10min);
    EXPECT_EQ(slack.count<Drop>(), 1U);
    EXPECT_EQ(slack.count<FetchUrl>(), 0U);
    EXPECT_EQ(slack.link.status().live, 2);
}

// 11: a disconnect before the hello.
TEST(LinkTrap, DisconnectWhileConnectingIsSurvived)
{
    for (const auto* reason : {"warning", "refresh_requested", "link_disabled", "too_many_websockets", "new"})
    {
        LinkScript slack;
        slack.start();
        const SocketId one = slack.dialled();
        slack.disconnect(one, reason);  // even before the upgrade was reported
        EXPECT_TRUE(slack.closed(one)) << reason;
        slack.give(SocketOpened{one});
        slack.hello(one);
        EXPECT_EQ(slack.link.status().live, 0) << reason;
        slack.give(SocketLost{one, "closed"});
        slack.pass(10min);
        EXPECT_GE(slack.count<FetchUrl>(), 2U) << reason;
    }
}

// 12: waits neither overflow nor grow into hours.
TEST(LinkTrap, WaitsStayWithinAMinuteAfterAThousandFailures)
{
    LinkScript slack{1.0};
    slack.start();
    for (int i = 0; i < 1'000; ++i)
    {
        slack.answer_fetch({.kind = ApiResult::Kind::unknown, .error = "timed out"});
        slack.forget();
        const SteadyTime from = slack.now;
        while (slack.count<FetchUrl>() == 0)
            slack.pass(250ms);
        ASSERT_LE(slack.now - from, 60s) << i;
    }
}

// Section 6: back-off must not start anew with every hello.
TEST(LinkTrap, RefreshRightAfterEachHelloIsNoStorm)
{
    LinkScript slack{1.0};
    slack.both_up();
    slack.pass(5min);
    slack.forget();
    SocketId newest = 2;
    for (const SteadyTime end = slack.now + 10min; slack.now < end; slack.pass(100ms))
    {
        if (slack.count<FetchUrl>() > slack.count<Dial>())
            newest = slack.up();
        slack.disconnect(newest, "refresh_requested");
        for (const auto& close : slack.all<Close>())
            slack.give(SocketLost{close.socket, "closed"});
    }
    EXPECT_LT(slack.count<FetchUrl>(), 25U);
    EXPECT_GT(slack.count<FetchUrl>(), 5U);
}

TEST(LinkTrap, HelloOfAnotherAppIsAlarmed)
{
    LinkScript slack;
    slack.both_up();
    slack.give(SocketText{1, R"({"type":"hello","connection_info":{"app_id":"A2"}})"});
    EXPECT_EQ(slack.alarms(), 1U);
}

}  // namespace
}  // namespace hotwatch::slack
