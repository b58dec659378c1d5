// What is refused in Slack of an incident: the asker alone hears why and what to type instead, nobody else sees
// anything, and nothing is changed. The words themselves are held by the golden files; here they come all the way from
// a typed line.
#include "commands/render.hpp"
#include "commands/render_calls.hpp"
#include "tests/scenario/refused.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::Refused;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;

class OfIncidents : public hotwatch::testing::RefusalWorld
{
};

TEST_P(OfIncidents, IsSaidToTheAskerAloneAndChangesNothing)
{
    expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Each, OfIncidents,
    ::testing::Values(
        Refused{"ana", "/incident declare P4 Down", "there is no P4"},
        Refused{"ana", "/incident declare P1 Down --started=25:99", "\"25:99\" is not a time in the past"},
        Refused{"ana", "/incident declare P1 Down --commander=@zoe", "matches nobody in this workspace"},
        Refused{"ana", "/incident declare P1 Down --private=yes", "does not know --private"},
        Refused{"ana", "/incident show INC-77", "There is no INC-77"},
        Refused{"ana", "/incident ack INC-3", "was resolved by"},
        Refused{"ana", "/incident update INC-1 --eta=eventually looking", "\"eventually\" is not a time in the future"},
        Refused{"ana", "/incident update INC-3 looking", "was resolved by"},
        Refused{"ana", "/incident snooze INC-1 3h", "can be snoozed by at most 15 min"},
        Refused{"ana", "/incident snooze INC-2 10m", "promises no updates"},
        Refused{"ana", "/incident severity INC-1 bad", "\"bad\" is no severity"},
        Refused{"deployment", "/incident severity INC-1 P0", "already"},
        Refused{"ana", "/incident severity INC-2 P1 it spreads", "Only responders can change the severity"},
        Refused{"ben", "/incident severity INC-1 P2 calmer", "Only"},
        Refused{"ben", "/incident mitigate INC-1 failed over", "Only responders"},
        Refused{"ben", "/incident resolve INC-1 done", "Only responders can resolve"},
        Refused{"ana", "/incident reopen INC-1 again", "is not over"},
        Refused{"deployment", "/incident cancel INC-3 a drill", "was resolved by"},
        Refused{"deployment", "/incident merge INC-1 into INC-1", "cannot become part of itself"},
        Refused{"deployment", "/incident merge INC-1 into INC-3", "was resolved by"},
        Refused{"ana", "/incident merge banana", "Say which incident becomes part of which"},
        Refused{"ana", "/incident assign INC-1 pilot @ben", "\"pilot\" is no role"},
        Refused{"ana", "/incident assign INC-1 scribe @zoe", "matches nobody in this workspace"},
        Refused{"engineer-helper", "/incident leave INC-1", "it needs one"},
        Refused{"ben", "/incident leave INC-1", "INC-1"},
        Refused{"ana", "/incident note INC-1 at 25:99 rebooted", "\"25:99\" is not a time in the past"},
        Refused{"ana", "/incident report INC-1 https://wiki.example.com/x", "is owed once it is resolved"},
        Refused{"ana", "/incident report INC-3 https://wiki.example.com/x", "owes no report"},
        Refused{"deployment", "/incident close INC-1", "can be closed once it is resolved"},
        Refused{"deployment", "/incident close INC-3", "cannot close yet"},
        Refused{"deployment", "/incident close INC-3 --force", "Only a manager can close"},
        Refused{"ana", "/incident timeline INC-1 --entry=99", "has the entries 1 to"},
        Refused{"ana", "/incident list yesterday", "A list can be"},
        Refused{"deployment", "/incident mitigate INC-4 again", "was mitigated by"},
        Refused{"deployment", "/incident close INC-5", "was cancelled by"},
        Refused{"deployment", "/incident report INC-5 https://wiki.example.com/x", "was cancelled by"},
        Refused{"deployment", "/incident close INC-6 --faq=not-needed", "owes no FAQ entry"},
        Refused{"deployment", "/incident merge INC-1 into INC-77", "There is no INC-77"},
        Refused{"ana", "/incident paged banana", "\"banana\" is no incident"},
        Refused{"ana", "/incident search", "Say what to look for"},
        Refused{"ana", "/incident search zzzzqqq", "No incident says"},
        Refused{"ana", "/incident update INC-1 looking --eta", "--eta needs a value"},
        Refused{"ana", "/incident declare 2 of them are down", "Is 2 the severity"},
        Refused{"ana", "/incident updaet x", "does not know"}, Refused{"ana", "/incident INC-1 ack", "Did you mean"},
        Refused{"ana", "/incident ack INC-1 --force", "It takes no flags"},
        Refused{"ana", "/incident escalate INC-1", "not built into this version"},
        Refused{"gus", "/incident declare P1 Down", "Guests"}));

/// Where no table serves: the time, a form or a button matters.
class IncidentRefusals : public hotwatch::testing::World
{
  protected:
    IncidentRefusals() { start(); }
    void declare(const std::string& what) { types("engineer-helper", "general", "/incident declare " + what); }
    std::string told() { return seen("hotdash-alerts", "engineer-helper"); }
    void types_aside(const std::string& line) { types("engineer-helper", "hotdash-alerts", line); }
};

TEST_F(IncidentRefusals, WithoutAnOpenIncidentSayHowToDeclareOne)
{
    types_aside("/incident update restarted");
    EXPECT_THAT(told(), AllOf(HasSubstr("No incident is open."), HasSubstr("/incident declare P1")));
}

TEST_F(IncidentRefusals, WithoutAnotherThereIsNothingToMergeInto)
{
    declare("P1 Webhooks are late");
    types_aside("/incident merge INC-1");
    EXPECT_THAT(told(), HasSubstr("No other incident is open that INC-1 could become part of."));
}

TEST_F(IncidentRefusals, AReminderIsNotSnoozedTwiceInARow)
{
    declare("P0 Queue is down");
    types_aside("/incident snooze INC-1 10m waiting");
    types_aside("/incident snooze INC-1 10m waiting");
    EXPECT_THAT(told(), HasSubstr("The next reminder of INC-1 is snoozed already"));
    advance(minutes{25});
    types_aside("/incident snooze INC-1 10m waiting");
    EXPECT_THAT(told(), HasSubstr("cannot be snoozed twice in a row"));
}

TEST_F(IncidentRefusals, AFormThatAnotherChangeOfSeverityOvertookChangesNothing)
{
    declare("P1 Webhooks are late");
    types("deployment", "general", "/incident severity INC-1");
    ASSERT_TRUE(sim().open_form("deployment"));
    types("engineer-helper", "general", "/incident severity INC-1 P0 all of them");
    submits("deployment", {{"Severity", "P2"}, {"Why", "calm"}});
    EXPECT_EQ(book().incidents.find(1)->severity, Severity::p0);
    EXPECT_THAT(seen("dm:deployment"),
                AllOf(HasSubstr("after that form was opened. Nothing was changed."), HasSubstr("Why: calm")));
}

TEST_F(IncidentRefusals, AButtonOfAnEarlierLifeSaysWhatBecameOfIt)
{
    types("ana", "general", "/incident declare P1 Webhooks are late");
    types("engineer-helper", "general", "/incident ack INC-1");  // its answer has buttons
    types("engineer-helper", "hotdash-alerts", "/incident resolve INC-1 restarted");
    types("ana", "hotdash-alerts", "/incident reopen INC-1 it is back");
    presses("engineer-helper", "general", "Resolve");
    EXPECT_FALSE(sim().open_form("engineer-helper"));
    EXPECT_THAT(seen("general", "engineer-helper"),
                AllOf(HasSubstr("That button is out of date"), HasSubstr("Nothing was changed")));
}

TEST_F(IncidentRefusals, BlankTextInAFormIsNamedAtItsField)
{
    declare("P1 Webhooks are late");
    declare("P2 Search is slow");
    types("engineer-helper", "general", "/incident resolve INC-2 a new index");
    const std::tuple<const char*, const char*, const char*> forms[] = {
        {"/incident declare", "What is broken", "Say in a few words what is broken."},
        {"/incident update INC-1", "What is known, and what is being done", "Say what is known"},
        {"/incident note INC-1", "What the timeline should hold", "Say what the timeline should hold."},
        {"/incident resolve INC-1", "What fixed it", "Say"},
        {"/incident cancel INC-1", "Why it is no incident", "Say"},
        {"/incident reopen INC-2", "Why it is not over", "Say in a few words why it is not over."}};
    for (const auto& [line, field, says] : forms)
    {
        types("engineer-helper", "general", line);
        ASSERT_TRUE(sim().open_form("engineer-helper")) << line;
        submits("engineer-helper", {{field, " "}});
        EXPECT_THAT(sim().form_errors("engineer-helper").dump(), HasSubstr(says)) << line;
        sim().closes_form("engineer-helper");
    }
    EXPECT_EQ(book().incidents.count(), 2);
}

TEST_F(IncidentRefusals, LeavingIsForThoseWhoAreOnIt)
{
    declare("P1 Webhooks are late");
    EXPECT_THAT(ask("/incident leave INC-1", "ana"), HasSubstr("You do not work on INC-1"));
    types("ana", "general", "/incident join INC-1");
    types("ana", "general", "/incident leave INC-1");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("You left INC-1."));
    EXPECT_TRUE(book().incidents.roles(1).empty());
}

TEST_F(IncidentRefusals, AButtonOfAnotherVersionDoesNothing)
{
    Call call;
    call.method = "chat.postMessage";
    call.kind = CallKind::look_up;
    call.args =
        post_args({book().people.channel_named("hotdash-emergency")->id, {}},
                  render_text("Old", {{.label = "Teleport", .action_id = "incident.teleport", .value = "1.1"}}));
    book().outbox.add(call, now());
    types("ana", "general", "/oncall");  // whatever makes the desk look
    presses("ana", "hotdash-emergency", "Teleport");
    EXPECT_THAT(seen("hotdash-emergency", "ana"), HasSubstr("That button is from another version of Hotwatch"));
}

TEST_F(IncidentRefusals, VerbsForWhatIsResolvedMeanTheResolvedOne)
{
    declare("P1 Webhooks are late");
    types("engineer-helper", "general", "/incident resolve INC-1 restarted");
    declare("P3 A typo");  // open, in another channel
    types_aside("/incident report https://wiki.example.com/x");
    EXPECT_TRUE(book().incidents.find(1)->followed_up);
    types_aside("/incident close");
    EXPECT_EQ(book().incidents.find(1)->state, IncidentState::closed);
    types_aside("/incident reopen it is back");
    EXPECT_THAT(told(), HasSubstr("Which incident do you mean?"));
    presses("engineer-helper", "hotdash-alerts", "INC-1");
    EXPECT_EQ(book().incidents.find(1)->state, IncidentState::acknowledged);
}

TEST_F(IncidentRefusals, ReopeningIsAskedAboutAndACountIsNoId)
{
    declare("P1 Webhooks are late");
    declare("P1 Logins fail");
    types("engineer-helper", "general", "/incident resolve INC-1 restarted");
    types("engineer-helper", "general", "/incident resolve INC-2 a new certificate");
    types("manager", "general", "/incident close INC-2 --force");
    types_aside("/incident reopen 2 hosts are down again");
    EXPECT_THAT(told(), AllOf(HasSubstr("Which incident do you mean?"), HasSubstr("Logins fail"),
                              HasSubstr("Webhooks are late")));
    EXPECT_EQ(book().incidents.find(1)->state, IncidentState::resolved);
    EXPECT_EQ(book().incidents.find(2)->state, IncidentState::closed);
    types_aside("/incident reopen INC-2? it is back");
    EXPECT_EQ(book().incidents.find(2)->state, IncidentState::acknowledged) << "a mark behind an id is no part of it";
}

TEST_F(IncidentRefusals, OfSeveralResolvedOnesTheChoiceIsGiven)
{
    declare("P1 Webhooks are late");
    declare("P1 Logins fail");
    types("engineer-helper", "general", "/incident resolve INC-1 restarted");
    types("engineer-helper", "general", "/incident resolve 2 a new certificate");
    types_aside("/incident report https://wiki.example.com/x");
    EXPECT_THAT(told(), AllOf(HasSubstr("Which incident do you mean?"), HasSubstr("Logins fail")));
    presses("engineer-helper", "hotdash-alerts", "INC-2");
    EXPECT_EQ(book().incidents.find(2)->follow_up, "https://wiki.example.com/x");
    types_aside("/incident report 1 https://wiki.example.com/y");
    EXPECT_EQ(book().incidents.find(1)->follow_up, "https://wiki.example.com/y") << "a bare number is an id";
}

TEST_F(IncidentRefusals, AMentionThatMayBeMeantIsProposed)
{
    declare("P1 Webhooks are late");
    const auto thread = thread_of("Webhooks are late");
    types("engineer-helper", "hotdash-emergency", "@hotwatch mitigate rolled back", thread);
    EXPECT_EQ(book().incidents.find(1)->state, IncidentState::acknowledged);
    presses("engineer-helper", "hotdash-emergency", "Run /incident mitigate");
    EXPECT_EQ(book().incidents.find(1)->state, IncidentState::mitigated);
    EXPECT_EQ(book().incidents.find(1)->moved_why, "rolled back");
    EXPECT_THAT(ask("/incident list"), HasSubstr("mitigated by engineer-helper"));
}

}  // namespace
