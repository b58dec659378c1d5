#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "commands/plan/parse.hpp"

namespace hotwatch
{

extern const std::string_view built_in_plan;

namespace
{
using namespace std::chrono;

std::optional<std::string> file(const std::filesystem::path& path)
{
    std::ifstream in{path};
    if (!in)
        return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string rotation(std::string_view rows)
{
    return "# Plan, written in 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup | Manager "
           "|\n|---|---|---|---|\n" +
           std::string{rows};
}

const PlanProblem* problem_at(const Plan& plan, int line)
{
    for (const auto& problem : plan.problems)
        if (problem.line == line)
            return &problem;
    return nullptr;
}

void expect_hotdash(const Plan& plan)
{
    ASSERT_EQ(plan.rotation.size(), 4U);
    const year_month_day firsts[] = {2025y / October / 13, 2025y / October / 20, 2025y / October / 27,
                                     2025y / November / 3};
    for (std::size_t week = 0; week < 4; ++week)
    {
        const auto& shift = plan.rotation[week];
        EXPECT_EQ(shift.label, "Week " + std::to_string(week + 1));
        EXPECT_EQ(shift.first, firsts[week]);
        EXPECT_EQ(sys_days{shift.last} - sys_days{shift.first}, days{6});
        EXPECT_EQ(shift.primary, week % 2 == 0 ? "Engineer Helper Agent" : "Deployment Agent");
        EXPECT_EQ(shift.backup, week % 2 == 0 ? "Deployment Agent" : "Engineer Helper Agent");
        EXPECT_EQ(shift.manager, "Manager");
    }
    const seconds respond[] = {5min, 15min, 1h, 4h};
    const seconds resolve[] = {1h, 4h, 24h, 24h * 7};
    const std::optional<seconds> update[] = {15min, 30min, std::nullopt, std::nullopt};
    const std::optional<seconds> report[] = {24h, 24h, std::nullopt, std::nullopt};
    for (std::size_t i = 0; i < 4; ++i)
    {
        const auto& severity = plan.severities[i];
        EXPECT_EQ(severity.respond_within, respond[i]) << i;
        EXPECT_EQ(severity.resolve_within, resolve[i]) << i;
        EXPECT_EQ(severity.update_every, update[i]) << i;
        EXPECT_EQ(severity.report_within, report[i]) << i;
        EXPECT_EQ(severity.channel, i < 2 ? "#hotdash-emergency" : "#hotdash-support");
        EXPECT_FALSE(severity.definition.empty());
    }
    EXPECT_EQ(plan.alerts_channel, "#hotdash-alerts");
    EXPECT_TRUE(plan.problems.empty()) << plan.problems.front().line << ": " << plan.problems.front().text;
}
}  // namespace

TEST(Plan, BuiltInOneIsReadWhole)
{
    const auto plan = parse_plan(built_in_plan);
    expect_hotdash(plan);
    EXPECT_EQ(plan.team_zone, "America/New_York");
    EXPECT_EQ(plan.handoff, (Handoff{Monday, 9h}));
}

TEST(Plan, OfHotDashGivesTheSameRotationAndSeverities)
{
    const auto text = file(std::filesystem::path{HOTWATCH_SOURCE_DIR} / "../shared/plan/hotdash-support-plan.md");
    if (!text)
        GTEST_SKIP() << "the plan does not stand beside the repository";
    const auto plan = parse_plan(*text);
    expect_hotdash(plan);
    const auto built_in = parse_plan(built_in_plan);
    for (std::size_t i = 0; i < plan.rotation.size(); ++i)
    {
        auto ours = built_in.rotation.at(i);
        ours.line = plan.rotation[i].line;
        EXPECT_EQ(ours, plan.rotation[i]);
    }
    for (std::size_t i = 0; i < 4; ++i)
    {
        auto ours = built_in.severities[i];
        ours.definition = plan.severities[i].definition;  // said in other words
        EXPECT_EQ(ours.examples.size(), plan.severities[i].examples.size());
        ours.examples = plan.severities[i].examples;
        EXPECT_EQ(ours, plan.severities[i]);
    }
}

TEST(PlanRotation, ReadsEachWayOfWritingDates)
{
    for (const auto* dates : {"Oct 13-19", "Week 7 (Oct 13-19)", "Oct 13 – Oct 19", "October 13th to 19th",
                              "13-19 October", "13 Oct - 19 Oct", "2025-10-13 to 2025-10-19", "2025-10-13 – 2025-10-19",
                              "Mon Oct 13 - Sun Oct 19", "Oct 13-19, 2025", "2025-10-13", "Oct. 13"})
    {
        const auto plan = parse_plan(rotation(std::string{"| "} + dates + " | Ana | Ben | Mia |\n"));
        ASSERT_EQ(plan.rotation.size(), 1U) << dates;
        EXPECT_EQ(plan.rotation[0].first, 2025y / October / 13) << dates;
        EXPECT_EQ(plan.rotation[0].last, 2025y / October / 19) << dates;
        EXPECT_TRUE(plan.problems.size() == 1 && plan.problems[0].line == 1) << dates;  // no targets in this plan
    }
}

TEST(PlanRotation, GoesOnIntoTheNextYear)
{
    const auto plan = parse_plan(rotation(
        "| Dec 22-28 | Ana | Ben | Mia |\n| Dec 29-Jan 4 | Ben | Ana | Mia |\n| Jan 5-11 | Ana | Ben | Mia |\n"));
    ASSERT_EQ(plan.rotation.size(), 3U);
    EXPECT_EQ(plan.rotation[1].last, 2026y / January / 4);
    EXPECT_EQ(plan.rotation[2].first, 2026y / January / 5);
}

TEST(PlanRotation, TakesTheYearWhoseWeekdaysFit)
{
    const auto plan = parse_plan("Written 2024-12-01. Reviewed 2024-12-08. Valid from 2025.\n\n" +
                                 rotation("| Oct 13-19 | Ana | Ben | Mia |\n"));
    ASSERT_EQ(plan.rotation.size(), 1U);
    EXPECT_EQ(plan.rotation[0].first, 2025y / October / 13);
}

TEST(PlanRotation, SaysWhenTheYearIsAGuess)
{
    const auto plan = parse_plan(rotation("| Oct 14-20 | Ana | Ben | Mia |\n"));
    ASSERT_EQ(plan.rotation.size(), 1U);
    const auto* problem = problem_at(plan, 7);
    ASSERT_NE(problem, nullptr);
    EXPECT_NE(problem->text.find("Tuesday"), std::string::npos) << problem->text;
}

TEST(PlanRotation, NamesLineAndColumnOfARowThatIsTooShort)
{
    const auto plan = parse_plan(rotation("| Oct 13-19 | Ana | Ben |\n"));
    const auto* problem = problem_at(plan, 7);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->column, 21);
    EXPECT_EQ(problem->text, "this row has 3 cells, the table's header has 4");
}

TEST(PlanRotation, NamesLineAndColumnOfARowThatIsTooLong)
{
    const auto plan = parse_plan(rotation("| Oct 13-19 | Ana | Ben | Mia | Zoe |\n"));
    const auto* problem = problem_at(plan, 7);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->column, 33);
    EXPECT_EQ(plan.rotation.size(), 1U);
}

TEST(PlanRotation, NamesLineAndColumnOfDatesItCannotRead)
{
    const auto plan = parse_plan(rotation("| Oct 13-19 | Ana | Ben | Mia |\n|  soon | Ben | Ana | Mia |\n"));
    const auto* problem = problem_at(plan, 8);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->column, 4);
    EXPECT_EQ(plan.rotation.size(), 1U);
}

TEST(PlanRotation, NamesTheRowWithoutAPrimary)
{
    const auto plan = parse_plan(rotation("| Oct 13-19 |  | Ben | Mia |\n"));
    const auto* problem = problem_at(plan, 7);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->text, "nobody is named as primary in this row");
}

TEST(PlanRotation, LeavesOutARowThatOverlapsTheOneBefore)
{
    const auto plan = parse_plan(rotation("| Oct 13-20 | Ana | Ben | Mia |\n| Oct 20-26 | Ben | Ana | Mia |\n"));
    EXPECT_EQ(plan.rotation.size(), 1U);
    EXPECT_NE(problem_at(plan, 8), nullptr);
}

TEST(PlanRotation, SaysThatADateDoesNotExist)
{
    const auto plan = parse_plan(rotation("| 2025-02-30 to 2025-03-02 | Ana | Ben | Mia |\n"));
    EXPECT_TRUE(plan.rotation.empty());
    EXPECT_NE(problem_at(plan, 7), nullptr);
}

TEST(PlanTable, WithAWrongRuleUnderItsHeaderIsNamedByLine)
{
    const auto plan = parse_plan(
        "# 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup |\n|---|---|\n| Oct 13-19 | Ana | Ben |\n");
    EXPECT_TRUE(plan.rotation.empty());
    const auto* problem = problem_at(plan, 6);
    ASSERT_NE(problem, nullptr);
    EXPECT_NE(problem->text.find("as many columns"), std::string::npos);
}

TEST(PlanTable, WithoutPrimaryIsNoRotation)
{
    const auto plan = parse_plan("# 2025\n\n## On-Call Rotation\n\n| Week | Who |\n|---|---|\n| Oct 13-19 | Ana |\n");
    ASSERT_NE(problem_at(plan, 5), nullptr);
}

TEST(PlanTargets, NameTheCellThatHoldsNoTime)
{
    const auto plan =
        parse_plan("## Response Time SLAs\n\n| Channel | Priority | Response | Resolution |\n|---|---|---|---|\n"
                   "| #now | P0 | soon | 1 hour |\n| #now | P9 | 1 min | 1 hour |\n");
    const auto* problem = problem_at(plan, 5);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->column, 15);
    EXPECT_EQ(plan.severities[0].resolve_within, seconds{1h});
    EXPECT_NE(problem_at(plan, 6), nullptr);
}

TEST(PlanSettings, AreReadAndWrongOnesNamed)
{
    EXPECT_EQ(parse_plan("**Time zone**: Europe/Berlin\n**Handoff**: Tue 10:30\n").team_zone, "Europe/Berlin");
    EXPECT_EQ(parse_plan("**Handoff**: Tue 10:30\n").handoff, (Handoff{Tuesday, 10h + 30min}));
    EXPECT_NE(problem_at(parse_plan("# A\n\n**Time zone**: Mars\n"), 3), nullptr);
    EXPECT_NE(problem_at(parse_plan("# A\n\n- x\n- Handoff: noon\n"), 4), nullptr);
}

TEST(Handoff, IsAWeekdayAndAnHour)
{
    EXPECT_EQ(parse_handoff("Mon 09:00"), (Handoff{Monday, 9h}));
    EXPECT_EQ(parse_handoff(" friday 7:05 "), (Handoff{Friday, 7h + 5min}));
    for (const auto* wrong :
         {"", "Mon", "09:00", "Mon 24:00", "Mon 09:60", "Mo 09:00", "Mon 9", "Mon 09:00:00", "Noday 09:00"})
        EXPECT_EQ(parse_handoff(wrong), std::nullopt) << wrong;
}

TEST(Plan, SurvivesWhateverItIsGiven)
{
    for (const auto* text :
         {"", "|", "|\n|", "| Primary | Backup |\n|-|-|\n|\n", "\xff\xfe|\n|-|\n", "# P0\n- Update every\n",
          "## Rotation\n| Primary | Week |\n|---|---|\n|a|Oct 99-100|\n", "| Primary | Week |\n|---|---|\n"})
        EXPECT_FALSE(parse_plan(text).problems.empty()) << text;
}

TEST(PlanTargets, ReadChannelsHoweverTheyAreWrittenAndNameTheCellThatHoldsNone)
{
    const auto plan =
        parse_plan("## Response Time SLAs\n\n| Channel | Priority | Response | Resolution |\n|---|---|---|---|\n"
                   "| #Shop-Emergency | P0 | 5 min | 1 hour |\n| shop-emergency | P1 | 5 min | 1 hour |\n"
                   "| - | P2 | 5 min | 1 hour |\n| `#störung`, please | P3 | 5 min | 1 hour |\n");
    EXPECT_EQ(plan.severities[0].channel, "#shop-emergency");
    const auto* problem = problem_at(plan, 6);
    ASSERT_NE(problem, nullptr);
    EXPECT_EQ(problem->column, 3);
    EXPECT_NE(problem->text.find("write it as \"#hotdash-support\""), std::string::npos);
    EXPECT_EQ(problem_at(plan, 7), nullptr);
    EXPECT_EQ(plan.severities[3].channel, "#störung");
}

TEST(PlanTargets, AreReadFromALaterTableAndNegativeFiguresFromNone)
{
    const auto plan = parse_plan("## Response Time SLAs\n\n| Term | Meaning |\n|---|---|\n| MTTA | time |\n\n"
                                 "| Channel | Priority | Response | Resolution |\n|---|---|---|---|\n"
                                 "| #now | P0 | -47 min | 1 hour |\n");
    EXPECT_EQ(problem_at(plan, 3), nullptr) << "the table below is the one";
    EXPECT_NE(problem_at(plan, 9), nullptr);
    EXPECT_FALSE(plan.severities[0].respond_within);
}

TEST(PlanTargets, TakeNoSignForAPartOfAChannelsName)
{
    const auto channel = [](std::string_view cell)
    {
        return parse_plan(fmt::format("## Response Time SLAs\n\n| Channel | Priority | Response | Resolution |\n"
                                      "|---|---|---|---|\n| {} | P0 | 5 min | 1 hour |\n",
                                      cell))
            .severities[0]
            .channel;
    };
    for (const auto* cell : {"“#Ops-Emergency”", "#ops-emergency—page", "#ops-emergency’s", "#ops-emergency now",
                             "#ops-emergency→now", "(#ops-emergency)", "#ops-emergency, please"})
        EXPECT_EQ(channel(cell), "#ops-emergency") << cell;
    EXPECT_EQ(channel("#Über-Ops"), "#über-ops");
    EXPECT_EQ(channel("#ДЕЖУРНЫЕ"), "#дежурные");
    EXPECT_EQ(channel("#障害"), "#障害");
    EXPECT_EQ(channel("#日々の障害"), "#日々の障害");
    EXPECT_EQ(channel("<#C123AB|support>"), "");
}

}  // namespace hotwatch
