-- 0001_initial.sql: incidents and their obligations, what is owed to Slack, what was seen, who is who, and the audit chain.
-- Lists of more than two words are written with OR: for an IN, SQLite builds a table each time that a row is written.
-- Times are UTC milliseconds. '' stands for "none" in text, NULL for "not yet" in times and for "no row" in references.

-- One Web API call owed to Slack (storage/outbox.cpp, bot/slack/sender.cpp).
CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,        -- never reused: others name it for years
    uuid           TEXT    NOT NULL UNIQUE,                  -- stands in the post: metadata and first block_id
    dedupe_key     TEXT    NOT NULL,                         -- '' or what it is the newest state of
    kind           TEXT    NOT NULL CHECK (kind = 'repeatable' OR kind = 'look_up' OR kind = 'once'),
    send_class     TEXT    NOT NULL,                         -- page, acknowledgement, clock, reminder, card, digest
    severity       INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),
    method         TEXT    NOT NULL CHECK (method <> ''),    -- 'chat.postMessage', or 'response_url'
    conversation   TEXT    NOT NULL,                         -- its rows keep their order; '' needs none
    after_id       INTEGER REFERENCES outbox(id),            -- the row that must be sent first
    take           TEXT    NOT NULL,                         -- nothing, thread_ts, message_ts, channel: out of that row
    args           TEXT    NOT NULL,                         -- JSON object without token, metadata and id
    response_url   TEXT    NOT NULL,                         -- a secret; '' once used or 30 min old
    purpose        TEXT    NOT NULL,                         -- the rule that hears of the outcome
    subject        INTEGER NOT NULL,                         -- for that rule: an incident, or 0
    state          TEXT    NOT NULL CHECK (state = 'pending' OR state = 'sending' OR state = 'sent' OR
                                                           state = 'unknown' OR state = 'parked'),
    attempts       INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    looks          INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0),
    not_before     INTEGER NOT NULL,                         -- earliest next try
    created_at     INTEGER NOT NULL,
    started_at     INTEGER,                                  -- of the last attempt; once set it stays set
    result_channel TEXT    NOT NULL DEFAULT '',
    result_ts      TEXT    NOT NULL DEFAULT '',
    error          TEXT    NOT NULL DEFAULT '',              -- of the last attempt, or why it is parked
    is_kept        INTEGER NOT NULL DEFAULT 0,               -- 1: some incident's card, never cleaned away
    CHECK (state NOT IN ('sending', 'unknown') OR started_at IS NOT NULL)
) STRICT;

-- Newest state only: two rows of one key cannot both be waiting for a first try. (One that failed and waits again may
-- stand before a newer one: they go out in order.)
CREATE UNIQUE INDEX outbox_fresh_key ON outbox (dedupe_key)
    WHERE dedupe_key <> '' AND state = 'pending' AND started_at IS NULL;
CREATE INDEX outbox_key ON outbox (dedupe_key, id) WHERE dedupe_key <> '';
CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state <> 'sent';
CREATE INDEX outbox_after ON outbox (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX outbox_erasable ON outbox (created_at) WHERE state = 'sent' AND is_kept = 0;
CREATE INDEX outbox_secret ON outbox (created_at) WHERE response_url <> '';

-- Slack's Retry-After, kept across restarts.
CREATE TABLE hold (
    name    TEXT    PRIMARY KEY,  -- 'method' or 'method channel'
    ends_at INTEGER NOT NULL      -- excluded
) STRICT;

-- storage/incidents.cpp, commands/incident/
CREATE TABLE incident (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,  -- shown as INC-<id>, never reused
    title                TEXT    NOT NULL,
    severity             INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 3),  -- 0 is P0
    state                TEXT    NOT NULL CHECK (is_open OR state = 'resolved' OR state = 'closed' OR
                                                           state = 'cancelled' OR state = 'merged'),
    is_open              INTEGER NOT NULL                    -- still to be worked on
                         GENERATED ALWAYS AS (state = 'open' OR state = 'acknowledged' OR state = 'mitigated') STORED,
    service              TEXT    NOT NULL,
    channel              TEXT    NOT NULL,                   -- of its room
    thread_ts            TEXT    NOT NULL,                   -- '' where the room is a channel, or its parent is not posted yet
    card_row             INTEGER REFERENCES outbox(id),      -- the call that posts its card
    declared_at          INTEGER NOT NULL,
    declared_by          TEXT    NOT NULL,                   -- Slack user, 'U…'; so are the others
    started_at           INTEGER,                            -- of the impact
    commander            TEXT    NOT NULL,
    acknowledged_at      INTEGER,
    acknowledged_by      TEXT,
    mitigated_at         INTEGER,
    mitigated_by         TEXT,
    resolved_at          INTEGER,
    resolved_by          TEXT,
    resolution           TEXT    NOT NULL,
    last_update_at       INTEGER NOT NULL,                   -- the declaration until there is one
    last_update_by       TEXT    NOT NULL,
    last_update_text     TEXT    NOT NULL,
    eta                  INTEGER,
    reminders_unanswered INTEGER NOT NULL CHECK (reminders_unanswered >= 0),
    version              INTEGER NOT NULL,                   -- grows with each change; buttons carry it
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    CHECK ((mitigated_at IS NULL) = (mitigated_by IS NULL)),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL)),
    CHECK (state NOT IN ('resolved', 'closed') OR resolved_at IS NOT NULL)
) STRICT;

CREATE INDEX incident_open ON incident (severity, id) WHERE is_open;
CREATE INDEX incident_room ON incident (channel, thread_ts, id);
CREATE INDEX incident_channel ON incident (channel, id);
CREATE INDEX incident_card ON incident (card_row) WHERE card_row IS NOT NULL;
CREATE UNIQUE INDEX incident_one_unresolved_in_a_thread ON incident (channel, thread_ts)
    WHERE thread_ts <> '' AND is_open;

CREATE TRIGGER card_of_a_new_incident_is_kept AFTER INSERT ON incident
WHEN NEW.card_row IS NOT NULL
BEGIN
    UPDATE outbox SET is_kept = 1 WHERE id = NEW.card_row;
END;
CREATE TRIGGER card_of_an_incident_is_kept AFTER UPDATE OF card_row ON incident
WHEN NEW.card_row IS NOT NULL AND NEW.card_row IS NOT OLD.card_row
BEGIN
    UPDATE outbox SET is_kept = 1 WHERE id = NEW.card_row;
END;

CREATE TABLE timeline (
    id          INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident(id),
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,  -- '' is Hotwatch itself
    action      TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    source      TEXT    NOT NULL   -- slash, mention, dm, button, modal, shell, timer
) STRICT;
CREATE INDEX timeline_incident ON timeline (incident_id, at, id);

-- Reminders posted and not answered yet: an update answers them in place.
CREATE TABLE open_reminder (
    incident_id INTEGER NOT NULL REFERENCES incident(id),
    call_id     INTEGER NOT NULL REFERENCES outbox(id),
    PRIMARY KEY (incident_id, call_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_reminder_call ON open_reminder (call_id);

-- One recurring obligation; it holds its next step (storage/timers.cpp).
CREATE TABLE timer (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,                                     -- 'update_reminder'
    subject    INTEGER NOT NULL,                                     -- the incident
    urgency    INTEGER NOT NULL CHECK (urgency BETWEEN 0 AND 3),     -- 0 fires first
    due_at     INTEGER NOT NULL,
    grid_at    INTEGER NOT NULL,                                     -- the grid point it stands for
    is_snoozed INTEGER NOT NULL CHECK (is_snoozed IN (0, 1)),
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX timer_due ON timer (due_at);
CREATE INDEX timer_urgency ON timer (urgency, due_at);

-- Events that changed something, and the answer they were given; kept 72 h (storage/seen.cpp).
CREATE TABLE seen (
    key          TEXT    PRIMARY KEY,
    at           INTEGER NOT NULL,
    answer       TEXT    NOT NULL,                                   -- the ack's payload as JSON, '' for a bare ack
    response_url TEXT    NOT NULL,                                   -- a secret; '' once the ack is out or 30 min old
    ack_written  INTEGER NOT NULL CHECK (ack_written IN (0, 1))
) STRICT;
CREATE INDEX seen_at ON seen (at);
CREATE INDEX seen_unacknowledged ON seen (at) WHERE ack_written = 0;
CREATE INDEX seen_secret ON seen (at) WHERE response_url <> '';

-- storage/people.cpp
CREATE TABLE person (
    id             TEXT    PRIMARY KEY,  -- Slack user, 'U…' or 'W…'
    real_name      TEXT    NOT NULL,
    display_name   TEXT    NOT NULL,
    zone           TEXT    NOT NULL,     -- IANA name, '' unknown
    is_bot         INTEGER NOT NULL,
    is_deactivated INTEGER NOT NULL,
    is_guest       INTEGER NOT NULL,
    is_complete    INTEGER NOT NULL      -- 0: seen, profile not fetched yet
) STRICT;
CREATE INDEX person_real_name ON person (lower(real_name));
CREATE INDEX person_display_name ON person (lower(display_name));

CREATE TABLE name_link (
    name    TEXT PRIMARY KEY,  -- as the plan writes it
    user_id TEXT NOT NULL,
    origin  TEXT NOT NULL CHECK (origin IN ('config', 'slack', 'command'))
) STRICT;

CREATE TABLE channel (
    id          TEXT    PRIMARY KEY,  -- 'C…' or 'G…'
    name        TEXT    NOT NULL,     -- without '#'
    is_private  INTEGER NOT NULL,
    is_member   INTEGER NOT NULL,
    is_archived INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_name ON channel (name);

-- The plan's rotation, dated (storage/schedules.cpp).
CREATE TABLE shift (
    id             INTEGER PRIMARY KEY,
    starts_at      INTEGER NOT NULL,                              -- included
    ends_at        INTEGER NOT NULL CHECK (ends_at > starts_at),  -- excluded
    label          TEXT    NOT NULL,                              -- 'Week 1'
    primary_name   TEXT    NOT NULL,
    backup_name    TEXT    NOT NULL,
    manager_name   TEXT    NOT NULL
) STRICT;
CREATE INDEX shift_start ON shift (starts_at);

-- Every change, each row sealed over the one before (storage/audit.cpp, audit_chain.hpp).
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY CHECK (seq > 0),                   -- 1, 2, 3, … without a gap
    at     INTEGER NOT NULL,
    action TEXT    NOT NULL,
    object TEXT    NOT NULL,
    actor  TEXT    NOT NULL,
    digest BLOB    NOT NULL CHECK (length(digest) = 32),          -- SHA-256 of salt and text
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),            -- SHA-256 of the columns above and the hash before
    salt   TEXT,                                                  -- 32 hex digits; may be erased with the text
    text   TEXT,
    CHECK ((salt IS NULL) = (text IS NULL))
) STRICT;
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN
    SELECT RAISE(ABORT, 'audit rows follow each other without a gap and are never replaced');
END;
CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never deleted');
END;
CREATE TRIGGER audit_only_forgets_texts BEFORE UPDATE ON audit
WHEN NEW.text IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at
    OR NEW.action <> OLD.action OR NEW.object <> OLD.object OR NEW.actor <> OLD.actor
    OR NEW.digest <> OLD.digest OR NEW.hash <> OLD.hash
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed; only salt and text may be erased');
END;

CREATE TABLE note (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
