// A backup in a store's place: what is refused, what is kept, and what the restored store may still say.
#include "storage/restore.hpp"

#include "fixture.hpp"
#include "storage/file_moves.hpp"
#include "storage/seal.hpp"
#include "storage/store_file.hpp"

namespace hotwatch::test
{

namespace
{

class Restore : public FileTest
{
  protected:
    Restore()
    {
        Database database{path, ids};
        database.begin();
        for (int i = 0; i < 20; ++i)
            declare(database, fmt::format("key {}", i));
        database.commit();
        StoreCopy copy{database, backup};
        while (!copy.step(100))
            continue;
        (void)seal_copy(backup, ids, {});
        database.begin();
        declare(database, "after the backup");
        database.commit();
    }

    /// As `hotwatch restore` does it.
    Restorable restored(const std::string& from)
    {
        const StoreLock lock{path};
        const auto copy = path + ".restoring";
        EXPECT_TRUE(copy_file(from, copy));
        auto prepared = prepare_restored(
            copy, ids, [](Book&) { return Policy{}; }, row);
        replace_store(path, copy, prepared.head, path + ".before");
        return prepared;
    }

    std::string refusal(const std::string& from)
    {
        try
        {
            (void)restored(from);
            return {};
        }
        catch (const CopyFailed& failed)
        {
            return failed.what();
        }
    }

    const std::string backup = folder.file("backup.db");
    const AuditRow row{
        .at = noon + hours{5}, .action = "restore", .object = "backup.db", .actor = "console:ops", .text = {}};
};

TEST_F(Restore, PutsBackWhatTheBackupHolds)
{
    const auto prepared = restored(backup);
    EXPECT_EQ(prepared.verdict.incidents, 20);
    Database database{path, ids};
    EXPECT_EQ(database.book().incidents.count(), 20);
    EXPECT_EQ(database.verify().problem, "") << "the witness was reset";
    EXPECT_EQ(database.book().audit.newest(1).front().action, "restore");
    EXPECT_EQ(database.book().audit.newest(1).front().actor, "console:ops");
}

TEST_F(Restore, KeepsWhatWasThere)
{
    (void)restored(backup);
    Database before{path + ".before", ids};
    EXPECT_EQ(before.book().incidents.count(), 21);
    EXPECT_EQ(before.verify().problem, "");
}

TEST_F(Restore, KeepsTheLogOfAStoreThatWasNotClosed)
{
    std::filesystem::copy_file(path, path + ".image");
    {
        // A log with content, as kill -9 leaves it.
        Database database{path, ids};
        database.begin();
        declare(database, "only in the log");
        database.commit();
        std::filesystem::copy_file(path + "-wal", path + ".wal-image");
        std::filesystem::copy_file(path, path + ".image", std::filesystem::copy_options::overwrite_existing);
    }
    std::filesystem::rename(path + ".image", path);
    std::filesystem::rename(path + ".wal-image", path + "-wal");
    (void)restored(backup);
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 20) << "the old log was played over the restored store";
    EXPECT_EQ((Database{path + ".before", ids}.book().incidents.count()), 22);
}

TEST_F(Restore, WorksWhereThereIsNoStore)
{
    for (const auto* beside : {"", "-wal", ".head"})
        std::filesystem::remove(path + beside);
    (void)restored(backup);
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 20);
    EXPECT_FALSE(std::filesystem::exists(path + ".before"));
}

TEST_F(Restore, TakesTheReasonForWhatHappenedFromTheNewestChange)
{
    EXPECT_EQ(restored(backup).newest_change, "incident declare INC-20");
}

TEST_F(Restore, RefusesWhatIsNoBackup)
{
    set_content(folder.file("letter.txt"), std::string(5'000, 'a'));
    EXPECT_THAT(refusal(folder.file("letter.txt")), testing::HasSubstr("is no Hotwatch backup"));
    set_content(folder.file("empty"), "");
    EXPECT_THAT(refusal(folder.file("empty")), testing::HasSubstr("is no Hotwatch backup"));
    Shell{folder.file("foreign.db")}.run("PRAGMA application_id = 7; CREATE TABLE t (a)");
    EXPECT_THAT(refusal(folder.file("foreign.db")), testing::HasSubstr("is no Hotwatch backup"));
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 21) << "the store was touched";
}

TEST_F(Restore, RefusesANewerSchema)
{
    ASSERT_TRUE(take_seal_off(backup));
    Shell{backup}.run("PRAGMA user_version = 9999");
    ASSERT_TRUE(put_seal(backup));
    EXPECT_THAT(refusal(backup), testing::HasSubstr("schema version 9999"));
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 21);
}

TEST_F(Restore, RefusesEveryFlippedBit)
{
    const auto whole = content(backup);
    std::mt19937_64 chance{7};
    for (int round = 0; round < 300; ++round)
    {
        auto bytes = whole;
        // A third of them in the seal itself.
        const auto at = round % 3 == 0 ? bytes.size() - 1 - chance() % 128 : chance() % bytes.size();
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << chance() % 8));
        set_content(backup, bytes);
        EXPECT_EQ(look_at_seal(backup), Seal::broken) << "bit flipped at " << at << " of " << bytes.size();
    }
    EXPECT_THAT(refusal(backup), testing::HasSubstr("its seal is broken"));
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 21) << "the store was touched";
}

TEST_F(Restore, RefusesAFileThatWasCutOrGrew)
{
    const auto whole = content(backup);
    for (const auto& bytes :
         {whole.substr(0, whole.size() - 1), whole.substr(0, whole.size() / 2), whole + "x", whole + whole})
    {
        set_content(backup, bytes);
        EXPECT_THAT(refusal(backup), testing::HasSubstr("its seal is broken")) << bytes.size();
    }
}

TEST_F(Restore, TakesTheFileOfAStoppedStoreToo)
{
    {
        const Database closed{path, ids};
    }
    std::filesystem::copy_file(path, folder.file("plain.db"));
    EXPECT_FALSE(restored(folder.file("plain.db")).is_sealed);
    EXPECT_TRUE(restored(backup).is_sealed);
}

TEST_F(Restore, RefusesAStoppedStoresFileThatIsDamaged)
{
    {
        const Database closed{path, ids};
    }
    auto bytes = content(path);
    for (std::size_t at = bytes.size() / 3; at < bytes.size() / 3 + 4'096; ++at)
        bytes[at] = '\x55';
    set_content(folder.file("plain.db"), bytes);
    EXPECT_NE(refusal(folder.file("plain.db")), "");
    EXPECT_EQ((Database{path, ids}.book().incidents.count()), 21) << "the store was touched";
}

TEST_F(Restore, RefusesAStoreInUse)
{
    const Database database{path, ids};
    EXPECT_THROW((void)restored(backup), StoreHeld);
}

TEST_F(Restore, LooksBeforeItSaysAgainWhatItOwed)
{
    {
        Database database{path, ids};
        database.begin();
        Call post = a_call("post");
        post.kind = CallKind::look_up;
        database.book().outbox.add(post, noon);
        Call once = a_call("once");
        once.kind = CallKind::once;
        database.book().outbox.add(once, noon);
        Call edit = a_call("edit");
        edit.kind = CallKind::repeatable;
        database.book().outbox.add(edit, noon);
        database.commit();
        StoreCopy copy{database, backup};
        while (!copy.step(100))
            continue;
        (void)seal_copy(backup, ids, {});
    }
    (void)restored(backup);
    Database database{path, ids};
    EXPECT_EQ(database.book().outbox.newest_with_key("post")->state, CallState::unknown);
    EXPECT_EQ(database.book().outbox.newest_with_key("edit")->state, CallState::pending);
    EXPECT_FALSE(database.book().outbox.newest_with_key("once"));
}

}  // namespace

}  // namespace hotwatch::test
