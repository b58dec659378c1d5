-- 0004_overrides.sql: who holds another's role for a while, and versions of the rotation, so that a new plan rewrites no past
-- (storage/schedules.cpp, commands/oncall/).

-- One version of the plan's rotation. The newest one's end is the last instant that a column can hold.
CREATE TABLE rotation (
    id             INTEGER PRIMARY KEY,
    zone           TEXT    NOT NULL,                                           -- of its handoffs, '' the team's
    in_force_from  INTEGER NOT NULL UNIQUE,                                    -- included; the first one's is 0
    in_force_until INTEGER NOT NULL UNIQUE CHECK (in_force_until > in_force_from)  -- excluded
) STRICT;
INSERT INTO rotation (id, zone, in_force_from, in_force_until)
    SELECT 1, '', 0, 9223372036854775807 WHERE EXISTS (SELECT 1 FROM shift);

CREATE TABLE dated_shift (
    id           INTEGER PRIMARY KEY,
    rotation_id  INTEGER NOT NULL REFERENCES rotation(id),
    starts_at    INTEGER NOT NULL,                              -- included
    ends_at      INTEGER NOT NULL CHECK (ends_at > starts_at),  -- excluded
    label        TEXT    NOT NULL,                              -- 'Week 1'
    primary_name TEXT    NOT NULL,
    backup_name  TEXT    NOT NULL,
    manager_name TEXT    NOT NULL,
    wall_start   INTEGER,                                       -- the handoffs as wall time of the zone, counted as if
    wall_end     INTEGER                                        -- it were UTC; NULL: that of starts_at, ends_at
) STRICT;
INSERT INTO dated_shift (id, rotation_id, starts_at, ends_at, label, primary_name, backup_name, manager_name)
    SELECT id, 1, starts_at, ends_at, label, primary_name, backup_name, manager_name FROM shift;
DROP TABLE shift;
ALTER TABLE dated_shift RENAME TO shift;
CREATE INDEX shift_start ON shift (rotation_id, starts_at);

CREATE TABLE override (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,             -- never reused: people name it
    role         TEXT    NOT NULL CHECK (role IN ('primary', 'backup', 'manager')),
    user_id      TEXT    NOT NULL,                              -- Slack user, 'U…'
    starts_at    INTEGER NOT NULL,                              -- included
    ends_at      INTEGER NOT NULL CHECK (ends_at > starts_at),  -- excluded
    reason       TEXT    NOT NULL,
    made_at      INTEGER NOT NULL,
    made_by      TEXT    NOT NULL,
    cancelled_at INTEGER,
    cancelled_by TEXT,
    -- Until when it decides; the start itself where it was cancelled before.
    until_at     INTEGER NOT NULL GENERATED ALWAYS AS
        (max(starts_at, min(ends_at, coalesce(cancelled_at, ends_at)))) STORED,
    CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
) STRICT;
CREATE INDEX override_until ON override (until_at, starts_at);
