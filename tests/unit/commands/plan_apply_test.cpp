#include "commands/plan/policy_text.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

namespace
{
constexpr std::string_view plan_text = R"(# Plan of 2025
**Time zone**: Europe/Berlin
**Handoff**: Mon 10:00
## On-Call Rotation
| Week | Primary | Backup | Manager |
|------|---------|--------|---------|
| Week 1 (Oct 13-19) | Ana | Ben | Mia |
## Response Time SLAs
| Channel | Priority | Response Time | Resolution Time |
|---------|----------|---------------|-----------------|
| #now    | P0 | < 2 min | < 30 min |
| #urgent | P1 | < 15 min | < 4 hours |
| #help   | P2 | < 1 hour | < 24 hours |
| #help   | P3 | < 4 hours | < 1 week |
## P0
**Definition**: All of it
**Response**:
- Update every 10 minutes
## P1
**Response**:
- Dedicated engineer
)";
}  // namespace

class PlanInTheBook : public ::testing::Test
{
  protected:
    PlanInTheBook() { database.begin(); }
    CountedIds ids;
    Database database{"", ids};
    Book& book = database.book();
};

TEST_F(PlanInTheBook, GivesTheRotationItsHoursAndZone)
{
    EXPECT_TRUE(apply_plan(plan_text, book).changed);
    const auto shifts = book.schedule.shifts();
    ASSERT_EQ(shifts.size(), 1U);
    EXPECT_EQ(shifts[0].period.start, at(8, 0, 13));  // 10:00 in Berlin
    EXPECT_EQ(shifts[0].period.end, at(8, 0, 20));
    EXPECT_EQ(shifts[0].primary, "Ana");
}

TEST_F(PlanInTheBook, GivesThePolicyItsFigures)
{
    (void)apply_plan(plan_text, book);
    const auto policy = load_policy(book);
    EXPECT_EQ(policy.team_zone, "Europe/Berlin");
    EXPECT_EQ(policy.severities[0].respond_within, std::chrono::minutes{2});
    EXPECT_EQ(policy.severities[0].update_every, std::chrono::minutes{10});
    EXPECT_EQ(policy.severities[0].definition, "All of it");
    EXPECT_EQ(policy.severities[1].update_every, std::nullopt);  // its section promises none
    EXPECT_EQ(policy.severities[2].report_within, std::nullopt);
    EXPECT_EQ(policy.channels.at(policy.severities[0].channel), "#now");
    EXPECT_EQ(policy.channels.at(policy.severities[1].channel), "#urgent");
    EXPECT_EQ(policy.channels.at(policy.severities[3].channel), "#help");
    EXPECT_EQ(policy.channels.at("emergency"), "#now");
    EXPECT_EQ(policy.channels.at("support"), "#help");
}

TEST_F(PlanInTheBook, IsLeftAloneByTheSameText)
{
    (void)apply_plan(plan_text, book);
    const auto before = database.changes();
    EXPECT_FALSE(apply_plan(plan_text, book).changed);
    EXPECT_EQ(database.changes(), before);
}

TEST_F(PlanInTheBook, IsAppliedAnewWhenTextOrHandoffChange)
{
    (void)apply_plan(plan_text, book);
    const auto longer = fmt::format("{}\n", plan_text);
    EXPECT_TRUE(apply_plan(longer, book).changed);
    EXPECT_TRUE(apply_plan(longer, book, {std::chrono::Tuesday, std::chrono::hours{9}}).changed);
}

TEST_F(PlanInTheBook, KeepsTheShiftsWhereTheNewTextHasNone)
{
    (void)apply_plan(plan_text, book);
    const auto applied = apply_plan("# Empty\n", book);
    EXPECT_FALSE(applied.plan.problems.empty());
    EXPECT_EQ(book.schedule.shifts().size(), 1U);
}

TEST_F(PlanInTheBook, IsHotDashsWhereNoneWasApplied)
{
    EXPECT_EQ(load_policy(book).severities, default_policy().severities);
    EXPECT_EQ(default_policy().of(Severity::p0).update_every, std::chrono::minutes{15});
    EXPECT_EQ(default_policy().of(Severity::p3).resolve_within, std::chrono::hours{24 * 7});
}

TEST(PolicyText, ComesBackAsItWasWritten)
{
    auto policy = default_policy();
    policy.team_zone = "Asia/Kolkata";
    policy.channels["urgent"] = "C123";
    policy.severities[0].definition = "a = b, always";
    policy.severities[1].update_every = std::nullopt;
    policy.severities[2].business_hours_only = false;
    Policy read;
    plan::lay_text_over(plan::to_text(policy), read);
    EXPECT_EQ(read.severities, policy.severities);
    EXPECT_EQ(read.channels, policy.channels);
    EXPECT_EQ(read.team_zone, policy.team_zone);
}

TEST(PolicyText, PassesOverWhatItDoesNotKnow)
{
    auto policy = default_policy();
    plan::lay_text_over("P0.respond = soon\nP7.respond = 3\nP0\n = \nP1.mood = good\nP0.update = never\n", policy);
    auto expected = default_policy();
    expected.severities[0].update_every = std::nullopt;
    EXPECT_EQ(policy.severities, expected.severities);
}

}  // namespace hotwatch::testing
