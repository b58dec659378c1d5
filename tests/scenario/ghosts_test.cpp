// Connections of a process that was killed, which Slack goes on counting and sending to.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using ::testing::HasSubstr;

class Ghosts : public hotwatch::testing::World
{
  protected:
    Ghosts() { start(); }
};

TEST_F(Ghosts, AreToldToTheEmergencyChannelOnceWhateverRestartsFollow)
{
    restart();
    pass(minutes{1});
    EXPECT_EQ(posted("connections that Slack counts"), 0);
    pass(minutes{2});
    EXPECT_THAT(seen("hotdash-emergency"), HasSubstr("connections that Slack counts"));
    pass(minutes{10});
    restart();
    pass(minutes{5});
    EXPECT_EQ(posted("connections that Slack counts"), 1);
}

TEST_F(Ghosts, OfACleanStopAreNotThere)
{
    leaves_ghosts = false;
    restart();
    pass(minutes{5});
    EXPECT_EQ(posted("connections that Slack counts"), 0);
}

}  // namespace
