// A team's own plan over the built-in one: what is in force then, and what stays of a rotation that nobody worked by.
#include "tests/support/golden.hpp"
#include "tests/unit/commands/imported_plan.hpp"

namespace hotwatch::testing
{

namespace
{
using plan::Side;

class OwnPlan : public PlanImported
{
  protected:
    /// As at the first start.
    void brings_built_in(UtcMillis now)
    {
        (void)import_plan({std::string{built_in_plan}, "", "hotwatch", Side::neither, false}, {}, book, now);
    }
};
}  // namespace

TEST_F(OwnPlan, StaysInForceOverTheBuiltInOne)
{
    const auto own = plan_with("Is it up?", "Yes.");
    EXPECT_EQ(plan_of(book, built_in_plan).markdown, built_in_plan);
    (void)imports(own);
    EXPECT_EQ(plan_of(book, built_in_plan).markdown, own);
    EXPECT_EQ(plan_of(book, built_in_plan).origin, "team.md");
    EXPECT_TRUE(is_in_force(own, {}, book));
    EXPECT_FALSE(is_in_force(own, {.handoff = {}, .zone = "Europe/Berlin"}, book));
}

TEST_F(OwnPlan, AsTheFirstOwnLeavesNoTraceOfTheBuiltInRotation)
{
    brings_built_in(at(1));
    const auto text = report(plan_with("", ""));
    EXPECT_EQ(book.schedule.rotation_at(at(0))->shifts.at(0).primary, "Ana");
    expect_golden("plan/import_first", text);
}

TEST_F(OwnPlan, LeavesThePastOfABuiltInRotationThatPeopleWorkedBy)
{
    brings_built_in(at(1));
    Incident incident;
    incident.title = "Down";
    incident.declared = incident.moved = incident.last_update = {at(1), ana};
    incident.response_from = at(1);
    incident.room.channel = {"C01"};
    (void)book.incidents.add(incident);
    (void)imports(plan_with("", ""));
    EXPECT_NE(book.schedule.rotation_at(at(0))->shifts.at(0).primary, "Ana");
    EXPECT_EQ(book.schedule.rotation_at(at(5))->shifts.at(0).primary, "Ana");
}

TEST_F(OwnPlan, LeavesThePastOfABuiltInRotationThatWasInForceForLong)
{
    brings_built_in(at(1, 0, 1));
    (void)imports(plan_with("", ""));
    EXPECT_NE(book.schedule.rotation_at(at(0))->shifts.at(0).primary, "Ana");
}

TEST_F(OwnPlan, NamesWhatItRetiresWhereItKeepsSomeOfTheBuiltInPlan)
{
    brings_built_in(at(1));
    auto own = std::string{built_in_plan};
    const auto from = own.find("\n### Issue 5");
    const auto heading = from == std::string::npos ? own.rfind("\n### ") : from;
    own.erase(heading, own.find("\n#", heading + 5) - heading);
    const auto text = report(own, Side::neither, true);
    EXPECT_EQ(text.find("all of the built-in plan"), std::string::npos);
}

}  // namespace hotwatch::testing
