// Ids, severities, durations, people, channels, and the nearest known word.
#include <gtest/gtest.h>

#include "commands/grammar.hpp"

namespace hotwatch
{
namespace
{
using namespace std::chrono_literals;

TEST(ParseIncidentId, TakesEveryForm)
{
    for (const auto* word : {"INC-12", "inc-12", "inc12", "#12", "12", "0012"})
        EXPECT_EQ(parse_incident_id(word), 12) << word;
    EXPECT_EQ(parse_incident_id("This"), 0);
}

TEST(ParseIncidentId, RefusesWhatIsNone)
{
    for (const auto* word : {"", "INC-", "#", "0", "-1", "+1", "12a", "INC 12", "1.5", "INC--1", "99999999999999999999",
                             "inc#12", "P1", "٣"})
        EXPECT_EQ(parse_incident_id(word), std::nullopt) << word;
}

TEST(ParseSeverity, TakesEveryForm)
{
    for (const auto* word : {"P0", "p0", "sev0", "SEV0", "0"})
        EXPECT_EQ(parse_severity(word), Severity::p0) << word;
    EXPECT_EQ(parse_severity("P3"), Severity::p3);
}

TEST(ParseSeverity, RefusesWhatIsNone)
{
    for (const auto* word : {"", "P", "P4", "sev5", "P01", "P-1", "P1.", "critical", "9"})
        EXPECT_EQ(parse_severity(word), std::nullopt) << word;
}

TEST(ParseDuration, AddsTheParts)
{
    EXPECT_EQ(parse_duration("90s"), 90s);
    EXPECT_EQ(parse_duration("15m"), 15min);
    EXPECT_EQ(parse_duration("15min"), 15min);
    EXPECT_EQ(parse_duration("1H30M"), 90min);
    EXPECT_EQ(parse_duration("7d"), 168h);
    EXPECT_EQ(parse_duration("1w2d3h4m5s"), 219h + 4min + 5s);
    EXPECT_EQ(parse_duration("366d"), 366 * 24h);
}

TEST(ParseDuration, RefusesWhatIsNone)
{
    for (const auto* word :
         {"", "15", "m", "0m", "-5m", "1.5h", "30m1h", "1h1h", "367d", "999999w", "9999999s", "5 m", "5x", "h5", "5mm"})
        EXPECT_EQ(parse_duration(word), std::nullopt) << word;
}

TEST(ParseUser, TakesMentionsAndIds)
{
    for (const auto* word : {"<@U012AB|ana>", "<@U012AB>", "@U012AB", "U012AB"})
        EXPECT_EQ(parse_user(word), UserId{"U012AB"}) << word;
    EXPECT_EQ(parse_user("<@W012AB|>"), UserId{"W012AB"});
}

TEST(ParseUser, LeavesNamesToTheBook)
{
    for (const auto* word : {"", "@ana", "@", "<@>", "<@|ana>", "<@U1", "<#C012AB>", "UPDATE", "<@u012ab>", "<@U1 2>",
                             "<!channel>", "<@U1><@U2>"})
        EXPECT_EQ(parse_user(word), std::nullopt) << word;
}

TEST(ParseChannel, TakesEscapesAndIds)
{
    for (const auto* word : {"<#C012AB|general>", "<#C012AB|>", "<#C012AB>", "C012AB"})
        EXPECT_EQ(parse_channel(word), ChannelId{"C012AB"}) << word;
    for (const auto* word : {"#general", "<#general>", "<@U012AB>", "CLOSED", ""})
        EXPECT_EQ(parse_channel(word), std::nullopt) << word;
}

constexpr std::array<std::string_view, 6> known{"declare", "ack", "update", "resolve", "show", "list"};

TEST(NearestWord, ForgivesTwoSlipsInLongWords)
{
    const std::pair<const char*, const char*> slips[] = {{"updaet", "update"},   {"udpaet", "update"},
                                                         {"declrae", "declare"}, {"RESOLEV", "resolve"},
                                                         {"reslve", "resolve"},  {"dclar", "declare"}};
    for (const auto& [typed, meant] : slips)
        EXPECT_EQ(nearest(typed, known), meant) << typed;
}

TEST(NearestWord, ForgivesOneSlipInShortWords)
{
    EXPECT_EQ(nearest("akc", known), "ack");
    EXPECT_EQ(nearest("shwo", known), "show");
    EXPECT_EQ(nearest("lits", known), "list");
    EXPECT_EQ(nearest("lost", known), "list");
    EXPECT_EQ(nearest("left", known), "");
}

TEST(NearestWord, FindsNothingInOtherWords)
{
    for (const auto* word : {"", "escalate", "zzz", "checkout", "déclaré"})
        EXPECT_EQ(nearest(word, known), "") << word;
    EXPECT_EQ(nearest(std::string(100'000, 'a'), known), "");
}

}  // namespace
}  // namespace hotwatch
