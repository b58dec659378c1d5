#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

class Verify : public FileTest
{
  protected:
    Verify()
    {
        Database database{path, ids};
        database.begin();
        for (const std::string key : {"one", "two", "three"})
            declare(database, key);
        database.commit();
    }
    void tamper(const std::string& sql)
    {
        Shell shell{path};
        shell.run("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; " + sql);
    }
    Verdict verdict()
    {
        Database database{path, ids};
        Policy policy;
        policy.severities[1].update_every = minutes{30};
        database.book().set_policy(policy);
        return database.verify();
    }
};

TEST_F(Verify, CountsWhatIsWell)
{
    const auto well = verdict();
    EXPECT_EQ(well.problem, "");
    EXPECT_EQ(well.incidents, 3);
    EXPECT_EQ(well.audit_rows, 3);
    EXPECT_EQ(well.owed, 3);
    EXPECT_EQ(well.parked, 0);
}

TEST_F(Verify, NamesAnOpenIncidentWithoutItsTimer)
{
    tamper("DELETE FROM timer WHERE subject = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("INC-2"));
    EXPECT_THAT(verdict().problem, testing::HasSubstr("update_reminder"));
}

TEST_F(Verify, ResolvedIncidentOwesItsClosingAndNoReminder)
{
    tamper("UPDATE incident SET state = 'resolved', resolved_at = 1, resolved_by = 'U0ANA' WHERE id = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("INC-2) is resolved, but has no close_incident"));
    tamper("INSERT INTO timer (kind, subject, urgency, due_at, grid_at, is_snoozed) "
           "VALUES ('close_incident', 2, 3, 0, 0, 0)");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("(update_reminder) is for incident 2, which is resolved"));
    tamper("DELETE FROM timer WHERE subject = 2 AND kind = 'update_reminder'");
    EXPECT_EQ(verdict().problem, "");
    tamper("UPDATE incident SET state = 'closed' WHERE id = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("(close_incident) is for incident 2, which is closed"));
}

TEST_F(Verify, SeverityWithoutCadenceOwesNoTimer)
{
    tamper("DELETE FROM timer WHERE subject = 2; UPDATE incident SET severity = 3 WHERE id = 2");
    EXPECT_EQ(verdict().problem, "");
}

TEST_F(Verify, NamesATimerForNothing)
{
    tamper(
        "UPDATE timer SET subject = 999 WHERE subject = 1; INSERT INTO timer (kind, subject, urgency, due_at, grid_at, "
        "is_snoozed) VALUES ('update_reminder', 1, 1, 0, 0, 0)");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("incident 999"));
}

TEST_F(Verify, NamesARowThatPointsNowhere)
{
    tamper("UPDATE timeline SET incident_id = 42 WHERE id = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("timeline row 2 names a row of incident"));
}

TEST_F(Verify, StateThatDoesNotExistIsDamage)
{
    tamper("UPDATE outbox SET state = 'lost' WHERE id = 2");
    EXPECT_THROW((void)verdict(), StoreRefused);  // the check at the start finds it already
}

TEST_F(Verify, NamesArgumentsThatCannotBeSent)
{
    tamper("UPDATE outbox SET args = 'oops' WHERE id = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("outbox row 2"));
}

TEST_F(Verify, NamesACallThatWaitsForItself)
{
    tamper("UPDATE outbox SET after_id = 2 WHERE id = 2");
    EXPECT_THAT(verdict().problem, testing::HasSubstr("outbox row 2 waits for row 2"));
}

TEST_F(Verify, WorksInsideABatch)
{
    Database database{path, ids};
    database.begin();
    declare(database, "four");
    EXPECT_EQ(database.verify().problem, "");
    database.commit();
}

}  // namespace

}  // namespace hotwatch::test
