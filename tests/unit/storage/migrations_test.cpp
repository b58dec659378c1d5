// What stands in an older store is still there, and means the same, after the newest binary has opened it.
#include "fixture.hpp"
#include "storage/migrations.hpp"

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

}  // namespace

}  // namespace hotwatch::test
