// The binary as an operator meets it: exit codes, a second instance, wrong settings, a clean stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/socket.h>
#include <sys/un.h>

#include <fstream>

#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Workplace;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

bool is_connected(slack_sim::Sim& sim)
{
    return sim.sockets() == 2;
}

TEST(Process, AnswersOverTlsAndStopsCleanly)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    place.act([](slack_sim::Sim& sim) { sim.types("ana", "general", "/incident declare P0 Approval queue down"); });
    EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.messages("hotdash-emergency").size() == 1; }, 10s));
    EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return !sim.messages("general", "ana").empty(); }, 10s));

    bot->signal(SIGTERM);
    EXPECT_EQ(bot->wait(10s), 0);
    EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 0; }, 2s)) << "a socket was left to die";
    EXPECT_TRUE(place.with([](slack_sim::Sim& sim) { return sim.ledger().violations.empty(); }));
}

TEST(Process, RefusesASecondInstanceOnTheSameStore)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    std::string output;
    EXPECT_EQ(place.run({"run"}, output), 75);
    EXPECT_THAT(output, HasSubstr(std::to_string(bot->id())));
    bot->signal(SIGKILL);
    bot->wait(5s);
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST(Process, AskReachesARunningBotAndTheStoreAlone)
{
    Workplace place;
    std::string output;
    {
        const auto bot = place.start_bot();
        ASSERT_TRUE(place.until(is_connected, 20s));
        EXPECT_EQ(place.run({"ask", "/incident declare P2 One operator has no sound"}, output), 0);
        EXPECT_THAT(output, HasSubstr("INC-1"));
        bot->signal(SIGTERM);
        bot->wait(10s);
    }
    EXPECT_EQ(place.run({"ask", "/incident declare P2 Another one"}, output), 0);
    EXPECT_THAT(output, AllOf(HasSubstr("INC-2"), HasSubstr("posted when Hotwatch runs")));
    const auto bot = place.start_bot();
    EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.messages("hotdash-support").size() == 2; }, 20s));
    EXPECT_EQ(place.run({"ask", "/incident fly"}, output), 2);
}

struct Mistake
{
    const char* variable;
    const char* value;
    const char* said;
};

class WrongSetting : public ::testing::TestWithParam<Mistake>
{
};

TEST_P(WrongSetting, EndsWithTwoAndSaysWhatToDo)
{
    Workplace place;
    for (auto& [name, value] : place.environment)
        if (name == GetParam().variable)
            value = GetParam().value;
    std::string output;
    EXPECT_EQ(place.run({"run"}, output), 2);
    EXPECT_THAT(output, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(Process, WrongSetting,
                         ::testing::Values(Mistake{"SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is not set"},
                                           Mistake{"SLACK_APP_TOKEN", "xoxb-other", "swapped"},
                                           Mistake{"SLACK_BOT_TOKEN", "xoxp-user", "must start with xoxb-"}));

TEST(Process, NamesTheKeyTheLineAndTheNearestInABadConfiguration)
{
    Workplace place;
    const auto file = place.directory / "hotwatch.toml";
    std::ofstream{file} << "[store]\npaht = \"x.db\"\n";
    std::string output;
    EXPECT_EQ(place.run({"--config", file.string(), "run"}, output), 2);
    EXPECT_THAT(output, AllOf(HasSubstr("line 2"), HasSubstr("paht"), HasSubstr("path")));
}

TEST(Process, NamesASubcommandThatThereIsNot)
{
    Workplace place{false};
    std::string output;
    EXPECT_EQ(place.run({"chekc"}, output), 2);
    EXPECT_THAT(output, AllOf(HasSubstr("There is no subcommand \"chekc\"."), HasSubstr("Did you mean check?")));
}

TEST(Process, KeepsTokensOutOfTheLogAndTheStore)
{
    Workplace place;
    {
        const auto bot = place.start_bot();
        ASSERT_TRUE(place.until(is_connected, 20s));
        place.act([](slack_sim::Sim& sim) { sim.revoke_tokens(); });
        place.act([](slack_sim::Sim& sim) { sim.types("ana", "general", "/incident declare P2 Search is slow"); });
        place.until([](slack_sim::Sim& sim) { return sim.ledger().calls.size() > 5; }, 3s);
        bot->signal(SIGTERM);
        bot->wait(10s);
    }
    for (const auto* name : {"bot.log", "hotwatch.db"})
    {
        std::stringstream text;
        text << std::ifstream{place.directory / name}.rdbuf();
        EXPECT_THAT(text.str(), AllOf(Not(HasSubstr("xoxb-")), Not(HasSubstr("xapp-1")))) << name;
    }
}

TEST(Process, EndsWhenItsStoreIsTakenAway)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    std::filesystem::rename(place.directory / "hotwatch.db", place.directory / "elsewhere.db");
    EXPECT_EQ(bot->wait(8s), 1);
    std::ifstream log{place.directory / "bot.log"};
    const std::string text{std::istreambuf_iterator<char>{log}, {}};
    EXPECT_THAT(text, HasSubstr("removed or moved away"));
}

TEST(Process, EndsWhenItsStoreIsTakenAwayWhileNothingHappens)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    std::size_t calls = 0;
    int looks_alike = 0;
    const auto is_quiet = [&](slack_sim::Sim& sim)
    {
        looks_alike = sim.ledger().calls.size() == calls ? looks_alike + 1 : 0;
        calls = sim.ledger().calls.size();
        return looks_alike == 100;
    };
    ASSERT_TRUE(place.until(is_quiet, 20s));
    std::filesystem::remove(place.directory / "hotwatch.db");
    EXPECT_EQ(bot->wait(8s), 1);
}

/// Someone connected to the control socket has a coroutine there, and may speak while the bot stops.
TEST(Process, StopsCleanlyWhileSomebodyHoldsItsControlSocket)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    const auto path = (place.directory / "hotwatch.db.sock").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ASSERT_LT(path.size(), sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    const int held = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::connect(held, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::string line = "{\"op\":\"ask\",\"line\":\"/oncall\"}\n";
    ASSERT_EQ(::send(held, line.data(), line.size(), 0), static_cast<ssize_t>(line.size()));
    char answer = 0;
    ASSERT_EQ(::recv(held, &answer, 1, 0), 1);

    // A call that is never answered keeps the bot draining for some seconds.
    place.act(
        [](slack_sim::Sim& sim)
        {
            sim.arm({.kind = slack_sim::Fault::Kind::hang, .method = "chat.postMessage", .times = -1});
            sim.types("ana", "general", "/incident declare P2 Search is slow");
        });
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return !sim.messages("general", "ana").empty(); }, 10s));
    bot->signal(SIGTERM);
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 0; }, 5s));
    (void)::send(held, line.data(), line.size(), MSG_NOSIGNAL);  // refused or not: it must not be answered
    EXPECT_EQ(bot->wait(10s), 0);
    ::close(held);
}

}  // namespace
