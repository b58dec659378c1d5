// What `plan check` proposes, and its report as people read it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/plan/report.hpp"
#include "tests/support/golden.hpp"

namespace hotwatch::testing
{

namespace
{
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Every finding has a place in it.
constexpr std::string_view team = R"(# Team plan of 2025

**Owner**: Ana âœ…

## Support Goals

1. 99.9% uptime
2. P0 answered in 10 minutes
3. 90% of users satisfied

## On-Call Rotation

| Week | Primary | Backup | Manager |
|------|---------|--------|---------|
| Week 1 (Oct 13-19) | Ana | Ben | Mia |
| Week 2 (Oct 20-26) | Ben | | Mia |

## Duties

- Post an update every 30 minutes during incidents
- Call [phone number], see [the wiki](https://wiki.example.com)

## Response Time SLAs

| Channel | Priority | Response Time | Resolution Time |
|---------|----------|---------------|-----------------|
| #now  | P0 | < 5 min | < 1 hour |
| #now  | P1 | < 15 min | < 4 hours |
| #help | P2 | < 1 hour | < 24 hours |
| #help | P3 | < 4 hours | < 1 week |

## Priorities

### P0

**Examples**:

- Database connection lost

**Response**:

- Respond within 10 minutes
- Update every 15 minutes

### P1

**Examples**:

- High error rate

**Response**:

- Update every 30 minutes

## Alert Rules

| Alert | Condition | Action |
|-------|-----------|--------|
| High Error Rate | >10% errors for 5 min | Post in #quiet |
| Database Issues | Connection failures | Post in #now |

## Escalation

### Level 1: On-call

**When**: All P0, P1

### Level 2: Lead

**When**: P0 not resolved in 30 minutes

## Common Issues

### Issue 1: Table full

**Symptoms**: no space

**Resolution**:

```bash
# Empty it
psql -c "TRUNCATE TABLE log;"
```

## Feedback

What went well? TBD

## Left empty
)";

std::vector<int> lines_of(std::string_view text, std::string_view needle)
{
    std::vector<int> lines;
    for (const auto& finding : lint_plan(parse_plan(text), text))
        if (finding.text.find(needle) != std::string::npos)
            lines.push_back(finding.line);
    return lines;
}
}  // namespace

TEST(PlanLint, FindsWhatContradictsAndWhatCounts)
{
    EXPECT_THAT(lines_of(team, "An update every 30 min here, but every 15 min for a P0"), ElementsAre(20));
    EXPECT_THAT(lines_of(team, "A P0 is answered within 10 min here, but within 5 min"), ElementsAre(42));
    EXPECT_THAT(lines_of(team, "The goal for a P0 is 10 min, but 5 min"), ElementsAre(8));
}

TEST(PlanLint, ProposesEscalationTimesWhereNoneAreWritten)
{
    const auto findings = lint_plan(parse_plan(team), team);
    EXPECT_THAT(lines_of(team, "when an unresolved P"), ElementsAre(64, 64));
    const auto p1 = std::ranges::find_if(findings, [](const PlanFinding& finding)
                                         { return finding.text.find("unresolved P1") != std::string::npos; });
    EXPECT_EQ(p1->proposal, "Level 2 after 30 min (twice its response time), level 3 after 4 h (its resolution time).");
}

TEST(PlanLint, SeesRotationsThatEndAndNobodyToTakeOver)
{
    EXPECT_THAT(lines_of(team, "The rotation ends on 2025-10-26"), ElementsAre(16));
    EXPECT_THAT(lines_of(team, "nobody takes over from Ben"), ElementsAre(16));
    EXPECT_THAT(lines_of(team, "No time zone"), ElementsAre(1));
    EXPECT_TRUE(std::ranges::none_of(lint_plan(parse_plan(team), team, true), [](const PlanFinding& finding)
                                     { return finding.text.find("No time zone") != std::string::npos; }));
}

TEST(PlanLint, SeesAlertsBelowTheSeverityThatTheyDescribe)
{
    EXPECT_THAT(lines_of(team, "\"High Error Rate\" goes to #quiet, but line 49 makes it a P1"), ElementsAre(59));
    EXPECT_THAT(lines_of(team, "Database Issues"), ElementsAre());
}

TEST(PlanLint, SeesPlaceholdersDangersAndDamage)
{
    EXPECT_THAT(lines_of(team, "Not filled in: [phone number]."), ElementsAre(21));
    EXPECT_THAT(lines_of(team, "Not filled in: TBD."), ElementsAre(87));
    EXPECT_THAT(lines_of(team, "This command deletes data (runbook \"Table full\")"), ElementsAre(82));
    EXPECT_THAT(lines_of(team, "saved in the wrong encoding"), ElementsAre(3));
    EXPECT_THAT(lines_of(team, "Satisfaction has a target"), ElementsAre(9));
}

TEST(PlanLint, LeavesTemplatesLinksAndTicksAlone)
{
    EXPECT_THAT(
        lines_of("- [ ] a [x] b\n- [a](b) [a][b]\n\n[ref]: http://x\n```markdown\n[Title]\n```\n", "Not filled"),
        ElementsAre());
    EXPECT_THAT(
        lines_of("```bash\nfly rollback v[previous] -t [table]([column])\n```\n", "[previous], [table], [column]"),
        ElementsAre(2));
}

TEST(PlanLint, AsksForNoScoreWhereOneIsAsked)
{
    EXPECT_THAT(lines_of("# Goals\n- 90% satisfaction\n# Survey\nRate us from 1 to 5.\n", "Satisfaction"),
                ElementsAre());
    EXPECT_THAT(lines_of("# Goals\n- 90% satisfaction\n# Survey\nHow was it?\n", "Satisfaction"), ElementsAre(2));
}

TEST(PlanReport, NamesEveryHeadingProblemAndProposal)
{
    auto text = std::string{team};
    text += "\n## More rules\n\n| Alert | Condition | Action |\n|--|--|--|\n| Odd | it feels slow | Post in #now |\n";
    const auto plan = parse_plan(text);
    expect_golden("plan/check", check_report(plan, lint_plan(plan, text), "team.md") + "\n");
}

TEST(PlanReport, OfHotDashsPlanAccountsForEveryHeading)
{
    std::ifstream file{std::filesystem::path{HOTWATCH_SOURCE_DIR} / "../shared/plan/hotdash-support-plan.md"};
    if (!file)
        GTEST_SKIP() << "the plan does not stand beside the repository";
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto plan = parse_plan(text);
    const auto report = check_report(plan, lint_plan(plan, text), "hotdash.md");
    EXPECT_THAT(report, HasSubstr("52 headings, 0 not used"));
    EXPECT_THAT(report, HasSubstr("All of it could be read."));
}

TEST(PlanLint, SeesAlertsThatNameNoChannel)
{
    constexpr std::string_view plan = "## Alert Rules\n\n| Alert | Condition | Action |\n|---|---|---|\n"
                                      "| Down | 3 consecutive failures | Page somebody |\n"
                                      "| Slow | >2s average for 5 min | Post to #Shop-Alerts |\n";
    EXPECT_THAT(lines_of(plan, "\"Down\" names no channel"), ElementsAre(5));
    EXPECT_THAT(lines_of(plan, "\"Slow\" names no channel"), ElementsAre());
}

TEST(PlanLint, SeesWeeksWithoutAnybodyAndFiguresThatCannotBe)
{
    constexpr std::string_view plan =
        "# Plan of 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup | Manager |\n|---|---|---|---|\n"
        "| Week 1 (Oct 13-19) | Ana | Ben | Mia |\n| Week 3 (Oct 27-Nov 2) | Ben | Ana | Mia |\n\n"
        "## Response Time SLAs\n\n| Channel | Priority | Response | Resolution |\n|---|---|---|---|\n"
        "| #a | P0 | 3 min | 1 hour |\n| #a | P1 | < 5 hours | < 1 hour |\n| #a | P0 | 9 min | 1 hour |\n"
        "| #a | P2 | < -1 week | 1 day |\n\n"
        "## FAQ\n\n**Q: One?**\nA: Yes.\n\n**Q: One?**\nA: No.\n";
    EXPECT_THAT(lines_of(plan, "Nobody is on call from 2025-10-20 to 2025-10-26"), ElementsAre(8));
    EXPECT_THAT(lines_of(plan, "A P1 is resolved within 1 h, but answered only within 5 h"), ElementsAre(15));
    EXPECT_THAT(lines_of(plan, "FAQ entry \"One?\" stands here a second time"), ElementsAre(24));
    const auto read = parse_plan(plan);
    const auto problem = [&](int line) { return std::ranges::count(read.problems, line, &PlanProblem::line); };
    EXPECT_THAT(lines_of(plan, "This severity has a row above already"), ElementsAre(16));
    EXPECT_EQ(read.severities[0].respond_within, seconds{9 * 60}) << "the last row counts";
    EXPECT_EQ(problem(17), 1) << "no time is negative";
}

}  // namespace hotwatch::testing
