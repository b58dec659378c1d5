// Backup and restore as an operator runs them: beside a bot at work, and after it died.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <poll.h>

#include <csignal>
#include <fstream>

#include "storage/backup.hpp"
#include "storage/seal.hpp"
#include "tests/support/load.hpp"
#include "tests/wire/shell_fixture.hpp"

namespace
{
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using hotwatch::Database;
using hotwatch::testing::Load;
using hotwatch::testing::Process;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class BackupCommand : public hotwatch::testing::AtTheShell
{
  protected:
    std::unique_ptr<Process> running()
    {
        auto bot = place.start_bot();
        EXPECT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
        return bot;
    }

    static constexpr int schema_version_at = 60;  // in SQLite's file header, four bytes, the highest first
    static void write_at(const std::string& path, int where, std::initializer_list<char> bytes)
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(where);
        file.write(bytes.begin(), static_cast<std::streamsize>(bytes.size()));
    }

    /// The same program on another store.
    int elsewhere(std::vector<std::string> arguments)
    {
        auto& environment = place.environment;
        const auto before = environment;
        for (auto& [name, value] : environment)
            if (name == "HOTWATCH_DB")
                value = in_place("elsewhere.db");
        const int code = place.run(std::move(arguments), output);
        environment = before;
        return code;
    }
};

TEST_F(BackupCommand, OfABotUnderLoadIsRestoredElsewhereAndIsWell)
{
    const auto bot = running();
    Load load{7};
    for (int i = 0; i < 50; ++i)
        place.act([&](slack_sim::Sim& sim) { load.type_one(sim); });
    Process backup{{HOTWATCH_BINARY_DIR "/hotwatch", "backup", in_place("b.db")},
                   place.environment,
                   place.directory / "backup.txt"};
    int code = -1;
    while ((code = backup.wait(10ms)) == -1)
        place.act([&](slack_sim::Sim& sim) { load.type_one(sim); });
    EXPECT_EQ(code, 0);
    EXPECT_EQ(hotwatch::look_at_seal(in_place("b.db")), hotwatch::Seal::whole);
    EXPECT_EQ(place.run({"ask", "/status"}, output), 0);
    EXPECT_THAT(output, HasSubstr("Newest backup:"));

    EXPECT_EQ(elsewhere({"restore", in_place("b.db")}), 0) << output;
    EXPECT_THAT(output, AllOf(HasSubstr("Restored"), HasSubstr("Its newest change is"), Not(HasSubstr("no seal"))));
    EXPECT_EQ(elsewhere({"verify"}), 0) << output;
    for (const auto& entry : fs::directory_iterator{place.directory})
        EXPECT_THAT(entry.path().string(), AllOf(Not(HasSubstr(".copy-")), Not(HasSubstr(".part"))));
}

TEST_F(BackupCommand, WorksWhereNoBotRuns)
{
    declare("Search is slow");
    EXPECT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    EXPECT_THAT(output, HasSubstr("1 incident, "));
    EXPECT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << "an older backup of that name is replaced";
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST_F(BackupCommand, EachRestoreKeepsTheStoreThatWasThere)
{
    declare("Search is slow");
    ASSERT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    declare("Only in the store");
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(place.run({"restore", in_place("b.db")}, output), 0) << output;
    int kept = 0;
    for (const auto& entry : fs::directory_iterator{place.directory})
    {
        const auto name = entry.path().filename().string();
        kept += name.starts_with("hotwatch.db.before-") && !name.ends_with(".head") && !name.ends_with("-wal") ? 1 : 0;
    }
    EXPECT_EQ(kept, 3);
    EXPECT_EQ(place.run({"restore", place.directory.string()}, output), 1);
    EXPECT_THAT(output, HasSubstr("is a folder"));
}

TEST_F(BackupCommand, RefusesToReplaceWhatIsNoBackup)
{
    declare("Search is slow");
    std::ofstream{in_place("letter.txt")} << "dear reader";
    EXPECT_EQ(place.run({"backup", in_place("letter.txt")}, output), 1);
    EXPECT_THAT(output, HasSubstr("is no Hotwatch backup"));
    EXPECT_EQ(place.run({"backup", in_place("hotwatch.db")}, output), 1);
    EXPECT_THAT(output, HasSubstr("belongs to the store itself"));
    EXPECT_EQ(place.run({"backup", in_place("no/where.db")}, output), 1);
    EXPECT_EQ(place.run({"backup"}, output), 2);
}

TEST_F(BackupCommand, KilledInTheMiddleLeavesNothingThatLooksWhole)
{
    const auto bot = running();
    {
        // Enough that a backup takes some time.
        Load load{7};
        for (int i = 0; i < 300; ++i)
            place.act([&](slack_sim::Sim& sim) { load.type_one(sim); });
    }
    for (int round = 0; round < 12; ++round)
    {
        Process backup{{HOTWATCH_BINARY_DIR "/hotwatch", "backup", in_place("b.db")},
                       place.environment,
                       place.directory / "backup.txt"};
        ::poll(nullptr, 0, 3 * round);
        backup.signal(SIGKILL);
        backup.wait(5s);
        if (fs::exists(in_place("b.db")))
        {
            EXPECT_EQ(hotwatch::look_at_seal(in_place("b.db")), hotwatch::Seal::whole) << "round " << round;
            fs::remove(in_place("b.db"));
        }
    }
    EXPECT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    bot->signal(SIGKILL);
    bot->wait(5s);
    const auto again = place.start_bot();
    EXPECT_EQ(place.run({"ask", "/status"}, output), 0) << output;  // so it has opened its store
    for (const auto& entry : fs::directory_iterator{place.directory})
        EXPECT_THAT(entry.path().string(), Not(HasSubstr(".copy-"))) << "left by a killed backup";
}

TEST_F(BackupCommand, RestoreRefusesAStoreInUse)
{
    const auto bot = running();
    ASSERT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    EXPECT_EQ(place.run({"restore", in_place("b.db")}, output), 75);
    EXPECT_THAT(output, HasSubstr(std::to_string(bot->id())));
}

TEST_F(BackupCommand, RestoreKeepsTheOldStoreAndSaysWhere)
{
    declare("Search is slow");
    ASSERT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    declare("Queue is stuck");
    ASSERT_EQ(place.run({"restore", in_place("b.db")}, output), 0) << output;
    EXPECT_THAT(output, AllOf(HasSubstr("1 incident, "), HasSubstr("is kept as " + in_place("hotwatch.db.before-"))));
    EXPECT_EQ(place.run({"ask", "/incident list"}, output), 0);
    EXPECT_THAT(output, AllOf(HasSubstr("Search is slow"), Not(HasSubstr("Queue is stuck"))));
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST_F(BackupCommand, RestoreRefusesADamagedFileAndTouchesNothing)
{
    declare("Search is slow");
    ASSERT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
    {
        std::fstream file{in_place("b.db"), std::ios::in | std::ios::out | std::ios::binary};
        file.seekg(10'000);
        const auto byte = static_cast<char>(file.get() ^ 1);
        file.seekp(10'000);
        file.put(byte);
    }
    EXPECT_EQ(place.run({"restore", in_place("b.db")}, output), 1);
    EXPECT_THAT(output, HasSubstr("its seal is broken"));
    EXPECT_EQ(place.run({"restore", in_place("missing.db")}, output), 1);
    EXPECT_EQ(place.run({"restore", in_place("hotwatch.db")}, output), 1);
    EXPECT_THAT(output, HasSubstr("is the store itself"));
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
    EXPECT_FALSE(fs::exists(in_place("hotwatch.db.restoring")));
}

TEST_F(BackupCommand, RestoreSaysWhatAFileIsInsteadOfABackup)
{
    declare("Search is slow");
    std::ofstream{in_place("letter.db")} << "dear reader";
    EXPECT_EQ(place.run({"restore", in_place("letter.db")}, output), 1);
    EXPECT_THAT(output, HasSubstr("is no Hotwatch backup"));

    const auto copy = in_place("newer.db");
    ASSERT_EQ(place.run({"backup", copy}, output), 0) << output;
    ASSERT_TRUE(hotwatch::take_seal_off(copy));
    write_at(copy, schema_version_at, {0, 0, 0, 99});
    ASSERT_TRUE(hotwatch::put_seal(copy));
    EXPECT_EQ(place.run({"restore", copy}, output), 1);
    EXPECT_THAT(output, AllOf(HasSubstr("schema version 99"), HasSubstr("newer hotwatch")));
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST_F(BackupCommand, ARestoredStoreDoesNotSayAgainWhatWasSaidSince)
{
    {
        // Owed when the backup is made, posted after it.
        declare("Search is slow");
        ASSERT_EQ(place.run({"backup", in_place("b.db")}, output), 0) << output;
        const auto bot = running();
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.messages("hotdash-support").size() == 1; }, 20s));
        bot->signal(SIGTERM);
        EXPECT_EQ(bot->wait(10s), 0);
    }
    ASSERT_EQ(place.run({"restore", in_place("b.db")}, output), 0) << output;
    const auto bot = running();
    EXPECT_FALSE(place.until([](slack_sim::Sim& sim) { return sim.messages("hotdash-support").size() != 1; }, 8s));
    EXPECT_EQ(place.run({"ask", "/status"}, output), 0);
    EXPECT_THAT(output, HasSubstr("Owed to Slack: nothing"));
}

TEST_F(BackupCommand, ByConfigurationWhileItRuns)
{
    const auto config = place.directory / "hotwatch.toml";
    std::ofstream{config} << fmt::format("[backup]\ndirectory = \"{}\"\nevery = \"1h\"\nkeep = 2\n",
                                         in_place("backups"));
    const auto bot = place.start_bot({"--config", config.string(), "run"});
    const auto has_backup = [&](slack_sim::Sim&)
    {
        for (const auto& entry : fs::directory_iterator{place.directory / "backups"})
            return entry.path().extension() == ".db";
        return false;
    };
    EXPECT_TRUE(place.until(
        [&](slack_sim::Sim& sim) { return fs::exists(place.directory / "backups") && has_backup(sim); }, 20s));
    bot->signal(SIGTERM);
    EXPECT_EQ(bot->wait(10s), 0);
}

}  // namespace
