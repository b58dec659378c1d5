// A disk without room, at any write: nobody gets a false "done", questions go on, and all is well once there is room.
#include <gmock/gmock.h>

#include "tests/scenario/full_disk.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::emergency;
using hotwatch::testing::FullDisk;
using hotwatch::testing::nothing_recorded;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(FullDisk, ACommandIsToldInItsAckThatNothingWasRecorded)
{
    fill();
    declare();
    EXPECT_EQ(sim().says(), "");
    EXPECT_THAT(sim().ledger().envelopes.back().ack_payload.dump(), HasSubstr(nothing_recorded));
    EXPECT_EQ(book().incidents.count(), 0);
    make_room();
    EXPECT_EQ(book().incidents.count(), 0) << "refused aloud, and done all the same";
    EXPECT_EQ(sim().messages(emergency).size(), 0U);
}

TEST_F(FullDisk, AButtonIsToldByItsResponseUrl)
{
    declare();
    fill();
    presses("ben", emergency, "Acknowledge");
    EXPECT_THAT(told("ben", emergency), HasSubstr(nothing_recorded));
    EXPECT_EQ(incident().state, IncidentState::open);
    make_room();
    EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(FullDisk, AButtonWhoseResponseUrlIsSpentIsToldAllTheSame)
{
    declare();
    fill();
    sim().arm({.kind = slack_sim::Fault::Kind::server_error, .method = "response_url", .times = 1, .status = 404});
    presses("ben", emergency, "Acknowledge");
    EXPECT_THAT(told("ben", emergency), HasSubstr(nothing_recorded));
}

TEST_F(FullDisk, AFormIsHandedBackWithTheReasonAndKeepsWhatWasTyped)
{
    types("ana", "general", "/incident declare");
    fill();
    submits("ana", {{"What is broken", "Checkout fails"}});
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr(nothing_recorded));
    ASSERT_TRUE(sim().open_form("ana"));
    make_room();
    submits("ana", {{"What is broken", "Checkout fails"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(FullDisk, AMentionIsNotAcknowledgedSoThatSlacksRetryIsDone)
{
    declare();
    const auto thread = thread_of("Approval queue down");
    fill();
    sim().types("ben", emergency, "@hotwatch on it", thread);
    settle();
    EXPECT_FALSE(sim().ledger().envelopes.back().acked);
    EXPECT_EQ(incident().state, IncidentState::open);
    disk.heal();
    advance(minutes{2});
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
}

TEST_F(FullDisk, AMentionIsToldOnceThatNothingWasRecordedHoweverOftenSlackSendsIt)
{
    declare();
    const auto thread = thread_of("Approval queue down");
    fill();
    types("ben", emergency, "@hotwatch on it", thread);
    EXPECT_THAT(told("ben", emergency), HasSubstr(nothing_recorded));
    const auto first = told("ben", emergency);
    advance(minutes{2});  // Slack's first retries meet a full disk too
    EXPECT_EQ(told("ben", emergency), first);
    disk.heal();
    advance(minutes{6});
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
    EXPECT_EQ(told("ben", emergency), first);
    EXPECT_EQ(posted("acknowledged INC-1"), 1);
}

TEST_F(FullDisk, ADirectMessageIsToldToo)
{
    declare();
    fill();
    types("ben", "dm", "ack INC-1");
    EXPECT_THAT(told("ben", "dm:ben"), HasSubstr(nothing_recorded));
    EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(FullDisk, AQuestionByMentionIsAnsweredForItsAskerAlone)
{
    fill();
    types("ben", emergency, "@hotwatch who's on call?");
    EXPECT_THAT(told("ben", emergency), HasSubstr("Engineer Helper Agent"));
    EXPECT_TRUE(sim().ledger().envelopes.back().acked);
}

TEST_F(FullDisk, TalkThatIsNotForTheBotIsLeftAlone)
{
    fill();
    types("ben", "general", "lunch?");
    EXPECT_EQ(told("ben", "general"), "");
}

TEST_F(FullDisk, QuestionsAreAnsweredFromSlackAndFromTheShell)
{
    declare();
    fill();
    types("ana", "general", "/incident list");
    EXPECT_THAT(told("ana", "general"), HasSubstr("Approval queue down"));
    types("ana", "general", "/oncall");
    EXPECT_THAT(told("ana", "general"), HasSubstr("U01ENGHLP"));
    EXPECT_THAT(ask("/incident show INC-1"), HasSubstr("Approval queue down"));
    presses("ben", emergency, "Post update");
    EXPECT_TRUE(sim().open_form("ben")) << "opening a form changes nothing";
    EXPECT_THAT(ask("/incident ack INC-1", "ben"), HasSubstr(nothing_recorded));
}

TEST_F(FullDisk, AQuestionOfSomebodyNeverSeenIsAnsweredToo)
{
    kill();
    slack.users.push_back({.id = "U07NEW", .name = "new", .real_name = "Nia New"});
    remake_slack();
    sim().arm({.kind = slack_sim::Fault::Kind::reset, .method = "users.list", .times = -1});
    start();
    fill();
    types("new", "general", "/oncall");
    EXPECT_THAT(told("new", "general"), HasSubstr("U01ENGHLP"));
}

TEST_F(FullDisk, ALongAnswerIsGivenToo)
{
    std::string title;
    while (title.size() < 190 * 3)
        title += "注";
    for (int i = 0; i < 15; ++i)
        types("ana", "general", "/incident declare P2 " + title);
    advance(minutes{1});
    fill();
    types("ana", "general", "/incident list");
    EXPECT_THAT(told("ana", "general"), HasSubstr("Open incidents, worst first"));
}

TEST_F(FullDisk, AFormThatDidNotOpenIsExplainedAtOnce)
{
    sim().arm({.kind = slack_sim::Fault::Kind::slack_error,
               .method = "views.open",
               .times = 1,
               .error = "expired_trigger_id"});
    fill();
    types("ana", "general", "/incident declare");
    EXPECT_THAT(told("ana", "general"), HasSubstr("could not be opened"));
}

TEST_F(FullDisk, HealthSaysSoUntilAWriteHasSucceeded)
{
    EXPECT_EQ(http("/healthz"), "200 ok\n");
    fill();
    declare();
    EXPECT_THAT(http("/healthz"), HasSubstr("503"));
    EXPECT_THAT(http("/healthz"), HasSubstr("disk is full"));
    for (int i = 0; i < 60; ++i)
    {
        pass(seconds{1});
        ASSERT_THAT(http("/healthz"), HasSubstr("503")) << "well after " << i + 1 << " s, though nothing was written";
    }
    make_room();
    EXPECT_EQ(http("/healthz"), "200 ok\n");
}

TEST_F(FullDisk, TheOutcomeOfACallUnderWayIsNotLost)
{
    // The primary on call: nobody is asked by a direct message besides.
    sim().types("engineer-helper", "general", "/incident declare P0 Approval queue down");
    while (calls("chat.postMessage") == 0)
        ASSERT_TRUE(step_once());
    fill();  // posted, and its answer is on the way to the desk
    settle();
    EXPECT_TRUE(incident().room.thread_ts.empty());
    make_room();
    EXPECT_FALSE(incident().room.thread_ts.empty());
    EXPECT_EQ(engine().status().desk.in_flight, 0U);
    EXPECT_EQ(calls("conversations.history"), 0) << "its answer was there all the time";
    EXPECT_EQ(calls("chat.postMessage"), 1);
}

TEST_F(FullDisk, AReminderDueMeanwhileComesOnceWhenThereIsRoom)
{
    declare();
    fill();
    advance(minutes{20});
    EXPECT_EQ(posted("please post a status update"), 0);
    disk.heal();
    advance(seconds{5});
    EXPECT_EQ(posted("please post a status update"), 1);
}

TEST_F(FullDisk, TroubleThatSlackTellsOfStillRaisesItsAlarm)
{
    fill();
    sim().types("ana", "general", "/incident declare P0 Approval queue down");
    sim().revoke_tokens();
    settle();
    EXPECT_THAT(alarms(), ::testing::Contains(HasSubstr("token")));
}

TEST_F(FullDisk, AStartOnAFullDiskAnswersQuestionsAndRecovers)
{
    leaves_ghosts = false;
    declare();
    kill();
    fill();
    start();
    types("ana", "general", "/incident list");
    EXPECT_THAT(told("ana", "general"), HasSubstr("Open incidents"));
    types("ana", "general", "/incident declare P2 Typos");
    EXPECT_THAT(told("ana", "general"), HasSubstr(nothing_recorded));
    EXPECT_THAT(http("/healthz"), HasSubstr("503"));
    make_room();
    EXPECT_EQ(http("/healthz"), "200 ok\n");
    types("ana", "general", "/incident declare P2 Typos");
    EXPECT_EQ(book().incidents.count(), 2);
}

TEST_F(FullDisk, AKillWhileItIsFullLosesNothingThatWasAcknowledged)
{
    // The primary on call: nobody is asked by a direct message besides.
    sim().types("engineer-helper", "general", "/incident declare P0 Approval queue down");
    while (calls("chat.postMessage") == 0)
        ASSERT_TRUE(step_once());
    fill();
    settle();
    pass(seconds{3});
    kill();
    disk.heal();
    start();
    advance(minutes{1});
    EXPECT_FALSE(incident().room.thread_ts.empty()) << "looked up, as its outcome died with the process";
    EXPECT_EQ(calls("chat.postMessage"), 1);
}

TEST_F(FullDisk, ACopyThatWasAskedForIsMadeOnceAndNotForEachTimeThatTheStoreIsTriedAgain)
{
    fill();
    int answers = 0;
    engine().copy([&answers](const LineAnswer&) { ++answers; });
    pass(seconds{10});
    make_room();
    EXPECT_EQ(answers, 1);
    const auto copies =
        std::ranges::count_if(std::filesystem::directory_iterator{directory}, [](const auto& entry)
                              { return entry.path().filename().string().find(".copy-") != std::string::npos; });
    EXPECT_LE(copies, 1) << "nobody asked for another, so nobody will remove it";
}

}  // namespace
