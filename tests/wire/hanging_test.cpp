// SIGTERM while something hangs: the process ends in time all the same, and what it had acknowledged is there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include <filesystem>
#include <fstream>

#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Process;
using hotwatch::testing::Workplace;
using ::testing::HasSubstr;

bool is_connected(slack_sim::Sim& sim)
{
    return sim.sockets() == 2;
}

class Hanging : public ::testing::Test
{
  protected:
    void SetUp() override
    {
        if (HOTWATCH_IS_SANITIZED)
            GTEST_SKIP() << "a sanitizer wants to be loaded before everything else";
    }
    void prepare(const std::string& at)
    {
        place.environment.emplace_back("LD_PRELOAD", HOTWATCH_BINARY_DIR "/libhang.so");
        place.environment.emplace_back("HANG_WHEN", (place.directory / "hang").string());
        place.environment.emplace_back("HANG_AT", at);
    }
    void begin_to_hang() { std::ofstream{place.directory / "hang"} << "now"; }
    void expect_end(Process& bot)
    {
        bot.signal(SIGTERM);
        EXPECT_EQ(bot.wait(10s), 0);
    }
    /// What was acknowledged is there, and nothing of the store is damaged.
    void expect_well(const std::string& incident)
    {
        std::filesystem::remove(place.directory / "hang");
        std::string output;
        EXPECT_EQ(place.run({"verify"}, output), 0) << output;
        EXPECT_EQ(place.run({"ask", "/incident list"}, output), 0);
        EXPECT_THAT(output, HasSubstr(incident));
    }
    void declare(const std::string& what)
    {
        place.act([&](slack_sim::Sim& sim) { sim.types("ana", "general", "/incident declare P2 " + what); });
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return !sim.messages("hotdash-support").empty(); }, 20s));
    }

    Workplace place;
};

TEST_F(Hanging, DiskInACommitDoesNotKeepTheProcess)
{
    prepare("hotwatch.db-wal");
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    declare("Search is slow");
    begin_to_hang();
    place.act([](slack_sim::Sim& sim) { sim.types("ben", "general", "/incident declare P2 Never stored"); });
    expect_end(*bot);
    expect_well("Search is slow");
}

TEST_F(Hanging, NameServerDoesNotKeepTheProcess)
{
    prepare("getaddrinfo");
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until(is_connected, 20s));
    declare("Search is slow");
    begin_to_hang();
    place.act([](slack_sim::Sim& sim) { sim.cut_sockets(); });
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 0; }, 10s));
    expect_end(*bot);
    expect_well("Search is slow");
}

TEST_F(Hanging, DiskUnderABackupDoesNotKeepTheProcess)
{
    prepare("/backups/");
    const auto backups = place.directory / "backups";
    std::filesystem::create_directory(backups);
    std::ofstream{place.directory / "hotwatch.toml"} << "[backup]\ndirectory = \"" << backups.string() << "\"\n";
    place.environment.emplace_back("HOTWATCH_CONFIG", (place.directory / "hotwatch.toml").string());
    begin_to_hang();
    const auto bot = place.start_bot();
    ASSERT_TRUE(place.until([&](slack_sim::Sim&) { return !std::filesystem::is_empty(backups); }, 30s));
    expect_end(*bot);
    std::string output;
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

}  // namespace
