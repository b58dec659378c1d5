// Plans that nobody meant as plans: each is read to its end, in reasonable time, and can be imported.
#include <gmock/gmock.h>

#include "commands/plan/report.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

namespace
{
std::string times(int count, std::string_view text)
{
    std::string all;
    for (int i = 0; i < count; ++i)
        all += text;
    return all;
}

class HostilePlan : public ::testing::Test
{
  protected:
    HostilePlan() { database.begin(); }

    /// Read, looked through, told, imported and imported again.
    Plan survives(const std::string& text)
    {
        auto plan = parse_plan(text);
        (void)check_report(plan, lint_plan(plan, text), "plan.md");
        const ImportRequest request{.markdown = text, .origin = "plan.md", .actor = "console:ana"};
        const auto imported = import_plan(request, {}, database.book(), at(9));
        (void)import_report(imported, request, "/oncall");
        EXPECT_FALSE(import_plan(request, {}, database.book(), at(10)).changed);
        return plan;
    }

    CountedIds ids;
    Database database{"", ids};
};
}  // namespace

TEST_F(HostilePlan, MayHaveVeryLongCells)
{
    const auto plan =
        survives("# Plan 2025\n## On-Call Rotation\n| Week | Primary | Backup |\n|---|---|---|\n| Oct 13-19 | " +
                 std::string(40'000, 'a') + " | b |\n## FAQ\n| Question | Answer |\n|---|---|\n| " +
                 std::string(40'000, 'q') + " | " + std::string(40'000, 'z') + " |\n");
    EXPECT_EQ(plan.rotation.size(), 1U);
    EXPECT_EQ(plan.entries.size(), 1U);
}

TEST_F(HostilePlan, MayHaveAHundredThousandLines)
{
    const auto plan = survives("# Plan\n" + times(25'000, "text\n\n- item\n\n"));
    EXPECT_EQ(plan.entries.size(), 1U);
}

TEST_F(HostilePlan, MayConsistOfHeadings)
{
    const auto plan = survives(times(5'000, "# a\n## b\n###### c\n"));
    EXPECT_EQ(plan.headings.size(), 15'000U);
}

TEST_F(HostilePlan, MayHaveTheSameHeadingAgainAndAgain)
{
    const auto plan = survives("# Plan\n" + times(3'000, "## Notes\ntext\n"));
    EXPECT_EQ(plan.entries.size(), 3'000U);
}

TEST_F(HostilePlan, MayBeNoText)
{
    using namespace std::string_view_literals;
    (void)survives("");
    (void)survives(std::string{"\0\0# \xFF\n\xC3\n\xF0\x9F"sv});
    const auto plan = survives(std::string{"# Pl\xFF"
                                           "an\n\xE2\x82\n## A\0B\ntext\n"sv});
    EXPECT_EQ(plan.mends.size(), 4U);
}

TEST_F(HostilePlan, MayBeNestedDeeply)
{
    std::string list;
    for (int depth = 0; depth < 300; ++depth)
        list += std::string(2 * static_cast<std::size_t>(depth), ' ') + "- x\n";
    (void)survives("# Plan\n" + list);
    (void)survives("# Plan\n" + std::string(2'000, '>') + " x\n");
    (void)survives("# Plan\n" + times(2'000, "[") + "x" + times(2'000, "](y)") + "\n");
    (void)survives("# Plan\n" + times(3'000, "**a *b ") + "\n");
}

TEST_F(HostilePlan, MayHaveTablesThatAreBroken)
{
    const auto plan = survives(
        "# Plan 2025\n## On-Call Rotation\n| Week | Primary | Backup |\n|---|---|---|\n| Oct 13-19 |\n"
        "| Oct 20-26 | a | b | c | d |\n||||\n## Alert Rules\n| Alert | Condition | Action |\n|--|--|--|\n| |\n");
    EXPECT_GE(plan.problems.size(), 4U);
}

TEST_F(HostilePlan, IsReadTheSameWithWindowsLineEndsAndTabs)
{
    const std::string unix_text =
        "# Plan of 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup |\n|---|---|---|\n"
        "| Oct 13-19 | Ana | Ben |\n\n## FAQ\n\n**Q: Up?**\nA: Yes.\n\tMore.\n";
    auto windows_text = unix_text;
    for (std::size_t at = 0; (at = windows_text.find('\n', at)) != std::string::npos; at += 2)
        windows_text.insert(at, 1, '\r');
    const auto one = parse_plan(unix_text);
    const auto other = parse_plan(windows_text);
    EXPECT_EQ(one.rotation, other.rotation);
    EXPECT_EQ(one.entries, other.entries);
    EXPECT_EQ(one.headings, other.headings);
}

TEST_F(HostilePlan, CannotWriteToTheTerminalOrPingAnybody)
{
    const auto plan = survives("# Plan\n## \x1B[31mred <!channel>\ntext \x1B[0m\n");
    const auto report = check_report(plan, {}, "plan.md");
    EXPECT_EQ(report.find('\x1B'), std::string::npos);
    for (const auto& entry : plan.entries)
        EXPECT_EQ((entry.title + entry.body).find('\x1B'), std::string::npos);
}

}  // namespace hotwatch::testing
