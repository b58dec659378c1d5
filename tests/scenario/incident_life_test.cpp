// Incidents from declaration to closing as their people live them, through the simulator.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto support = "hotdash-support";

class Life : public hotwatch::testing::World
{
  protected:
    Life() { start(); }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
    /// In the room; a channel takes a post a second, so that much time passes.
    void in_thread(std::string_view who, const std::string& words)
    {
        types(who, emergency, "@hotwatch " + words, incident().room.thread_ts);
        advance(seconds{3});
    }
    [[nodiscard]] std::string card() { return sim().messages(emergency).front().blocks.dump(); }
    void well() { EXPECT_THAT(verify(), HasSubstr("well")); }
};

TEST_F(Life, DeclaringAsksThePrimaryByDirectMessageAndItsButtonAcknowledges)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    EXPECT_THAT(seen("dm:engineer-helper"), AllOf(HasSubstr("Please acknowledge"), HasSubstr("Approval queue down")));
    EXPECT_THAT(card(), HasSubstr("<@U01ENGHLP>, please acknowledge"));
    advance(minutes{2});
    presses("engineer-helper", "dm:engineer-helper", "Acknowledge");
    EXPECT_EQ(incident().acknowledged->by, UserId{"U01ENGHLP"});
    advance(seconds{5});
    EXPECT_THAT(sim().messages("dm:engineer-helper").front().blocks.dump(),
                AllOf(HasSubstr("was acknowledged by engineer-helper"), Not(HasSubstr("\"actions\""))));
    EXPECT_THAT(card(), HasSubstr("acknowledged"));
    well();
}

TEST_F(Life, SomebodyElsesAcknowledgementAnswersTheDirectMessageToo)
{
    types("ana", "general", "/incident declare P1 Webhooks late");
    types("ben", "general", "/incident ack INC-1");
    advance(seconds{5});
    EXPECT_THAT(sim().messages("dm:engineer-helper").front().blocks.dump(), HasSubstr("was acknowledged by ben"));
}

TEST_F(Life, TheWholeOfItByMentionsInTheRoom)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    in_thread("ben", "on it");
    in_thread("ben", "assign scribe <@U04ANA>");
    EXPECT_THAT(seen("dm:ana"), AllOf(HasSubstr("ben made you the scribe"), HasSubstr("Approval queue down")));
    in_thread("ana", "note: looks like the disk");
    EXPECT_THAT(seen(emergency), HasSubstr("Noted on the timeline of INC-1"));
    in_thread("ben", "mitigated: failed over");
    EXPECT_EQ(incident().state, IncidentState::mitigated);
    in_thread("ben", "resolved: rolled back v41");
    EXPECT_EQ(incident().state, IncidentState::resolved);
    in_thread("ana", "reopen: it is back");
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
    EXPECT_THAT(seen(emergency), HasSubstr("<@U05BEN>, you are the commander"));
    in_thread("ana", "catch me up");
    EXPECT_THAT(seen(emergency), AllOf(HasSubstr("scribe: ana"), HasSubstr("ana: *reopened* it is back")));
    in_thread("ben", "resolve replaced the disk");
    in_thread("ben", "close");
    EXPECT_THAT(seen(emergency), HasSubstr("INC-1 cannot close yet"));
    in_thread("ben", "report: https://wiki.example.com/queue");
    in_thread("ben", "close");
    EXPECT_EQ(incident().state, IncidentState::closed);
    well();
}

TEST_F(Life, TheRoomHearsOfEachChangeOnce)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    in_thread("ben", "on it");
    in_thread("ben", "mitigated: failed over");
    in_thread("ben", "severity P1 one region only");
    in_thread("ben", "resolved: rolled back");
    EXPECT_EQ(posted("ben acknowledged INC-1"), 1);
    EXPECT_EQ(posted("ben mitigated INC-1"), 1);
    EXPECT_EQ(posted("ben lowered INC-1 from"), 1);
    EXPECT_EQ(posted("ben resolved INC-1"), 1);
}

TEST_F(Life, AnAnnouncementFollowsARaiseFromAnotherChannelOnceAndStaysUpToDate)
{
    types("ana", "general", "/incident declare P2 One operator has no sound");
    EXPECT_EQ(sim().messages(emergency).size(), 0U);
    types("deployment", "general", "/incident severity INC-1 P0 nobody has sound");
    ASSERT_EQ(sim().messages(emergency).size(), 1U);
    EXPECT_THAT(seen(emergency), AllOf(HasSubstr("One operator has no sound"), HasSubstr("|Its thread>")));
    presses("ben", emergency, "Acknowledge");
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
    advance(seconds{5});
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
    EXPECT_THAT(seen(emergency), HasSubstr("State: acknowledged"));
    EXPECT_EQ(sim().messages(support).front().text.find("P2"), std::string::npos) << "the card says P0 now";
    advance(minutes{15});
    EXPECT_EQ(posted("please post a status update"), 1) << "reminders began with the raise";
    EXPECT_EQ(sim().messages(support).back().thread_ts, sim().messages(support).front().ts);
}

TEST_F(Life, TheManagerIsToldOfALoweredP0)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("ben", "general", "/incident severity P1");
    EXPECT_EQ(incident().severity, Severity::p0);
    EXPECT_THAT(seen("general", "ben"), HasSubstr("Only its commander, whoever is on call, or a manager"));
    types("engineer-helper", "general", "/incident severity P1 one region only");
    EXPECT_EQ(incident().severity, Severity::p1);
    EXPECT_THAT(seen("dm:manager"), HasSubstr("one region only"));
}

TEST_F(Life, ClosesByItselfADayAfterItsResolution)
{
    types("ana", "general", "/incident declare P3 Typo on the start page");
    types("deployment", "general", "/incident resolve INC-1 mended");
    advance(hours{23});
    EXPECT_EQ(incident().state, IncidentState::resolved);
    restart();
    advance(hours{2});
    EXPECT_EQ(incident().state, IncidentState::closed);
    EXPECT_EQ(posted("INC-1 is closed"), 1);
    EXPECT_THAT(book().audit.newest(1).front().action, "incident close");
    well();
}

TEST_F(Life, AP0WaitsForItsReportHoweverLong)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("deployment", "general", "/incident resolve rolled back");
    advance(hours{72});
    EXPECT_EQ(incident().state, IncidentState::resolved);
    types("deployment", "general", "/incident report INC-1 https://wiki.example.com/queue");
    EXPECT_EQ(incident().state, IncidentState::closed) << "the day is long over, and nothing is owed any more";
    well();
}

TEST_F(Life, FormsForSeverityRolesAndNotesValidateByField)
{
    types("ana", "general", "/incident declare P1 Webhooks late");
    types("deployment", "general", "/incident severity");
    ASSERT_TRUE(sim().open_form("deployment"));
    submits("deployment", {{"Severity", "P0"}, {"Why", "all of them"}});
    EXPECT_EQ(incident().severity, Severity::p0);

    types("ana", "general", "/incident assign");
    ASSERT_TRUE(sim().open_form("ana"));
    submits("ana", {{"Role", "scribe"}, {"Person", "gus"}});
    EXPECT_FALSE(sim().form_errors("ana").empty()) << "a guest cannot have a role";
    submits("ana", {{"Person", "ben"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(book().incidents.roles(1).front().user, UserId{"U05BEN"});

    types("ana", "general", "/incident note");
    submits("ana", {{"What the timeline should hold", "the disk was full"}, {"When it happened", "whenever"}});
    EXPECT_FALSE(sim().form_errors("ana").empty());
    submits("ana", {{"When it happened", "08:40"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(book().incidents.last(1, "note")->text, "the disk was full");
    EXPECT_THAT(seen("dm:ana"), HasSubstr("Noted on the timeline")) << "what the room does not hear is confirmed";
}

TEST_F(Life, WordsServeWhereNoFormCanOpen)
{
    types("ana", "general", "/incident declare P1 Webhooks late");
    in_thread("deployment", "severity");
    EXPECT_EQ(incident().severity, Severity::p1);
    types("deployment", emergency, "@hotwatch incident severity", incident().room.thread_ts);
    EXPECT_THAT(seen(emergency), AllOf(HasSubstr("Say what it is from now on"), HasSubstr("Open form")));
    presses("deployment", emergency, "Open form");
    EXPECT_TRUE(sim().open_form("deployment"));
    EXPECT_THAT(ask("/incident severity INC-1"), HasSubstr("/incident severity INC-1 P1 it spreads"));
}

TEST_F(Life, TheShortcutDeclares)
{
    EXPECT_FALSE(sim().uses_shortcut("ana", "declare_incident").empty());
    settle();
    ASSERT_TRUE(sim().open_form("ana"));
    submits("ana", {{"Severity", "P1"}, {"What is broken", "Webhooks late"}});
    EXPECT_EQ(incident().title, "Webhooks late");
    EXPECT_THAT(seen("dm:ana"), HasSubstr("INC-1 declared: 🔶 P1 high, *Webhooks late*. Follow it in"));
}

TEST_F(Life, MergedIncidentsPointToWhereTheWorkGoesOn)
{
    types("ana", "general", "/incident declare P1 Webhooks late");
    types("ana", "general", "/incident declare P0 Everything is late");
    types("ana", "general", "/incident merge INC-1 into INC-2");
    EXPECT_EQ(incident().state, IncidentState::merged);
    types("ben", "general", "/incident ack INC-1");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("INC-1 was merged into INC-2 by ana"));
    presses("ben", "general", "INC-2");
    EXPECT_EQ(incident(2).acknowledged->by, UserId{"U05BEN"});
    advance(hours{1});
    EXPECT_EQ(posted("please post a status update: 🔶 P1 high · INC-1"), 0);
    well();
}

TEST_F(Life, GuestsMayOnlyAsk)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    for (const auto* line :
         {"/incident ack INC-1", "/incident mitigate INC-1 x", "/incident resolve INC-1 x", "/incident cancel INC-1 x",
          "/incident severity INC-1 P1", "/incident lead INC-1 me", "/incident join INC-1", "/incident note INC-1 x",
          "/incident reopen INC-1 x", "/incident close INC-1", "/incident merge INC-1 into INC-1",
          "/incident report INC-1 x", "/incident declare P1 x", "/incident severity"})
    {
        const auto version = incident().version;
        types("gus", "general", line);
        EXPECT_EQ(incident().version, version) << line;
        EXPECT_FALSE(sim().open_form("gus")) << line;
    }
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(incident().state, IncidentState::open);
    types("gus", "general", "/incident show INC-1");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("Approval queue down"));
    types("gus", "general", "/incident timeline INC-1");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("1. "));
}

TEST_F(Life, OldButtonsAfterResolveCloseAndRestartSayWhatHappened)
{
    types("ana", "general", "/incident declare P3 Typo");
    types("ben", "general", "/incident show INC-1");  // an answer with buttons that nobody will edit
    types("deployment", "general", "/incident resolve INC-1 mended");
    leaves_ghosts = false;  // a dead socket would swallow the press
    restart();
    presses("ben", "general", "Acknowledge");
    advance(seconds{3});
    EXPECT_THAT(seen("general", "ben"), HasSubstr("INC-1 was resolved by deployment"));
    types("deployment", "general", "/incident close INC-1");
    presses("ben", "general", "Post update");
    advance(seconds{3});
    EXPECT_THAT(seen("general", "ben"), HasSubstr("It was closed"));
    EXPECT_EQ(incident().state, IncidentState::closed);
}

TEST_F(Life, FromADirectMessageAndFromTheShellByItsId)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("ana", "general", "/incident declare P1 Webhooks late");
    types("deployment", "dm", "mitigated INC-1");
    EXPECT_EQ(incident().state, IncidentState::mitigated);
    types("deployment", "dm", "close");
    EXPECT_THAT(seen("dm:deployment"), HasSubstr("Which incident do you mean?"));
    EXPECT_THAT(ask("incident assign INC-1 scribe @ben", "deployment"), HasSubstr("ben is the scribe of INC-1"));
    EXPECT_THAT(ask("incident resolve INC-2 restarted"), HasSubstr("INC-2 is resolved"));
    EXPECT_THAT(ask("incident close INC-2 --force"), HasSubstr("INC-2 is closed")) << "the console has every right";
    EXPECT_THAT(ask("incident timeline INC-1"), HasSubstr("deployment: mitigated"));
    EXPECT_THAT(ask("incident list week"), HasSubstr("closed, resolved after"));
}

TEST_F(Life, TextsOfEveryFieldMentionNobodyAndForgeNothing)
{
    const std::string hostile = "<!channel> <https://evil.example|safe> <@U05BEN> \"quoted\" `code` & *bold*";
    types("ana", "general", "/incident declare P0 " + hostile);
    for (const auto* verb : {"ack INC-1", "update INC-1 ", "note INC-1 ", "mitigate INC-1 ", "severity INC-1 P1 ",
                             "severity INC-1 P0 ", "resolve INC-1 ", "reopen INC-1 ", "cancel INC-1 "})
        types("engineer-helper", "general", fmt::format("/incident {}{}", verb, hostile));
    for (const auto& post : sim().ledger().posts)
        if (post.by_bot)
        {
            EXPECT_THAT(post.text, Not(HasSubstr("<!channel>")));
            EXPECT_THAT(post.text, Not(HasSubstr("<https://evil")));
        }
    well();
}

TEST_F(Life, LongTextsAreCutWithAPointerOnEveryVerb)
{
    const std::string words(3'900, 'w');
    types("ana", "general", "/incident declare P0 Approval queue down");
    for (const auto* verb : {"update INC-1", "note INC-1", "mitigate INC-1", "severity INC-1 P1", "resolve INC-1",
                             "reopen INC-1", "cancel INC-1"})
        types("engineer-helper", "general", fmt::format("/incident {} {}", verb, words));
    EXPECT_EQ(incident().state, IncidentState::cancelled);
    types("ana", "general", "/incident timeline INC-1");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("--entry="));
    EXPECT_TRUE(alarms().empty()) << alarms().front();
    well();
}

}  // namespace
