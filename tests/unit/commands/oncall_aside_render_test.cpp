// What /oncall says where things are not as usual: the sentences beside the common ones, in one file.
#include "commands/oncall/render.hpp"
#include "commands/oncall/render_override.hpp"
#include "commands/oncall/render_people.hpp"
#include "tests/support/sentences.hpp"
#include "tests/unit/commands/oncall_book.hpp"

namespace hotwatch::testing
{

using namespace oncall;

class OnCallAside : public OnCallBook, protected Sentences
{
  protected:
    Message heard(const UserId& who, std::string_view line, UtcMillis now)
    {
        const auto outcome = types(who, line, now);
        return outcome ? outcome->message : outcome.error().message;
    }

    Override dentist()
    {
        Override change;
        change.id = 3;
        change.role = Role::backup;
        change.user = ben;
        change.period = {at(13, 0, 17), at(22, 0, 17)};
        change.reason = "dentist";
        change.made = {at(9), ana};
        return change;
    }

    const Reader reader{at(14), true, "/oncall"};
    const Holder ben_holder{"Ben", ben};
};

TEST_F(OnCallAside, Refusals)
{
    says_when("a name of the plan that nobody bears", refuse_untied("Night <Owl>", reader));
    says_when("a name that several bear", refuse_several("Ben Kim", reader));
    says_when("no role", refuse_role("", reader));
    says_when("no person", refuse_no_person(reader));
    says_when("a shift that ends too late", refuse_no_shift_end(at(13, 0, 14) + std::chrono::days{20}, reader));
    says_when("a shift without an end", refuse_no_shift_end(std::nullopt, reader));
    Stretch held;
    held.period = {at(13, 0, 17), at(22, 0, 17)};
    held.changed = dentist();
    says_when("a role that is held then already", refuse_already_held(Role::backup, ben_holder, held, false, reader));
    Changed other;
    other.stretch = held;
    other.holder = ben_holder;
    other.planned = {"Deployment Agent", {}};
    says_when("a conflict whose line fits no button", refuse_conflict({other}, {}, std::string(2'100, 'x'), reader));
    says_when("an override that another concerns", refuse_cancelling(dentist(), {"Ana", "Ben"}));
    expect("oncall/aside_refusals");
}

TEST_F(OnCallAside, PlacingAndCancelling)
{
    Placed placed;
    placed.reader = reader;
    placed.change = dentist();
    placed.holder = ben_holder;
    placed.by = "Ana";
    placed.asker = ana;
    says_when("where nobody was planned", answer_placed(placed));
    placed.relieved = {{"Night Owl", {}}};
    says_when("whom nobody can tell", answer_placed(placed));
    placed.relieved = {{"Night Owl", {}}, {"Mia", mia}};
    says_when("some of whom can be told", answer_placed(placed));
    placed.relieved = {{"Mia", mia}, {"Ana", ana}, {"Cleo", cleo}};
    says_when("several who are told", answer_placed(placed));
    placed.relieved = {{"Mia", mia}};
    placed.doubled = Role::primary;
    says_when("who holds another role as well", answer_placed(placed));
    Cancelled cancelled;
    cancelled.reader = reader;
    cancelled.change = dentist();
    cancelled.holder = ben_holder;
    cancelled.by = "Ana";
    cancelled.asker = ana;
    cancelled.left = dentist().period;
    says_when("cancelled before it began, nobody instead", answer_cancelled(cancelled));
    cancelled.instead = {{"Mia", mia}};
    says_when("cancelled before it began, to its holder", tell_cancelled(cancelled));
    says_when("cancelled before it began, to whoever has it again", tell_reinstated(cancelled));
    expect("oncall/aside_changes");
}

TEST_F(OnCallAside, PeopleAndShifts)
{
    says_when("a link to oneself", heard(ben, "link \"Engineer Helper Agent\" me", at(14)));
    says_when("a link that was one's own", heard(ben, "link \"Engineer Helper Agent\" <@U04CLEO>", at(14)));
    says_when("no shift of somebody's", heard(mia, "who <@U06GUS>", at(14)));
    says_when("no shift of one's own", heard(gus, "me", at(14)));
    book.people.unlink("Manager");
    book.people.unlink("Deployment Agent");
    says_when("two who are not linked", heard(cleo, "", at(14)));
    for (int i = 0; i < 12; ++i)
        (void)heard(cleo, fmt::format("take backup {}m", 30 + i), at(14 + i / 2, i % 2 == 0 ? 0 : 50));
    says_when("many changes", heard(cleo, "overrides", at(14)));
    (void)apply_plan("# Plan of 2025\n## On-Call Rotation\n| Week | Primary | Backup | Manager |\n|---|---|---|---|\n"
                     "| Week 1 (Oct 13-19) | Cleo | Ben | Mia |\n| Week 3 (Oct 27-Nov 2) | Ben | Cleo | Mia |\n",
                     book);
    says_when("a gap before the next shift", heard(cleo, "", at(14)));
    says_when("a gap before the next handoff", heard(cleo, "next", at(14)));
    book.schedule.replace({}, "America/New_York", UtcMillis{});
    (void)heard(cleo, "take 1h", at(14));
    says_when("on call outside any rotation", heard(cleo, "", at(14)));
    expect("oncall/aside_people");
}

}  // namespace hotwatch::testing
