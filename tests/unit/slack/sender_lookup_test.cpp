// Posts whose answer was lost: looked for before they are repeated, across crashes too.
#include "sender_fixture.hpp"

namespace hotwatch::slack
{

using testing::HasSubstr;
using testing::IsEmpty;
using SenderLookup = SenderTest;

TEST_F(SenderLookup, ALostPostIsFoundByTheIdInItsMetadata)
{
    add(post(1, "C1"));
    const auto sent = only(0);
    EXPECT_EQ(args(sent).at("metadata").at("event_payload").at("id"), "uuid-1");
    comes(sent, lost(), 10'000);
    EXPECT_EQ(state(1), CallState::unknown);

    const auto look = only(10'000);
    EXPECT_TRUE(look.is_lookup);
    EXPECT_EQ(look.request.method, "conversations.history");
    EXPECT_EQ(args(look).at("channel"), "C1");
    EXPECT_EQ(args(look).at("oldest"), "1727999100.000000");  // a quarter of an hour before it was sent
    EXPECT_EQ(args(look).at("include_all_metadata"), true);
    comes(look, history({{"uuid-1", "77.8"}}), 10'100);
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(saved(1).result_ts, "77.8");
    EXPECT_EQ(saved(1).result_channel, "C1");
    EXPECT_EQ(saved(1).attempts, 1);
}

TEST_F(SenderLookup, TheIdOfTheFirstBlockIsProofToo)
{
    auto call = post(1, "C1");
    call.args = R"({"channel":"C1","text":"x","blocks":[{"type":"divider"},{"type":"divider"}]})";
    add(call);
    const auto sent = only(0);
    EXPECT_EQ(args(sent).at("blocks").at(0).at("block_id"), "uuid-1");
    comes(sent, lost(), 10);
    const Json shown{
        {"ts", "77.8"}, {"bot_id", "B1"}, {"blocks", Json::array({{{"block_id", "uuid-1"}, {"type", "divider"}}})}};
    comes(only(10), ok({{"ok", true}, {"messages", Json::array({shown})}}), 20);
    EXPECT_EQ(saved(1).result_ts, "77.8");
}

TEST_F(SenderLookup, APersonsMessageIsNoProof)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 10);
    const Json forged{{"ts", "77.8"}, {"user", "U1"}, {"metadata", {{"event_payload", {{"id", "uuid-1"}}}}}};
    comes(only(10), ok({{"ok", true}, {"messages", Json::array({forged})}}), 20);
    EXPECT_EQ(state(1), CallState::unknown);
}

TEST_F(SenderLookup, APostInAThreadIsLookedForThere)
{
    auto call = post(1, "C1");
    call.args = R"({"channel":"C1","text":"x","thread_ts":"5.5"})";
    add(call);
    comes(only(0), lost(), 10);
    const auto look = only(10);
    EXPECT_EQ(look.request.method, "conversations.replies");
    EXPECT_EQ(args(look).at("ts"), "5.5");
}

TEST_F(SenderLookup, AChannelGoesByItsIdAsSoonAsThatIsKnown)
{
    channel_ids["#ops"] = "C1";
    add(post(1, "#ops"));
    const auto sent = only(0);
    EXPECT_EQ(args(sent).at("channel"), "C1");
    EXPECT_THAT(saved(1).args, HasSubstr("C1"));
}

/// Slack takes posts by name, histories by id only.
TEST_F(SenderLookup, APostToANameIsLookedForOnceTheChannelsAreKnown)
{
    add(post(1, "#ops"));
    const auto sent = only(0);
    EXPECT_EQ(args(sent).at("channel"), "#ops");
    comes(sent, lost(), 10);
    add(read(2, "conversations.list"));
    const auto list = only(10);
    EXPECT_EQ(list.call_id, 2);
    EXPECT_THAT(next(9'000), IsEmpty());
    channel_ids["#ops"] = "C1";
    comes(list, ok(), 9'000);
    const auto look = only(60'000);
    EXPECT_EQ(look.request.method, "conversations.history");
    EXPECT_EQ(args(look).at("channel"), "C1");
    comes(look, history({{"uuid-1", "77.8"}}), 60'100);
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(saved(1).result_channel, "C1");
}

TEST_F(SenderLookup, APostToANameThatNoChannelHasWaitsForAPerson)
{
    add(post(1, "#ops"));
    comes(only(0), lost(), 10);
    EXPECT_THAT(next(10), IsEmpty());
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_THAT(saved(1).error, HasSubstr("channel_not_found"));
}

TEST_F(SenderLookup, NotFoundTwiceMeansNotPosted)
{
    add(post(1, "C1", "room"));
    add(post(2, "C1", "room"));
    comes(only(0), lost(), 1'000);
    comes(only(1'000), history({}), 1'100);
    EXPECT_EQ(saved(1).looks, 1);
    EXPECT_EQ(sender->wake_at(), at(6'000));  // 5 s after the answer was lost: histories lag
    comes(only(6'000), history({}), 6'100);
    EXPECT_EQ(state(1), CallState::pending);
    const auto again = only(6'100);
    EXPECT_FALSE(again.is_lookup);
    EXPECT_EQ(again.call_id, 1);  // and the row behind it still waits
    EXPECT_EQ(saved(1).attempts, 2);
}

TEST_F(SenderLookup, TheSecondLookIsAtLeastTwoSecondsAfterTheFirst)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    comes(only(0), history({}), 9'000);
    EXPECT_EQ(sender->wake_at(), at(11'000));
}

TEST_F(SenderLookup, ALongHistoryIsReadToItsEnd)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    auto page = Json::parse(history({{"uuid-9", "1.1"}}).body);
    page["has_more"] = true;
    page["response_metadata"] = {{"next_cursor", "bmV4dA=="}};
    comes(only(0), ok(page), 100);
    const auto second = only(100);
    EXPECT_EQ(args(second).at("cursor"), "bmV4dA==");
    comes(second, history({{"uuid-1", "77.8"}}), 200);
    EXPECT_EQ(saved(1).result_ts, "77.8");
}

TEST_F(SenderLookup, AnAnswerWithoutAListProvesNothing)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    comes(only(0), ok({{"ok", true}}), 0);
    EXPECT_EQ(saved(1).looks, 0);
    EXPECT_EQ(sender->wake_at(), at(1'000));
}

TEST_F(SenderLookup, ALookThatFailsIsTakenAgain)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    std::int64_t now = 0;
    for (const auto& [result, wait] :
         {std::pair{not_sent(), 1'000}, std::pair{lost(), 2'000}, std::pair{refusal("fatal_error"), 4'000}})
    {
        comes(only(now), result, now);
        now += wait;
        EXPECT_EQ(sender->wake_at(), at(now));
    }
    comes(only(now), limited(20), now);
    EXPECT_THAT(next(now), IsEmpty());
    EXPECT_EQ(sender->wake_at(), at(now + 20'000));
    EXPECT_EQ(state(1), CallState::unknown);
}

TEST_F(SenderLookup, AnUnreadableHistoryParksWhatIsNotCritical)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    comes(only(0), refusal("missing_scope", {{"ok", false}, {"needed", "channels:history"}}), 10);
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_THAT(saved(1).error, HasSubstr("missing_scope"));
    EXPECT_THAT(alarms.at(0), HasSubstr("channels:history"));
}

TEST_F(SenderLookup, AnUnreadableHistoryRepeatsACriticalPostMarkedOnce)
{
    auto page = post(1, "C1");
    page.severity = 0;
    page.args = R"({"channel":"C1","text":"checkout fails","blocks":[{"type":"divider"}]})";
    add(page);
    comes(only(0), lost(), 0);
    comes(only(0), refusal("channel_not_found"), 10);
    const auto repeat = only(10);
    EXPECT_FALSE(repeat.is_lookup);
    EXPECT_THAT(args(repeat).at("text"), HasSubstr("Possibly a repeat"));
    EXPECT_THAT(args(repeat).at("text"), HasSubstr("checkout fails"));
    EXPECT_EQ(args(repeat).at("blocks").size(), 2U);
    EXPECT_EQ(args(repeat).at("blocks").at(0).at("block_id"), "uuid-1");
    comes(repeat, lost(), 20);
    comes(only(20), refusal("channel_not_found"), 30);
    EXPECT_EQ(args(only(1'030)).at("blocks").size(), 2U);
}

TEST_F(SenderLookup, AScheduledMessageIsFoundByTheIdInItsText)
{
    auto call = row(1, "chat.scheduleMessage", {{"channel", "C1"}, {"text", "update due"}, {"post_at", 1'728'000'900}});
    call.kind = CallKind::look_up;
    add(call);
    const auto sent = only(0);
    EXPECT_THAT(args(sent).at("text"), HasSubstr("uuid-1"));
    EXPECT_FALSE(args(sent).contains("metadata"));
    comes(sent, lost(), 10);
    const auto look = only(10);
    EXPECT_EQ(look.request.method, "chat.scheduledMessages.list");
    const Json listed{{"id", 1'298'393'284}, {"channel_id", "C1"}, {"text", args(sent).at("text")}};
    comes(look, ok({{"ok", true}, {"scheduled_messages", Json::array({listed})}}), 20);
    EXPECT_EQ(saved(1).result_ts, "Q1298393284");
}

TEST_F(SenderLookup, AScheduledMessageWhoseTimeHasComeIsFoundInTheHistory)
{
    auto call = row(1, "chat.scheduleMessage", {{"channel", "C1"}, {"text", "update due"}, {"post_at", 1'728'000'001}});
    call.kind = CallKind::look_up;
    add(call);
    const auto sent = only(0);
    comes(sent, lost(), 10'000);
    const auto look = only(10'000);
    EXPECT_EQ(look.request.method, "conversations.history");
    const Json shown{{"ts", "77.8"}, {"bot_id", "B1"}, {"text", args(sent).at("text")}};
    comes(look, ok({{"ok", true}, {"messages", Json::array({shown})}}), 10'100);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderLookup, AChannelIsFoundByNameAndCreation)
{
    auto call = row(1, "conversations.create", {{"name", "inc-7"}});
    call.kind = CallKind::look_up;
    add(call);
    comes(only(0), lost(), 10);
    const auto look = only(10);
    EXPECT_EQ(look.request.method, "conversations.list");
    const Json older{{"id", "C1"}, {"name", "inc-7"}, {"created", 1'727'000'000}, {"is_member", true}};
    const Json ours{{"id", "C2"}, {"name", "inc-7"}, {"created", 1'728'000'001}, {"is_member", true}};
    comes(look, ok({{"ok", true}, {"channels", Json::array({older, ours})}}), 20);
    EXPECT_EQ(saved(1).result_channel, "C2");
}

TEST_F(SenderLookup, WhatWasBeingSentWhenTheProcessEndedIsLookedUp)
{
    add(post(1, "C1"));
    only(0);
    restart(60'000);
    const auto look = only(60'000);
    EXPECT_TRUE(look.is_lookup);
    EXPECT_EQ(state(1), CallState::unknown);
    comes(look, history({{"uuid-1", "77.8"}}), 60'100);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderLookup, AfterALongAbsenceOnlyTheMinutesOfTheAttemptAreRead)
{
    add(post(1, "C1"));
    only(0);
    restart(8 * 3'600'000);
    EXPECT_EQ(args(only(8 * 3'600'000)).at("latest"), "1728000600.000000");
}

TEST_F(SenderLookup, ARestartBetweenTwoLooksTakesTheSecond)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 0);
    comes(only(0), history({}), 0);
    restart(60'000);
    comes(only(60'000), history({}), 60'100);
    EXPECT_FALSE(only(60'100).is_lookup);
}

TEST_F(SenderLookup, ACrashRepeatsRepeatableCallsAndParksThoseThatGoOnce)
{
    add(row(1, "chat.update", {{"channel", "C1"}, {"ts", "1.1"}, {"text", "x"}}));
    add(reply_once(2));
    next(0);
    restart(60'000);
    EXPECT_THAT(next(60'000), IsEmpty());
    EXPECT_EQ(state(1), CallState::pending);
    EXPECT_EQ(state(2), CallState::parked);
    EXPECT_THAT(saved(2).error, HasSubstr("outcome unknown"));
    EXPECT_EQ(heard.size(), 1U);
    EXPECT_EQ(only(61'000).call_id, 1);
}

TEST_F(SenderLookup, ARequestStillUnderWayIsWaitedForAfterARollback)
{
    add(post(1, "C1"));
    const auto attempt = only(0);
    sender = make();
    sender->restore({store.at(1)}, {}, at(100), {1});
    EXPECT_THAT(next(100), IsEmpty());
    EXPECT_EQ(sender->in_flight(), 1U);
    comes(attempt, posted("C1", "1.1"), 200);
    EXPECT_EQ(state(1), CallState::sent);
}

TEST_F(SenderLookup, InAChannelThatTheBotWasRemovedFromJoinsAndLooksAgain)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 10);
    comes(only(10), refusal("not_in_channel"), 20);
    const auto join = only(20);
    EXPECT_EQ(join.request.method, "conversations.join");
    EXPECT_EQ(args(join), Json({{"channel", "C1"}}));
    comes(join, ok(), 30);
    const auto look = only(30);
    EXPECT_EQ(look.request.method, "conversations.history");
    comes(look, history({{"uuid-1", "77.8"}}), 40);
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(saved(1).result_ts, "77.8");
}

TEST_F(SenderLookup, InAPrivateChannelThatTheBotWasRemovedFromEnds)
{
    add(post(1, "C1"));
    comes(only(0), lost(), 10);
    comes(only(10), refusal("not_in_channel"), 20);
    comes(only(20), refusal("method_not_supported_for_channel_type"), 30);
    comes(only(30), refusal("not_in_channel"), 40);
    EXPECT_EQ(state(1), CallState::parked) << "it joins once";
    EXPECT_THAT(saved(1).error, HasSubstr("could not be looked up: not_in_channel"));
}

}  // namespace hotwatch::slack
