// Slack's limits: buckets by method and channel, Retry-After across restarts, and pages that wait for neither.
#include "sender_fixture.hpp"

namespace hotwatch::slack
{

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using SenderLimits = SenderTest;

TEST_F(SenderLimits, AChannelGetsAShortBurstAndThenOnePostASecond)
{
    for (int id = 1; id <= 5; ++id)
        add(post(id, "C1"));
    EXPECT_THAT(ids(next(0)), ElementsAre(1, 2, 3));
    EXPECT_EQ(sender->wake_at(), at(1'000));
    EXPECT_THAT(next(999), IsEmpty());
    EXPECT_THAT(ids(next(1'000)), ElementsAre(4));
    EXPECT_THAT(ids(next(2'000)), ElementsAre(5));
}

TEST_F(SenderLimits, EphemeralAndVisiblePostsCountToTheSameChannel)
{
    for (int id = 1; id <= 3; ++id)
        add(post(id, "C1"));
    auto ephemeral = row(4, "chat.postEphemeral", {{"channel", "C1"}, {"user", "U1"}, {"text", "x"}});
    ephemeral.kind = CallKind::once;
    add(ephemeral);
    EXPECT_THAT(ids(next(0)), ElementsAre(1, 2, 3));
    EXPECT_THAT(ids(next(1'000)), ElementsAre(4));
}

TEST_F(SenderLimits, AnAddressToAnswerToHasItsOwnBucket)
{
    for (int id = 1; id <= 4; ++id)
    {
        auto answer = reply_once(id);
        answer.response_url = "https://hooks.slack.com/commands/T1/1/secret";
        add(answer);
    }
    add(reply_once(9));
    EXPECT_THAT(ids(next(0)), ElementsAre(1, 2, 3, 9));
}

TEST_F(SenderLimits, AMethodOverItsLimitDoesNotHoldAnother)
{
    figures.per_minute = {{"pins.add", 1}};
    sender = make();
    add(row(1, "pins.add", {{"channel", "C1"}}));
    add(row(2, "pins.add", {{"channel", "C1"}}));
    add(post(3, "C1"));
    EXPECT_THAT(ids(next(0)), ElementsAre(3, 1));
    EXPECT_EQ(sender->wake_at(), at(60'000));
    EXPECT_THAT(ids(next(60'000)), ElementsAre(2));
}

TEST_F(SenderLimits, WithoutLimitsEverythingGoes)
{
    figures.limits = false;
    figures.in_flight = 100;
    sender = make();
    for (int id = 1; id <= 50; ++id)
        add(post(id, "C1"));
    EXPECT_THAT(next(0), SizeIs(50));
}

TEST_F(SenderLimits, RetryAfterHoldsTheChannelAndIsRemembered)
{
    add(post(1, "C1"));
    comes(only(0), limited(30), 100);
    EXPECT_EQ(state(1), CallState::pending);
    EXPECT_THAT(holds, ElementsAre(std::pair{"chat.postMessage C1", at(30'100)}));
    add(post(2, "C2"));
    EXPECT_EQ(only(200).call_id, 2);
    restart(1'000);
    keep(sender->next(at(1'000)));
    EXPECT_THAT(next(30'099), IsEmpty());
    EXPECT_EQ(only(30'100).call_id, 1);
}

TEST_F(SenderLimits, RetryAfterOfOtherMethodsHoldsTheMethod)
{
    add(read(1));
    add(read(2));
    const auto attempts = next(0);
    comes(attempts.at(0), limited(10), 0);
    comes(attempts.at(1), ok(), 0);
    add(read(3));
    add(read(4, "auth.test"));
    EXPECT_THAT(ids(next(1)), ElementsAre(4));
    EXPECT_THAT(ids(next(10'000)), ElementsAre(1, 3));
}

TEST_F(SenderLimits, RetryAfterIsStretchedByUpToATenth)
{
    jitter = 0.5;
    add(read(1));
    comes(only(0), limited(10), 0);
    EXPECT_EQ(holds.at("users.info"), at(10'500));
}

TEST_F(SenderLimits, ManyHeldChannelsHoldTheMethodButNoPage)
{
    for (int id = 1; id <= 3; ++id)
        add(post(id, "C" + std::to_string(id)));
    for (const auto& attempt : next(0))
        comes(attempt, limited(30), 0);
    EXPECT_EQ(holds.at("chat.postMessage"), at(30'000));
    add(post(4, "C4"));
    auto page = post(5, "C5");
    page.send_class = SendClass::page;
    add(page);
    EXPECT_THAT(ids(next(1)), ElementsAre(5));
    EXPECT_EQ(sender->wake_at(), at(30'000));
}

TEST_F(SenderLimits, AHeldRowDoesNotBlockOthersOfItsMethod)
{
    auto loud = post(1, "C1");
    loud.send_class = SendClass::page;
    add(loud);
    comes(only(0), limited(60), 0);
    add(post(2, "C2"));
    add(post(3, "C3"));
    EXPECT_THAT(ids(next(1)), ElementsAre(2, 3));
}

/// Nine of ten posts are told to wait, for ten minutes, in 200 channels: nothing is lost, and a page that comes in the
/// middle of it waits no longer than what Slack told its own channel.
TEST_F(SenderLimits, StormOfRetryAfterDrainsInOrderAndLetsPagesThrough)
{
    std::int64_t id = 0;
    for (int round = 0; round < 3; ++round)
        for (int channel = 0; channel < 200; ++channel)
            add(post(++id, "C" + std::to_string(channel), "room " + std::to_string(channel)));
    const auto page_id = ++id;
    std::map<std::string, std::int64_t> last_in;
    std::optional<std::int64_t> page_gone;
    std::size_t done = 0;
    unsigned dice = 1;
    std::int64_t now = 0;
    for (int turn = 0; turn < 200'000 && done < static_cast<std::size_t>(page_id); ++turn)
    {
        if (turn == 100)
        {
            auto page = post(page_id, "D1", "dm:U1");
            page.send_class = SendClass::page;
            page.created_at = at(now);
            add(page);
        }
        for (const auto& attempt : next(now))
        {
            if (attempt.call_id == page_id && !page_gone)
                page_gone = now;
            dice = dice * 1'664'525U + 1'013'904'223U;
            const bool storm = now < 600'000 && (dice >> 16U) % 10 != 0;
            if (storm)
            {
                comes(attempt, limited(5), now);
                continue;
            }
            comes(attempt, posted("C", "1.1"), now);
            ++done;
            auto& last = last_in[saved(attempt.call_id).conversation];
            EXPECT_LT(last, attempt.call_id);
            last = attempt.call_id;
        }
        const auto wake = sender->wake_at();
        now = std::max(now + 1, wake ? (*wake - at(0)).count() : now + 1);
    }
    EXPECT_EQ(done, static_cast<std::size_t>(page_id));
    ASSERT_TRUE(page_gone);
    EXPECT_LE(*page_gone, (saved(page_id).created_at - at(0)).count() + 1'000);
    EXPECT_EQ(sender->waiting(), 0U);
}

}  // namespace hotwatch::slack
