// What stands in an older store is still there, and means the same, after the newest binary has opened it.
#include <sqlite3.h>
#include <sys/stat.h>

#include "fixture.hpp"
#include "storage/migrations.hpp"
#include "tests/support/fault_vfs.hpp"

namespace hotwatch::test
{

namespace
{

class Migrations : public FileTest
{
  protected:
    /// A store as the first version left it: its schema, and what `sql` puts into it.
    void old_store(const std::string& sql)
    {
        Shell shell{path};
        shell.run(fmt::format("PRAGMA application_id = {}", application_id));
        shell.run(content(HOTWATCH_SOURCE_DIR "/storage/migrations/0001_initial.sql"));
        shell.run("PRAGMA user_version = 1; " + sql);
    }
};

constexpr auto incident_of_first_version = R"(
    INSERT INTO incident (title, severity, state, service, channel, thread_ts, declared_at, declared_by, commander,
        acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution, last_update_at, last_update_by,
        last_update_text, reminders_unanswered, version)
    VALUES ('queue down', 0, 'resolved', '', 'C0ROOM', '1.1', 1000, 'U0ANA', 'U0BEN', 2000, 'U0BEN', 5000, 'U0CLEO',
        'restarted', 1000, 'U0ANA', '', 0, 4);
    INSERT INTO timeline (incident_id, at, actor, action, text, source)
    VALUES (1, 1000, 'U0ANA', 'declared', 'queue down', 'slash');
)";

TEST_F(Migrations, IncidentsOfTheFirstVersionKeepTheirStory)
{
    old_store(incident_of_first_version);
    Database database{path, ids};
    const auto incident = database.book().incidents.find(1).value();
    EXPECT_EQ(incident.title, "queue down");
    EXPECT_EQ(incident.state, IncidentState::resolved);
    EXPECT_EQ(incident.moved.at, UtcMillis{milliseconds{5000}});
    EXPECT_EQ(incident.moved.by.value, "U0CLEO");
    EXPECT_EQ(incident.response_from, incident.declared.at);
    EXPECT_EQ(incident.paused, milliseconds{0});
    EXPECT_EQ(incident.merged_into, 0);
    EXPECT_FALSE(incident.followed_up);
}

TEST_F(Migrations, WhatWasResolvedWillClose)
{
    old_store(incident_of_first_version);
    Database database{path, ids};
    const auto timer = database.book().timers.find(TimerKind::close_incident, 1);
    ASSERT_TRUE(timer);
    EXPECT_EQ(timer->due_at, UtcMillis{milliseconds{5000}} + hours{24});
    EXPECT_EQ(database.verify().problem, "");
}

TEST_F(Migrations, KeepTheStoreAsItWasBeforeThem)
{
    old_store(incident_of_first_version);
    const auto copy = fmt::format("{}.before-v{}", path, newest_schema());
    set_content(copy, "of an earlier try");
    Database{path, ids};
    EXPECT_EQ(Shell{copy}.run("PRAGMA user_version"), "1\n");
    EXPECT_EQ(Shell{copy}.run("SELECT title FROM incident"), "queue down\n");
    EXPECT_EQ(Shell{copy}.run("PRAGMA application_id"), fmt::format("{}\n", application_id));
    struct stat file
    {
    };
    ASSERT_EQ(::stat(copy.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
    EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
}

TEST_F(Migrations, OfAFreshStoreOrACopyKeepNothing)
{
    Database{path, ids};
    for (const auto& entry : std::filesystem::directory_iterator{std::filesystem::path{path}.parent_path()})
        EXPECT_EQ(entry.path().string().find(".before-"), std::string::npos) << entry.path();
}

/// The disk breaks, or is full, at each write of the upgrade.
TEST_F(Migrations, HappenWholeOrNotAtAll)
{
    const auto copy = fmt::format("{}.before-v{}", path, newest_schema());
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE})
    {
        std::uint64_t writes = 0;
        for (bool was_hit = true; was_hit; ++writes)
        {
            for (const auto* beside : {"", "-wal", ".head", ".closed"})
                std::filesystem::remove(path + beside);
            std::filesystem::remove(copy);
            old_store(incident_of_first_version);
            FaultVfs vfs;
            vfs.fail_write(writes + 1, code);
            try
            {
                const Database database{path, ids, {.vfs = vfs.name()}};
                was_hit = vfs.has_failed();  // also while what stands in the log is moved into the store, later
            }
            catch (const StoreRefused&)
            {
                vfs.heal();
                Shell shell{path};
                EXPECT_EQ(shell.run("PRAGMA user_version"), "1\n") << "write " << writes + 1;
                EXPECT_EQ(shell.run("SELECT title FROM incident"), "queue down\n");
                EXPECT_EQ(shell.run("PRAGMA integrity_check"), "ok\n");
                EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
            }
        }
        EXPECT_GT(writes, 60U) << "the upgrade was too small to prove much";
        EXPECT_EQ(Shell{path}.run("PRAGMA user_version"), fmt::format("{}\n", newest_schema()));
    }
}

}  // namespace

}  // namespace hotwatch::test
