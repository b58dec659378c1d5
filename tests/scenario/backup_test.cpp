// Backups that the configuration asks for, and copies for subcommands, beside the desk's work.
#include <gmock/gmock.h>

#include <fstream>

#include "bot/copies.hpp"
#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class BackedUp : public hotwatch::testing::World
{
  protected:
    BackedUp() { settings.backups = {.directory = (directory / "backups").string(), .every = hours{1}, .keep = 3}; }

    std::vector<std::string> backups()
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator{settings.backups.directory})
            names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }

    std::string copied()
    {
        std::string path;
        engine().copy([&path](const LineAnswer& answer) { path = answer.text; });
        settle();
        return path;
    }
};

TEST_F(BackedUp, ByItselfAtTheStartAndThenAtEachInterval)
{
    start();
    EXPECT_EQ(backups(), std::vector<std::string>{"hotwatch-20251014T130000Z.db"});
    advance(hours{1} - seconds{1});
    EXPECT_EQ(backups().size(), 1U);
    advance(seconds{1});
    EXPECT_THAT(backups(), ::testing::ElementsAre("hotwatch-20251014T130000Z.db", "hotwatch-20251014T140000Z.db"));
    EXPECT_THAT(ask("/status"), HasSubstr("Newest backup: Tue 14 Oct at 10:00 EDT, 0 s old"));
    EXPECT_EQ(book().audit.newest(1).front().action, "backup");
}

TEST_F(BackedUp, KeepsTheNewestAndNothingOfOthersIsTouched)
{
    fs::create_directories(settings.backups.directory);
    std::ofstream{fs::path{settings.backups.directory} / "hotwatch-notes.db"} << "mine";
    start();
    advance(hours{5});
    EXPECT_THAT(backups(), ::testing::ElementsAre("hotwatch-20251014T160000Z.db", "hotwatch-20251014T170000Z.db",
                                                  "hotwatch-20251014T180000Z.db", "hotwatch-notes.db"));
}

TEST_F(BackedUp, NotAgainAfterARestartWithinTheInterval)
{
    start();
    advance(minutes{20});
    restart();
    EXPECT_EQ(backups().size(), 1U);
    kill();
    advance(hours{5});
    start();
    EXPECT_EQ(backups().size(), 2U) << "what fell due while it was down is made once";
}

TEST_F(BackedUp, WithWhatHappenedBeforeAndNothingSecret)
{
    start();
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(hours{1});
    const auto path = settings.backups.directory + "/hotwatch-20251014T140000Z.db";
    Random random{1};
    Database backup{path, random, {.vfs = {}, .is_copy = true}};
    EXPECT_EQ(backup.book().incidents.find(1)->title, "Approval queue down");
    std::stringstream bytes;
    bytes << std::ifstream{path}.rdbuf();
    EXPECT_THAT(bytes.str(), Not(HasSubstr("hooks.slack.com")));
}

TEST_F(BackedUp, SaysWhenItCannotAndTriesAgain)
{
    std::ofstream{settings.backups.directory} << "a file where the folder should be";
    start();
    EXPECT_THAT(alarms(), Contains(HasSubstr("The backup was not made")));
    EXPECT_THAT(ask("/status"),
                AllOf(HasSubstr("Hotwatch needs attention"), HasSubstr("The last backup was not made")));
    fs::remove(settings.backups.directory);
    advance(minutes{5});
    EXPECT_EQ(backups().size(), 1U);
    EXPECT_THAT(ask("/status"), HasSubstr("All is well"));
}

TEST_F(BackedUp, RemovesWhatADyingProcessLeft)
{
    fs::create_directories(settings.backups.directory);
    std::ofstream{fs::path{settings.backups.directory} / "hotwatch-20251013T000000Z.db.part"} << "half";
    std::ofstream{directory / "hotwatch.db.copy-7"} << "half";
    start();
    EXPECT_EQ(backups(), std::vector<std::string>{"hotwatch-20251014T130000Z.db"});
    EXPECT_FALSE(fs::exists(directory / "hotwatch.db.copy-7"));
}

TEST_F(BackedUp, DoesNotCountWhereItIsDamagedOnItsWay)
{
    start();
    engine().seal_with(
        [this](const SealJob& job, const std::function<void(std::string)>& done)
        {
            std::fstream file{job.copy, std::ios::in | std::ios::out | std::ios::binary};
            file.seekp(20'000);
            file << std::string(8'000, '\x55');
            file.close();
            done(seal_backup(job, *random_));
        });
    advance(hours{1});
    EXPECT_EQ(backups().size(), 1U);
    EXPECT_THAT(alarms(), Contains(HasSubstr("The backup was not made")));
    EXPECT_THAT(ask("/status"), HasSubstr("Newest backup: Tue 14 Oct at 09:00 EDT, 1 h old"));
}

TEST_F(BackedUp, CopiesAreGivenOneAfterTheOther)
{
    start();
    const auto first = copied();
    const auto second = copied();
    EXPECT_NE(first, second);
    for (const auto& path : {first, second})
    {
        Random random{1};
        EXPECT_EQ((Database{path, random, {.vfs = {}, .is_copy = true}}.verify().problem), "");
    }
}

TEST_F(BackedUp, ACopyThatCannotBeWrittenIsToldToWhoAsked)
{
    start();
    fs::create_directory(directory / "hotwatch.db.copy-1");
    std::ofstream{directory / "hotwatch.db.copy-1" / "x"} << "in the way";
    EXPECT_THAT(copied(), HasSubstr("cannot write"));
    EXPECT_THAT(ask("/status"), HasSubstr("All is well")) << "the asker knows; nobody else need";
}

}  // namespace
