// Duty as people live it: taking over, arranging a change, handing back, while shifts pass on and the bot dies.
#include <gmock/gmock.h>

#include "commands/oncall/resolve.hpp"
#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto support_channel = "hotdash-support";

/// 14 October 2025, 09:00 in New York: the engineer helper is primary until Monday the 20th, the deployment agent
/// backup.
class DutyWorld : public hotwatch::testing::World
{
  protected:
    DutyWorld() { start(); }

    std::string primary() { return on_call_at(now(), book()).primary.name; }
    std::optional<Override> change(std::int64_t id) { return book().schedule.find(id); }
};

TEST_F(DutyWorld, TheBackupTakesOverAndEverybodyConcernedKnows)
{
    types("deployment", "general", "/oncall take 2h");
    EXPECT_THAT(seen("general", "deployment"), HasSubstr("You are primary on call now"));
    EXPECT_THAT(seen("dm:engineer-helper", "engineer-helper"), HasSubstr("You are relieved as primary"));
    EXPECT_THAT(seen(support_channel), HasSubstr("deployment is primary on call now"));
    EXPECT_THAT(seen("general", "ana"), Not(HasSubstr("on call")));
    EXPECT_EQ(primary(), "deployment");
    advance(hours{2});
    EXPECT_EQ(primary(), "Engineer Helper Agent");
}

TEST_F(DutyWorld, ARestartInTheMiddleForgetsNothing)
{
    types("deployment", "general", "/oncall take 2h");
    advance(hours{1});
    restart();
    EXPECT_EQ(primary(), "deployment");
    EXPECT_EQ(posted("is primary on call now"), 1);
    advance(minutes{59});
    EXPECT_EQ(primary(), "deployment");
    advance(minutes{1});
    EXPECT_EQ(primary(), "Engineer Helper Agent");
}

TEST_F(DutyWorld, AHandoffPassesUnderARunningOverride)
{
    types("manager", "general", "/oncall override primary <@U05BEN> from mon 08:00 to mon 10:00 planned outage");
    advance(hours{24 * 6} - minutes{1});  // Monday the 20th, 08:59 in New York
    EXPECT_EQ(primary(), "ben");
    EXPECT_EQ(on_call_at(now(), book()).backup.name, "Deployment Agent");
    advance(minutes{1});
    EXPECT_EQ(primary(), "ben");
    EXPECT_EQ(on_call_at(now(), book()).backup.name, "Engineer Helper Agent");
    restart();
    advance(hours{1});
    EXPECT_EQ(primary(), "Deployment Agent") << "the new week's own";
}

TEST_F(DutyWorld, AnIncidentDuringAnOverrideAsksWhoHoldsIt)
{
    types("ben", "general", "/oncall take 2h");
    types("ana", "general", "/incident declare P0 Approval queue down");
    EXPECT_THAT(seen(emergency), HasSubstr("<@U05BEN>"));
    EXPECT_THAT(seen(emergency), Not(HasSubstr("<@U01ENGHLP>")));
    advance(hours{2});
    EXPECT_GT(posted("<@U05BEN> please post a status update"), 0);
    EXPECT_GT(posted("<@U01ENGHLP>"), 0) << "once it is theirs again";
}

TEST_F(DutyWorld, WhoeverTakesOverSeesWhatWaitsAndTheCardNamesThem)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    EXPECT_THAT(seen(emergency), HasSubstr("<@U01ENGHLP>"));
    advance(minutes{1});
    types("ben", "general", "/oncall take");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("INC-1"));
    advance(std::chrono::seconds{5});
    EXPECT_THAT(seen(emergency), HasSubstr("<@U05BEN>"));
    presses("ben", "general", "Acknowledge INC-1");
    EXPECT_EQ(book().incidents.find(1)->commander, UserId{"U05BEN"});
}

TEST_F(DutyWorld, TimesAreReadInTheAskersZone)
{
    types("ben", "general", "/oncall override primary me from fri 09:00 to fri 18:00");
    EXPECT_EQ(change(1)->period.start, UtcMillis{std::chrono::sys_days{std::chrono::year{2025} / 10 / 17}} + hours{16})
        << "Los Angeles";
}

TEST_F(DutyWorld, AConflictIsShownAndGoneOverByItsButton)
{
    types("deployment", "general", "/oncall take 4h");
    types("ben", "general", "/oncall take 1h");
    EXPECT_EQ(primary(), "deployment");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("Nothing is changed yet"));
    presses("ben", "general", "Replace it");
    EXPECT_EQ(primary(), "ben");
    EXPECT_THAT(seen("dm:deployment", "deployment"), HasSubstr("You are relieved as primary"));
    presses("ben", "general", "Replace it");
    EXPECT_FALSE(change(3)) << "a second press of an old message changes nothing";
}

TEST_F(DutyWorld, TheRelievedMayTakeItBackByTheButtonInTheirMessage)
{
    types("ben", "general", "/oncall take 4h");
    presses("engineer-helper", "dm:engineer-helper", "Cancel override 1");
    EXPECT_EQ(primary(), "Engineer Helper Agent");
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("You are no longer primary on call"));
    presses("engineer-helper", "dm:engineer-helper", "Cancel override 1");
    EXPECT_THAT(seen("dm:engineer-helper", "engineer-helper"), HasSubstr("Nothing was done a second time"));
}

TEST_F(DutyWorld, TheButtonOnOncallTakesOver)
{
    types("ben", "general", "/oncall");
    presses("ben", "general", "Take");
    EXPECT_EQ(primary(), "ben");
    presses("ben", "general", "Take");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("Nothing was done a second time"));
    EXPECT_FALSE(change(2));
}

TEST_F(DutyWorld, MentionsDoTheSame)
{
    types("ben", emergency, "@hotwatch who's on call tomorrow 09:00?");
    EXPECT_THAT(seen(emergency), AllOf(HasSubstr("On call"), HasSubstr("Engineer Helper Agent")));
    types("ben", emergency, "@hotwatch I'm taking over for 2h");
    EXPECT_EQ(primary(), "ben");
    types("engineer-helper", "dm", "taking over as backup until 18:00");
    EXPECT_EQ(on_call_at(now(), book()).backup.name, "engineer-helper");
}

TEST_F(DutyWorld, MentionedInTheSupportChannelItIsSaidOnce)
{
    types("ben", support_channel, "@hotwatch taking over for 2h");
    EXPECT_EQ(posted("ben is primary on call now"), 0);
    EXPECT_EQ(posted("You are primary on call now"), 1);
}

TEST_F(DutyWorld, TheFormArrangesAChangeAndIsConfirmedByDirectMessage)
{
    types("manager", "general", "/oncall override");
    ASSERT_TRUE(sim().open_form("manager"));
    submits("manager",
            {{"Role", "Backup"}, {"Who is on call instead", "ben"}, {"From", "<sometime>"}, {"Until", "18:00"}});
    EXPECT_THAT(sim().form_errors("manager").dump(), HasSubstr("<sometime>"))
        << "as typed: Slack reads no entities there";
    submits("manager", {{"From", "fri 09:00"}, {"Why", "holiday"}});
    EXPECT_FALSE(sim().open_form("manager"));
    ASSERT_TRUE(change(1));
    EXPECT_EQ(change(1)->user, UserId{"U05BEN"});
    EXPECT_THAT(seen("dm:manager", "manager"), HasSubstr("This is override 1: holiday"));
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("You will be backup on call"));
}

TEST_F(DutyWorld, AFormThatConflictsIsToldByDirectMessageWithItsButton)
{
    types("deployment", "general", "/oncall take 4h");
    types("manager", "general", "/oncall override primary <@U05BEN>");
    submits("manager", {{"Until", "+2h"}});
    EXPECT_EQ(primary(), "deployment");
    presses("manager", "dm:manager", "Replace it");
    EXPECT_EQ(primary(), "ben");
}

TEST_F(DutyWorld, GuestsMayAskButNotTakeOver)
{
    types("gus", "general", "/oncall schedule");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("Week 2"));
    types("gus", "general", "/oncall take 2h");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("Guests"));
    EXPECT_EQ(primary(), "Engineer Helper Agent");
}

TEST_F(DutyWorld, LinkingANameMakesItsShiftsTheirs)
{
    types("deployment", "general", "/oncall link “engineer helper agent” <@U05BEN>");
    EXPECT_EQ(on_call_at(now(), book()).primary.user, UserId{"U05BEN"});
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("You are Engineer Helper Agent in the plan now"));
    EXPECT_THAT(seen("dm:engineer-helper", "engineer-helper"), HasSubstr("You are no longer Engineer Helper Agent"));
    types("ben", "general", "/oncall me");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("Your shifts:"));
    types("ana", "general", "/oncall contacts");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("<@U05BEN>"));
}

TEST_F(DutyWorld, TheLinkFormTiesANameAndSaysWhichFieldIsWrong)
{
    types("manager", "general", "/oncall link");
    ASSERT_TRUE(sim().open_form("manager"));
    submits("manager", {{"Name in the plan", "Deployment Agent"}, {"Who that is in Slack", "gus"}});
    EXPECT_THAT(sim().form_errors("manager").dump(), HasSubstr("guest"));
    submits("manager", {{"Who that is in Slack", "ben"}});
    EXPECT_EQ(on_call_at(now(), book()).backup.user, UserId{"U05BEN"});
}

TEST_F(DutyWorld, TheShellDoesTheSame)
{
    EXPECT_THAT(ask("/oncall override primary @ben for 2h", "manager"), HasSubstr("is primary on call now"));
    EXPECT_THAT(ask("/oncall overrides"), HasSubstr("ben is primary now"));
    EXPECT_THAT(ask("/oncall take 2h"), HasSubstr("The shell is nobody"));
    EXPECT_THAT(ask("/oncall cancel 1"), HasSubstr("Override 1 is cancelled"));
    EXPECT_THAT(ask("/oncall who ana"), HasSubstr("no shift"));
    EXPECT_THAT(ask("/oncall override"), HasSubstr("For example"));
}

TEST_F(DutyWorld, ARedeliveredTakeIsOneOverride)
{
    slack_sim::Fault twice;
    twice.kind = slack_sim::Fault::Kind::duplicate_envelope;
    sim().arm(twice);
    types("ben", "general", "/oncall take 2h");
    EXPECT_TRUE(change(1));
    EXPECT_FALSE(change(2));
    EXPECT_EQ(posted("ben is primary on call now"), 1);
}

}  // namespace
