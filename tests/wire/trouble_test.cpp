// What an operator finds in the log when something was wrong before the start, or comes over the wire that should not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/wire/shell_fixture.hpp"

namespace
{
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using hotwatch::testing::Process;
using hotwatch::testing::Workplace;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

bool is_connected(slack_sim::Sim& sim)
{
    return sim.sockets() == 2;
}

class TroubleAtTheStart : public hotwatch::testing::AtTheShell
{
  protected:
    std::unique_ptr<Process> running()
    {
        auto bot = place.start_bot();
        EXPECT_TRUE(place.until(is_connected, 20s));
        return bot;
    }
    void stop(Process& bot)
    {
        bot.signal(SIGTERM);
        EXPECT_EQ(bot.wait(10s), 0);
    }
    static void rot(const std::string& path, std::size_t bytes)
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
        file << std::string(bytes, '\x5a');
    }
};

TEST_F(TroubleAtTheStart, AStoreThatLostItsNewestRowsIsSaidUntilSomebodyActs)
{
    declare("Search is slow");
    fs::copy_file(in_place("hotwatch.db"), in_place("older.db"));
    declare("Queue is stuck");
    for (const auto* beside : {"", "-wal", ".closed"})
        fs::remove(in_place("hotwatch.db") + beside);
    fs::copy_file(in_place("older.db"), in_place("hotwatch.db"));
    for (int start = 0; start < 2; ++start)
    {
        fs::remove(in_place("bot.log"));
        const auto bot = running();
        EXPECT_THAT(content(in_place("bot.log")), HasSubstr("the store is not the newest one")) << start;
        ASSERT_EQ(place.run({"ask", "/incident declare P2 And one more"}, output), 0);
        ASSERT_EQ(place.run({"ask", "/status"}, output), 0);
        EXPECT_THAT(output, AllOf(HasSubstr("in trouble"), HasSubstr("The store is not the newest one")));
        stop(*bot);
    }
    fs::copy_file(in_place("hotwatch.db"), in_place("accepted.db"));
    ASSERT_EQ(place.run({"restore", in_place("accepted.db")}, output), 0) << output;
    fs::remove(in_place("bot.log"));
    const auto bot = running();
    EXPECT_THAT(content(in_place("bot.log")), Not(HasSubstr("not the newest one")));
    ASSERT_EQ(place.run({"ask", "/status"}, output), 0);
    EXPECT_THAT(output, Not(HasSubstr("not the newest one")));
}

TEST_F(TroubleAtTheStart, ADamagedStoreNamesTheNewestBackupThatIsWhole)
{
    for (int i = 0; i < 20; ++i)
        declare("Search is slow");
    fs::create_directory(in_place("backups"));
    const auto good = in_place("backups/hotwatch-20251014T130000Z.db");
    const auto newer = in_place("backups/hotwatch-20251015T130000Z.db");
    ASSERT_EQ(place.run({"backup", good}, output), 0) << output;
    fs::copy_file(good, newer);
    rot(newer, 1);
    rot(in_place("hotwatch.db"), 6'000);
    fs::remove(in_place("hotwatch.db.closed"));
    std::ofstream{in_place("hotwatch.toml")} << "[backup]\ndirectory = \"" << in_place("backups") << "\"\n";
    EXPECT_EQ(place.run({"--config", in_place("hotwatch.toml"), "run"}, output), 1);
    EXPECT_THAT(output,
                AllOf(HasSubstr("hotwatch restore " + good + " (taken 2025-10-14 13:00 UTC)"), Not(HasSubstr(newer))));
    ASSERT_EQ(place.run({"restore", good}, output), 0) << output;
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST(Scopes, ThatTheTokenLacksAreNamedOnceEachWithWhatTheyAreFor)
{
    Workplace place{true, {"chat:write", "commands", "channels:read", "groups:read", "users:read", "channels:join"}};
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    const auto log = [&]
    {
        std::ifstream file{place.directory / "bot.log"};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    };
    EXPECT_TRUE(place.until([&](slack_sim::Sim&) { return log().find("lacks the scope") != std::string::npos; }, 10s));
    EXPECT_THAT(log(),
                AllOf(HasSubstr("lacks the scope im:write"), HasSubstr("pages, and answers that fit nowhere"),
                      HasSubstr("lacks the scope channels:history"), Not(HasSubstr("lacks the scope chat:write "))));
}

TEST(Wire, ABinaryFrameIsIgnoredAndTheNextEnvelopeArrives)
{
    Workplace place;
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    place.act(
        [](slack_sim::Sim& sim)
        {
            sim.send_raw(std::string{"\x00\xff\xfe{}", 5}, true);
            sim.types("ana", "general", "/incident declare P0 Approval queue down");
        });
    EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.messages("hotdash-emergency").size() == 1; }, 10s));
    EXPECT_EQ(place.with([](slack_sim::Sim& sim) { return sim.sockets(); }), 2);
}

}  // namespace
