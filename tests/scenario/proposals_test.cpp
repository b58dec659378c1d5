// Buttons that run a proposed command: each does it once, says who did it to whoever presses it again, and goes.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto support = "hotdash-support";

class Proposals : public hotwatch::testing::World
{
  protected:
    Proposals() { start(); }
    void propose() { types("cleo", support, "@hotwatch P0 queue is down"); }
    std::string told(std::string_view who)
    {
        std::string all;
        for (const auto& message : sim().messages(support, who))
            if (message.is_ephemeral)
                all += message.text + "\n";
        return all;
    }
    bool has_button(std::string_view viewer = "")
    {
        return seen(support, viewer).find("\"hotwatch.run\"") != std::string::npos;
    }
};

TEST_F(Proposals, ArePressedOnceByWhoeverIsFirst)
{
    propose();
    const auto ts = sim().messages(support).back().ts;
    sim().presses("ana", support, "Declare", ts);
    sim().presses("ben", support, "Declare", ts);
    settle();
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(book().incidents.find(1)->declared.by.value, "U04ANA");
    EXPECT_THAT(told("ben"), AllOf(HasSubstr("ana ran `/incident declare P0 queue is down`"), HasSubstr("INC-1"),
                                   HasSubstr("Nothing was done a second time")));
    advance(std::chrono::seconds{10});
    EXPECT_FALSE(has_button());
    EXPECT_THAT(seen(support), HasSubstr("ana ran `/incident declare P0 queue is down`"));
}

TEST_F(Proposals, AreRememberedOverARestart)
{
    propose();
    sim().arm({.kind = Fault::Kind::server_error, .method = "response_url", .times = -1, .status = 404});
    presses("ana", support, "Declare");
    restart();
    sim().clear_faults();
    ASSERT_TRUE(has_button()) << "Slack did not take the edit";
    presses("ben", support, "Declare");
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_THAT(told("ben"), HasSubstr("ana ran"));
    advance(std::chrono::seconds{10});
    EXPECT_FALSE(has_button()) << "the second press takes it off";
}

TEST_F(Proposals, ThatOnlyOneSeesAreTakenOffToo)
{
    types("ana", support, "/incident P1 checkout is failing");
    ASSERT_TRUE(has_button("ana"));
    presses("ana", support, "Declare");
    advance(std::chrono::seconds{10});
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_FALSE(has_button("ana"));
}

TEST_F(Proposals, ThatAreRefusedCanBePressedBySomebodyElse)
{
    propose();
    presses("gus", support, "Declare");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_TRUE(has_button());
    presses("ben", support, "Declare");
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(Proposals, OfTwoMessagesAreTwo)
{
    propose();
    presses("ana", support, "Declare");
    types("ben", support, "@hotwatch P0 queue is down");
    presses("ben", support, "Declare");
    EXPECT_EQ(book().incidents.count(), 2);
}

TEST_F(Proposals, ThatOnlyAskAreAnsweredEachTime)
{
    types("ben", support, "/oncall --share");
    presses("ana", support, "Schedule");
    presses("cleo", support, "Schedule");
    EXPECT_THAT(told("cleo"), Not(HasSubstr("ran `")));
    EXPECT_THAT(seen(support), HasSubstr("\"Schedule\""));
}

TEST_F(Proposals, AskWhetherADigitIsTheSeverity)
{
    types("ana", support, "/incident declare 3 services are down");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(told("ana"), HasSubstr("Is 3 the severity, or does the title begin with it?"));
    presses("ana", support, "Declare as P2, 3 in the title");
    ASSERT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(book().incidents.find(1)->title, "3 services are down");
    EXPECT_EQ(book().incidents.find(1)->severity, Severity::p2);
    EXPECT_THAT(ask("/incident declare 3 services are down"), HasSubstr("/incident declare P3 services are down"));
}

TEST_F(Proposals, OfTwoWaysOnlyOneIsTaken)
{
    types("ana", support, "@hotwatch declare 3 services are down");
    const auto ts = sim().messages(support).back().ts;
    sim().presses("ana", support, "Declare as P3", ts);
    sim().presses("ben", support, "Declare as P2, 3 in the title", ts);
    settle();
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_THAT(told("ben"), AllOf(HasSubstr("ana ran `/incident declare P3 services are down`"),
                                   HasSubstr("Nothing was done a second time")));
}

TEST_F(Proposals, RecordAQuestionOnlyWhenThatIsPressed)
{
    types("ana", support, "/incident declare P2 Queue down");
    const auto thread = thread_of("Queue down");
    types("ben", support, "@hotwatch update on this?", thread);
    EXPECT_EQ(book().incidents.find(1)->last_update_text, "");
    EXPECT_THAT(seen(support), HasSubstr("Nothing was recorded, as that may be a question."));
    presses("ben", support, "Ask");
    presses("ben", support, "Catch me up");
    EXPECT_THAT(seen(support, "ben"), HasSubstr("not acknowledged"));
    EXPECT_EQ(book().incidents.find(1)->last_update_text, "");
    presses("ben", support, "Run /incident update");
    EXPECT_EQ(book().incidents.find(1)->last_update_text, "on this?");
}

TEST_F(Proposals, LeaveQuestionsThatBeginLikeAVerbToTheFaq)
{
    types("ben", support, "@hotwatch show me the runbook for database errors");
    EXPECT_THAT(seen(support), HasSubstr("Database connection errors"));
    types("ben", support, "@hotwatch list runbooks");
    EXPECT_THAT(seen(support), HasSubstr("Approval queue"));
}

}  // namespace
