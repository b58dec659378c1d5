#include "fixture.hpp"

#include "storage/audit_chain.hpp"

namespace hotwatch::test
{

namespace
{

class AuditLog : public FileTest
{
  protected:
    AuditLog()
    {
        Database database{path, ids};
        database.begin();
        for (int i = 1; i <= 5; ++i)
            database.book().audit.add({.seq = 0,
                                       .at = noon + minutes{i},
                                       .action = "incident update",
                                       .object = fmt::format("INC-{}", i),
                                       .actor = "U0ANA",
                                       .text = fmt::format("text {}", i)});
        database.commit();
    }
    /// What somebody with a SQLite shell would do, who also knows to drop the triggers first.
    void tamper(const std::string& sql)
    {
        Shell shell{path};
        shell.run("DROP TRIGGER audit_keeps_its_rows; DROP TRIGGER audit_only_forgets_texts;");
        shell.run(sql);
    }
    std::string problem()
    {
        Database database{path, ids};
        return database.verify().problem;
    }
};

TEST_F(AuditLog, ReadsNewestFirst)
{
    Database database{path, ids};
    const auto rows = database.book().audit.newest(2);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].seq, 5);
    EXPECT_EQ(rows[0].at, noon + minutes{5});
    EXPECT_EQ(rows[0].action, "incident update");
    EXPECT_EQ(rows[0].object, "INC-5");
    EXPECT_EQ(rows[0].actor, "U0ANA");
    EXPECT_EQ(rows[0].text, "text 5");
    EXPECT_EQ(database.book().audit.count(), 5);
}

TEST_F(AuditLog, GoesOnAfterARestart)
{
    for (int round = 0; round < 3; ++round)
    {
        Database database{path, ids};
        database.begin();
        declare(database, fmt::format("key {}", round));
        database.commit();
        EXPECT_EQ(database.verify().problem, "");
    }
}

TEST_F(AuditLog, EachAlteredColumnIsFoundAndItsRowNamed)
{
    const auto untouched = content(path);
    for (const std::string change : {"at = at + 1", "action = 'incident resolve'", "object = 'INC-99'",
                                     "actor = 'U0EVE'", "digest = randomblob(32)", "hash = randomblob(32)",
                                     "salt = '00000000000000000000000000000000'", "text = 'text 3 '"})
    {
        set_content(path, untouched);
        tamper("UPDATE audit SET " + change + " WHERE seq = 3");
        EXPECT_THAT(problem(), testing::HasSubstr("audit row 3 was altered")) << change;
    }
}

TEST_F(AuditLog, FieldsCannotLendEachOtherLetters)
{
    tamper("UPDATE audit SET object = 'INC-', actor = '3U0ANA' WHERE seq = 3");
    EXPECT_THAT(problem(), testing::HasSubstr("audit row 3 was altered"));
}

TEST_F(AuditLog, RemovedRowIsFound)
{
    tamper("DELETE FROM audit WHERE seq = 2");
    EXPECT_THAT(problem(), testing::HasSubstr("audit row 2 is missing"));
}

TEST_F(AuditLog, RemovedFirstRowIsFound)
{
    tamper("DELETE FROM audit WHERE seq = 1; UPDATE audit SET seq = seq - 1");
    EXPECT_THAT(problem(), testing::HasSubstr("audit row 1 was altered"));
}

TEST_F(AuditLog, RemovedNewestRowsAreFoundAndStayFound)
{
    tamper("DELETE FROM audit WHERE seq > 3");
    const auto witness = content(path + ".head");
    for (int round = 0; round < 2; ++round)
    {
        Database database{path, ids};
        database.begin();
        for (int i = 0; i < 2; ++i)
            declare(database, fmt::format("key {} {}", round, i));  // grows past the old end
        database.commit();
        EXPECT_NE(database.verify().problem, "");
        EXPECT_EQ(content(path + ".head"), witness) << "the evidence was overwritten";
    }
}

TEST_F(AuditLog, RemovingAllRowsIsFound)
{
    tamper("DELETE FROM audit");
    EXPECT_THAT(problem(), testing::HasSubstr("newest rows were removed"));
}

TEST_F(AuditLog, StoreAheadOfItsWitnessIsNormal)
{
    const auto before = content(path + ".head");
    {
        Database database{path, ids};
        database.begin();
        declare(database, "one");
        database.commit();
    }
    const auto after = content(path + ".head");
    EXPECT_NE(before, after);
    EXPECT_EQ(before.size(), after.size()) << "the record is overwritten in place";
    set_content(path + ".head", before);  // as a power cut leaves it
    EXPECT_EQ(problem(), "");
    EXPECT_EQ(content(path + ".head"), after) << "the witness caught up";
}

TEST_F(AuditLog, RewrittenChainIsFoundByTheWitness)
{
    // All hashes made anew and consistent: only what stands beside the store knows better.
    const auto other = folder.file("other.db");
    {
        Database database{other, ids};
        database.begin();
        for (int i = 1; i <= 6; ++i)
            database.book().audit.add(
                {.seq = 0, .at = noon, .action = "a", .object = "o", .actor = "U0EVE", .text = ""});
        database.commit();
    }
    std::filesystem::copy_file(other, path, std::filesystem::copy_options::overwrite_existing);
    EXPECT_THAT(problem(), testing::HasSubstr("the log was rewritten"));
}

TEST_F(AuditLog, MissingOrUnreadableWitnessIsSaid)
{
    std::filesystem::remove(path + ".head");
    EXPECT_THAT(problem(), testing::HasSubstr(".head is missing"));
    EXPECT_FALSE(std::filesystem::exists(path + ".head")) << "made again without a person's word";
    set_content(path + ".head", "hotwatch-audit nonsense");
    EXPECT_THAT(problem(), testing::HasSubstr(".head is missing or unreadable"));
}

TEST_F(AuditLog, WitnessMovedWhileRunningIsFoundToo)
{
    Database database{path, ids};
    EXPECT_EQ(database.verify().problem, "");
    std::filesystem::remove(path + ".head");
    EXPECT_THAT(database.verify().problem, testing::HasSubstr("missing"));
}

TEST_F(AuditLog, TextsMayBeForgottenAndTheChainStands)
{
    {
        Shell shell{path};
        shell.run("UPDATE audit SET text = NULL, salt = NULL WHERE seq IN (2, 5)");
    }
    EXPECT_EQ(problem(), "");
    Database database{path, ids};
    EXPECT_EQ(database.book().audit.newest(1)[0].text, "");
}

TEST_F(AuditLog, TriggersRefuseEverythingElse)
{
    Shell shell{path};
    for (const std::string column : {"seq = 77", "at = 1", "action = 'x'", "object = 'x'", "actor = 'x'",
                                     "digest = zeroblob(32)", "hash = zeroblob(32)", "text = 'x'", "salt = 'x'"})
        EXPECT_THAT(shell.complaint("UPDATE audit SET " + column + " WHERE seq = 2"),
                    testing::HasSubstr("never changed"))
            << column;
    EXPECT_NE(shell.complaint("UPDATE audit SET text = NULL WHERE seq = 2"), "")
        << "a salt alone helps guessing the text";
    EXPECT_THAT(shell.complaint("DELETE FROM audit WHERE seq = 5"), testing::HasSubstr("never deleted"));
    EXPECT_THAT(shell.complaint("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2"),
                testing::HasSubstr("never"));
}

TEST(AuditChain, HashesAsWrittenDown)
{
    const AuditRow row{
        .seq = 1, .at = UtcMillis{milliseconds{1000}}, .action = "a", .object = "b", .actor = "c", .text = "d"};
    // sha256 of "salt" and "d", and of the encoding that the header describes, computed by another program.
    EXPECT_EQ(to_hex(audit_digest("salt", "d")), "3f951e84c65b6ba54dd207affa148c4e55edad9c87e725f31393cade69a46c09");
    EXPECT_EQ(to_hex(audit_hash(row, audit_digest("salt", "d"), "")),
              "ffdfc55414e25e935d8b978452587ba781747b939fd958ee22836c8f05ec1260");
}

}  // namespace

}  // namespace hotwatch::test
