// SIGHUP to the real process: what is in force afterwards, and what the log says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "tests/support/broken_config.hpp"
#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Process;
using hotwatch::testing::Workplace;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ReloadSignal : public ::testing::Test
{
  protected:
    ReloadSignal()
    {
        write(std::string{hotwatch::testing::whole_config});
        bot = place.start_bot({"--config", config.string(), "run"});
        EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
    }

    void write(const std::string& text) const { std::ofstream{config} << text; }

    [[nodiscard]] std::string log() const
    {
        std::ifstream file{place.directory / "bot.log"};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    [[nodiscard]] int answers() const
    {
        const auto text = log();
        int count = 0;
        for (auto at = text.find("SIGHUP: "); at != std::string::npos; at = text.find("SIGHUP: ", at + 1))
            ++count;
        return count;
    }

    /// Sends it and waits until the log says something of it.
    bool reload()
    {
        const int before = answers();
        bot->signal(SIGHUP);
        return place.until([&](slack_sim::Sim&) { return answers() > before; }, 10s);
    }

    std::string asked(const std::string& line)
    {
        std::string output;
        place.run({"ask", line}, output);
        return output;
    }

    Workplace place{false};
    std::filesystem::path config = place.directory / "hotwatch.toml";
    std::unique_ptr<Process> bot;
};

TEST_F(ReloadSignal, PutsNewFiguresAndNamesInForceWithoutARestart)
{
    EXPECT_THAT(asked("/inc declare P0 Queue is down"), HasSubstr("INC-1"));
    write("[severity.P0]\nrespond_within = \"2m\"\n[commands]\nincident = \"/sev\"\n");
    ASSERT_TRUE(reload());
    EXPECT_THAT(log(), AllOf(HasSubstr("configuration reloaded"), HasSubstr("severity.P0.respond_within"),
                             HasSubstr("commands.incident"), HasSubstr("hotwatch manifest")));
    EXPECT_THAT(asked("/sev ack INC-1"), HasSubstr("promised within 2 min"));
    EXPECT_EQ(bot->wait(0ms), -1) << "it still runs";
}

TEST_F(ReloadSignal, KeepsTheOldOneWhateverIsBroken)
{
    for (const auto& text : hotwatch::testing::broken_configs())
    {
        write(text);
        ASSERT_TRUE(reload()) << text;
    }
    EXPECT_THAT(log(), AllOf(HasSubstr("nothing was reloaded"), HasSubstr("line "), HasSubstr("Did you mean"),
                             Not(HasSubstr("configuration reloaded"))));
    EXPECT_THAT(asked("/inc declare P0 Queue is down"), HasSubstr("INC-1"));
    EXPECT_THAT(asked("/inc ack INC-1"), HasSubstr("promised within 4 min"));
}

TEST_F(ReloadSignal, NamesWhatNeedsARestart)
{
    write(std::string{hotwatch::testing::whole_config} + "[store]\npath = \"other.db\"\n[http]\nlisten = \"\"\n");
    ASSERT_TRUE(reload());
    // HOTWATCH_DB wins over the file, so the store's path is the same.
    write("[log]\nformat = \"text\"\n");
    ASSERT_TRUE(reload());
    EXPECT_TRUE(place.until(
        [&](slack_sim::Sim&)
        { return log().find("needs a restart, until then it stays as it was: log.format") != std::string::npos; },
        5s))
        << log();
    write("[store\n");
    ASSERT_TRUE(reload());
    bot->signal(SIGTERM);
    EXPECT_EQ(bot->wait(10s), 0);
}

}  // namespace
