// The plan in a whole bot: what a fresh store knows, a plan imported while people work, a restart after it.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view teams_own = R"(# Plan of 2025

## On-Call Rotation

| Week | Primary | Backup | Manager Escalation |
|------|---------|--------|--------------------|
| Week 1 (Oct 13-19) | Deployment Agent | Engineer Helper Agent | Manager |

## Response Time SLAs

| Channel | Priority | Response Time | Resolution Time |
|---------|----------|---------------|-----------------|
| #hotdash-emergency | P0 | < 2 min | < 1 hour |
| #hotdash-emergency | P1 | < 15 min | < 4 hours |
| #hotdash-support | P2 | < 1 hour | < 24 hours |
| #hotdash-support | P3 | < 4 hours | < 1 week |

## FAQ

**Q: Where is the coffee?**
A: On the second floor.
)";

class PlanOfATeam : public hotwatch::testing::World
{
  protected:
    LineAnswer imports(const std::string& text, bool is_dry = false)
    {
        LineAnswer answer{.text = "no answer"};
        engine().import({.markdown = text, .origin = "team.md", .actor = "console:ana", .is_dry = is_dry},
                        [&answer](LineAnswer given) { answer = std::move(given); });
        settle();
        return answer;
    }
};

TEST_F(PlanOfATeam, AFreshStoreHasHotDashsRunbooksFaqAndArticles)
{
    start();
    EXPECT_EQ(book().knowledge.count(EntryKind::runbook), 5);
    EXPECT_EQ(book().knowledge.count(EntryKind::faq), 5);
    EXPECT_THAT(ask("/runbook approval queue does not load"), HasSubstr("fly apps restart hotdash-agent-service"));
    EXPECT_THAT(ask("/faq does HotDash work on a phone?"), HasSubstr("desktop browser"));
    EXPECT_THAT(ask("/faq training and onboarding of new operators"), HasSubstr("walkthrough"));
}

TEST_F(PlanOfATeam, CountsAtOnceWhenItIsImported)
{
    start();
    EXPECT_THAT(ask("/oncall"), HasSubstr("Primary: Engineer Helper Agent"));
    const auto answer = imports(std::string{teams_own});
    EXPECT_EQ(answer.exit_code, 0);
    EXPECT_THAT(answer.text, HasSubstr("This plan is in force now."));
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{2});
    EXPECT_THAT(ask("/oncall"), HasSubstr("Primary: Deployment Agent"));
    EXPECT_THAT(ask("/faq where is the coffee?"), HasSubstr("second floor"));
    EXPECT_EQ(book().knowledge.count(EntryKind::runbook), 0);
}

TEST_F(PlanOfATeam, IsNotPutBackByARestart)
{
    start();
    (void)imports(std::string{teams_own});
    restart();
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{2});
    EXPECT_EQ(book().knowledge.count(EntryKind::runbook), 0);
    const auto rows = book().audit.count();
    restart();
    EXPECT_EQ(book().audit.count(), rows);
}

TEST_F(PlanOfATeam, IsReadAnewWhereTheConfigurationChanges)
{
    start();
    (void)imports(std::string{teams_own});
    kill();
    config.team_zone = "Europe/Berlin";
    start();
    EXPECT_EQ(book().policy().team_zone, "Europe/Berlin");
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{2});
}

TEST_F(PlanOfATeam, LeavesTheConfigurationOnTop)
{
    config.severities[0].respond_within = minutes{3};
    start();
    (void)imports(std::string{teams_own});
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{3});
}

TEST_F(PlanOfATeam, ChangesNothingOnADryRun)
{
    start();
    const auto answer = imports(std::string{teams_own}, true);
    EXPECT_THAT(answer.text,
                AllOf(HasSubstr("An import would change:"), HasSubstr("Nothing was written (--dry-run).")));
    EXPECT_EQ(book().knowledge.count(EntryKind::runbook), 5);
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{5});
}

TEST_F(PlanOfATeam, SaysWhatItCouldNotReadAndKeepsThat)
{
    start();
    const auto answer = imports("# Plan\n\n## FAQ\n\n**Q: Up?**\nA: Yes.\n");
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_THAT(answer.text,
                AllOf(HasSubstr("no On-Call Rotation table was found"), HasSubstr("for what could not be read")));
    EXPECT_THAT(ask("/oncall"), HasSubstr("Primary: Engineer Helper Agent"));
}

TEST_F(PlanOfATeam, IsRefusedAloudWhileTheDiskIsFull)
{
    start();
    disk.fail_write(1, SQLITE_FULL, true);
    const auto answer = imports(std::string{teams_own});
    disk.heal();
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_THAT(answer.text, Not(HasSubstr("in force now")));
    EXPECT_EQ(book().policy().of(Severity::p0).respond_within, minutes{5});
}

}  // namespace
