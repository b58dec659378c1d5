// A row's arguments on their way out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bot/slack/call_args.hpp"

namespace hotwatch::slack
{

using testing::HasSubstr;
using Json = nlohmann::json;

namespace
{
Call post(const Json& args)
{
    Call call;
    call.uuid = "uuid-1";
    call.method = "chat.postMessage";
    call.args = args.dump();
    return call;
}
Json sent(const Call& call)
{
    return Json::parse(request_for(call).args);
}
}  // namespace

TEST(CallArgs, APostCarriesItsIdAndDoesNotUnfurl)
{
    const auto args = sent(post({{"channel", "C1"}, {"text", "x"}}));
    EXPECT_EQ(args.at("metadata"), Json::parse(R"({"event_type":"hotwatch_post","event_payload":{"id":"uuid-1"}})"));
    EXPECT_EQ(args.at("unfurl_links"), false);
    EXPECT_EQ(args.at("unfurl_media"), false);
    EXPECT_FALSE(args.contains("blocks"));
}

TEST(CallArgs, ARowMayAskForUnfurling)
{
    EXPECT_EQ(sent(post({{"channel", "C1"}, {"text", "x"}, {"unfurl_links", true}})).at("unfurl_links"), true);
}

TEST(CallArgs, TheFirstBlockCarriesTheIdAndStaysAsItWasOtherwise)
{
    const auto blocks =
        Json::parse(R"([{"type":"section","block_id":"old","text":{"type":"mrkdwn","text":"a \"b\" {[c"}},
                                        {"type":"divider","block_id":"second"}])");
    auto expected = blocks;
    expected.front()["block_id"] = "uuid-1";
    EXPECT_EQ(sent(post({{"channel", "C1"}, {"text", "x"}, {"blocks", blocks}})).at("blocks"), expected);
}

TEST(CallArgs, EverythingElseOfAPostGoesOutAsTheRuleWroteIt)
{
    const Json given{{"channel", "C1"},
                     {"text", "quotes \" and \\ and \u2028 and ünïcode"},
                     {"thread_ts", "1.2"},
                     {"unfurl_links", false},
                     {"metadata", {{"event_type", "somebody else's"}}},
                     {"attachments", Json::array({{{"text", "]}"}}})},
                     {"mrkdwn", true}};
    auto args = sent(post(given));
    EXPECT_EQ(args.at("metadata").at("event_payload").at("id"), "uuid-1");
    args["metadata"] = given.at("metadata");
    args.erase("unfurl_media");
    EXPECT_EQ(args, given);
}

TEST(CallArgs, BlocksThatCannotCarryTheIdStayAsTheyAre)
{
    for (const auto* blocks : {"[]", "[1]", "{}", "null"})
        EXPECT_EQ(sent(post({{"channel", "C1"}, {"text", "x"}, {"blocks", Json::parse(blocks)}})).at("blocks"),
                  Json::parse(blocks));
}

TEST(CallArgs, AnIdThatWouldBreakOutOfItsQuotesIsEscaped)
{
    auto call = post({{"channel", "C1"}, {"text", "x"}});
    call.uuid = R"(a"b\c)";
    EXPECT_EQ(sent(call).at("metadata").at("event_payload").at("id"), R"(a"b\c)");
}

TEST(CallArgs, AMessageOfBlocksGetsTheirWordsAsText)
{
    const auto args = sent(
        post({{"channel", "C1"}, {"blocks", Json::parse(R"([{"type":"header","text":{"type":"plain_text","text":"A"}},
                                                            {"type":"context","elements":[{"type":"mrkdwn","text":"B"}]}])")}}));
    EXPECT_EQ(args.at("text"), "A\nB");
}

TEST(CallArgs, ALineOnTopDropsBlocksOnlyWhereThereIsNoRoomForIt)
{
    Json blocks = Json::array();
    for (int i = 0; i < 50; ++i)
        blocks.push_back({{"type", "divider"}});
    auto call = post({{"channel", "C1"}, {"text", "x"}, {"blocks", blocks}});
    reroute(call, "C2", "is_archived");
    EXPECT_FALSE(sent(call).contains("blocks"));
    EXPECT_THAT(sent(call).at("text"), HasSubstr("Meant for <#C1>"));
}

TEST(CallArgs, TextIsCutByUtf16UnitsBetweenCodePoints)
{
    EXPECT_EQ(cut_text("abcd", 4), "abcd");
    EXPECT_EQ(cut_text("abcde", 4), "abc…");
    EXPECT_EQ(cut_text("ab🛑", 4), "ab🛑");
    EXPECT_EQ(cut_text("ab🛑c", 4), "ab…");  // two units each
    EXPECT_EQ(cut_text("äöüß", 3), "äö…");
}

TEST(CallArgs, CutTextTearsNoMentionAndNoEntity)
{
    EXPECT_EQ(cut_text("hi <@U123456> there", 9), "hi …");
    EXPECT_EQ(cut_text("a &amp; b", 5), "a …");
    EXPECT_EQ(cut_text("a &amp; b", 9), "a &amp; b");
}

TEST(CallArgs, CuttingSurvivesBrokenUtf8)
{
    EXPECT_EQ(cut_text("\x80\x80", 4), "\x80\x80");
    EXPECT_EQ(cut_text("<", 4), "<");
    EXPECT_EQ(sent(post({{"channel", "C1"}, {"text", "x"}})).at("text"), "x");
}

}  // namespace hotwatch::slack
