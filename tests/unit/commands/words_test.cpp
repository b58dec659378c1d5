// parse_command: a typed line to verb, flags and arguments.
#include <gtest/gtest.h>

#include "commands/grammar.hpp"

namespace hotwatch
{
namespace
{
using Flags = std::map<std::string, std::string>;

TEST(ParseCommand, FindsTheVerbInAnyCase)
{
    const auto words = parse_command("Incident", "  DECLARE P1 Queue down ");
    EXPECT_EQ(words.command, "incident");
    EXPECT_EQ(words.verb, "declare");
    EXPECT_EQ(words.rest, "P1 Queue down");
    EXPECT_EQ(words.args, (std::vector<std::string>{"P1", "Queue", "down"}));
}

TEST(ParseCommand, GivesAliasesTheirCanonicalName)
{
    for (const auto* alias : {"open", "new", "create", "declare"})
        EXPECT_EQ(parse_command("incident", std::string{alias} + " x").verb, "declare") << alias;
    EXPECT_EQ(parse_command("incident", "up all well").verb, "update");
    EXPECT_EQ(parse_command("oncall", "now").verb, "");
}

TEST(ParseCommand, TakesFlagsOutWhereverTheyStand)
{
    const Flags expected{{"service", "agent-sdk"}, {"started", "02:50"}};
    for (const auto* line : {"declare P0 --service agent-sdk queue down --started=02:50",
                             "declare --started 02:50 --service=agent-sdk P0 queue down",
                             "declare P0 queue down service:agent-sdk started:02:50",
                             "declare P0 queue down --SERVICE agent-sdk Started:02:50",
                             "declare P0 queue down —service agent-sdk –started 02:50"})
    {
        const auto words = parse_command("incident", line);
        EXPECT_EQ(words.rest, "P0 queue down") << line;
        EXPECT_EQ(words.flags, expected) << line;
    }
}

TEST(ParseCommand, KeepsQuotedValuesTogether)
{
    for (const auto* line : {R"(declare down --service "agent sdk")", R"(declare down --service="agent sdk")",
                             R"(declare down service:"agent sdk")", "declare down --service “agent sdk”"})
        EXPECT_EQ(parse_command("incident", line).flags, (Flags{{"service", "agent sdk"}})) << line;
}

TEST(ParseCommand, LeavesWhatOnlyLooksLikeAFlagInTheText)
{
    for (const auto* line : {"note: http://x.example/a?b=c", "ratio 3:1 since 02:50", "service: the queue",
                             "-- --eta 5", "a - b -- c", "----- cut here", R"("--force" was set)"})
    {
        const auto words = parse_command("incident", std::string{"declare "} + line);
        EXPECT_TRUE(words.flags.empty()) << line;
    }
    EXPECT_EQ(parse_command("incident", "declare service: the queue").rest, "service: the queue");
}

TEST(ParseCommand, ReadsNoFlagsAfterTwoDashes)
{
    const auto words = parse_command("incident", "update --eta 04:00 -- restarted with --force eta:9");
    EXPECT_EQ(words.rest, "restarted with --force eta:9");
    EXPECT_EQ(words.flags, (Flags{{"eta", "04:00"}}));
}

TEST(ParseCommand, KeepsAnUnknownFlagUnderItsDashes)
{
    const auto words = parse_command("incident", "update --eat=04:00 restarted");
    EXPECT_EQ(words.rest, "restarted");
    EXPECT_EQ(words.flags, (Flags{{"--eat", "04:00"}}));
}

TEST(ParseCommand, DoesNotTakeTheNextFlagForAValue)
{
    EXPECT_EQ(parse_command("incident", "declare x --service --started 02:50").flags,
              (Flags{{"service", ""}, {"started", "02:50"}}));
}

TEST(ParseCommand, LetsSwitchesStandAlone)
{
    const auto words = parse_command("incident", "list --share mine");
    EXPECT_EQ(words.rest, "mine");
    EXPECT_EQ(words.flags, (Flags{{"share", "yes"}}));
    EXPECT_EQ(parse_command("incident", "--share").flags, (Flags{{"share", "yes"}}));
    EXPECT_EQ(parse_command("incident", "INC-12 --share").flags, (Flags{{"share", "yes"}}));
}

TEST(ParseCommand, KeepsALineWithoutVerbWhole)
{
    const auto words = parse_command("incident", "updaet --eta 04:00 restarted");
    EXPECT_EQ(words.verb, "");
    EXPECT_EQ(words.rest, "updaet --eta 04:00 restarted");
    EXPECT_TRUE(words.flags.empty());
}

TEST(ParseCommand, KeepsLineBreaksAndInnerBlanksOfTheText)
{
    EXPECT_EQ(parse_command("incident", "update first  line\n\n- second").rest, "first  line\n\n- second");
}

TEST(ParseCommand, TakesALoneQuoteForALetter)
{
    EXPECT_EQ(parse_command("incident", R"(declare 5" disk is "full)").rest, R"(5" disk is "full)");
    EXPECT_EQ(parse_command("incident", "declare it's down").args, (std::vector<std::string>{"it's", "down"}));
}

TEST(ParseCommand, UnwrapsLinksAndKeepsMentions)
{
    EXPECT_EQ(parse_command("incident", "update see <https://x.example/?a=1&amp;b=2|x.example> <@U012|ana>").rest,
              "see https://x.example/?a=1&b=2 <@U012|ana>");
    EXPECT_EQ(parse_command("incident", "update <mailto:a@b.example|a@b.example> < https://x").rest,
              "a@b.example < https://x");
}

TEST(ParseCommand, IsQuickOnHugeLines)
{
    std::string line = "declare ";
    for (int i = 0; i < 100'000; ++i)
        line += "\" <https:// a:b ";
    EXPECT_EQ(parse_command("incident", line).verb, "declare");  // the test's own time limit is the measure
}

TEST(CommandName, UnderstandsEveryNameInAnyCase)
{
    Policy policy;
    policy.commands = {{"status", "/svc"}, {"incident", "/inc"}};
    const std::pair<const char*, const char*> names[] = {
        {"/incident", "incident"}, {"/INC", "incident"},  {"inc", "incident"}, {"/svc", "status"},
        {"/Status", "status"},     {"/oncall", "oncall"}, {"/faq", "faq"},     {"/runbook", "runbook"}};
    for (const auto& [typed, meant] : names)
    {
        EXPECT_EQ(command_name(typed, " a b ", policy).command, meant) << typed;
        EXPECT_EQ(command_name(typed, " a b ", policy).text, "a b") << typed;
        EXPECT_EQ(command_name("/hotwatch", std::string{typed} + " a b", policy).command, meant) << typed;
        EXPECT_EQ(command_name("/hotwatch", std::string{typed} + " a b", policy).text, "a b") << typed;
    }
}

TEST(CommandName, LetsAConfiguredNameWinOverOurOwn)
{
    Policy policy;
    policy.commands = {{"incident", "/status"}};
    EXPECT_EQ(command_name("/status", "", policy).command, "incident");
}

TEST(CommandName, KeepsAnUnknownLineWhole)
{
    EXPECT_EQ(command_name("/declare", "P1 x", {}).command, "");
    EXPECT_EQ(command_name("declare", "P1 x", {}).text, "declare P1 x");
    EXPECT_EQ(command_name("/hotwatch", "declare P1 x", {}).command, "hotwatch");
    EXPECT_EQ(command_name("/hotwatch", "declare P1 x", {}).text, "declare P1 x");
    EXPECT_EQ(command_name("/hotwatch", "", {}).command, "hotwatch");
}

}  // namespace
}  // namespace hotwatch
