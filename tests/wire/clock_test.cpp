// `hotwatch clock` as somebody with a simulator uses it, and why nobody else can.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/wire/shell_fixture.hpp"

namespace
{
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ClockCommand : public hotwatch::testing::AtTheShell
{
  protected:
    std::unique_ptr<hotwatch::testing::Process> running(std::vector<std::string> arguments)
    {
        auto bot = place.start_bot(std::move(arguments));
        EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
        return bot;
    }
};

TEST_F(ClockCommand, MovesTimeAndReturnsWhenAllThatIsDueIsDone)
{
    const auto bot = running({"run", "--virtual-clock", "--at", "2025-10-14T13:00Z", "--no-limits"});
    ASSERT_EQ(place.run({"ask", "/incident declare P0 Approval queue down"}, output), 0) << output;
    EXPECT_EQ(place.run({"clock", "advance", "15m"}, output), 0) << output;
    EXPECT_THAT(output, AllOf(HasSubstr("It is now 2025-10-14 13:1"), HasSubstr("everything due on the way is done")));
    ASSERT_EQ(place.run({"ask", "/incident timeline INC-1"}, output), 0);
    EXPECT_THAT(output, HasSubstr("reminder"));
    EXPECT_EQ(place.run({"clock", "set", "2025-10-14T14:00Z"}, output), 0) << output;
    EXPECT_THAT(output, HasSubstr("It is now 2025-10-14 14:00:0"));

    EXPECT_EQ(place.run({"clock", "set", "2025-10-14T13:30Z"}, output), 2);
    EXPECT_THAT(output, HasSubstr("is no time in the future"));
    EXPECT_EQ(place.run({"clock", "set", "whenever"}, output), 2);
    EXPECT_THAT(output, HasSubstr("Write it like 18:00"));
    EXPECT_EQ(place.run({"clock", "advance", "soon"}, output), 2);
    EXPECT_THAT(output, HasSubstr("\"soon\" is no duration"));
    EXPECT_EQ(place.run({"clock"}, output), 2);
}

TEST_F(ClockCommand, MovesNoRealClock)
{
    const auto bot = running({"run"});
    EXPECT_EQ(place.run({"clock", "advance", "15m"}, output), 1);
    EXPECT_THAT(output, HasSubstr("runs on the real clock"));
}

TEST_F(ClockCommand, SaysWhereNoBotRuns)
{
    EXPECT_EQ(place.run({"clock", "advance", "15m"}, output), 1);
    EXPECT_THAT(output, HasSubstr("No Hotwatch is running"));
}

TEST_F(ClockCommand, IsRefusedWhereRealPeopleAreOnTheOtherSide)
{
    for (auto& [name, value] : place.environment)
        if (name == "SLACK_API_URL")
            value = "https://slack.example.com/api/";
    EXPECT_EQ(place.run({"run", "--virtual-clock"}, output), 2);
    EXPECT_THAT(output, AllOf(HasSubstr("--virtual-clock"), HasSubstr("loopback")));
    EXPECT_EQ(place.run({"run", "--no-limits"}, output), 2);
    EXPECT_THAT(output, HasSubstr("--no-limits"));
}

}  // namespace
