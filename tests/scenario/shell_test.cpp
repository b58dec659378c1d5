// What the shell answers: the same as Slack shows, in words that a terminal can print.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Shell : public hotwatch::testing::World
{
  protected:
    Shell() { start(); }
    static auto plain()
    {
        return AllOf(Not(HasSubstr("<!")), Not(HasSubstr("<@")), Not(HasSubstr("<#")), Not(HasSubstr("&amp;")),
                     Not(HasSubstr("*")), Not(HasSubstr("U0")), Not(HasSubstr("C0")));
    }
};

TEST_F(Shell, ShowsNamesAndTimesInsteadOfMarks)
{
    types("ana", "general", "/incident declare P0 Queue & worker down");
    types("ben", "general", "/incident ack INC-1");
    EXPECT_THAT(ask("/oncall"), AllOf(plain(), HasSubstr("Primary: Engineer Helper Agent"), HasSubstr("EDT")));
    EXPECT_THAT(ask("/incident list"), AllOf(plain(), HasSubstr("Queue & worker down"), HasSubstr("INC-1")));
    EXPECT_THAT(ask("/incident show INC-1"), AllOf(plain(), HasSubstr("#hotdash-emergency"), HasSubstr("ben")));
    EXPECT_THAT(ask("/incident update INC-1 restarted"), AllOf(plain(), HasSubstr("EDT")));
    EXPECT_THAT(ask("/incident resolve INC-1 rolled back"), plain());
    EXPECT_THAT(ask("/status"), plain());
}

TEST_F(Shell, TellsTimesInTheZoneOfWhomeverItAsksAs)
{
    EXPECT_THAT(ask("/oncall", "ben"), AllOf(plain(), HasSubstr("PDT"), Not(HasSubstr("EDT"))));
}

TEST_F(Shell, ProposesCommandsThatCanBeTyped)
{
    types("ana", "general", "/incident declare P0 Queue down");
    types("ana", "general", "/incident declare P1 Worker down");
    EXPECT_THAT(ask("/incident ack"), AllOf(HasSubstr("/incident ack INC-1"), HasSubstr("/incident ack INC-2")));
    EXPECT_THAT(ask("/incident lst"), HasSubstr("/incident list"));
}

}  // namespace
