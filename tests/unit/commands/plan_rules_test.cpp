// Escalation levels, alert rules and goals: read from a plan and kept in the book.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/plan/import.hpp"
#include "commands/plan/kept.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch
{
extern const std::string_view built_in_plan;
}

namespace hotwatch::testing
{

namespace
{
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using After = PlanLevel::After;
using Kind = PlanAlert::Kind;

Plan with_alert(const std::string& condition)
{
    return parse_plan("# Plan\n## Alert Rules\n| Alert | Condition | Action |\n|---|---|---|\n| It | " + condition +
                      " | Post in #alerts |\n");
}

Plan with_goal(const std::string& goal)
{
    return parse_plan("# Plan\n## Support Goals\n1. " + goal + "\n");
}

void expect_hotdash(const Plan& plan)
{
    ASSERT_THAT(plan.escalation, SizeIs(3));
    EXPECT_EQ(plan.escalation[0].notify, Notify::primary);
    EXPECT_THAT(plan.escalation[0].after, ElementsAre(After{Severity::p0, 0s}, After{Severity::p1, 0s}));
    EXPECT_EQ(plan.escalation[1].notify, Notify::lead);
    EXPECT_THAT(plan.escalation[1].after, ElementsAre(After{Severity::p0, 30min}));
    EXPECT_THAT(plan.escalation[1].also, SizeIs(2));
    EXPECT_EQ(plan.escalation[2].notify, Notify::manager);
    EXPECT_THAT(plan.escalation[2].after, ElementsAre(After{Severity::p0, 1h}));
    EXPECT_THAT(plan.escalation[2].also, SizeIs(3));

    ASSERT_THAT(plan.alerts, SizeIs(5));
    const auto expect = [&plan](std::size_t i, Kind kind, std::int64_t limit, seconds window, std::string_view channel)
    {
        EXPECT_EQ(plan.alerts[i].kind, kind) << i;
        EXPECT_EQ(plan.alerts[i].limit, limit) << i;
        EXPECT_EQ(plan.alerts[i].window, window) << i;
        EXPECT_EQ(plan.alerts[i].channel, channel) << i;
    };
    expect(0, Kind::failures, 3, 0s, "#hotdash-emergency");
    expect(1, Kind::error_rate, 10'000, 5min, "#hotdash-alerts");
    expect(2, Kind::average, 2'000, 5min, "#hotdash-alerts");
    expect(3, Kind::connection, 0, 0s, "#hotdash-emergency");
    expect(4, Kind::value, 50, 0s, "#hotdash-alerts");

    ASSERT_THAT(plan.goals, SizeIs(5));
    EXPECT_EQ(plan.goals[0].kind, PlanGoal::Kind::uptime);
    EXPECT_EQ(plan.goals[0].share, 99'900);
    EXPECT_EQ(plan.goals[1].kind, PlanGoal::Kind::response);
    EXPECT_EQ(plan.goals[1].within, 5min);
    EXPECT_EQ(plan.goals[1].severity, Severity::p0);
    EXPECT_EQ(plan.goals[2].kind, PlanGoal::Kind::resolution);
    EXPECT_EQ(plan.goals[2].within, 1h);
    EXPECT_EQ(plan.goals[3].kind, PlanGoal::Kind::satisfaction);
    EXPECT_EQ(plan.goals[3].share, 90'000);
    EXPECT_EQ(plan.goals[4].kind, PlanGoal::Kind::other);
}
}  // namespace

TEST(PlanRules, OfTheBuiltInPlanAreHotDashs)
{
    expect_hotdash(parse_plan(built_in_plan));
}

TEST(PlanRules, OfHotDashsOwnPlanAreTheSame)
{
    std::ifstream file{std::filesystem::path{HOTWATCH_SOURCE_DIR} / "../shared/plan/hotdash-support-plan.md"};
    if (!file)
        GTEST_SKIP() << "the plan does not stand beside the repository";
    expect_hotdash(parse_plan(std::string{std::istreambuf_iterator<char>{file}, {}}));
}

TEST(PlanEscalation, IsReadFromATableToo)
{
    const auto plan = parse_plan("# Plan\n## Escalation\n| Level | Contact | When |\n|---|---|---|\n"
                                 "| 1 | On-call | All P0, P1 |\n| 2 - Lead | by phone | P1 unresolved after 2 hours |\n"
                                 "| high | x | y |\n");
    ASSERT_THAT(plan.escalation, SizeIs(2));
    EXPECT_EQ(plan.escalation[1].notify, Notify::lead);
    EXPECT_EQ(plan.escalation[1].contact, "by phone");
    EXPECT_THAT(plan.escalation[1].after, ElementsAre(After{Severity::p1, 2h}));
    EXPECT_TRUE(std::ranges::any_of(plan.problems, [](const PlanProblem& problem) { return problem.line == 7; }));
}

TEST(PlanAlerts, AreReadInOtherWordsToo)
{
    const auto of = [](const std::string& condition)
    {
        const auto plan = with_alert(condition);
        return plan.alerts.empty() ? PlanAlert{} : plan.alerts.front();
    };
    EXPECT_EQ(of("more than 2.5% errors for 10 minutes").limit, 2'500);
    EXPECT_EQ(of("more than 2.5% errors for 10 minutes").window, 10min);
    EXPECT_EQ(of("average latency over 800 ms for 1 hour").limit, 800);
    EXPECT_EQ(of("average above 1.5 seconds for 5 min").limit, 1'500);
    EXPECT_EQ(of("5 failures in a row").limit, 5);
    EXPECT_EQ(of("over 1,200 jobs waiting").limit, 1'200);
    EXPECT_EQ(of("connection errors").kind, Kind::connection);
}

TEST(PlanAlerts, NameTheConditionThatCannotBeWatched)
{
    const auto plan = with_alert("it feels slow");
    EXPECT_THAT(plan.alerts, SizeIs(0));
    EXPECT_TRUE(std::ranges::any_of(plan.problems, [](const PlanProblem& problem)
                                    { return problem.line == 5 && problem.column == 8; }));
}

TEST(PlanGoals, HaveAnErrorBudget)
{
    const auto plan = with_goal("**99.9% Uptime**: at most 43 minutes");
    EXPECT_EQ(error_budget(plan.goals.at(0), 30 * 24h), 43min + 12s);
    EXPECT_EQ(error_budget(with_goal("100% availability").goals.at(0), 24h), 0s);
}

TEST(PlanGoals, AreNotReadIntoOtherSentences)
{
    EXPECT_EQ(with_goal("200% uptime").goals.at(0).kind, PlanGoal::Kind::other);
    EXPECT_EQ(with_goal("Fast answers").goals.at(0).kind, PlanGoal::Kind::other);
    EXPECT_EQ(with_goal("P1 resolved in 4 hours").goals.at(0).severity, Severity::p1);
}

TEST(PlanRules, ComeBackAsTheyWereKept)
{
    auto rules = rules_of(parse_plan(built_in_plan));
    const auto read = plan::rules_from(plan::to_text(rules));
    const auto without_lines = [](PlanRules kept)
    {
        for (auto& level : kept.escalation)
            level.line = 0;
        for (auto& alert : kept.alerts)
            alert.line = 0;
        for (auto& goal : kept.goals)
            goal.line = 0;
        return kept;
    };
    EXPECT_EQ(read, without_lines(rules));
}

TEST(PlanRules, PassOverLinesThatTheyDoNotKnow)
{
    EXPECT_EQ(plan::rules_from("level\n\nmood\tgood\t\t\t\t\nlevel\tx\tlead\t\t\t\nalert\tfailures\t3\t0\t#a\tb\n"),
              PlanRules{});
}

TEST(PlanRules, AreInTheBookAfterAnImport)
{
    CountedIds ids;
    Database database{"", ids};
    database.begin();
    (void)import_plan({.markdown = std::string{built_in_plan}, .actor = "hotwatch"}, {}, database.book(), at(9));
    const auto rules = load_rules(database.book());
    EXPECT_THAT(rules.escalation, SizeIs(3));
    EXPECT_THAT(rules.alerts, SizeIs(5));
    EXPECT_THAT(rules.goals, SizeIs(5));
}

TEST(PlanRotation, RepeatsWeeksFromItsStart)
{
    using namespace std::chrono;
    const auto plan =
        parse_plan("# Plan\n**Rotation starts**: 2026-01-07\n## On-Call Rotation\n| Week | Primary | Backup |\n"
                   "|---|---|---|\n| Week 1 | Ana | Ben |\n| Week 2 | Ben | Ana |\n");
    ASSERT_THAT(plan.rotation, SizeIs(2));
    EXPECT_EQ(plan.rotation_kind, RotationKind::weekly);
    EXPECT_EQ(plan.rotation[0].first, 2026y / January / 5);  // the Monday of that week
    EXPECT_EQ(plan.rotation[1].last, 2026y / January / 18);
    EXPECT_EQ(plan.rotation[1].label, "Week 2");
}

TEST(PlanRotation, GoesByWeekdayAndLeavesOpenWhatNoRowNames)
{
    using namespace std::chrono;
    const auto plan =
        parse_plan("# Plan\n**Rotation starts**: 2026-01-05\n## On-Call Rotation\n| Day | Primary | Backup |\n"
                   "|---|---|---|\n| Thu, Fri | Ben | Ana |\n| Mon-Wed | Ana | Ben |\n| Friday | Cleo | Ana |\n");
    ASSERT_THAT(plan.rotation, SizeIs(3));
    EXPECT_EQ(plan.rotation_kind, RotationKind::by_weekday);
    EXPECT_EQ(plan.rotation[0].primary, "Ana");
    EXPECT_EQ(plan.rotation[0].last, 2026y / January / 7);
    EXPECT_EQ(plan.rotation[1].primary, "Ben");
    EXPECT_EQ(plan.rotation[2].primary, "");
    EXPECT_EQ(plan.rotation[2].label, "Saturday to Sunday");
    EXPECT_TRUE(std::ranges::any_of(plan.problems, [](const PlanProblem& problem) { return problem.line == 8; }));
}

TEST(PlanRotation, SaysThatAStartNeedsItsYear)
{
    const auto plan = parse_plan("# Plan\n**Rotation starts**: Jan 5\n");
    EXPECT_TRUE(std::ranges::any_of(plan.problems, [](const PlanProblem& problem) { return problem.line == 2; }));
}

}  // namespace hotwatch::testing
