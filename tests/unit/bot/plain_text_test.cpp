#include "bot/plain_text.hpp"

#include <gmock/gmock.h>

namespace
{
using namespace hotwatch;
using ::testing::HasSubstr;
using ::testing::Not;

Reading reading(const std::string& zone = "America/New_York")
{
    return {.person = [](const UserId& user) { return user.value == "U1" ? "Ana Ortiz" : ""; },
            .channel = [](const ChannelId& channel) { return channel.value == "C1" ? "support" : ""; },
            .zone = zone};
}

std::string read(std::string_view mrkdwn, const std::string& zone = "America/New_York")
{
    return plain_mrkdwn(mrkdwn, reading(zone));
}

TEST(PlainText, NamesPeopleAndChannels)
{
    EXPECT_EQ(read("<@U1> asks in <#C1>"), "Ana Ortiz asks in #support");
    EXPECT_EQ(read("<@U2> asks in <#C2>"), "U2 asks in #C2");
    EXPECT_EQ(read("<@U2|ben>, <#C2|alerts>, <!subteam^S1|@oncall>, <!here>"), "ben, #alerts, @oncall, @here");
}

TEST(PlainText, TellsTimesInTheAskersZone)
{
    constexpr auto token = "<!date^1760447040^{date_short_pretty} at {time}|2025-10-14 13:04 UTC>";
    EXPECT_EQ(read(token), "Tue 14 Oct at 09:04 EDT");
    EXPECT_EQ(read(token, "Europe/Berlin"), "Tue 14 Oct at 15:04 CEST");
    EXPECT_EQ(read(token, "America/Sao_Paulo"), "Tue 14 Oct at 10:04 UTC-03");
    EXPECT_EQ(read(token, "Nowhere/Known"), "Tue 14 Oct at 13:04 UTC");
    EXPECT_EQ(read("<!date^1760447040^{time}|13:04 UTC>"), "09:04 EDT");
    EXPECT_EQ(read("<!date^1760447040^{date_num} {time_secs}^https://x.example|then>"), "2025-10-14 09:04:00 EDT");
    EXPECT_EQ(read("<!date^soon^{time}|13:04 UTC>"), "13:04 UTC");
    EXPECT_EQ(read("<!date^|>, <!date^1>"), ", ");
}

TEST(PlainText, DecodesEntitiesOnceAndKeepsWhatIsNone)
{
    EXPECT_EQ(read("Q&amp;A &lt;script&gt; &amp;lt; AT&T &copy; & end&"), "Q&A <script> &lt; AT&T &copy; & end&");
}

TEST(PlainText, LeavesOutEmphasisButNotSignsThatAreNone)
{
    EXPECT_EQ(read("*Primary:* _Ana_ ~not Ben~"), "Primary: Ana not Ben");
    EXPECT_EQ(read("2 * 3 * 4, snake_case_name, a *b"), "2 * 3 * 4, snake_case_name, a *b");
    EXPECT_EQ(read("`/incident list *P0*`"), "`/incident list *P0*`");
}

TEST(PlainText, SpellsLinksOut)
{
    EXPECT_EQ(read("see <https://x.example/a|the page> or <https://x.example/b>"),
              "see the page (https://x.example/a) or https://x.example/b");
    EXPECT_EQ(read("a <text> that is none"), "a <text> that is none");
    EXPECT_EQ(read("1 < 2"), "1 < 2");
}

TEST(PlainText, ShowsTheBlocksWhereTheTextIsASummary)
{
    const Message message{.text = "summary", .blocks = R"([
        {"type":"header","text":{"type":"plain_text","text":"INC-1 & more"}},
        {"type":"section","text":{"type":"mrkdwn","text":"*State:* open"}},
        {"type":"section","fields":[{"type":"mrkdwn","text":"*A:* 1"},{"type":"mrkdwn","text":"*B:* &lt;2"}]},
        {"type":"divider"},
        {"type":"context","elements":[{"type":"mrkdwn","text":"by <@U1>"},{"type":"plain_text","text":"*now*"}]},
        {"type":"actions","elements":[
            {"type":"button","action_id":"incident.ack","value":"1.2","text":{"type":"plain_text","text":"Acknowledge"}},
            {"type":"button","action_id":"hotwatch.run#1","value":"incident show INC-1",
             "text":{"type":"plain_text","text":"Show INC-1"}},
            {"type":"button","action_id":"hotwatch.run#2","value":"incident list",
             "text":{"type":"plain_text","text":"Run /incident list"}},
            {"type":"button","action_id":"incident.ack#7","value":"7.2","text":{"type":"plain_text","text":"INC-7"}}]}
    ])"};
    EXPECT_EQ(plain_text(message, reading()), "INC-1 & more\nState: open\nA: 1\nB: <2\n\nby Ana Ortiz *now*\n"
                                              "Show INC-1: /incident show INC-1\nRun /incident list\n"
                                              "INC-7: /incident ack INC-7");
}

TEST(PlainText, ShowsTheTextWhereThereAreNoBlocks)
{
    EXPECT_EQ(plain_text({.text = "just *this*", .blocks = {}}, reading()), "just this");
    EXPECT_EQ(plain_text({.text = "just *this*", .blocks = "not json"}, reading()), "just this");
    EXPECT_EQ(plain_text({.text = "just *this*", .blocks = "[]"}, reading()), "just this");
}

TEST(PlainText, SurvivesBlocksOfAnyShape)
{
    for (const auto* blocks : {"[1]", "[null]", R"([{"type":5}])", R"([{"type":"section","text":7,"fields":{}}])",
                               R"([{"type":"actions","elements":[3,{"action_id":4}]}])"})
        EXPECT_NO_THROW((void)plain_text({.text = "t", .blocks = blocks}, reading())) << blocks;
}

}  // namespace
