// take: who may, what is refused, what is written, and who is told.
#include "tests/unit/commands/oncall_change.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Take = OnCallChange;

TEST_F(Take, LastsUntilTheShiftEndsWhenNoLengthIsGiven)
{
    answered(ben, "take", at(3));
    EXPECT_EQ(newest().role, Role::primary);
    EXPECT_EQ(newest().period.start, at(3));
    EXPECT_EQ(newest().period.end, at(13, 0, 20));
    EXPECT_EQ(on_call_at(at(3), book).primary.user, ben);
}

TEST_F(Take, LastsAsLongAsIsSaid)
{
    answered(ben, "take 2h", at(3));
    EXPECT_EQ(newest().period.end, at(5));
    answered(cleo, "take backup for 90m", at(3));
    EXPECT_EQ(newest().role, Role::backup);
    EXPECT_EQ(newest().period.end, at(4, 30));
    answered(cleo, "take over as primary until 12:00 --over=1", at(3));
    EXPECT_EQ(newest().period.end, at(16));
}

TEST_F(Take, TellsTheRelievedAndTheChannelButNotTheTaker)
{
    answered(ben, "take 2h", at(3));
    EXPECT_THAT(people_told(), ElementsAre("U01ANA"));
    EXPECT_THAT(told()[0], AllOf(HasSubstr("You are relieved as primary"), HasSubstr("yours again")));
    ASSERT_EQ(news().size(), 1U);
    EXPECT_THAT(news()[0], AllOf(HasSubstr("Deployment Agent is primary on call now"), Not(HasSubstr("<@"))));
}

TEST_F(Take, RefusesWhoHoldsItAlready)
{
    EXPECT_EQ(refused(ana, "take", at(3)).why, Refusal::Why::not_now);
    EXPECT_EQ(refused(ben, "take backup 2h", at(3)).why, Refusal::Why::not_now);
    answered(cleo, "take 2h", at(3));
    EXPECT_THAT(refused(cleo, "take 1h", at(3)).message.text, HasSubstr("override 1"));
}

TEST_F(Take, CanBeMadeLongerByWhoHoldsIt)
{
    answered(cleo, "take 1h", at(3));
    answered(cleo, "take 3h", at(3, 30));
    EXPECT_EQ(on_call_at(at(6), book).primary.user, cleo);
    answered(ana, "take 3d", at(13, 0, 19));
    EXPECT_EQ(on_call_at(at(14, 0, 20), book).primary.user, ana) << "past the end of her own week";
}

TEST_F(Take, ShowsAConflictBeforeItStands)
{
    answered(ben, "take 4h", at(3));
    const auto refusal = refused(cleo, "take 2h", at(4));
    EXPECT_EQ(refusal.why, Refusal::Why::not_now);
    EXPECT_THAT(refusal.message.text, HasSubstr("override 1"));
    const auto line = button_line(refusal.message);
    EXPECT_EQ(line, "oncall take primary 2h --over=1");
    ASSERT_TRUE(presses_line(cleo, line, at(4, 1)));
    EXPECT_EQ(on_call_at(at(4, 1), book).primary.user, cleo);
    EXPECT_EQ(on_call_at(at(6, 1), book).primary.user, ben) << "the older one goes on where the newer has ended";
}

TEST_F(Take, GoesOverNothingThatWasNotShown)
{
    answered(ben, "take 4h", at(3));
    const auto line = button_line(refused(cleo, "take 2h", at(4)).message);
    answered(mia, "take 1h --over=1", at(4));
    const auto outcome = presses_line(cleo, line, at(4, 1));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(button_line(outcome.error().message), "oncall take primary 2h --over=1,2");
}

TEST_F(Take, AnOldButtonTakesNoOtherTimeThanItWasDrawnFor)
{
    const auto line = button_line(answered(cleo, "", at(3)));
    EXPECT_EQ(line, "oncall take primary until 2025-10-20T13:00:00Z");
    EXPECT_EQ(presses_line(cleo, line, at(14, 0, 20)).error().why, Refusal::Why::not_now);
    ASSERT_TRUE(presses_line(cleo, line, at(4)));
    EXPECT_EQ(newest().period.end, at(13, 0, 20));
    for (const auto* typed : {"take", "take until 18:00"})
    {
        const auto again = button_line(refused(ben, typed, at(5)).message);
        EXPECT_THAT(again, HasSubstr("until 2025-10-")) << typed;
        EXPECT_EQ(presses_line(ben, again, at(14, 0, 20)).error().why, Refusal::Why::not_now) << typed;
    }
}

TEST_F(Take, RefusesLengthsOutOfBounds)
{
    for (const auto* line : {"take 14m", "take 15d", "take 14d1m", "take until 2026-10-14", "take 5s"})
        EXPECT_THAT(refused(ben, line, at(3)).message.text, HasSubstr("15 min to 14 days")) << line;
    answered(ben, "take 15m", at(3));
    answered(ben, "take backup 14d", at(3, 0, 27));
}

TEST_F(Take, RefusesWhatIsNoRoleAndNoLength)
{
    for (const auto& line :
         {std::string{"take primray"}, std::string{"take 2x"}, std::string{"take the stairs"}, std::string{"take -2h"},
          std::string{"take 0h"}, std::string{"take until soon"}, std::string{"take <!channel>"},
          std::string{"take \xFF\xFE"}, "take " + std::string(4'000, 'x'), "take " + std::string(40'000, '9')})
        EXPECT_EQ(refused(ben, line, at(3)).why, Refusal::Why::usage) << line.substr(0, 30);
}

TEST_F(Take, NeedsALengthWhereNoShiftEnds)
{
    book.schedule.replace({});
    EXPECT_EQ(refused(ben, "take", at(3)).why, Refusal::Why::usage);
    answered(ben, "take 2h", at(3));
    EXPECT_EQ(on_call_at(at(4), book).primary.user, ben);
}

TEST_F(Take, FillsAGapUntilTheNextTurn)
{
    answered(ben, "take", at(3, 0, 13));
    EXPECT_EQ(newest().period.end, at(13, 0, 13));
    EXPECT_THAT(people_told(), IsEmpty());
}

TEST_F(Take, OfTheManagersRoleIsForManagers)
{
    const auto refusal = refused(ben, "take manager 2h", at(3));
    EXPECT_EQ(refusal.why, Refusal::Why::not_allowed);
    EXPECT_THAT(refusal.message.text, HasSubstr("Manager"));
    auto policy = book.policy();
    policy.managers = {cleo};
    book.set_policy(policy);
    answered(cleo, "take manager 2h", at(3));
}

TEST_F(Take, IsNothingForAShellOrAGuest)
{
    EXPECT_EQ(refused(ops, "take 2h", at(3)).why, Refusal::Why::not_allowed);
    EXPECT_EQ(refused(gus, "take 2h", at(3)).why, Refusal::Why::not_allowed);
}

TEST_F(Take, SaysWhichIncidentsWaitAndDrawsTheirCardsAnew)
{
    card_stands(declared("P0 Queue down", at(2, 50)));
    const auto message = answered(ben, "take 2h", at(3));
    EXPECT_THAT(message.text, HasSubstr("INC-1"));
    EXPECT_THAT(message.blocks, HasSubstr("incident.ack#1"));
    EXPECT_THAT(owed("chat.update").back(), HasSubstr("Queue down"));
}

TEST_F(Take, SaysThatNobodyStandsBehindABackupWhoTakesOver)
{
    EXPECT_THAT(answered(ben, "take 2h", at(3)).text, HasSubstr("You are the backup as well"));
    EXPECT_THAT(answered(cleo, "take 2h --over=1", at(3)).text, Not(HasSubstr("as well")));
}

TEST_F(Take, Reads)
{
    (void)declared("P0 Queue down", at(2, 50));
    expect_golden("oncall/take", answered(ben, "take 2h", at(3)));
    expect_golden("oncall/take_relieved", owed_to(ana));
    expect_golden("oncall/take_news", owed_news());
    expect_golden("oncall/take_conflict", refused(cleo, "take", at(3)).message);
    expect_golden("oncall/refused_take_held", refused(ben, "take 1h", at(3)).message);
    expect_golden("oncall/refused_take_held_by_rotation", refused(ana, "take", at(6)).message);
    expect_golden("oncall/refused_take_word", refused(ben, "take primray", at(3)).message);
    expect_golden("oncall/refused_take_length", refused(ben, "take 15d", at(3)).message);
    expect_golden("oncall/refused_take_manager", refused(ben, "take manager 2h", at(3)).message);
    expect_golden("oncall/refused_take_shell", refused(ops, "take 2h", at(3)).message);
    expect_golden("oncall/refused_take_over", refused(cleo, "take primary until 2025-10-14T03:00:00Z", at(6)).message);
    book.schedule.replace({});
    expect_golden("oncall/refused_take_endless", refused(mia, "take", at(6)).message);
}

}  // namespace hotwatch::testing
