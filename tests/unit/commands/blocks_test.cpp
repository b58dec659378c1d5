// Block Kit within Slack's limits (platform section 15), whatever people typed.
#include <gtest/gtest.h>

#include "commands/blocks.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::blocks
{
namespace
{
using nlohmann::json;
using namespace std::chrono_literals;

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

TEST(Escape, LeavesNothingThatSlackWouldAct)
{
    EXPECT_EQ(escape("<!channel> & <@U1> <http://a|b>"), "&lt;!channel&gt; &amp; &lt;@U1&gt; &lt;http://a|b&gt;");
    EXPECT_EQ(escape("&lt;"), "&amp;lt;");
}

TEST(Cut, CountsTheUnitsThatSlackMayCount)
{
    EXPECT_EQ(utf16_units("aé€🔥"), 5U);
    EXPECT_EQ(cut("abcdef", 6), "abcdef");
    EXPECT_EQ(cut("abcdefg", 6), "abcde…");
    EXPECT_EQ(cut("🔥🔥🔥", 6), "🔥🔥🔥");
    EXPECT_EQ(cut("🔥🔥🔥", 5), "🔥🔥…");
    EXPECT_EQ(cut("🔥🔥🔥", 4), "🔥…");
    EXPECT_EQ(cut("abc", 1), "…");
    EXPECT_EQ(cut("abc", 0), "");
}

TEST(Cut, NeverSplitsAnEntityOrAToken)
{
    EXPECT_EQ(cut("ab&amp;cd", 8), "ab&amp;…");
    EXPECT_EQ(cut("ab&amp;cd", 7), "ab…");
    EXPECT_EQ(cut("ab&amp;cd", 4), "ab…");
    EXPECT_EQ(cut("at <!date^1^{time}|09:00 UTC> and on", 20), "at …");
    EXPECT_EQ(cut("by <@U0123456> at last", 14), "by …");
    EXPECT_EQ(cut("by <@U0123456> at last", 16), "by <@U0123456> …");
}

TEST(Cut, KeepsWithinEveryLimitAtEveryLength)
{
    const auto text = repeated("a<&🔥>é", 30);
    const auto escaped = escape(text);
    for (std::size_t most = 0; most < utf16_units(escaped) + 3; ++most)
    {
        const auto kept = cut(escaped, most);
        ASSERT_LE(utf16_units(kept), most);
        ASSERT_EQ(kept.find('<'), std::string::npos);
        for (auto amp = kept.find('&'); amp != std::string::npos; amp = kept.find('&', amp + 1))
            ASSERT_NE(kept.find(';', amp), std::string::npos) << kept;
    }
}

TEST(Builders, KeepSlacksLimits)
{
    const auto much = repeated("🔥", 5'000);
    EXPECT_EQ(utf16_units(section(much)["text"]["text"].get<std::string>()), 2'999U);  // 3,000 falls inside a pair
    EXPECT_LE(utf16_units(header(much)["text"]["text"].get<std::string>()), 150U);
    EXPECT_LE(utf16_units(context(much)["elements"][0]["text"].get<std::string>()), 3'000U);
    const auto button = actions({{.label = much, .action_id = much, .value = much, .spoken = much}})["elements"][0];
    EXPECT_LE(utf16_units(button["text"]["text"].get<std::string>()), 75U);
    EXPECT_LE(utf16_units(button["action_id"].get<std::string>()), 255U);
    EXPECT_LE(utf16_units(button["value"].get<std::string>()), 2'000U);
    EXPECT_LE(utf16_units(button["accessibility_label"].get<std::string>()), 75U);
    EXPECT_EQ(actions(std::vector<Button>(40))["elements"].size(), 25U);
    EXPECT_EQ(select("b", "l", std::vector<Choice>(120, {"x", "y"}), "")["element"]["options"].size(), 100U);
}

TEST(Builders, NeverSendEmptyText)
{
    EXPECT_EQ(section("")["text"]["text"], " ");
    EXPECT_EQ(header("")["text"]["text"], " ");
    EXPECT_EQ(actions({Button{}})["elements"][0]["text"]["text"], " ");
    EXPECT_FALSE(actions({Button{}})["elements"][0].contains("value"));
    EXPECT_FALSE(actions({Button{}})["elements"][0].contains("style"));
}

TEST(BuiltMessage, CutsTextAndBlocks)
{
    json many = json::array();
    for (int i = 0; i < 60; ++i)
        many.push_back(divider());
    const auto built = message(repeated("a", 5'000), many);
    EXPECT_EQ(utf16_units(built.text), 4'000U);
    EXPECT_EQ(json::parse(built.blocks).size(), 50U);
    EXPECT_EQ(message("x", json::array()).blocks, "");
}

TEST(BuiltMessage, SurvivesBytesThatAreNoText)
{
    EXPECT_TRUE(json::accept(message("x", json::array({section("a\xFF\xC3")})).blocks));
}

TEST(BuiltView, KeepsSlacksLimits)
{
    json many = json::array();
    for (int i = 0; i < 120; ++i)
        many.push_back(divider());
    const auto built = view("incident.declare", repeated("t", 30), repeated("s", 30), "12", many);
    EXPECT_EQ(utf16_units(built["title"]["text"].get<std::string>()), 24U);
    EXPECT_EQ(utf16_units(built["submit"]["text"].get<std::string>()), 24U);
    EXPECT_EQ(built["blocks"].size(), 100U);
    EXPECT_EQ(built["private_metadata"], "12");
}

TEST(Input, CarriesWhatWasTyped)
{
    const auto built = input({.block_id = "title", .label = "Title", .value = "abc", .max_length = 2});
    EXPECT_EQ(built["element"]["initial_value"], "a…");
    EXPECT_EQ(built["element"]["max_length"], 2);
    EXPECT_FALSE(built.contains("hint"));
}

TEST(Select, PreselectsTheChosenOption)
{
    const auto built = select("severity", "Severity", {{"One", "1"}, {"Two", "2"}}, "2");
    EXPECT_EQ(built["element"]["initial_option"]["value"], "2");
    EXPECT_FALSE(select("severity", "Severity", {{"One", "1"}}, "9")["element"].contains("initial_option"));
}

TEST(Dates, ReadInEveryZoneWithAFallback)
{
    const UtcMillis t{1'763'974'800'999ms};
    EXPECT_EQ(date(t), "<!date^1763974800^{date_short_pretty} at {time}|2025-11-24 09:00 UTC>");
    EXPECT_EQ(time_of_day(t), "<!date^1763974800^{time}|09:00 UTC>");
    EXPECT_EQ(utc(t), "2025-11-24 09:00 UTC");
}

TEST(Duration, ReadsAloud)
{
    const std::pair<milliseconds, const char*> lengths[] = {
        {-5s, "0 s"},        {0ms, "0 s"}, {40s, "40 s"},         {60s, "1 min"}, {124s, "2 min 4 s"},
        {12min, "12 min"},   {3h, "3 h"},  {185min, "3 h 5 min"}, {24h, "1 day"}, {25h + 59min, "1 day 1 h"},
        {52h, "2 days 4 h"},
    };
    for (const auto& [length, said] : lengths)
        EXPECT_EQ(duration(length), said);
}

TEST(MentionOf, NeverPingsForAConsoleUser)
{
    EXPECT_EQ(mention(UserId{"U012"}), "<@U012>");
    EXPECT_EQ(mention(UserId{"console:<!here>"}), "&lt;!here&gt; (shell)");
}

}  // namespace
}  // namespace hotwatch::blocks
