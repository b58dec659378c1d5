// A plan's common issues, questions and all its other sections, read as runbooks, FAQ entries and articles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/knowledge/parts.hpp"
#include "commands/plan/parse.hpp"

namespace hotwatch
{

extern const std::string_view built_in_plan;

namespace
{
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<PlanEntry> of(const Plan& plan, EntryKind kind)
{
    std::vector<PlanEntry> found;
    for (const auto& entry : plan.entries)
        if (entry.kind == kind)
            found.push_back(entry);
    return found;
}

std::vector<std::string> titles(const Plan& plan, EntryKind kind)
{
    std::vector<std::string> found;
    for (const auto& entry : of(plan, kind))
        found.push_back(entry.title);
    return found;
}

std::string use_of(const Plan& plan, std::string_view heading)
{
    for (const auto& each : plan.headings)
        if (each.text == heading)
            return each.use;
    return "no such heading";
}

std::vector<knowledge::PartKind> kinds(const PlanEntry& runbook)
{
    std::vector<knowledge::PartKind> found;
    for (const auto& part : knowledge::parts_of(runbook.body))
        found.push_back(part.kind);
    return found;
}

constexpr std::string_view issues = R"(# Plan

## Common Issues & Solutions

Start with the dashboard.

### Issue 1: Queue stuck

**Symptoms**:
- It loads for ever

**Diagnosis**:
```bash
# Check it
curl https://x.example.com/health | grep -i "a & b" <in >out
```

**Likely Causes**:
1. It is down

**Resolution**:
```bash
fly apps restart x
```

**Workaround**: Use `/other`

---

### Issue 2: Mail late

#### Symptoms

Mail comes an hour late.

#### Fix

Restart the relay.

## Contacts

Call Mia.
)";

std::string faq(std::string_view text)
{
    return "# Plan\n\n## FAQ\n\n" + std::string{text};
}

void expect_hotdash(const Plan& plan)
{
    using enum knowledge::PartKind;
    const auto runbooks = of(plan, EntryKind::runbook);
    ASSERT_EQ(runbooks.size(), 5U);
    for (const auto& runbook : runbooks)
        EXPECT_THAT(kinds(runbook), ElementsAre(symptoms, diagnosis, causes, resolution, workaround)) << runbook.title;
    EXPECT_THAT(runbooks[0].body, HasSubstr("```bash\n"));
    EXPECT_THAT(runbooks[0].body, HasSubstr("fly apps restart hotdash-agent-service\n"));
    EXPECT_THAT(runbooks[4].body, HasSubstr("WHERE state = 'idle' AND state_change < NOW() - INTERVAL '5 minutes';\""));
    EXPECT_EQ(of(plan, EntryKind::faq).size(), 5U);
    EXPECT_GT(of(plan, EntryKind::article).size(), 10U);
    for (const auto& heading : plan.headings)
        EXPECT_TRUE(!heading.use.empty() || heading.has_more) << heading.line << ": " << heading.text;
}
}  // namespace

TEST(PlanRunbooks, AreTheCommonIssuesWithTheirPartsAndCommands)
{
    using enum knowledge::PartKind;
    const auto plan = parse_plan(issues);
    const auto runbooks = of(plan, EntryKind::runbook);
    ASSERT_EQ(runbooks.size(), 2U);
    EXPECT_EQ(runbooks[0].title, "Queue stuck");
    EXPECT_EQ(runbooks[0].key, "queue stuck");
    EXPECT_EQ(runbooks[0].line, 7);
    EXPECT_THAT(kinds(runbooks[0]), ElementsAre(symptoms, diagnosis, causes, resolution, workaround));
    EXPECT_THAT(runbooks[0].body, HasSubstr("## Workaround\n\nUse `/other`"));
    EXPECT_THAT(runbooks[0].body,
                HasSubstr("```bash\n# Check it\ncurl https://x.example.com/health | grep -i \"a & b\" <in >out\n```"));
    EXPECT_THAT(runbooks[0].body, Not(HasSubstr("---")));
    EXPECT_THAT(kinds(runbooks[1]), ElementsAre(symptoms, resolution));
}

TEST(PlanRunbooks, AreFoundOutsideOfTheListToo)
{
    const auto plan = parse_plan("# Plan\n## Mail is late\n**Symptoms**: late\n\n**Resolution**: restart it\n");
    EXPECT_THAT(titles(plan, EntryKind::runbook), ElementsAre("Mail is late"));
}

TEST(PlanRunbooks, AreNotMadeOfWhatHasNoParts)
{
    const auto plan =
        parse_plan("# Plan\n## Common issues\n### General advice\nStay calm.\n## Review\n**Resolution**: x\n");
    EXPECT_THAT(titles(plan, EntryKind::runbook), ElementsAre());
    EXPECT_THAT(titles(plan, EntryKind::article), ElementsAre("Common issues: General advice", "Review"));
}

TEST(PlanFaq, IsReadInEachShapeThatPlansUse)
{
    for (const auto* text :
         {"**Q: Is it up?**\nA: Yes.\n\n**Q: Is it fast?**\nA: No.\n",
          "**Q**: Is it up?\n**A**: Yes.\n\n**Q:** Is it fast?\n**A:** No.\n",
          "Q: Is it up?\nA: Yes.\nQ: Is it fast?\nA: No.\n",
          "Q1. Is it up?\nAnswer: Yes.\n\nQ2. Is it fast?\nAnswer: No.\n",
          "- **Q: Is it up?**\n  A: Yes.\n- **Q: Is it fast?**\n  A: No.\n",
          "**Is it up?**\n\nYes.\n\n**Is it fast?**\n\nNo.\n", "### Is it up?\n\nYes.\n\n### Is it fast?\nNo.\n",
          "| Question | Answer |\n|---|---|\n| Is it up? | Yes. |\n| Is it fast? | No. |\n"})
    {
        const auto plan = parse_plan(faq(text));
        const auto entries = of(plan, EntryKind::faq);
        ASSERT_EQ(entries.size(), 2U) << text;
        EXPECT_EQ(entries[0].title, "Is it up?") << text;
        EXPECT_EQ(entries[0].body, "Yes.") << text;
        EXPECT_EQ(entries[1].title, "Is it fast?") << text;
        EXPECT_EQ(entries[1].body, "No.") << text;
        EXPECT_THAT(of(plan, EntryKind::article), ElementsAre()) << text;
    }
}

TEST(PlanFaq, KeepsAnAnswersListsAndCode)
{
    const auto plan =
        parse_plan(faq("**Q: How do I report?**\nA: Post this:\n- what\n- where\n\n```\nQ: not a question\n```\n"));
    const auto entries = of(plan, EntryKind::faq);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].body, "Post this:\n- what\n- where\n\n```\nQ: not a question\n```");
}

TEST(PlanFaq, NamesAQuestionWithoutAnAnswer)
{
    const auto plan = parse_plan(faq("**Q: Why?**\n\n**Q: When?**\nA: Now.\n"));
    EXPECT_THAT(titles(plan, EntryKind::faq), ElementsAre("When?"));
    EXPECT_TRUE(
        std::ranges::any_of(plan.problems, [](const PlanProblem& problem)
                            { return problem.line == 5 && problem.text.find("no answer") != std::string::npos; }));
}

TEST(PlanFaq, LeavesWhatStandsBeforeTheFirstQuestionAsAnArticle)
{
    const auto plan = parse_plan(faq("Ask in #help first.\n\n**Q: When?**\nA: Now.\n"));
    ASSERT_EQ(of(plan, EntryKind::article).size(), 1U);
    EXPECT_EQ(of(plan, EntryKind::article)[0].body, "Ask in #help first.");
    EXPECT_EQ(use_of(plan, "FAQ"), "1 FAQ entry, article");
}

TEST(PlanArticles, AreAllOtherSectionsCalledWithTheHeadingAbove)
{
    const auto plan =
        parse_plan("# The plan\nOf 2025.\n## Contacts\n### Emergency\nCall Mia.\n### Other\n- mail\n## Empty\n"
                   "---\n**Owner**: Ana\n");
    EXPECT_THAT(titles(plan, EntryKind::article), ElementsAre("The plan", "Contacts: Emergency", "Contacts: Other"));
    EXPECT_EQ(of(plan, EntryKind::article)[0].body, "Of 2025.\n\n**Owner**: Ana");
    EXPECT_EQ(use_of(plan, "Empty"), "");
    EXPECT_EQ(use_of(plan, "Contacts"), "");
    EXPECT_TRUE(plan.headings[1].has_more);
    EXPECT_EQ(use_of(plan, "Other"), "article");
}

TEST(PlanArticles, DoNotRepeatTablesThatTheBookAnswersFor)
{
    const auto plan =
        parse_plan("# Plan 2025\n## On-Call Rotation\nRotates.\n\n| Week | Primary | Backup |\n|---|---|---|\n"
                   "| Oct 13-19 | Ana | Ben |\n");
    ASSERT_EQ(of(plan, EntryKind::article).size(), 1U);
    EXPECT_EQ(of(plan, EntryKind::article)[0].body, "Rotates.");
    EXPECT_EQ(use_of(plan, "On-Call Rotation"), "1 shift, article");
}

TEST(PlanArticles, AreMadeOfAPlanWithoutHeadingsToo)
{
    const auto plan = parse_plan("Call Mia when it burns.\n");
    EXPECT_THAT(titles(plan, EntryKind::article), ElementsAre("Support plan"));
    EXPECT_TRUE(plan.headings.empty());
}

TEST(PlanEntries, OfTheSameHeadingDoNotCollide)
{
    const auto plan = parse_plan("# A\n## Notes\none\n# B\n## Notes\ntwo\n# B\n## Notes\nthree\n");
    std::vector<std::string> keys;
    for (const auto& entry : plan.entries)
        keys.push_back(entry.key);
    EXPECT_THAT(keys, ElementsAre("a notes", "b notes", "b notes (2)"));
}

TEST(PlanEntries, AreCutWhereTheyAreTooLongAndSaySo)
{
    const auto plan = parse_plan("# Plan\n## " + std::string(400, 'x') + "\n```\n" + std::string(2'000, 'y') + "\n" +
                                 std::string(40'000, 'z') + "\n```\n");
    ASSERT_EQ(plan.entries.size(), 1U);
    EXPECT_EQ(plan.entries[0].title, std::string(150, 'x'));
    EXPECT_EQ(plan.entries[0].body, "```\n" + std::string(2'000, 'y') + "\n```");
    EXPECT_EQ(std::ranges::count(plan.problems, 2, &PlanProblem::line), 2);
}

TEST(Plan, BuiltInOneHoldsHotDashsKnowledge)
{
    const auto plan = parse_plan(built_in_plan);
    expect_hotdash(plan);
    EXPECT_TRUE(plan.problems.empty());
    EXPECT_TRUE(plan.mends.empty());
}

TEST(Plan, OfHotDashIsReadWholeKnowledgeIncluded)
{
    std::ifstream file{std::filesystem::path{HOTWATCH_SOURCE_DIR} / "../shared/plan/hotdash-support-plan.md"};
    if (!file)
        GTEST_SKIP() << "the plan does not stand beside the repository";
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto plan = parse_plan(text);
    expect_hotdash(plan);
    EXPECT_TRUE(plan.problems.empty());
    EXPECT_EQ(plan.mends.size(), 12U);
    EXPECT_THAT(titles(plan, EntryKind::runbook),
                ElementsAre("Approval Queue Not Loading", "Chatwoot Webhook Not Working", "Slow Performance",
                            "Agent SDK Giving Poor Suggestions", "Database Connection Errors"));
}

}  // namespace hotwatch
