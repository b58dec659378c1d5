// Which row goes when: conversations, classes, rows that follow others, and the slot kept for what is urgent.
#include "sender_fixture.hpp"

namespace hotwatch::slack
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SenderOrder : public SenderTest
{
  protected:
    /// Row 1 opens U1's direct channel for row 2, and Slack knows no such person: what happens to row 2 instead.
    Attempt attempt_after_nobody_was_reached(SendClass send_class)
    {
        add(row(1, "conversations.open", {{"users", "U1"}}));
        auto direct = post(2, "U1", "dm:U1");
        direct.send_class = send_class;
        direct.after = 1;
        direct.take = Take::channel;
        add(direct);
        comes(only(0), refusal("user_not_found"), 10);
        return only(10);
    }
};

TEST_F(SenderOrder, AConversationHasOneRowInFlightAndKeepsItsOrder)
{
    add(post(1, "C1", "incident:7"));
    add(post(2, "C1", "incident:7"));
    const auto first = only(0);
    EXPECT_EQ(first.call_id, 1);
    comes(first, posted("C1", "1.1"), 100);
    EXPECT_EQ(only(100).call_id, 2);
}

TEST_F(SenderOrder, ARowThatMustWaitHoldsBackThoseBehindIt)
{
    auto late = post(1, "C1", "incident:7");
    late.not_before = at(5'000);
    add(late);
    add(post(2, "C1", "incident:7"));
    EXPECT_THAT(next(0), IsEmpty());
    EXPECT_EQ(sender->wake_at(), at(5'000));
    EXPECT_EQ(only(5'000).call_id, 1);
}

TEST_F(SenderOrder, OtherConversationsAreNotHeldBack)
{
    add(post(1, "C1", "incident:7"));
    add(post(2, "C1", "incident:7"));
    add(post(3, "C2", "incident:8"));
    add(read(4));
    EXPECT_THAT(ids(next(0)), ElementsAre(1, 3, 4));
}

TEST_F(SenderOrder, ClassThenSeverityThenAgeDecideBetweenConversations)
{
    const auto ranked = [&](std::int64_t id, SendClass send_class, int severity)
    {
        auto call = post(id, "C" + std::to_string(id));
        call.send_class = send_class;
        call.severity = severity;
        add(call);
    };
    ranked(1, SendClass::digest, 0);
    ranked(2, SendClass::reminder, 1);
    ranked(3, SendClass::reminder, 0);
    ranked(4, SendClass::page, 3);
    ranked(5, SendClass::acknowledgement, 3);
    ranked(6, SendClass::reminder, 1);
    EXPECT_THAT(ids(next(0)), ElementsAre(4, 5, 3, 2, 6, 1));
}

TEST_F(SenderOrder, WhatKeepsAPageWaitingIsAsPressingAsThePage)
{
    figures.in_flight = 1;
    sender = make();
    add(post(1, "C1"));
    auto ahead = post(2, "C2", "room");
    ahead.send_class = SendClass::digest;
    add(ahead);
    auto page = post(3, "C2", "room");
    page.send_class = SendClass::page;
    add(page);
    const auto first = only(0);
    EXPECT_EQ(first.call_id, 2);
    comes(first, posted("C2", "1.1"), 10);
    EXPECT_EQ(only(10).call_id, 3);
}

TEST_F(SenderOrder, TheRowThatAPageFollowsIsAsPressingAsThePage)
{
    figures.in_flight = 1;
    sender = make();
    add(post(1, "C1"));
    add(row(2, "conversations.open", {{"users", "U1"}}));
    auto page = post(3, "U1", "dm:U1");
    page.send_class = SendClass::page;
    page.after = 2;
    page.take = Take::channel;
    add(page);
    EXPECT_EQ(only(0).call_id, 2);
}

TEST_F(SenderOrder, APageAlsoPushesWhatTheRowBeforeItFollows)
{
    figures.in_flight = 1;
    sender = make();
    add(post(1, "C1"));
    add(row(2, "conversations.join", {{"channel", "C2"}}));
    auto ahead = post(3, "C2", "room");
    ahead.after = 2;
    add(ahead);
    auto page = post(4, "C2", "room");
    page.send_class = SendClass::page;
    add(page);
    EXPECT_EQ(only(0).call_id, 2);
}

TEST_F(SenderOrder, ADirectMessageWaitsForItsChannelAndGoesThere)
{
    add(row(1, "conversations.open", {{"users", "U1"}}));
    auto direct = post(2, "U1", "dm:U1");
    direct.after = 1;
    direct.take = Take::channel;
    add(direct);
    const auto open = only(0);
    comes(open, ok({{"ok", true}, {"channel", {{"id", "D7"}}}}), 50);
    EXPECT_EQ(args(only(50)).at("channel"), "D7");
}

TEST_F(SenderOrder, ThreadAndEditTakeTheTsOfThePost)
{
    add(post(1, "#emergency"));
    auto in_thread = post(2, "#emergency");
    in_thread.after = 1;
    in_thread.take = Take::thread_ts;
    add(in_thread);
    auto edit = row(3, "chat.update", {{"channel", "#emergency"}, {"ts", ""}, {"text", "new"}});
    edit.after = 1;
    edit.take = Take::message_ts;
    add(edit);
    auto pin = row(4, "pins.add", {{"channel", "#emergency"}});
    pin.after = 1;
    pin.take = Take::message_ts;
    add(pin);
    comes(only(0), posted("C9", "55.6"), 10);
    const auto attempts = next(10);
    ASSERT_THAT(ids(attempts), ElementsAre(2, 3, 4));
    EXPECT_EQ(args(attempts[0]).at("thread_ts"), "55.6");
    EXPECT_EQ(args(attempts[0]).at("channel"), "C9");
    EXPECT_EQ(args(attempts[1]).at("ts"), "55.6");
    EXPECT_EQ(args(attempts[2]).at("timestamp"), "55.6");
}

TEST_F(SenderOrder, AFollowerHeardOfAMomentTooLateStillGetsTheResult)
{
    add(post(1, "C1"));
    comes(only(0), posted("C1", "55.6"), 10);
    auto in_thread = post(2, "C1");
    in_thread.after = 1;
    in_thread.take = Take::thread_ts;
    add(in_thread);
    EXPECT_EQ(args(only(20)).at("thread_ts"), "55.6");
}

TEST_F(SenderOrder, WhatAFollowerTookIsSavedAlthoughItMayNotGoYet)
{
    add(post(1, "C1"));
    auto in_thread = post(2, "C1");
    in_thread.after = 1;
    in_thread.take = Take::thread_ts;
    in_thread.not_before = at(60'000);
    add(in_thread);
    comes(only(0), posted("C1", "55.6"), 10);
    EXPECT_THAT(next(10), IsEmpty());
    restart(20);
    EXPECT_EQ(args(only(60'000)).at("thread_ts"), "55.6");
}

TEST_F(SenderOrder, FollowersOfAParkedRowAreParkedWithTheReason)
{
    add(row(1, "conversations.open", {{"users", "U1"}}));
    auto direct = post(2, "U1", "dm:U1");
    direct.after = 1;
    direct.take = Take::channel;
    add(direct);
    comes(only(0), refusal("user_not_found"), 10);
    EXPECT_EQ(sender->wake_at(), UtcMillis{});
    EXPECT_THAT(next(10), IsEmpty());
    EXPECT_EQ(state(2), CallState::parked);
    EXPECT_THAT(saved(2).error, HasSubstr("user_not_found"));
    EXPECT_EQ(heard.size(), 2U);
    EXPECT_EQ(sender->waiting(), 0U);
}

TEST_F(SenderOrder, APageToSomebodyUnreachableGoesToTheEmergencyChannel)
{
    const auto attempt = attempt_after_nobody_was_reached(SendClass::page);
    EXPECT_EQ(args(attempt).at("channel"), "C0EMERGENCY");
    EXPECT_THAT(args(attempt).at("text"), HasSubstr("<@U1>"));
}

TEST_F(SenderOrder, AReminderToSomebodyUnreachableGoesToTheEmergencyChannel)
{
    const auto attempt = attempt_after_nobody_was_reached(SendClass::reminder);
    EXPECT_EQ(args(attempt).at("channel"), "C0EMERGENCY");
    EXPECT_THAT(args(attempt).at("text"), HasSubstr("<@U1>"));
}

TEST_F(SenderOrder, AReminderOfAThreadThatNeverBeganIsReroutedAfterARestartToo)
{
    emergency = "C1";
    sender = make();
    add(post(1, "C1"));
    auto reminder = post(2, "C1");
    reminder.send_class = SendClass::reminder;
    reminder.after = 1;
    reminder.take = Take::thread_ts;
    add(reminder);
    comes(only(0), refusal("is_archived"), 10);
    emergency = "C0EMERGENCY";
    restart(20);  // what became of the first row is not known any more
    EXPECT_EQ(args(only(20)).at("channel"), "C0EMERGENCY");
    restart(30);
    EXPECT_EQ(saved(2).take, Take::nothing);
}

TEST_F(SenderOrder, ReminderAndAcknowledgementOfAThreadWhoseFirstPostIsParkedAreReroutedAndACardIsNot)
{
    auto first = post(1, "C1", "channel:C1");
    first.args = R"({"channel":"C1","text":"x"})";
    emergency = "C1";
    sender = make();
    add(first);
    for (const auto& [id, send_class] :
         {std::pair{2, SendClass::reminder}, std::pair{3, SendClass::acknowledgement}, std::pair{4, SendClass::card}})
    {
        auto news = post(id, "C1", "room");
        news.send_class = send_class;
        news.after = 1;
        news.take = Take::thread_ts;
        add(news);
    }
    comes(only(0), refusal("is_archived"), 10);
    emergency = "C0EMERGENCY";
    comes(only(10), posted("C0EMERGENCY", "1.1"), 20);
    comes(only(1'020), posted("C0EMERGENCY", "1.2"), 1'030);
    EXPECT_EQ(state(2), CallState::sent);
    EXPECT_EQ(state(3), CallState::sent);
    EXPECT_EQ(state(4), CallState::parked);
}

TEST_F(SenderOrder, AFollowerOfAParkedRowWaitsForTheRowThatItIsGivenInstead)
{
    add(row(1, "conversations.open", {{"users", "U1"}}));
    auto direct = post(2, "U1", "dm:U1");
    direct.after = 1;
    direct.take = Take::channel;
    add(direct);
    comes(only(0), refusal("user_not_found"), 10);
    add(row(3, "conversations.open", {{"users", "U2"}}));
    direct.after = 3;
    add(direct);
    comes(only(10), ok({{"channel", {{"id", "D2"}}}}), 20);
    EXPECT_EQ(args(only(20)).at("channel"), "D2");
}

TEST_F(SenderOrder, AFollowerWhoseResultNobodyKnowsAnyMoreIsParked)
{
    auto orphan = post(5, "C1");
    orphan.after = 1;
    orphan.take = Take::thread_ts;
    add(orphan);
    EXPECT_THAT(next(0), IsEmpty());
    EXPECT_EQ(state(5), CallState::parked);
    EXPECT_THAT(saved(5).error, HasSubstr("call 1"));
}

TEST_F(SenderOrder, APendingRowIsReplacedInItsPlace)
{
    auto old = post(1, "C1", "room");
    old.not_before = at(1'000);
    add(old);
    add(post(2, "C1", "room"));
    EXPECT_THAT(next(0), IsEmpty());
    old.args = R"({"channel":"C1","text":"newer"})";
    add(old);
    const auto attempt = only(1'000);
    EXPECT_EQ(attempt.call_id, 1);
    EXPECT_EQ(args(attempt).at("text"), "newer");
}

TEST_F(SenderOrder, AReplacedRowKeepsWhatItTookFromTheRowBefore)
{
    add(post(1, "C1"));
    auto edit = row(2, "chat.update", {{"channel", "C1"}, {"ts", ""}, {"text", "old"}});
    edit.after = 1;
    edit.take = Take::message_ts;
    edit.not_before = at(3'000);
    add(edit);
    comes(only(0), posted("C1", "55.6"), 10);
    edit.args = R"({"channel":"C1","ts":"","text":"new"})";
    add(edit);
    const auto attempt = only(3'000);
    EXPECT_EQ(args(attempt).at("ts"), "55.6");
    EXPECT_EQ(args(attempt).at("text"), "new");
}

TEST_F(SenderOrder, NewArgumentsInTheStoreAreNotOverwrittenByAnEarlierOutcome)
{
    add(post(1, "C1"));
    auto edit = row(2, "chat.update", {{"channel", "C1"}, {"ts", ""}, {"text", "old"}});
    edit.after = 1;
    edit.take = Take::message_ts;
    add(edit);
    const auto attempt = only(0);
    // In one batch: a rule replaces the edit in the store, then the post's outcome is heard, then the news.
    const auto output = sender->outcome(attempt, posted("C1", "55.6"), at(10));
    for (const auto& call : output.save)
        EXPECT_NE(call.id, 2);
}

TEST_F(SenderOrder, OneSlotIsKeptForPagesAndAcknowledgements)
{
    figures.in_flight = 3;
    sender = make();
    for (int id = 1; id <= 5; ++id)
        add(post(id, "C" + std::to_string(id)));
    EXPECT_THAT(ids(next(0)), ElementsAre(1, 2));
    EXPECT_EQ(sender->wake_at(), std::nullopt);
    auto page = post(6, "C6");
    page.send_class = SendClass::page;
    add(page);
    EXPECT_NE(sender->wake_at(), std::nullopt);
    EXPECT_THAT(ids(next(10)), ElementsAre(6));
    EXPECT_EQ(sender->in_flight(), 3U);
    EXPECT_EQ(sender->waiting(), 3U);
}

TEST_F(SenderOrder, TheOldestWaitingRowIsNamed)
{
    EXPECT_EQ(sender->oldest_waiting(), std::nullopt);
    add(post(1, "C1", "room"));
    auto younger = post(2, "C1", "room");
    younger.created_at = at(700);
    add(younger);
    EXPECT_EQ(sender->oldest_waiting(), at(0));
    only(800);
    EXPECT_EQ(sender->oldest_waiting(), at(700));
}

TEST_F(SenderOrder, WhatWaitsGoesToAChannelsNewId)
{
    auto card = post(1, "G1", "channel:G1");
    card.purpose = "incident.card";
    add(card);
    auto edit = row(2, "chat.update", {{"channel", "G1"}, {"text", "edited"}});
    edit.after = 1;
    edit.take = Take::message_ts;
    add(edit);
    add(post(3, "G1", "channel:G1"));
    comes(only(0), posted("G1", "1.1"), 100);
    sender->move_channel("G1", "C1");
    auto reply = post(4, "G1", "incident:1");
    reply.after = 1;
    reply.take = Take::thread_ts;
    add(reply);
    const auto rest = next(5'000);
    ASSERT_EQ(rest.size(), 3U);
    for (const auto& attempt : rest)
        EXPECT_EQ(args(attempt)["channel"], "C1") << attempt.call_id;
    EXPECT_EQ(saved(3).conversation, "channel:C1");
}

}  // namespace hotwatch::slack
