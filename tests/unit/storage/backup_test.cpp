// Copies of an open store, and what makes a backup of one.
#include "storage/backup.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <fstream>

#include "fixture.hpp"
#include "storage/seal.hpp"

namespace hotwatch::test
{

namespace
{

class Backup : public FileTest
{
  protected:
    Backup()
    {
        database = std::make_unique<Database>(path, ids);
        declare_some(300);
    }

    void declare_some(int count)
    {
        database->begin();
        for (int i = 0; i < count; ++i)
            declare(*database, fmt::format("key {}", ++keys), std::string(200, 'x'));
        database->commit();
    }

    void add_secrets()
    {
        database->begin();
        Call call = a_call();
        call.response_url = secret;
        database->book().outbox.add(call, noon);
        database->book().seen.add({.key = "k", .at = noon, .answer = {}, .response_url = secret});
        database->commit();
    }

    std::string copied(const std::string& name = "copy.db")
    {
        StoreCopy copy{*database, folder.file(name)};
        while (!copy.step(16))
            continue;
        return copy.path();
    }

    std::string failure(const std::function<void()>& work)
    {
        try
        {
            work();
            return {};
        }
        catch (const CopyFailed& failed)
        {
            return failed.what();
        }
    }

    static constexpr auto secret = "https://hooks.example.com/commands/T1/secret-of-a-command";
    int keys = 0;
    std::unique_ptr<Database> database;
};

TEST_F(Backup, HoldsWhatTheStoreHolds)
{
    const auto verdict = seal_copy(copied(), ids, {});
    EXPECT_EQ(verdict.incidents, 300);
    EXPECT_EQ(verdict.audit_rows, 300);
    Database copy{folder.file("copy.db"), ids, {.vfs = {}, .is_copy = true}};
    EXPECT_EQ(copy.book().audit.head(), database->book().audit.head());
}

TEST_F(Backup, IsOneFileThatOnlyItsOwnerReads)
{
    (void)seal_copy(copied(), ids, {});
    struct stat status
    {
    };
    ASSERT_EQ(::stat(folder.file("copy.db").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    for (const auto* beside : {"-wal", "-journal", "-shm", ".lock", ".head"})
        EXPECT_FALSE(std::filesystem::exists(folder.file("copy.db") + beside)) << beside;
}

TEST_F(Backup, TakesInWhatIsWrittenMeanwhile)
{
    StoreCopy copy{*database, folder.file("copy.db")};
    int steps = 0;
    while (!copy.step(4))
        if (++steps % 3 == 0 && steps < 60)
            declare_some(2);
    EXPECT_GT(steps, 20);
    EXPECT_GT(database->book().incidents.count(), 310);
    EXPECT_EQ(seal_copy(copy.path(), ids, {}).incidents, database->book().incidents.count());
}

TEST_F(Backup, SurvivesATransactionThatIsRolledBackMeanwhile)
{
    StoreCopy copy{*database, folder.file("copy.db")};
    EXPECT_FALSE(copy.step(4));
    database->begin();
    for (int i = 0; i < 2'000; ++i)  // more than the cache holds, so that pages reach the log before the end
        declare(*database, fmt::format("gone {}", i), std::string(4'000, 'y'));
    database->roll_back();
    while (!copy.step(64))
        continue;
    EXPECT_EQ(seal_copy(copy.path(), ids, {}).incidents, 300);
}

TEST_F(Backup, HoldsNoSecrets)
{
    add_secrets();
    const auto copy = copied();
    ASSERT_NE(content(copy).find("secret-of-a-command"), std::string::npos);
    (void)seal_copy(copy, ids, {});
    EXPECT_EQ(content(copy).find("secret-of-a-command"), std::string::npos);
    EXPECT_EQ(database->book().seen.find("k")->response_url, secret) << "the store itself keeps what it still needs";
}

TEST_F(Backup, ThatIsGivenUpLeavesNothing)
{
    {
        StoreCopy copy{*database, folder.file("copy.db")};
        EXPECT_FALSE(copy.step(4));
        EXPECT_TRUE(std::filesystem::exists(folder.file("copy.db")));
    }
    EXPECT_FALSE(std::filesystem::exists(folder.file("copy.db")));
}

TEST_F(Backup, CanBeGivenUpWhileItIsBeingSynced)
{
    const auto copy = copied();
    EXPECT_FALSE(put_seal(copy, [] { return true; }));
    EXPECT_EQ(errno, ECANCELED);
}

TEST_F(Backup, ReplacesWhatACrashLeft)
{
    set_content(folder.file("copy.db"), "half a copy");
    EXPECT_EQ(seal_copy(copied(), ids, {}).incidents, 300);
}

TEST_F(Backup, DoesNotCountWhereAPageIsDamaged)
{
    const auto copy = copied();
    auto bytes = content(copy);
    for (std::size_t at = bytes.size() / 3; at < bytes.size() / 3 + 4'096; ++at)
        bytes[at] = '\x55';
    set_content(copy, bytes);
    EXPECT_THAT(failure([&] { (void)seal_copy(copy, ids, {}); }), testing::HasSubstr(copy));
}

TEST_F(Backup, DoesNotCountWhereAnAuditRowWasAltered)
{
    const auto copy = copied();
    Shell{copy}.run("DROP TRIGGER audit_only_forgets_texts; UPDATE audit SET actor = 'nobody' WHERE seq = 17");
    EXPECT_THAT(failure([&] { (void)seal_copy(copy, ids, {}); }), testing::HasSubstr("audit row 17 was altered"));
}

TEST_F(Backup, OfACutFileDoesNotCount)
{
    const auto copy = copied();
    const auto bytes = content(copy);
    for (const std::size_t size : {std::size_t{0}, std::size_t{50}, std::size_t{4'096}, bytes.size() / 2})
    {
        set_content(copy, bytes.substr(0, size));
        EXPECT_NE(failure([&] { (void)seal_copy(copy, ids, {}); }), "") << size;
    }
}

TEST_F(Backup, SaysWhereItCannotBeWritten)
{
    EXPECT_THAT(failure(
                    [&] {
                        StoreCopy{*database, folder.file("nowhere/copy.db")};
                    }),
                testing::HasSubstr("nowhere/copy.db: No such file or directory"));
}

TEST_F(Backup, IsPlacedOverAnOlderOne)
{
    set_content(folder.file("backup.db"), "older");
    place_copy(copied(), folder.file("backup.db"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("copy.db")));
    EXPECT_EQ(seal_copy(folder.file("backup.db"), ids, {}).incidents, 300);
}

TEST_F(Backup, NeverTakesThePlaceOfSomethingElse)
{
    EXPECT_EQ(target_problem(folder.file("new.db"), path), "");
    EXPECT_EQ(target_problem(copied(), path), "");
    EXPECT_THAT(target_problem(path, path), testing::HasSubstr("belongs to the store itself"));
    EXPECT_THAT(target_problem(path + "-wal", path), testing::HasSubstr("belongs to the store itself"));
    EXPECT_THAT(target_problem(folder.path().string(), path), testing::HasSubstr("is a folder"));
    EXPECT_THAT(target_problem(folder.file("a/b.db"), path), testing::HasSubstr("does not exist"));
    set_content(folder.file("letter.txt"), "dear reader");
    EXPECT_THAT(target_problem(folder.file("letter.txt"), path), testing::HasSubstr("is no Hotwatch backup"));
    const Database other{folder.file("other.db"), ids};
    EXPECT_THAT(target_problem(folder.file("other.db"), path), testing::HasSubstr("some Hotwatch works with"));
}

}  // namespace

}  // namespace hotwatch::test
