// The same plan again, a changed plan, entries edited in Slack: what an import leaves standing.
#include <gmock/gmock.h>

#include "tests/support/golden.hpp"
#include "tests/unit/commands/imported_plan.hpp"

namespace hotwatch::testing
{

namespace
{
using plan::Side;
using What = plan::Change::What;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
}  // namespace

TEST_F(PlanImported, BringsItsKnowledgeWithoutAnAuthor)
{
    EXPECT_THAT(whats(plan_with("Is it up?", "Yes.")), ElementsAre(What::added));
    const auto entry = up().value();
    EXPECT_EQ(entry.body, "Yes.");
    EXPECT_EQ(entry.edited.by, UserId{});
    EXPECT_EQ(entry.plan_key, "is it up");
    EXPECT_FALSE(entry.is_edited);
    EXPECT_EQ(book.schedule.shifts().size(), 1U);
}

TEST_F(PlanImported, ChangesNothingTheSecondTime)
{
    const std::string text{built_in_plan};
    EXPECT_TRUE(imports(text).changed);
    const auto before = database.changes();
    const auto again = imports(text);
    EXPECT_FALSE(again.changed);
    EXPECT_EQ(database.changes(), before);
    EXPECT_TRUE(std::ranges::all_of(again.changes, [](const auto& change) { return change.what == What::unchanged; }));
    EXPECT_EQ(book.audit.count(), 1);
}

TEST_F(PlanImported, LeavesOneAuditRowThatNamesFileAndPerson)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    const auto row = book.audit.newest(1).at(0);
    EXPECT_EQ(row.action, "plan import");
    EXPECT_EQ(row.object, "team.md");
    EXPECT_EQ(row.actor, "console:ana");
}

TEST_F(PlanImported, WritesNothingWhenItIsDry)
{
    const auto before = database.changes();
    const auto dry = imports(std::string{built_in_plan}, Side::neither, true);
    EXPECT_TRUE(dry.changed);
    EXPECT_TRUE(dry.figures.rotation);
    EXPECT_EQ(database.changes(), before);
    EXPECT_EQ(book.knowledge.count(std::nullopt), 0);
}

TEST_F(PlanImported, ReplacesWhatTheTeamLeftAlone)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::replaced));
    const auto entry = up().value();
    EXPECT_EQ(entry.body, "No.");
    EXPECT_EQ(entry.version, 2);
    EXPECT_EQ(entry.edited.by, UserId{});
    EXPECT_EQ(book.knowledge.versions(entry.id).size(), 2U);
}

TEST_F(PlanImported, LeavesAnEditAloneWhileThePlanStaysTheSame)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    for (const auto take : {Side::neither, Side::plan, Side::slack})
        EXPECT_THAT(whats(plan_with("Is it up?", "Yes."), take), ElementsAre(What::unchanged));
    EXPECT_EQ(up()->body, "Mostly.");
}

TEST_F(PlanImported, LetsTheEditStandWhereBothChangedAndAsksAgain)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::both_changed));
    EXPECT_EQ(up()->body, "Mostly.");
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::both_changed));
}

TEST_F(PlanImported, TakesThePlansTextWhereToldTo)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    EXPECT_THAT(whats(plan_with("Is it up?", "No."), Side::plan), ElementsAre(What::replaced));
    EXPECT_EQ(up()->body, "No.");
    EXPECT_FALSE(up()->is_edited);
}

TEST_F(PlanImported, TakesSlacksTextWhereToldToUntilThePlanChangesAgain)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    EXPECT_THAT(whats(plan_with("Is it up?", "No."), Side::slack), ElementsAre(What::settled));
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::unchanged));
    EXPECT_EQ(up()->body, "Mostly.");
    EXPECT_THAT(whats(plan_with("Is it up?", "Never.")), ElementsAre(What::both_changed));
}

TEST_F(PlanImported, SeesNoConflictWhereBothSayTheSameNow)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("No.");
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::replaced));
    EXPECT_EQ(up()->version, 2);
    EXPECT_FALSE(up()->is_edited);
}

TEST_F(PlanImported, RetiresWhatIsGoneAndBringsItBack)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    const auto id = up()->id;
    EXPECT_THAT(whats(plan_with("", "")), ElementsAre(What::retired));
    EXPECT_FALSE(up());
    EXPECT_THAT(whats(plan_with("", "")), IsEmpty());
    EXPECT_THAT(whats(plan_with("Is it up?", "Yes.")), ElementsAre(What::added));
    EXPECT_EQ(up()->id, id);
}

TEST_F(PlanImported, KeepsWhatIsGoneButWasEditedUntilToldOtherwise)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    EXPECT_THAT(whats(plan_with("", "")), ElementsAre(What::gone_but_edited));
    EXPECT_TRUE(up());
    EXPECT_THAT(whats(plan_with("", ""), Side::slack), ElementsAre(What::settled));
    EXPECT_THAT(whats(plan_with("", "")), IsEmpty());
    EXPECT_EQ(up()->plan_key, "");
}

TEST_F(PlanImported, RetiresAnEditedOneThatIsGoneWhereThePlanIsTaken)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Mostly.");
    EXPECT_THAT(whats(plan_with("", ""), Side::plan), ElementsAre(What::retired));
    EXPECT_FALSE(up());
}

TEST_F(PlanImported, DoesNotBringBackWhatSomebodyRetired)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    edit("Yes.", true);
    EXPECT_THAT(whats(plan_with("Is it up?", "Yes.")), ElementsAre(What::unchanged));
    EXPECT_THAT(whats(plan_with("Is it up?", "No.")), ElementsAre(What::retired_in_slack));
    EXPECT_FALSE(up());
    EXPECT_THAT(whats(plan_with("Is it up?", "No."), Side::plan), ElementsAre(What::replaced));
    EXPECT_EQ(up()->body, "No.");
}

TEST_F(PlanImported, TakesARenamedHeadingForANewEntry)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    EXPECT_THAT(whats(plan_with("Is it running?", "Yes.")), ElementsAre(What::added, What::retired));
}

TEST_F(PlanImported, AsksBeforeItTakesAnEntryThatWasWrittenInSlack)
{
    Entry own;
    own.kind = EntryKind::faq;
    own.key = "is-it-up";
    own.title = "Is it up";
    own.body = "Look.";
    own.edited = {at(1), ana};
    own.is_edited = true;
    book.knowledge.add(own);
    EXPECT_THAT(whats(plan_with("Is it up?", "Yes.")), ElementsAre(What::written_in_slack));
    EXPECT_EQ(up()->body, "Look.");
    EXPECT_THAT(whats(plan_with("Is it up?", "Yes."), Side::plan), ElementsAre(What::replaced));
    EXPECT_EQ(up()->body, "Yes.");
    EXPECT_EQ(up()->plan_key, "is it up");
}

TEST_F(PlanImported, RewritesNoPastShift)
{
    (void)import_plan({plan_with("", ""), "a.md", "x", Side::neither, false}, {}, book, at(9));
    auto changed = plan_with("", "");
    changed.replace(changed.find("| Ana"), 5, "| Zoe");
    (void)import_plan({changed, "a.md", "x", Side::neither, false}, {}, book, at(12));
    EXPECT_EQ(book.schedule.rotation_at(at(10))->shifts.at(0).primary, "Ana");
    EXPECT_EQ(book.schedule.rotation_at(at(13))->shifts.at(0).primary, "Zoe");
}

TEST_F(PlanImported, NamesWhomNobodyInSlackIs)
{
    Person person;
    person.id = ana;
    person.real_name = "Ana";
    person.is_complete = true;
    book.people.save(person);
    book.people.link({.name = "Mia", .user = ana, .origin = "config"});
    EXPECT_THAT(imports(plan_with("", "")).untied, ElementsAre("Ben"));
}

TEST_F(PlanImported, SaysWhatADryRunWouldChange)
{
    imports(plan_with("Is it up?", "Yes."));
    expect_golden(
        "plan/import_dry_run",
        report(plan_with("Is it up?", "Mostly.") + "\n**Q: Where is it?**\nA: There.\n", Side::neither, true));
}

TEST_F(PlanImported, SaysWhatIsRetiredAndWhatStandsAgainstThePlan)
{
    imports(plan_with("Is it up?", "Yes.") + "\n**Q: Where is it?**\nA: There.\n");
    edit("Look at the page.");
    expect_golden("plan/import_conflict", report(plan_with("Is it up?", "Mostly."), Side::neither, false, "/duty"));
}

TEST_F(PlanImported, SaysWhatWasTakenFromThePlan)
{
    imports(plan_with("Is it up?", "Yes."));
    edit("Look at the page.");
    expect_golden("plan/import_take_plan", report(plan_with("Is it up?", "Mostly."), Side::plan));
}

TEST_F(PlanImported, TiesWhomItsReportCallsTied)
{
    // A guest and an app of the same name are nobody who could be on call.
    for (const auto& [id, name, kind] :
         {std::tuple{"U0BEN", "Ben", &Person::is_guest}, std::tuple{"U0MIA", "Mia", &Person::is_bot}})
    {
        Person person;
        person.id = {id};
        person.real_name = name;
        person.is_complete = true;
        person.*kind = true;
        book.people.save(person);
    }
    EXPECT_THAT(imports(plan_with("", "")).untied, ElementsAre("Ana", "Ben", "Mia"));
    EXPECT_THAT(book.people.links(), IsEmpty());
}

TEST_F(PlanImported, RefusesWhatReadsLikeNoPlan)
{
    (void)imports(plan_with("Is it up?", "Yes."));
    const auto before = database.changes();
    for (const auto* text : {"hello", "# Readme\n\nSome words.\n\n## Building\n\nMore of them.\n"})
    {
        EXPECT_FALSE(imports(text).changed) << text;
        EXPECT_EQ(database.changes(), before) << text;
    }
    expect_golden("plan/import_no_plan", report("# Readme\n\nSome words.\n"));
}

TEST_F(PlanImported, SaysWhichFiguresChangeAndWhoIsOnCall)
{
    const auto plan = [](std::string_view channel, std::string_view p0, std::string_view zone)
    {
        return fmt::format("{}## Response Time SLAs\n\n**Time zone**: {}\n\n| Channel | Priority | Response | "
                           "Resolution |\n|---|---|---|---|\n| {} | P0 | {} | 1 hour |\n| #shop | P2 | 1 hour | 1 day "
                           "|\n",
                           head, zone, channel, p0);
    };
    (void)imports(plan("#fire", "5 min", "Europe/Berlin"));
    expect_golden("plan/import_figures", report(plan("#shop-fire", "9 min", "Europe/Paris"), Side::neither, true));
}

}  // namespace hotwatch::testing
