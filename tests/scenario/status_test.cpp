// /status as people meet it: by every name that it has, and while Slack, the disk or a channel is gone.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class StatusInSlack : public hotwatch::testing::World
{
  protected:
    StatusInSlack() { start(); }
};

TEST_F(StatusInSlack, HasFourNames)
{
    for (const auto* line : {"/svc", "/hotwatch status", "/status"})
    {
        types("ana", "general", line);
        EXPECT_THAT(sim().messages("general", "ana").back().text, HasSubstr("All is well")) << line;
    }
    types("ben", "hotdash-support", "@hotwatch status");
    EXPECT_THAT(seen("hotdash-support"),
                AllOf(HasSubstr("All is well"), HasSubstr("Engineer Helper Agent"), Not(HasSubstr("<@U01"))));
}

TEST_F(StatusInSlack, IsForTheAskerUnlessShared)
{
    types("ana", "general", "/svc");
    EXPECT_THAT(seen("general", "ben"), Not(HasSubstr("All is well")));
    types("ana", "general", "/svc --share");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("All is well"));
}

TEST_F(StatusInSlack, ChangesNothing)
{
    const auto rows = book().audit.count();
    types("ana", "general", "/svc");
    EXPECT_EQ(book().audit.count(), rows);
}

TEST_F(StatusInSlack, ShowsIncidentsWithTheirClocksAndHowPunctualItWas)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    kill();
    advance(minutes{15} + std::chrono::seconds{40});
    start();
    EXPECT_THAT(ask("/status"),
                AllOf(HasSubstr("1 open incident, 🛑 P0 critical"), HasSubstr("response 10 min 40 s late"),
                      HasSubstr("1 reminder in the last 24 h, 40 s late")));
}

TEST_F(StatusInSlack, SaysSinceWhenSlackIsGone)
{
    sim().revoke_tokens();
    sim().cut_sockets();
    pass(minutes{2});
    const auto text = ask("/status");
    EXPECT_THAT(text, AllOf(HasSubstr("❌ Hotwatch is in trouble. No incident is open."),
                            HasSubstr("Not connected to Slack since"), HasSubstr("09:00 EDT"),
                            HasSubstr("Install the app again and give the new token.")));
}

TEST_F(StatusInSlack, SaysThatTheDiskIsFullAndThatItIsWellAgain)
{
    types("ana", "general", "/incident declare P2 One operator has no sound");
    disk.fail_write(1, SQLITE_FULL, true);
    types("ana", "general", "/incident declare P0 Approval queue down");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("othing was recorded"));
    types("ana", "general", "/svc");
    EXPECT_THAT(sim().messages("general", "ana").back().text,
                AllOf(HasSubstr("The store has not been able to write since"), HasSubstr("One operator has no sound")));
    disk.heal();
    advance(std::chrono::seconds{2});
    EXPECT_THAT(ask("/status"), Not(HasSubstr("not been able to write")));
}

TEST_F(StatusInSlack, ListsWhatCouldNotBeDelivered)
{
    sim().archive("hotdash-support");
    sim().archive("hotdash-emergency");
    types("ana", "general", "/incident declare P2 Search is slow");
    advance(minutes{5});
    ASSERT_FALSE(book().outbox.parked().empty());
    EXPECT_THAT(ask("/status"),
                AllOf(HasSubstr("Hotwatch needs attention"), HasSubstr("Not posted:"), HasSubstr("INC-1")));
}

}  // namespace
