#include <sqlite3.h>

#include "fixture.hpp"
#include "tests/support/fault_vfs.hpp"

namespace hotwatch::test
{

namespace
{

const std::string long_text(30'000, 'x');  // several pages, so that a commit is many writes

class Faults : public FileTest
{
  protected:
    [[nodiscard]] std::unique_ptr<Database> open()
    {
        return std::make_unique<Database>(path, ids, OpenOptions{.vfs = vfs.name()});
    }
    FaultVfs vfs;
};

TEST_F(Faults, FullDiskAtAnyWriteKeepsNothingAndTheStoreGoesOn)
{
    auto database = open();
    std::uint64_t writes = 0;
    for (bool was_hit = true; was_hit; ++writes)
    {
        // Opened anew, its log is short: moving a long one into the store happens within a commit, which stands also
        // where the move finds no room.
        database.reset();
        database = open();
        const auto before = database->book().incidents.count();
        const auto key = fmt::format("key {}", writes);
        vfs.fail_write(writes + 1, SQLITE_FULL);
        try
        {
            database->begin();
            declare(*database, key, long_text);
            declare(*database, key + " too", long_text);
            database->commit();
            was_hit = vfs.has_failed();
            EXPECT_FALSE(was_hit) << "write " << writes + 1 << " failed unnoticed";
        }
        catch (const StoreFull&)
        {
            vfs.heal();
            database->roll_back();
            EXPECT_EQ(database->book().incidents.count(), before) << "write " << writes + 1;
            EXPECT_FALSE(database->book().seen.find(key));
            EXPECT_TRUE(database->book().outbox.take_news().empty());
            database->begin();
            declare(*database, key, "now there is room");
            database->commit();
            (void)database->book().outbox.take_news();
        }
    }
    EXPECT_GT(writes, 15U) << "the commit was too small to prove much";
    vfs.heal();
    EXPECT_EQ(database->verify().problem, "");
}

TEST_F(Faults, FullDiskThatStaysFullStillAnswersQuestions)
{
    auto database = open();
    database->begin();
    declare(*database, "one");
    database->commit();
    vfs.fail_write(1, SQLITE_FULL, true);
    for (int tries = 0; tries < 3; ++tries)
    {
        database->begin();
        declare(*database, "two");
        EXPECT_THROW(database->commit(), StoreFull);
        EXPECT_EQ(database->book().incidents.open().size(), 1U);
        EXPECT_TRUE(database->book().seen.find("one"));
    }
    vfs.heal();
    database->begin();
    declare(*database, "two");
    database->commit();
    EXPECT_EQ(database->book().incidents.count(), 2);
    EXPECT_EQ(database->verify().problem, "");
}

TEST_F(Faults, FullDiskBeforeTheCommitEndsTheTransactionToo)
{
    auto database = open();
    const std::string huge(200'000, 'x');
    vfs.fail_write(1, SQLITE_FULL, true);
    database->begin();
    const auto overflow_the_cache = [&]
    {
        for (int i = 0; i < 100; ++i)
            declare(*database, fmt::format("key {}", i), huge);
    };
    EXPECT_THROW(overflow_the_cache(), StoreFull);
    vfs.heal();
    EXPECT_NO_THROW(database->begin()) << "a transaction is still open";
    database->roll_back();
    EXPECT_EQ(database->book().incidents.count(), 0);
}

TEST_F(Faults, FullDiskWhileTheLogIsMovedIntoTheFileLosesNothing)
{
    auto database = open();
    int kept = 0;
    for (int round = 0; round < 150; ++round)  // beyond the 1,000 pages after which SQLite moves the log
    {
        database->begin();
        declare(*database, fmt::format("key {}", round), long_text);
        if (round % 2 == 1)
            vfs.fail_write(25 + static_cast<std::uint64_t>(round), SQLITE_FULL);
        try
        {
            database->commit();
            ++kept;
        }
        catch (const StoreFull&)
        {
        }
        vfs.heal();
    }
    EXPECT_EQ(database->book().incidents.count(), kept);
    database.reset();
    Database again{path, ids};
    EXPECT_EQ(again.book().incidents.count(), kept);
    EXPECT_EQ(again.verify().problem, "");
}

TEST_F(Faults, FullDiskWhileAStoreIsMadeLeavesOneThatOpensLater)
{
    std::uint64_t writes = 0;
    for (bool was_hit = true; was_hit; ++writes)
    {
        path = folder.file(fmt::format("store-{}.db", writes));
        vfs.fail_write(writes + 1, SQLITE_FULL);
        try
        {
            (void)open();
        }
        catch (const StoreRefused&)
        {
        }
        was_hit = vfs.has_failed();
        vfs.heal();
        auto database = open();
        database->begin();
        declare(*database, "one");
        database->commit();
        EXPECT_EQ(database->verify().problem, "") << "write " << writes + 1;
    }
    EXPECT_GT(writes, 10U);
}

TEST_F(Faults, BrokenDiskEndsItAndWhatWasCommittedIsThere)
{
    std::uint64_t writes = 0;
    for (bool was_hit = true; was_hit; ++writes)
    {
        path = folder.file(fmt::format("store-{}.db", writes));
        auto database = open();
        database->begin();
        declare(*database, "one", long_text);
        database->commit();
        vfs.fail_write(writes + 1, SQLITE_IOERR_WRITE);
        database->begin();
        declare(*database, "two", long_text);
        try
        {
            database->commit();
            was_hit = vfs.has_failed();
        }
        catch (const StoreBroken&)
        {
        }
        database.reset();
        vfs.heal();
        Database again{path, ids};
        EXPECT_TRUE(again.book().seen.find("one")) << "write " << writes + 1;
        EXPECT_EQ(again.verify().problem, "") << "write " << writes + 1;
    }
    EXPECT_GT(writes, 10U);
}

TEST_F(Faults, CommitWhoseSyncFailsIsNotOne)
{
    auto database = open();
    database->begin();
    declare(*database, "one");
    vfs.fail_sync(1, SQLITE_IOERR_FSYNC);
    EXPECT_THROW(database->commit(), StoreBroken);
    EXPECT_FALSE(database->book().seen.find("one"));
}

TEST_F(Faults, CommitIsSyncedBeforeItReturns)
{
    int syncs = 0;
    auto database = open();
    vfs.before_sync = [&] { ++syncs; };
    for (int round = 1; round <= 5; ++round)
    {
        database->begin();
        declare(*database, fmt::format("key {}", round));
        const int before = syncs;
        database->commit();
        EXPECT_GT(syncs, before);
    }
}

/// Power cuts in the middle of everything: each leaves a store that opens, well, with all that had been committed.
class PowerCut : public Faults
{
  protected:
    void cut_and_look(std::mt19937_64* chance)
    {
        const Folder ruin;
        vfs.cut_power(folder.path(), ruin.path(), chance);
        std::filesystem::copy_file(path + ".head", ruin.file("hotwatch.db.head"));
        Database after{ruin.file("hotwatch.db"), ids};
        EXPECT_EQ(after.verify().problem, "");
        for (int i = 0; i < committed; ++i)
            EXPECT_TRUE(after.book().seen.find(fmt::format("key {}", i))) << i << " of " << committed;
        EXPECT_LE(after.book().incidents.count(), committed + 1) << "at most the one under way is there besides";
        ++cuts;
    }
    void work(int rounds, std::mt19937_64* chance)
    {
        auto database = open();
        vfs.before_sync = [&] { cut_and_look(chance); };
        for (int round = 0; round < rounds; ++round)
        {
            database->begin();
            declare(*database, fmt::format("key {}", round), long_text);
            database->commit();
            ++committed;
            cut_and_look(chance);
        }
        vfs.before_sync = nullptr;
    }
    int committed = 0;
    int cuts = 0;
};

TEST_F(PowerCut, LosesNothingCommittedWhenAllThatWasNotSyncedIsLost)
{
    work(12, nullptr);
    EXPECT_GE(cuts, 24) << "one at each sync, one after each commit";
}

TEST_F(PowerCut, LosesNothingCommittedWhenSomeSectorsGotThrough)
{
    std::mt19937_64 chance{41};
    work(12, &chance);
    EXPECT_GE(cuts, 24) << "one at each sync, one after each commit";
}

TEST_F(PowerCut, LosesNothingCommittedWhileTheLogIsMovedIntoTheFile)
{
    std::mt19937_64 chance{7};
    auto database = open();
    const auto commit_one = [&]
    {
        database->begin();
        declare(*database, fmt::format("key {}", committed), long_text);
        database->commit();
        ++committed;
    };
    for (int round = 0; round < 40; ++round)
        commit_one();
    vfs.before_sync = [&] { cut_and_look(&chance); };
    for (int round = 0; round < 30; ++round)  // somewhere in here the log passes its 1,000 pages
        commit_one();
    vfs.before_sync = nullptr;
    EXPECT_GT(cuts, 30 + 1) << "the log was never moved";
}

}  // namespace

}  // namespace hotwatch::test
