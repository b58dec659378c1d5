// What each kind of refusal does to a row (platform 12.4).
#include "sender_fixture.hpp"

namespace hotwatch::slack
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using SenderErrors = SenderTest;

TEST_F(SenderErrors, SuccessKeepsChannelAndTsAndTellsTheRule)
{
    auto card = post(1, "C1");
    card.purpose = "incident.card";
    add(card);
    add(post(2, "C1"));
    const auto attempts = next(0);
    EXPECT_EQ(state(1), CallState::sending);
    EXPECT_EQ(saved(1).started_at, at(0));
    for (const auto& attempt : attempts)
        comes(attempt, posted("C1", "10." + std::to_string(attempt.call_id)), 50);
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(saved(1).result_ts, "10.1");
    EXPECT_EQ(saved(2).result_channel, "C1");
    ASSERT_THAT(heard, SizeIs(1));  // the other has no rule to tell
    EXPECT_EQ(heard[0].call.id, 1);
    EXPECT_THAT(heard[0].body, HasSubstr("10.1"));
}

TEST_F(SenderErrors, AlreadySoIsSuccess)
{
    add(row(1, "pins.add", {{"channel", "C1"}, {"timestamp", "1.1"}}));
    comes(only(0), refusal("already_pinned"), 10);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderErrors, WhatWasNotSentIsRepeatedWithGrowingWaits)
{
    add(post(1, "C1"));
    std::int64_t now = 0;
    for (const std::int64_t wait : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000})
    {
        comes(only(now), not_sent(), now);
        EXPECT_EQ(sender->wake_at(), at(now + wait));
        now += wait;
    }
    EXPECT_EQ(saved(1).attempts, 8);
    EXPECT_EQ(saved(1).error, "connection refused");
}

TEST_F(SenderErrors, JitterTakesAwayUpToHalfOfAWait)
{
    jitter = 0.5;
    add(post(1, "C1"));
    comes(only(0), not_sent(), 0);
    EXPECT_EQ(sender->wake_at(), at(750));
}

TEST_F(SenderErrors, ARepeatableCallIsRepeatedWhenItsAnswerIsLost)
{
    add(row(1, "chat.update", {{"channel", "C1"}, {"ts", "1.1"}, {"text", "x"}}));
    comes(only(0), lost(), 100);
    EXPECT_EQ(state(1), CallState::pending);
    const auto again = only(1'100);
    EXPECT_FALSE(again.is_lookup);
    comes(again, ok(), 1'200);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderErrors, APassingRefusalIsRepeated)
{
    add(row(1, "chat.update", {{"channel", "C1"}, {"ts", "1.1"}, {"text", "x"}}));
    comes(only(0), refusal("update_failed"), 0);
    EXPECT_EQ(state(1), CallState::pending);
    EXPECT_EQ(sender->wake_at(), at(1'000));
}

TEST_F(SenderErrors, ARefusalThatMayHidAPostIsLookedUp)
{
    add(post(1, "C1"));
    comes(only(0), refusal("request_timeout"), 0);
    EXPECT_EQ(state(1), CallState::unknown);
}

TEST_F(SenderErrors, OnceMeansOnce)
{
    for (const auto& result : {lost(), not_sent(), refusal("fatal_error"), refusal("expired_url")})
    {
        SCOPED_TRACE(result.error);
        heard.clear();
        sender = make();
        add(reply_once(1));
        comes(only(0), result, 10);
        EXPECT_EQ(state(1), CallState::parked);
        EXPECT_THAT(saved(1).error, HasSubstr(result.error));
        EXPECT_THAT(heard, SizeIs(1));
        EXPECT_THAT(next(100'000), IsEmpty());
    }
}

TEST_F(SenderErrors, WhatGoesOnceWaitsWhereSlackHadNoTimeForIt)
{
    add(reply_once(1));
    comes(only(0), limited(3), 10);
    EXPECT_EQ(state(1), CallState::pending);
    EXPECT_THAT(next(3'000), IsEmpty());
    comes(only(3'010), ok(), 3'100);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderErrors, WhatGoesOnceDoesNotWaitForEver)
{
    add(reply_once(1));
    for (int minute = 0; minute < 5; ++minute)
    {
        EXPECT_NE(state(1), CallState::parked);
        comes(only(minute * 60'000), limited(30), minute * 60'000 + 10);
    }
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, AnAnswerWhoseAddressIsTooOldOrErasedIsNotTried)
{
    auto erased = reply_once(1);
    erased.response_url.clear();
    add(erased);
    add(reply_once(2));
    EXPECT_THAT(next(30 * 60'000), IsEmpty());
    EXPECT_EQ(saved(1).error, "expired_url");
    EXPECT_EQ(saved(2).error, "expired_url");
}

TEST_F(SenderErrors, TheAddressOfAnAnswerIsUsedWithoutTokenAndErased)
{
    add(reply_once(1));
    const auto attempt = only(0);
    EXPECT_EQ(attempt.request.url, "https://hooks.slack.com/commands/T1/1/secret");
    EXPECT_EQ(attempt.request.token, Token::none);
    comes(attempt, ok(), 10);
    EXPECT_EQ(saved(1).response_url, "");
}

TEST_F(SenderErrors, WithoutATokenEverythingWaitsAndOneRowTriesFirst)
{
    for (int id = 1; id <= 3; ++id)
        add(post(id, "C" + std::to_string(id)));
    const auto attempts = next(0);
    comes(attempts.at(0), refusal("token_revoked"), 100);
    comes(attempts.at(1), posted("C2", "1.1"), 150);  // asked for before
    comes(attempts.at(2), refusal("token_revoked"), 200);
    EXPECT_THAT(alarms, ElementsAre(HasSubstr("token_revoked")));
    EXPECT_EQ(state(1), CallState::pending);
    EXPECT_THAT(next(200), IsEmpty());
    EXPECT_EQ(sender->wake_at(), at(300'200));

    comes(only(300'200), refusal("token_revoked"), 301'000);
    EXPECT_THAT(next(301'000), IsEmpty());
    EXPECT_EQ(sender->wake_at(), at(601'000));

    const auto probe = only(601'000);
    EXPECT_EQ(sender->wake_at(), std::nullopt);
    comes(probe, posted("C1", "1.2"), 601'500);
    EXPECT_THAT(next(601'500), SizeIs(1));
    EXPECT_THAT(alarms, SizeIs(1));
}

TEST_F(SenderErrors, AMissingScopeIsToldOnceByNameAndParks)
{
    for (int id = 1; id <= 2; ++id)
        add(row(id, "pins.add", {{"channel", "C1"}, {"timestamp", "1.1"}}));
    for (const auto& attempt : next(0))
        comes(attempt, refusal("missing_scope", {{"ok", false}, {"needed", "pins:write"}}), 10);
    EXPECT_THAT(alarms, ElementsAre(HasSubstr("pins:write")));
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_EQ(state(2), CallState::parked);
}

TEST_F(SenderErrors, APostWhoseChannelIsGoneGoesToTheEmergencyChannelOnce)
{
    auto reminder = row(1, "chat.postMessage",
                        {{"channel", "C1"},
                         {"thread_ts", "9.9"},
                         {"text", "update due"},
                         {"blocks", Json::array({{{"type", "divider"}}})}});
    reminder.kind = CallKind::look_up;
    add(reminder);
    const auto first = only(0);
    comes(first, refusal("is_archived"), 10);
    const auto second = only(10);
    EXPECT_EQ(second.call_id, 1);
    const auto sent = args(second);
    EXPECT_EQ(sent.at("channel"), "C0EMERGENCY");
    EXPECT_FALSE(sent.contains("thread_ts"));
    EXPECT_THAT(sent.at("text"), testing::AllOf(HasSubstr("<#C1>"), HasSubstr("is_archived"), HasSubstr("update due")));
    EXPECT_THAT(sent.at("blocks").at(0).at("elements").at(0).at("text"), HasSubstr("<#C1>"));
    EXPECT_EQ(sent.at("blocks").at(1).at("type"), "divider");
    EXPECT_EQ(sent.at("metadata"), args(first).at("metadata"));

    comes(second, refusal("is_archived"), 20);
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_EQ(saved(1).error, "is_archived");
}

TEST_F(SenderErrors, ARerouteSurvivesARestart)
{
    add(post(1, "C1"));
    comes(only(0), refusal("not_in_channel"), 10);
    restart(100);
    const auto attempt = only(100);
    EXPECT_EQ(args(attempt).at("channel"), "C0EMERGENCY");
    comes(attempt, refusal("not_in_channel"), 200);
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, APrivateAnswerIsNotPostedInPublicWhenItsReaderIsGone)
{
    auto answer = post(1, "D1");
    answer.send_class = SendClass::acknowledgement;
    add(answer);
    auto page = post(2, "D2");
    page.send_class = SendClass::page;
    add(page);
    for (const auto& attempt : next(0))
        comes(attempt, refusal("is_inactive"), 10);
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_EQ(args(only(10)).at("channel"), "C0EMERGENCY");
}

TEST_F(SenderErrors, WithoutAnEmergencyChannelAPostIsParked)
{
    emergency.clear();
    add(post(1, "C1"));
    comes(only(0), refusal("channel_not_found"), 10);
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, RefusedBlocksGoOutAsPlainTextOnce)
{
    auto call = post(1, "C1");
    call.args =
        Json{{"channel", "C1"}, {"text", std::string(5'000, 'x')}, {"blocks", Json::array({{{"type", "odd"}}})}}.dump();
    add(call);
    comes(only(0), refusal("invalid_blocks"), 10);
    const auto plain = only(10);
    EXPECT_FALSE(args(plain).contains("blocks"));
    EXPECT_EQ(args(plain).at("text"), std::string(3'999, 'x') + "…");
    comes(plain, refusal("invalid_blocks"), 20);
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, AnEditAsPlainTextClearsTheOldBlocks)
{
    add(row(1, "chat.update",
            {{"channel", "C1"}, {"ts", "1.1"}, {"text", "x"}, {"blocks", Json::array({{{"type", "odd"}}})}}));
    comes(only(0), refusal("msg_blocks_too_long"), 10);
    const auto plain = only(10);
    EXPECT_EQ(args(plain).at("blocks"), Json::array());
    comes(plain, refusal("msg_blocks_too_long"), 20);
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, AnEditOfAMessageThatIsGoneIsParkedByThatName)
{
    auto edit = row(1, "chat.update", {{"channel", "C1"}, {"ts", "1.1"}, {"text", "x"}});
    edit.purpose = "incident.card";
    add(edit);
    comes(only(0), refusal("message_not_found"), 10);
    ASSERT_THAT(heard, SizeIs(1));
    EXPECT_EQ(heard[0].call.state, CallState::parked);
    EXPECT_EQ(heard[0].call.error, "message_not_found");
}

TEST_F(SenderErrors, FinalAndTooLateRefusalsPark)
{
    for (const auto* error : {"name_taken", "time_in_past", "never_heard_of_it"})
    {
        sender = make();
        add(row(1, "conversations.create", {{"name", "inc-1"}}));
        comes(only(0), refusal(error), 10);
        EXPECT_EQ(state(1), CallState::parked);
        EXPECT_EQ(saved(1).error, error);
    }
}

TEST_F(SenderErrors, WhatAsksSomebodyForSomethingGoesElsewhereWhateverTheRefusalIs)
{
    auto reminder = post(1, "C1");
    reminder.send_class = SendClass::reminder;
    add(reminder);
    add(post(2, "C1"));  // a card
    const auto attempts = next(0);
    for (const auto& attempt : attempts)
        comes(attempt, refusal("cannot_reply_to_message"), 10);
    EXPECT_EQ(state(2), CallState::parked);
    const auto again = only(20);
    EXPECT_EQ(args(again).at("channel"), emergency);
    EXPECT_THAT(args(again).at("text").get<std::string>(), HasSubstr("cannot_reply_to_message"));
    comes(again, refusal("cannot_reply_to_message"), 30);
    EXPECT_EQ(state(1), CallState::parked) << "there is no other place";
}

TEST_F(SenderErrors, ARowThatIsNoJsonIsParkedUntried)
{
    auto broken = read(1);
    broken.args = "[1,";
    add(broken);
    EXPECT_THAT(next(0), IsEmpty());
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SenderErrors, NewsOfNobodyIsIgnored)
{
    Attempt stranger{.call_id = 77, .is_lookup = false, .request = {}};
    const auto output = sender->outcome(stranger, ok(), at(0));
    EXPECT_THAT(output.save, IsEmpty());
    add(read(1));
    const auto attempt = only(0);
    comes(attempt, ok(), 1);
    comes(attempt, refusal("user_not_found"), 2);
    EXPECT_EQ(state(1), CallState::sent);
}

}  // namespace hotwatch::slack
