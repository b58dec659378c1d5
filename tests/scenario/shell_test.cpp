// What the shell answers: the same as Slack shows, in words that a terminal can print.
#include <gmock/gmock.h>

#include "bot/prepare.hpp"
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
    LineAnswer asks(LineAsked line)
    {
        LineAnswer given;
        engine().ask(std::move(line), [&given](const LineAnswer& answer) { given = answer; });
        settle();
        return given;
    }
    /// As `ask` does it where no bot runs; none runs afterwards.
    LineAnswer alone(LineAsked line)
    {
        if (engine_)
            kill();
        Random dice{99};
        Database store{config.store_path, dice, OpenOptions{.vfs = disk.name()}};
        prepare_book(store, config, now(), built_in_plan);
        auto offline = settings;
        offline.is_offline = true;
        Desk desk{store, clock_, dice, offline};
        return desk.handle({std::move(line)}).answers.at(0);
    }
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

TEST_F(Shell, SharesWhereItIsToldTo)
{
    const auto answer = asks({.line = "/oncall --share", .as = {}, .in = "#general", .unix_user = "ops"});
    EXPECT_EQ(answer.exit_code, 0);
    EXPECT_THAT(answer.text, AllOf(HasSubstr("Primary: Engineer Helper"), HasSubstr("posted in #general")));
    EXPECT_THAT(seen("general"), HasSubstr("Primary:"));
    EXPECT_EQ(posted("Primary"), 1);
    ask("/runbook share approval-queue-does-not-load", "ana", "general");
    EXPECT_THAT(seen("general"), HasSubstr("Shared by ana"));
}

TEST_F(Shell, SharesNowhereWithoutBeingToldWhere)
{
    const auto posts = sim().ledger().posts.size();
    for (const auto* line : {"/oncall --share", "/runbook share approval-queue-does-not-load"})
    {
        const auto answer = asks({.line = line, .as = {}, .in = {}, .unix_user = "ops"});
        EXPECT_EQ(answer.exit_code, 2) << line;
        EXPECT_THAT(answer.text, AllOf(HasSubstr("--in"), Not(HasSubstr("Shared by")))) << line;
    }
    EXPECT_EQ(sim().ledger().posts.size(), posts);
}

TEST_F(Shell, KnowsTheChannelItIsToldOrSaysSo)
{
    const auto answer =
        asks({.line = "/incident declare P1 Queue down", .as = {}, .in = "#genral", .unix_user = "ops"});
    EXPECT_EQ(answer.exit_code, 2);
    EXPECT_THAT(answer.text, HasSubstr("--in #genral: no channel of that name is known"));
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_EQ(
        asks({.line = "/incident list", .as = {}, .in = sim().channel_id("general"), .unix_user = "ops"}).exit_code, 0);
}

TEST_F(Shell, WithoutARunningBotSharesOnceThereIsOne)
{
    const auto answer = alone({.line = "/oncall --share", .as = {}, .in = "#general", .unix_user = "ops"});
    EXPECT_EQ(answer.exit_code, 0);
    EXPECT_THAT(answer.text, HasSubstr("posted when Hotwatch runs"));
    EXPECT_EQ(posted("Primary"), 0);
    start();
    EXPECT_EQ(posted("Primary"), 1);
    EXPECT_EQ(alone({.line = "/oncall --share", .as = {}, .in = {}, .unix_user = "ops"}).exit_code, 2);
    EXPECT_EQ(alone({.line = "/oncall", .as = {}, .in = "#genral", .unix_user = "ops"}).exit_code, 2);
    start();
    EXPECT_EQ(posted("Primary"), 1);
}

TEST_F(Shell, ProposesCommandsThatCanBeTyped)
{
    types("ana", "general", "/incident declare P0 Queue down");
    types("ana", "general", "/incident declare P1 Worker down");
    EXPECT_THAT(ask("/incident ack"), AllOf(HasSubstr("/incident ack INC-1"), HasSubstr("/incident ack INC-2")));
    EXPECT_THAT(ask("/incident lst"), HasSubstr("/incident list"));
}

}  // namespace
