// Who is on call: now, then, next and in the weeks to come, overrides laid over the rotation.
#include "tests/unit/commands/oncall_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;

class OnCallNow : public OnCallBook
{
};

TEST_F(OnCallNow, IsWhomTheRowOfTheWeekNames)
{
    const auto text = answered(cleo, "", at(3)).text;
    EXPECT_THAT(text, HasSubstr("*Primary:* <@U01ANA>"));
    EXPECT_THAT(text, HasSubstr("*Backup:* <@U02BEN>"));
    EXPECT_THAT(text, HasSubstr("*Manager:* <@U03MIA>"));
    EXPECT_THAT(text, Not(HasSubstr("repeats")));
}

TEST_F(OnCallNow, SaysThatTheRotationRepeatsAndSinceWhen)
{
    const auto november = at(20, 0, 31) + std::chrono::days{14};
    EXPECT_THAT(answered(cleo, "", november).text, HasSubstr("since then its rotation repeats"));
    EXPECT_THAT(answered(cleo, "", november).text, HasSubstr("2025-11-10 14:00 UTC"));
    EXPECT_THAT(answered(cleo, "at 2025-11-20 09:00", at(3)).text, HasSubstr("from then on its rotation repeats"));
}

TEST_F(OnCallNow, IsNobodyBeforeTheFirstRow)
{
    EXPECT_THAT(answered(cleo, "", at(3, 0, 12)).text, HasSubstr("*Nobody is on call now.*"));
    EXPECT_THAT(answered(cleo, "at 2025-10-01", at(3)).text, HasSubstr("*Nobody was on call <!date"));
}

TEST_F(OnCallNow, RefusesWithoutARotation)
{
    book.schedule.replace({});
    for (const auto* line : {"", "next", "schedule"})
        EXPECT_EQ(refused(cleo, line, at(3)).why, Refusal::Why::unavailable) << line;
}

TEST_F(OnCallNow, ShowsWhoTookOverEvenWithoutARotation)
{
    book.schedule.replace({});
    add(Role::primary, cleo, at(2), at(5));
    EXPECT_THAT(answered(cleo, "", at(3)).text, HasSubstr("*Primary:* <@U04CLEO> until"));
    EXPECT_THAT(answered(cleo, "schedule", at(3)).text,
                HasSubstr("nobody, as planned\n    ↳ *<@U04CLEO>* is primary now until"));
}

TEST_F(OnCallNow, ShowsAnUntiedNameAsTextAndHowToTieIt)
{
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Night <Owl>";
    book.schedule.replace(shifts, "America/New_York");
    EXPECT_THAT(answered(cleo, "", at(3)).text, HasSubstr("*Primary:* Night &lt;Owl&gt;"));
    EXPECT_THAT(answered(cleo, "", at(3)).text, HasSubstr("Night &lt;Owl&gt; is not linked to anybody in Slack,"));
}

TEST_F(OnCallNow, MentionsNobodyWhereTheAnswerIsPosted)
{
    for (const auto* line : {"", "next", "at fri 09:00", "schedule"})
    {
        EXPECT_THAT(answered(cleo, line, at(3), Origin::mention).text, Not(HasSubstr("<@"))) << line;
        EXPECT_THAT(answered(cleo, std::string{line} + " --share", at(3)).text, Not(HasSubstr("<@"))) << line;
    }
    EXPECT_THAT(answered(cleo, "", at(3), Origin::mention).text, HasSubstr("*Primary:* Engineer Helper Agent"));
}

TEST_F(OnCallNow, PutsTheNewestOverrideOverTheRotation)
{
    add(Role::primary, cleo, at(2), at(9));
    EXPECT_EQ(on_call_at(at(3), book).primary.user, cleo);
    add(Role::primary, mia, at(4), at(6));
    EXPECT_EQ(on_call_at(at(3), book).primary.user, cleo);
    EXPECT_EQ(on_call_at(at(4), book).primary.user, mia);
    EXPECT_EQ(on_call_at(at(6), book).primary.user, cleo) << "half-open: the newer one ends, the older goes on";
    EXPECT_EQ(on_call_at(at(9), book).primary.user, ana);
    EXPECT_EQ(on_call_at(at(4), book).backup.user, ben) << "only that role";
}

TEST_F(OnCallNow, OverridesRunOnOverHandoffs)
{
    add(Role::primary, cleo, at(12, 0, 20), at(14, 0, 20));
    EXPECT_EQ(on_call_at(at(12, 59, 20), book).primary.user, cleo);
    EXPECT_EQ(on_call_at(at(13, 0, 20), book).primary.user, cleo);
    EXPECT_EQ(on_call_at(at(13, 0, 20), book).backup.user, ana) << "the rest of the turn has passed on";
    EXPECT_EQ(on_call_at(at(14, 0, 20), book).primary.user, ben);
}

TEST_F(OnCallNow, AsksThePlanThatWasInForceThen)
{
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Manager";
    book.schedule.replace(shifts, "America/New_York", at(5));
    EXPECT_EQ(on_call_at(at(5) - milliseconds{1}, book).primary.user, ana);
    EXPECT_EQ(on_call_at(at(5), book).primary.user, mia);
    EXPECT_THAT(answered(cleo, "at -3h", at(7)).text, HasSubstr("*Primary:* <@U01ANA>"));
    EXPECT_THAT(answered(cleo, "at -1h", at(7)).text, HasSubstr("*Primary:* <@U03MIA>"));
}

TEST_F(OnCallNow, OffersToTakeToThoseWhoAreNotPrimary)
{
    EXPECT_THAT(answered(cleo, "", at(3)).blocks, HasSubstr("oncall take primary"));
    EXPECT_THAT(answered(ana, "", at(3)).blocks, Not(HasSubstr("oncall take primary")));
    EXPECT_THAT(answered(cleo, "", at(3, 0, 12)).blocks, Not(HasSubstr("oncall take primary")))
        << "nothing says until when";
}

TEST_F(OnCallNow, ReadsAnyMoment)
{
    for (const auto* line : {"at fri 09:00", "at on fri at 9am", "at 09:00 fri", "at friday, 9:00",
                             "at 2025-10-17 09:00", "at 2025-10-17T13:00Z", "at on fri at 9 am?"})
        EXPECT_THAT(answered(cleo, line, at(3)).text, HasSubstr("2025-10-17 13:00 UTC")) << line;
    EXPECT_THAT(answered(cleo, "at in 2h", at(3)).text, HasSubstr("2025-10-14 05:00 UTC"));
    EXPECT_THAT(answered(cleo, "at 2h ago", at(3)).text, HasSubstr("2025-10-14 01:00 UTC"));
    EXPECT_THAT(answered(cleo, "at last mon 10:00", at(3)).text, HasSubstr("2025-10-13 14:00 UTC"));
}

TEST_F(OnCallNow, RefusesWhatIsNoMoment)
{
    for (const auto& line :
         {std::string{"at"}, std::string{"at soon"}, std::string{"at 25:00"}, std::string{"at fri 09:00 sharp"},
          std::string{"at <!channel>"}, std::string{"at \xFF\xFE"}, "at " + std::string(4'000, 'x'),
          "at " + std::string(40'000, '1')})
        EXPECT_EQ(refused(cleo, line, at(3)).why, Refusal::Why::usage) << line.substr(0, 30);
}

TEST_F(OnCallNow, SchedulesOneToTwelveWeeks)
{
    EXPECT_THAT(answered(cleo, "schedule 1", at(3)).text, HasSubstr("the next week"));
    EXPECT_THAT(answered(cleo, "schedule 12 weeks", at(3)).text, HasSubstr("the next 12 weeks"));
    for (const auto* line : {"schedule 0", "schedule 13", "schedule -1", "schedule x", "schedule 4 months",
                             "schedule 99999999999999999999", "schedule 4.5"})
        EXPECT_EQ(refused(cleo, line, at(3)).why, Refusal::Why::usage) << line;
}

TEST_F(OnCallNow, ShowsGapsOfThePlan)
{
    auto shifts = book.schedule.shifts();
    shifts.erase(shifts.begin() + 1);
    book.schedule.replace(shifts, "America/New_York");
    EXPECT_THAT(answered(cleo, "schedule", at(3)).text,
                HasSubstr("2025-10-20 13:00 UTC> until <!date^1761570000^{date_short_pretty} at {time}|2025-10-27 "
                          "13:00 UTC>: *nobody*"));
}

TEST_F(OnCallNow, SaysWhichIncidentsWait)
{
    const auto incident = declared("P0 Queue <down>", at(2, 50));
    EXPECT_THAT(answered(cleo, "", at(3)).text, HasSubstr("INC-1 · *Queue &lt;down&gt;*, declared 10 min ago"));
    ASSERT_TRUE(acknowledge_incident(presses(ben, "ack", incident), book, at(3)));
    EXPECT_THAT(answered(cleo, "", at(3)).text, Not(HasSubstr("INC-1")));
}

TEST_F(OnCallNow, Reads)
{
    add(Role::primary, ben, at(2), at(19), "dentist & school");
    add(Role::backup, cleo, at(12, 0, 15), at(15, 0, 15));
    add(Role::primary, mia, at(12, 0, 20), at(15, 0, 20), "Ben is on a plane");
    (void)declared("P1 Approval queue not loading", at(2, 50));
    expect_golden("oncall/now_overridden", answered(cleo, "", at(3)));
    expect_golden("oncall/next", answered(cleo, "next", at(3)));
    expect_golden("oncall/at", answered(cleo, "at tue 10:00", at(3)));
    expect_golden("oncall/at_past", answered(cleo, "at 3h ago", at(23)));
    expect_golden("oncall/at_nobody", answered(cleo, "at 2025-10-01 09:00", at(3)));
    expect_golden("oncall/schedule", answered(cleo, "schedule 5", at(3)));
    expect_golden("oncall/schedule_posted", answered(cleo, "schedule 1", at(3), Origin::mention));
    expect_golden("oncall/refused_moment", refused(cleo, "at sometime", at(3)).message);
    expect_golden("oncall/refused_no_moment", refused(cleo, "at", at(3)).message);
    expect_golden("oncall/refused_weeks", refused(cleo, "schedule 13", at(3)).message);
}

TEST_F(OnCallNow, AutoLinkLeavesOtherLinksAndAmbiguousNamesAlone)
{
    book.people.link({"Manager", cleo, "command"});
    Person twin;
    twin.id = UserId{"U09TWIN"};
    twin.display_name = "Twin";
    book.people.save(twin);
    twin.id = UserId{"U10TWIN"};
    book.people.save(twin);
    Person gone;
    gone.id = UserId{"U11GONE"};
    gone.real_name = "Gone";
    gone.is_deactivated = true;
    book.people.save(gone);
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Twin";
    shifts[0].backup = "Gone";
    book.schedule.replace(shifts);
    auto_link(book);
    EXPECT_EQ(book.people.link_of("Manager")->user, cleo);
    EXPECT_FALSE(book.people.link_of("Twin"));
    EXPECT_FALSE(book.people.link_of("Gone"));
}

TEST_F(OnCallNow, NamesPeopleAsTheyAreCalled)
{
    EXPECT_EQ(name_of(ana, book), "Engineer Helper Agent");
    EXPECT_EQ(name_of(UserId{"console:root"}, book), "root (shell)");
    EXPECT_EQ(name_of(UserId{"U99NEW"}, book), "U99NEW");
    EXPECT_EQ(name_of(UserId{}, book), "Hotwatch");
}

}  // namespace hotwatch::testing
