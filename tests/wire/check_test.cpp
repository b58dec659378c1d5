// `hotwatch check` against a Slack on real TLS: beside a bot, before there is a store, and while nobody answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "bot/random.hpp"
#include "storage/database.hpp"
#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using hotwatch::testing::Workplace;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CheckCommand : public ::testing::Test
{
  protected:
    int check(std::vector<std::string> before = {})
    {
        before.emplace_back("check");
        const int code = place.run(std::move(before), output);
        EXPECT_THAT(output, AllOf(Not(HasSubstr("xoxb-simulator")), Not(HasSubstr("xapp-1"))));
        return code;
    }

    void set(const std::string& name, const std::string& value)
    {
        for (auto& [variable, held] : place.environment)
            if (variable == name)
                held = value;
    }

    Workplace place{false};
    std::string output;
};

TEST_F(CheckCommand, IsContentBesideABotAtWorkAndDialsNothing)
{
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
    ASSERT_TRUE(place.until(
        [](slack_sim::Sim& sim)
        {
            return std::ranges::any_of(sim.ledger().calls,
                                       [](const auto& call) { return call.method == "conversations.join"; });
        },
        10s));
    EXPECT_EQ(check(), 0) << output;
    EXPECT_THAT(output, AllOf(HasSubstr("ok     bot token"), HasSubstr("ok     app token"), HasSubstr("ok     scopes"),
                              HasSubstr("ok     channel"), HasSubstr("ok     database"),
                              HasSubstr("ok     audit chain"), HasSubstr("ok     people"), HasSubstr("ok     clock"),
                              HasSubstr("ok     process"), HasSubstr("All well")));
    EXPECT_EQ(place.with([](slack_sim::Sim& sim) { return sim.sockets(); }), 2U);
    for (const auto& entry : fs::directory_iterator{place.directory})
        EXPECT_THAT(entry.path().string(), Not(HasSubstr(".copy-")));
}

TEST_F(CheckCommand, WorksBeforeTheFirstStartAndLeavesNoStore)
{
    EXPECT_EQ(check(), 0) << output;
    EXPECT_THAT(output, AllOf(HasSubstr("note   database"), HasSubstr("`hotwatch run` makes it")));
    EXPECT_FALSE(fs::exists(place.directory / "hotwatch.db"));
}

TEST_F(CheckCommand, DoesTheRestWhileSlackIsDown)
{
    ASSERT_EQ(place.run({"verify"}, output), 1);
    hotwatch::Random random;
    {
        const hotwatch::Database created{(place.directory / "hotwatch.db").string(), random};
    }
    ASSERT_EQ(place.run({"ask", "/incident declare P2 Search is slow"}, output), 0) << output;
    set("SLACK_API_URL", "https://127.0.0.1:1/api/");
    EXPECT_EQ(check(), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  Slack"), HasSubstr("cannot be reached"), HasSubstr("ok     database"),
                              HasSubstr("FAILS  people"), HasSubstr("disk")));
}

TEST_F(CheckCommand, EndsInTimeWhereSlackNeverAnswers)
{
    place.act([](slack_sim::Sim& sim)
              { sim.arm({.kind = slack_sim::Fault::Kind::hang, .method = "auth.test", .times = -1}); });
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(check(), 1);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  Slack"), HasSubstr("disk")));
}

TEST_F(CheckCommand, SaysWhatIsWrongWithTokens)
{
    place.act([](slack_sim::Sim& sim) { sim.revoke_tokens(); });
    EXPECT_EQ(check(), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  bot token"), HasSubstr("Install the app again")));
    set("SLACK_BOT_TOKEN", "");
    EXPECT_EQ(check(), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  tokens"), HasSubstr("SLACK_BOT_TOKEN is not set")));
}

TEST_F(CheckCommand, NamesAWrongLineAndStillLooksAtTheRest)
{
    const auto config = place.directory / "hotwatch.toml";
    std::ofstream{config} << "[severity.P0]\nrespond_withn = \"5m\"\n";
    EXPECT_EQ(check({"--config", config.string()}), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  configuration"), HasSubstr("line 2"), HasSubstr("respond_within"),
                              HasSubstr("ok     bot token")));
    std::ofstream{config} << "[channels]\nemergency = \"#nowhere\"\n";
    EXPECT_EQ(check({"--config", config.string()}), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("ok     configuration"), HasSubstr("FAILS  channel"), HasSubstr("#nowhere")));
}

TEST_F(CheckCommand, FindsADamagedStore)
{
    hotwatch::Random random;
    {
        const hotwatch::Database created{(place.directory / "hotwatch.db").string(), random};
    }
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(place.run({"ask", "/incident declare P2 Search is slow"}, output), 0) << output;
    {
        std::fstream file{place.directory / "hotwatch.db", std::ios::in | std::ios::out | std::ios::binary};
        const std::string rot(6'000, '\x5a');
        file.seekp(static_cast<std::streamoff>(fs::file_size(place.directory / "hotwatch.db") / 2));
        file.write(rot.data(), static_cast<std::streamsize>(rot.size()));
    }
    EXPECT_EQ(check(), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("FAILS  database"), HasSubstr("ok     bot token")));
}

}  // namespace
