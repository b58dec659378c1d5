// Posting, changing, reading and scheduling messages; marks on them (platform section 14).
#include "workplace.hpp"

namespace slack_sim
{

class Messages : public Workplace
{
  protected:
    std::string support = join("support");

    Json say(const std::string& text, Json more = Json::object())
    {
        more["channel"] = support;
        more["text"] = text;
        pass(1s);
        return api("chat.postMessage", more);
    }
};

TEST_F(Messages, DestinationMayBeAnIdANameOrAPerson)
{
    for (const char* where : {"#general", "general"})
        EXPECT_EQ(api("chat.postMessage", {{"channel", where}, {"text", "x"}}).at("channel"),
                  slack.channel_id("general"));
    const Json answer = api("chat.postMessage", {{"channel", "U01ANA"}, {"text", "x"}});
    EXPECT_EQ(answer.at("channel"), slack.channel_id("dm:ana"));
    for (const char* nowhere : {"C-none", "#none", "@ana", "U04OLD", "USLACKBOT"})
        EXPECT_EQ(error(api("chat.postMessage", {{"channel", nowhere}, {"text", "x"}})), "channel_not_found")
            << nowhere;
}

TEST_F(Messages, UnopenedDmIsNotFoundByItsId)
{
    const std::string dm = slack.channel_id("dm:ben");
    EXPECT_EQ(error(api("chat.postMessage", {{"channel", dm}, {"text", "x"}})), "channel_not_found");
    api("conversations.open", {{"users", "U02BEN"}});
    EXPECT_EQ(error(api("chat.postMessage", {{"channel", dm}, {"text", "x"}})), "");
}

TEST_F(Messages, BadContentIsRefused)
{
    const Json huge(std::string(9000, 'x'));
    const std::pair<Json, std::string> cases[] = {
        {{{"text", ""}}, "no_text"},
        {{{"text", "a"}, {"markdown_text", "b"}}, "markdown_text_conflict"},
        {{{"text", "a"}, {"blocks", Json::array({{{"type", "header"}}})}}, "invalid_blocks"},
        {{{"text", "a"}, {"blocks", "{}"}}, "invalid_blocks_format"},
        {{{"text", "a"}, {"metadata", "x"}}, "invalid_metadata_format"},
        {{{"text", "a"}, {"metadata", {{"event_type", "a b"}, {"event_payload", Json::object()}}}},
         "invalid_metadata_schema"},
        {{{"text", "a"}, {"metadata", {{"event_type", "a"}}}}, "invalid_metadata_schema"},
        {{{"text", "a"}, {"metadata", {{"event_type", "a"}, {"event_payload", {{"k", huge}}}}}}, "metadata_too_large"},
    };
    for (auto [args, expected] : cases)
    {
        args["channel"] = support;
        EXPECT_EQ(error(api("chat.postMessage", args)), expected) << args.dump().substr(0, 200);
    }
    EXPECT_TRUE(slack.ledger().posts.empty());
}

TEST_F(Messages, InvalidBlocksNameThePlace)
{
    const Json long_text{{"type", "mrkdwn"}, {"text", std::string(3001, 'x')}};
    const Json answer = say("x", {{"blocks", Json::array({{{"type", "section"}, {"text", long_text}}})}});
    EXPECT_EQ(answer.at("errors").at(0), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
}

TEST_F(Messages, NumericThreadTsPostsOutsideTheThread)
{
    const std::string parent = say("parent").at("ts");
    const Json inside = say("inside", {{"thread_ts", parent}});
    const Json outside = say("outside", {{"thread_ts", std::stod(parent)}});
    EXPECT_EQ(inside.at("message").at("thread_ts"), parent);
    EXPECT_TRUE(outside.at("ok"));
    EXPECT_FALSE(outside.at("message").contains("thread_ts"));
    EXPECT_THAT(texts("support"), testing::ElementsAre("parent", "inside", "outside"));
}

TEST_F(Messages, UnencodedMentionsCount)
{
    say("<!channel> and <@U01ANA> but not &lt;!here&gt;");
    EXPECT_THAT(slack.messages("support").back().pings, testing::ElementsAre("channel", "U01ANA"));
}

TEST_F(Messages, ArchivedChannelTakesNoPosts)
{
    slack.archive("support");
    EXPECT_EQ(error(say("x")), "is_archived");
}

TEST_F(Messages, UpdateChangesOwnMessagesOnly)
{
    const std::string own = say("old").at("ts");
    EXPECT_EQ(api("chat.update", {{"channel", support}, {"ts", own}, {"text", "new"}}).at("text"), "new");
    EXPECT_THAT(texts("support"), testing::ElementsAre("new"));
    EXPECT_TRUE(slack.messages("support").back().is_edited);
    slack.types("ana", "support", "hers");
    const std::string hers = slack.messages("support").back().ts;
    EXPECT_EQ(error(api("chat.update", {{"channel", support}, {"ts", hers}, {"text", "x"}})), "cant_update_message");
    EXPECT_EQ(error(api("chat.update", {{"channel", support}, {"ts", "1.000001"}, {"text", "x"}})),
              "message_not_found");
    const std::string longest(4000, 'x');
    EXPECT_EQ(error(api("chat.update", {{"channel", support}, {"ts", own}, {"text", longest}})), "");
    EXPECT_EQ(error(api("chat.update", {{"channel", support}, {"ts", own}, {"text", longest + "x"}})), "msg_too_long");
}

TEST_F(Messages, UpdateKeepsBlocksUnlessTheyAreCleared)
{
    const std::string ts = say("card", {{"blocks", Json::array({button("Acknowledge", "ack")})}}).at("ts");
    api("chat.update", {{"channel", support}, {"ts", ts}, {"text", "changed"}});
    EXPECT_EQ(slack.messages("support").back().blocks.size(), 1U);
    api("chat.update", {{"channel", support}, {"ts", ts}, {"text", "bare"}, {"blocks", Json::array()}});
    EXPECT_TRUE(slack.messages("support").back().blocks.empty());
}

TEST_F(Messages, DeletedMessageIsGoneForEverybody)
{
    const std::string ts = say("oops").at("ts");
    EXPECT_EQ(error(api("chat.delete", {{"channel", support}, {"ts", ts}})), "");
    EXPECT_TRUE(texts("support").empty());
    EXPECT_EQ(error(api("chat.delete", {{"channel", support}, {"ts", ts}})), "message_not_found");
    EXPECT_TRUE(slack.ledger().posts.back().is_deleted);
}

TEST_F(Messages, EphemeralIsSeenByOneAndNeverInHistory)
{
    const Json answer = api("chat.postEphemeral", {{"channel", support}, {"user", "U01ANA"}, {"text", "psst"}});
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("psst"));
    EXPECT_TRUE(texts("support").empty());
    EXPECT_TRUE(get("conversations.history", {{"channel", support}}).at("messages").empty());
    const Json update{{"channel", support}, {"ts", answer.at("message_ts")}, {"text", "x"}};
    EXPECT_EQ(error(api("chat.update", update)), "message_not_found");
    EXPECT_EQ(error(api("chat.postEphemeral", {{"channel", support}, {"user", "U04OLD"}, {"text", "x"}})),
              "user_not_in_channel");
    EXPECT_EQ(
        error(api("chat.postEphemeral", {{"channel", slack.channel_id("general")}, {"user", "U01ANA"}, {"text", "x"}})),
        "not_in_channel");
}

TEST_F(Messages, HistoryIsNewestFirstPagedAndWithoutReplies)
{
    const std::string parent = say("1").at("ts");
    say("reply", {{"thread_ts", parent}});
    const std::string second = say("2").at("ts");
    say("3");
    Json page = get("conversations.history", {{"channel", support}, {"limit", "2"}});
    EXPECT_EQ(page.at("messages").at(0).at("text"), "3");
    EXPECT_TRUE(page.at("has_more"));
    page = get("conversations.history",
               {{"channel", support}, {"limit", "2"}, {"cursor", page.at("response_metadata").at("next_cursor")}});
    ASSERT_EQ(page.at("messages").size(), 1U);
    EXPECT_EQ(page.at("messages").at(0).at("reply_count"), 1);
    EXPECT_EQ(get("conversations.history", {{"channel", support}, {"oldest", second}}).at("messages").size(), 1U);
    EXPECT_EQ(get("conversations.history", {{"channel", support}, {"oldest", second}, {"inclusive", "true"}})
                  .at("messages")
                  .size(),
              2U);
    EXPECT_EQ(error(get("conversations.history", {{"channel", support}, {"limit", "1000"}})), "invalid_limit");
    EXPECT_EQ(error(get("conversations.history", {{"channel", support}, {"cursor", "abc"}})), "invalid_cursor");
    EXPECT_EQ(error(get("conversations.history", {{"channel", slack.channel_id("general")}})), "not_in_channel");
}

TEST_F(Messages, MetadataIsShownWhereAskedFor)
{
    const Json metadata{{"event_type", "hotwatch_post"}, {"event_payload", {{"id", "p-1"}}}};
    say("x", {{"metadata", metadata}});
    EXPECT_FALSE(get("conversations.history", {{"channel", support}}).at("messages").at(0).contains("metadata"));
    const Json full = get("conversations.history", {{"channel", support}, {"include_all_metadata", "true"}});
    EXPECT_EQ(full.at("messages").at(0).at("metadata"), metadata);
    EXPECT_EQ(slack.ledger().posts.back().metadata, metadata);
}

TEST_F(Messages, HiddenHistoryAppearsWithAge)
{
    say("fresh");
    Fault fault{Fault::Kind::hide_history, "", -1};
    fault.delay = 5s;
    slack.arm(fault);
    EXPECT_TRUE(get("conversations.history", {{"channel", support}}).at("messages").empty());
    pass(6s);
    EXPECT_EQ(get("conversations.history", {{"channel", support}}).at("messages").size(), 1U);
}

TEST_F(Messages, RepliesBeginWithTheParentAndAreOldestFirst)
{
    const std::string parent = say("parent").at("ts");
    const std::string first = say("a", {{"thread_ts", parent}}).at("ts");
    say("b", {{"thread_ts", first}});  // an answer to a reply joins its thread
    std::vector<std::string> seen;
    const Json thread = get("conversations.replies", {{"channel", support}, {"ts", parent}});
    for (const Json& message : thread.at("messages"))
        seen.push_back(message.at("text"));
    EXPECT_THAT(seen, testing::ElementsAre("parent", "a", "b"));
    EXPECT_EQ(error(get("conversations.replies", {{"channel", support}, {"ts", "1.000001"}})), "thread_not_found");
}

TEST_F(Messages, PermalinkOfAReplyNamesItsThread)
{
    const std::string parent = say("p").at("ts");
    const std::string reply = say("r", {{"thread_ts", parent}}).at("ts");
    std::string digits = reply;
    std::erase(digits, '.');
    EXPECT_EQ(
        get("chat.getPermalink", {{"channel", support}, {"message_ts", reply}}).at("permalink"),
        fmt::format("https://hotdash-sim.slack.com/archives/{0}/p{1}?thread_ts={2}&cid={0}", support, digits, parent));
}

TEST_F(Messages, ScheduledMessageAppearsAtItsTimeUnlessItHasMetadata)
{
    const std::int64_t at = std::chrono::floor<std::chrono::seconds>(slack.now()).time_since_epoch().count() + 600;
    const Json plain = api("chat.scheduleMessage", {{"channel", support}, {"text", "later"}, {"post_at", at}});
    const Json metadata{{"event_type", "x"}, {"event_payload", Json::object()}};
    api("chat.scheduleMessage", {{"channel", support}, {"text", "never"}, {"post_at", at}, {"metadata", metadata}});
    const Json doomed = api("chat.scheduleMessage", {{"channel", support}, {"text", "deleted"}, {"post_at", at}});
    EXPECT_EQ(api("chat.scheduledMessages.list", Json::object()).at("scheduled_messages").size(), 3U);
    const auto remove = [&](const Json& which)
    {
        return error(api("chat.deleteScheduledMessage",
                         {{"channel", support}, {"scheduled_message_id", which.at("scheduled_message_id")}}));
    };
    EXPECT_EQ(remove(doomed), "");
    pass(545s);
    EXPECT_EQ(remove(plain), "invalid_scheduled_message_id");
    pass(60s);
    EXPECT_THAT(texts("support"), testing::ElementsAre("later"));
}

TEST_F(Messages, ScheduleHasItsBounds)
{
    const std::int64_t now = std::chrono::floor<std::chrono::seconds>(slack.now()).time_since_epoch().count();
    const auto schedule = [&](std::int64_t at) {
        return error(api("chat.scheduleMessage", {{"channel", support}, {"text", "x"}, {"post_at", at}}));
    };
    EXPECT_EQ(schedule(now), "time_in_past");
    EXPECT_EQ(schedule(now + 121 * 86'400), "time_too_far");
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(schedule(now + 1000 + i), "");
    EXPECT_EQ(schedule(now + 1100), "restricted_too_many");
    EXPECT_EQ(schedule(now + 2000), "");
}

TEST_F(Messages, PinsAndReactionsHappenOnce)
{
    const std::string ts = say("x").at("ts");
    const Json item{{"channel", support}, {"timestamp", ts}};
    EXPECT_EQ(error(api("pins.add", item)), "");
    EXPECT_EQ(error(api("pins.add", item)), "already_pinned");
    EXPECT_EQ(get("pins.list", {{"channel", support}}).at("items").at(0).at("message").at("ts"), ts);
    EXPECT_EQ(error(api("pins.remove", item)), "");
    EXPECT_EQ(error(api("pins.remove", item)), "not_pinned");
    EXPECT_EQ(error(api("pins.add", {{"channel", support}})), "no_item_specified");
    EXPECT_EQ(error(api("pins.add", {{"channel", support}, {"timestamp", "x"}})), "bad_timestamp");

    Json reaction = item;
    reaction["name"] = "eyes";
    EXPECT_EQ(error(api("reactions.add", reaction)), "");
    EXPECT_EQ(error(api("reactions.add", reaction)), "already_reacted");
    const Json got = get("reactions.get", {{"channel", support}, {"timestamp", ts}});
    EXPECT_EQ(got.at("message").at("reactions").at(0).at("count"), 1);
    EXPECT_EQ(error(api("reactions.remove", reaction)), "");
    EXPECT_EQ(error(api("reactions.remove", reaction)), "no_reaction");
    reaction["name"] = ":eyes:";
    EXPECT_EQ(error(api("reactions.add", reaction)), "invalid_name");
}

TEST_F(Messages, NewsAreEachToldOnceAsTheyStand)
{
    const std::string ts = say("first").at("ts");
    say("second");
    api("chat.update", {{"channel", support}, {"ts", ts}, {"text", "first, edited"}});
    const auto news = slack.new_messages();
    ASSERT_EQ(news.size(), 2U);
    EXPECT_EQ(news[0].text, "first, edited");
    EXPECT_TRUE(slack.new_messages().empty());
}

TEST_F(Messages, MessageAPersonDeletedIsNotFoundAnyMore)
{
    const std::string ts = say("x").at("ts");
    slack.delete_message("support", ts);
    EXPECT_EQ(error(api("chat.update", {{"channel", support}, {"ts", ts}, {"text", "y"}})), "message_not_found");
}

}  // namespace slack_sim
