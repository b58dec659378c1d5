// How answers reach the people who asked, whatever became of the first way.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto support = "hotdash-support";

class Replies : public hotwatch::testing::World
{
  protected:
    Replies() { start(); }
    std::vector<std::string> told(std::string_view who, std::string_view channel)
    {
        std::vector<std::string> all;
        for (const auto& message : sim().messages(channel, who))
            if (message.is_ephemeral)
                all.push_back(message.text);
        return all;
    }
    /// So many and so long that the list is too large for an ack.
    void declare_a_long_list()
    {
        std::string title;
        while (title.size() < 190 * 3)
            title += "注";
        for (int i = 0; i < 15; ++i)
            types("ana", "general", "/incident declare P2 " + title);
        advance(minutes{1});
    }
    /// For longer than anybody waits: Slack's own second delivery, on a next socket, does not come.
    void lose_sockets()
    {
        sim().arm({.kind = Fault::Kind::refuse_socket, .times = -1, .status = 503});
        sim().cut_sockets();
        settle();
    }
    /// The bot has read what was typed, and has not handled it yet.
    void type_and_read(std::string_view who, std::string_view line)
    {
        sim().types(who, "general", line);
        while (queue_.events.empty())
            ASSERT_TRUE(step_once());
    }
};

TEST_F(Replies, ASharedListIsSeenByAllHoweverLongItIs)
{
    declare_a_long_list();
    types("ana", "general", "/incident list --share");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("Open incidents, worst first"));
    types("ana", "hotdash-alerts", "/incident list");
    EXPECT_THAT(seen("hotdash-alerts", "ben"), Not(HasSubstr("Open incidents")));
    EXPECT_THAT(seen("hotdash-alerts", "ana"), HasSubstr("Open incidents"));
}

TEST_F(Replies, AnAnswerThatSlackHasNoTimeForComesLater)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    sim().arm({.kind = Fault::Kind::rate_limited, .method = "response_url", .times = 2, .seconds = seconds{3}});
    presses("ben", emergency, "Acknowledge");
    EXPECT_TRUE(told("ben", emergency).empty());
    advance(seconds{10});
    ASSERT_EQ(told("ben", emergency).size(), 1U);
    EXPECT_THAT(told("ben", emergency).front(), HasSubstr("You acknowledged"));
}

TEST_F(Replies, AnOwedAnswerWhoseResponseUrlIsSpentComesForItsAskerAlone)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    sim().arm({.kind = Fault::Kind::server_error, .method = "response_url", .times = 1, .status = 404});
    presses("ben", emergency, "Acknowledge");
    ASSERT_EQ(told("ben", emergency).size(), 1U);
    EXPECT_THAT(told("ben", emergency).front(), HasSubstr("You acknowledged"));
    EXPECT_EQ(posted("You acknowledged"), 0);
}

TEST_F(Replies, AnOwedAnswerThatNothingElseCarriesComesAsADirectMessageOnce)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    sim().arm({.kind = Fault::Kind::server_error, .method = "response_url", .times = 1, .status = 404});
    sim().arm(
        {.kind = Fault::Kind::slack_error, .method = "chat.postEphemeral", .times = 1, .error = "user_not_in_channel"});
    presses("ben", emergency, "Acknowledge");
    advance(seconds{5});
    EXPECT_THAT(seen("dm:ben"), HasSubstr("You acknowledged"));
    EXPECT_EQ(posted("You acknowledged"), 1);
    restart();
    EXPECT_EQ(posted("You acknowledged"), 1);
}

TEST_F(Replies, AnOwedAnswerThatMayHaveArrivedIsNotSaidAgain)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "response_url", .times = 1});
    presses("ben", emergency, "Acknowledge");
    advance(seconds{30});
    EXPECT_EQ(told("ben", emergency).size(), 1U);
    EXPECT_EQ(posted("You acknowledged"), 0);
}

TEST_F(Replies, DeclaringWithoutASeverityIsAnsweredEvenWhereTheCardStands)
{
    types("ana", support, "@hotwatch declare Search is slow");
    EXPECT_THAT(seen(support), HasSubstr("No severity was given"));
    const auto mention = sim().messages(support).front().ts;
    EXPECT_EQ(posted("No severity was given"), 1);
    EXPECT_EQ(thread_of("No severity was given"), mention) << "in the thread of the mention";
}

TEST_F(Replies, DeclaringWithASeverityIsNotSaidTwiceWhereTheCardStands)
{
    types("engineer-helper", support, "@hotwatch declare P2 Search is slow");
    EXPECT_EQ(posted("INC-1"), 1);
}

TEST_F(Replies, AClickThatComesTwiceOpensOneFormAndExplainsNothing)
{
    sim().arm({.kind = Fault::Kind::duplicate_envelope, .times = 1});
    types("ana", "general", "/incident declare");
    EXPECT_TRUE(sim().open_form("ana"));
    EXPECT_TRUE(told("ana", "general").empty()) << told("ana", "general").front();
}

TEST_F(Replies, AChangeWhoseSocketWentBeforeItWasHandledIsAnsweredByResponseUrl)
{
    type_and_read("ana", "/incident declare P2 Search is slow");
    lose_sockets();
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_THAT(told("ana", "general"), ::testing::Contains(HasSubstr("INC-1 declared")));
}

TEST_F(Replies, AChangeWhoseSocketWentWithItsAckIsAnsweredByResponseUrl)
{
    type_and_read("ana", "/incident declare P2 Search is slow");
    ASSERT_TRUE(step_once());  // committed; the ack is on its way
    ASSERT_EQ(book().incidents.count(), 1);
    lose_sockets();
    EXPECT_THAT(told("ana", "general"), ::testing::Contains(HasSubstr("INC-1 declared")));
}

TEST_F(Replies, AQuestionWhoseSocketWentIsAnsweredByResponseUrl)
{
    type_and_read("ana", "/oncall");
    lose_sockets();
    EXPECT_THAT(told("ana", "general"), ::testing::Contains(HasSubstr("U01ENGHLP")));
}

TEST_F(Replies, AFormSentAgainAfterItsAckWasLostIsRecordedOnceAndAnEditedOneIsRefusedAloud)
{
    const std::string field = "What is known, and what is being done";
    types("ana", "general", "/incident declare P0 Approval queue down");
    presses("ben", emergency, "Post update");
    ASSERT_TRUE(sim().open_form("ben"));
    sim().submits("ben", {{field, "restarting it"}});
    while (queue_.events.empty())
        ASSERT_TRUE(step_once());
    ASSERT_TRUE(step_once());  // committed; the ack is on its way
    lose_sockets();
    sim().clear_faults();
    pass(minutes{1});
    ASSERT_TRUE(sim().open_form("ben")) << "Slack heard of no ack";

    sim().arm({.kind = Fault::Kind::duplicate_envelope, .method = "interactive", .times = 1});
    submits("ben", {{field, "restarted, it <works>"}});
    EXPECT_FALSE(sim().open_form("ben"));
    EXPECT_EQ(book().incidents.find(1)->last_update_text, "restarting it");
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("What you sent now was not recorded"));
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr(field + ": restarting it"));
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr(field + ": restarted, it &lt;works&gt;"));
    EXPECT_EQ(posted("What you sent now was not recorded"), 1);
}

TEST_F(Replies, AFormSentAgainUnchangedAfterItsAckWasLostIsTakenInSilence)
{
    const std::string field = "What is known, and what is being done";
    types("ana", "general", "/incident declare P0 Approval queue down");
    presses("ben", emergency, "Post update");
    sim().submits("ben", {{field, "restarting it"}});
    while (queue_.events.empty())
        ASSERT_TRUE(step_once());
    ASSERT_TRUE(step_once());
    lose_sockets();
    sim().clear_faults();
    pass(minutes{1});
    submits("ben", {{field, "restarting it"}});
    EXPECT_FALSE(sim().open_form("ben"));
    EXPECT_EQ(posted("not recorded"), 0);
    EXPECT_EQ(posted("restarting it"), 1);
}

TEST_F(Replies, AFormThatCannotBeTakenAnyMoreComesBackAsAMessageWithWhatWasTyped)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    presses("ben", emergency, "Post update");
    ASSERT_TRUE(sim().open_form("ben"));
    types("deployment", "general", "/incident resolve INC-1 rolled back");
    submits("ben", {{"What is known, and what is being done", "still looking at the agent"}});
    EXPECT_FALSE(sim().open_form("ben"));
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("still looking at the agent"));
    EXPECT_THAT(seen("dm:ben", "ben"), HasSubstr("resolved"));
}

}  // namespace
