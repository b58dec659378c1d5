#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.hpp"
#include "storage/migrations.hpp"

namespace hotwatch::test
{

namespace
{

class Opening : public FileTest
{
  protected:
    /// A store with a few facts, closed again.
    void make_store(int incidents = 20)
    {
        Database database{path, ids};
        database.begin();
        for (int i = 0; i < incidents; ++i)
            declare(database, fmt::format("key {}", i), std::string(200, 'x'));
        database.commit();
    }
    /// Why the store was refused; "" where it was not.
    std::string refusal()
    {
        try
        {
            Database database{path, ids};
            return {};
        }
        catch (const StoreRefused& refused)
        {
            return refused.what();
        }
    }
    static unsigned mode_of(const std::string& file)
    {
        struct stat status
        {
        };
        return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
    }
};

TEST_F(Opening, MakesFilesThatOnlyTheOwnerReads)
{
    const auto before = ::umask(0);
    Database database{path, ids};
    database.begin();
    declare(database, "one");
    database.commit();
    ::umask(before);
    EXPECT_EQ(mode_of(path), 0600U);
    EXPECT_EQ(mode_of(path + "-wal"), 0600U);
    EXPECT_EQ(mode_of(path + ".lock"), 0600U);
    EXPECT_EQ(mode_of(path + ".head"), 0600U);
    EXPECT_FALSE(std::filesystem::exists(path + "-shm")) << "the index of the log is shared with others";
}

TEST_F(Opening, FindsWhatWasWritten)
{
    make_store();
    Database database{path, ids};
    EXPECT_EQ(database.book().incidents.count(), 20);
    EXPECT_EQ(database.verify().problem, "");
    EXPECT_EQ(database.path(), path);
}

TEST_F(Opening, RelativePathStaysWithItsFolder)
{
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    {
        Database database{"file:odd?mode=memory", ids};
        EXPECT_EQ(database.path(), folder.file("file:odd?mode=memory"));
    }
    std::filesystem::current_path(before);
    EXPECT_TRUE(std::filesystem::exists(folder.file("file:odd?mode=memory")));
}

TEST_F(Opening, SaysWhichFolderIsMissing)
{
    path = folder.file("missing/hotwatch.db");
    EXPECT_THAT(refusal(), testing::HasSubstr("folder"));
    EXPECT_THAT(refusal(), testing::HasSubstr(folder.file("missing")));
}

TEST_F(Opening, LeavesAForeignDatabaseAsItIs)
{
    {
        Shell shell{path};
        shell.run("CREATE TABLE theirs (x); PRAGMA application_id = 77;");
    }
    const auto before = content(path);
    EXPECT_THAT(refusal(), testing::HasSubstr("not a Hotwatch store"));
    EXPECT_EQ(content(path), before);
}

TEST_F(Opening, LeavesAForeignFileAsItIs)
{
    set_content(path, "dear diary");
    EXPECT_THAT(refusal(), testing::HasSubstr("not a Hotwatch store"));
    EXPECT_EQ(content(path), "dear diary");
}

TEST_F(Opening, RefusesANewerSchemaAndNamesIt)
{
    make_store();
    {
        Shell shell{path};
        shell.run(fmt::format("PRAGMA user_version = {}", newest_schema() + 6));
    }
    const auto before = content(path);
    EXPECT_THAT(refusal(), testing::HasSubstr(fmt::format("schema version {}", newest_schema() + 6)));
    EXPECT_EQ(content(path), before);
}

TEST_F(Opening, RefusesAnEmptyFileWhoseLogIsNot)
{
    set_content(path, "");
    set_content(path + "-wal", "all that was written since the last checkpoint");
    EXPECT_THAT(refusal(), testing::HasSubstr("-wal"));
    EXPECT_EQ(content(path + "-wal"), "all that was written since the last checkpoint");
}

TEST_F(Opening, RefusesADamagedPageWithoutWriting)
{
    make_store();
    const auto good = content(path);
    constexpr std::size_t page = 4096;
    ASSERT_GT(good.size(), 10 * page);
    for (std::size_t at = page; at < good.size(); at += page)
    {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x55);  // the kind of the page: no kind that exists
        set_content(path, bad);
        EXPECT_THAT(refusal(), testing::HasSubstr("restore")) << "page " << at / page + 1;
        EXPECT_EQ(content(path), bad) << "page " << at / page + 1;
    }
}

TEST_F(Opening, LeavesTheLogOfADamagedStoreWhereItIs)
{
    make_store();
    std::string file;
    std::string log;
    {
        Database database{path, ids};
        database.begin();
        database.book().notes.set("written", "after the last checkpoint");
        database.commit();
        file = content(path);
        log = content(path + "-wal");
    }
    ASSERT_FALSE(log.empty());
    constexpr std::size_t page = 4096;
    file[file.size() - page] = 0x55;  // the last page is not in the log
    set_content(path, file);
    set_content(path + "-wal", log);
    EXPECT_THAT(refusal(), testing::HasSubstr("damaged"));
    EXPECT_EQ(content(path), file);
    EXPECT_EQ(content(path + "-wal"), log);
}

TEST_F(Opening, NeverWritesToAFileItRefuses)
{
    make_store();
    const auto good = content(path);
    const auto head = content(path + ".head");
    std::mt19937_64 chance{20260302};
    int refused = 0;
    for (int round = 0; round < 300; ++round)
    {
        auto bad = good;
        const auto at = chance() % bad.size();
        bad[at] = static_cast<char>(bad[at] ^ static_cast<char>(1U << (chance() % 8)));
        set_content(path, bad);
        set_content(path + ".head", head);
        std::filesystem::remove(path + "-wal");
        try
        {
            Database database{path, ids};
            const auto problem = database.verify().problem;  // a flip in free space is no harm, else it is named
            if (!problem.empty())
            {
                EXPECT_GT(problem.size(), 10U);
            }
        }
        catch (const StoreRefused&)
        {
            ++refused;
            EXPECT_EQ(content(path), bad) << "byte " << at;
        }
    }
    EXPECT_GT(refused, 5);
}

TEST_F(Opening, SecondOpenerIsToldWhoHoldsTheStore)
{
    Database first{path, ids};
    try
    {
        Database second{path, ids};
        FAIL() << "two hold one store";
    }
    catch (const StoreHeld& held)
    {
        EXPECT_THAT(held.what(), testing::HasSubstr(fmt::format("pid {}", ::getpid())));
        EXPECT_THAT(held.what(), testing::HasSubstr(path));
    }
}

TEST_F(Opening, AStoreThatAnotherProgramWritesIsHeld)
{
    make_store();
    Shell shell{path};
    shell.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
    EXPECT_THROW((Database{path, ids}), StoreHeld);
}

TEST_F(Opening, AnotherProgramCannotLookIntoAnOpenStore)
{
    Database database{path, ids};
    Shell shell{path};
    EXPECT_THAT(shell.complaint("SELECT count(*) FROM incident"), testing::HasSubstr("locked"));
}

TEST_F(Opening, LockGoesWithTheProcessThatHeldIt)
{
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
    {
        Database database{path, ids};
        database.begin();
        declare(database, "from the child");
        database.commit();
        const char done = '!';
        if (::write(ready[1], &done, 1) == 1)
            ::pause();
        ::_exit(1);
    }
    char done = 0;
    ASSERT_EQ(::read(ready[0], &done, 1), 1);
    try
    {
        Database database{path, ids};
        ADD_FAILURE() << "two processes hold one store";
    }
    catch (const StoreHeld& held)
    {
        EXPECT_THAT(held.what(), testing::HasSubstr(fmt::format("pid {}", child)));
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    Database database{path, ids};
    EXPECT_TRUE(database.book().seen.find("from the child")) << "what the killed process had committed";
    EXPECT_EQ(database.verify().problem, "");
}

class TakenAway : public Opening
{
  protected:
    TakenAway()
    {
        make_store();
        database = std::make_unique<Database>(path, ids);
        database->begin();
        declare(*database, "the last");
        database->commit();
    }
    void expect_no_more_commits()
    {
        EXPECT_THROW(database->check_place(), StoreBroken);
        database->begin();
        declare(*database, "too late");
        EXPECT_THROW(database->commit(), StoreBroken);
        database.reset();
    }
    std::unique_ptr<Database> database;
};

TEST_F(TakenAway, StoreThatStandsWhereItStoodIsFine)
{
    EXPECT_NO_THROW(database->check_place());
}

TEST_F(TakenAway, RemovedStoreTakesNoCommitAndIsNotBegunAnew)
{
    std::filesystem::remove(path);
    expect_no_more_commits();
    EXPECT_THAT(refusal(), testing::HasSubstr("the store was removed"));
}

TEST_F(TakenAway, MovedStoreIsWholeOnceItIsBack)
{
    std::filesystem::rename(path, path + ".moved");
    expect_no_more_commits();
    std::filesystem::rename(path + ".moved", path);
    Database again{path, ids};
    EXPECT_TRUE(again.book().seen.find("the last"));
    EXPECT_EQ(again.verify().problem, "");
}

TEST_F(TakenAway, StoreInItsPlaceIsNotMixedWithTheOldLog)
{
    const auto backup = folder.file("backup.db");
    {
        Database other{backup, ids};
        other.begin();
        declare(other, "from the backup");
        other.commit();
    }
    std::filesystem::rename(backup, path);
    expect_no_more_commits();
    EXPECT_FALSE(std::filesystem::exists(path + "-wal"));
    EXPECT_TRUE(std::filesystem::exists(path + "-wal.replaced")) << "it may hold what nothing else does";
    Database again{path, ids};
    EXPECT_TRUE(again.book().seen.find("from the backup"));
    EXPECT_FALSE(again.book().seen.find("the last"));
}

TEST_F(TakenAway, LogThatCameWithAnotherStoreIsLeftAlone)
{
    std::filesystem::rename(path, folder.file("old.db"));
    std::filesystem::rename(path + "-wal", folder.file("old.db-wal"));
    set_content(path, "another store");
    set_content(path + "-wal", "and its log");
    expect_no_more_commits();
    EXPECT_EQ(content(path + "-wal"), "and its log");
}

}  // namespace

}  // namespace hotwatch::test
