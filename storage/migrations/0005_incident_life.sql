-- 0005_incident_life.sql: the whole life of an incident: who brought it where and why, what is owed after it, who works
-- on it, and whom it was asked of (storage/incidents.cpp, storage/incident_people.cpp, commands/incident/).

ALTER TABLE incident ADD COLUMN moved_at INTEGER NOT NULL DEFAULT 0;          -- into its present state
ALTER TABLE incident ADD COLUMN moved_by TEXT NOT NULL DEFAULT '';            -- '' is Hotwatch itself
ALTER TABLE incident ADD COLUMN moved_why TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN moved_version INTEGER NOT NULL DEFAULT 1;     -- version with which its work ended, or began anew
ALTER TABLE incident ADD COLUMN severity_version INTEGER NOT NULL DEFAULT 1;  -- version that has its present severity
ALTER TABLE incident ADD COLUMN merged_into INTEGER REFERENCES incident(id);
ALTER TABLE incident ADD COLUMN response_from INTEGER NOT NULL DEFAULT 0;     -- where its response clock runs from
ALTER TABLE incident ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused >= 0);  -- ms resolved or cancelled, before it was reopened
ALTER TABLE incident ADD COLUMN followed_up_at INTEGER;                       -- what is owed afterwards was given
ALTER TABLE incident ADD COLUMN followed_up_by TEXT;
ALTER TABLE incident ADD COLUMN follow_up TEXT NOT NULL DEFAULT '';           -- where the report stands, or which FAQ entry
ALTER TABLE incident ADD COLUMN announcement_row INTEGER REFERENCES outbox(id);  -- the call that announced a raise

UPDATE incident SET moved_at = coalesce(resolved_at, mitigated_at, acknowledged_at, declared_at),
    moved_by = coalesce(resolved_by, mitigated_by, acknowledged_by, declared_by), response_from = declared_at;

-- What waits for an acknowledgement, who leads what, what is open in a channel: asked at every turn, so the first few rows
-- must do, however many there are.
CREATE INDEX incident_open_in ON incident (channel, severity, id) WHERE is_open;
CREATE INDEX incident_unacknowledged ON incident (severity, id) WHERE state = 'open';
CREATE INDEX incident_led ON incident (commander, severity, id)
    WHERE is_open AND commander <> '';
CREATE INDEX incident_resolved ON incident (id) WHERE state = 'resolved';
CREATE INDEX incident_merged ON incident (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX incident_declared ON incident (declared_at, id);
CREATE INDEX incident_announcement ON incident (announcement_row) WHERE announcement_row IS NOT NULL;

CREATE TRIGGER merged_incident_names_its_target AFTER UPDATE OF state, merged_into ON incident
WHEN (NEW.state = 'merged') <> (NEW.merged_into IS NOT NULL) OR NEW.merged_into = NEW.id
BEGIN
    SELECT RAISE(ABORT, 'a merged incident, and no other, names the one that it is part of now');
END;
CREATE TRIGGER announcement_of_an_incident_is_kept AFTER UPDATE OF announcement_row ON incident
WHEN NEW.announcement_row IS NOT NULL AND NEW.announcement_row IS NOT OLD.announcement_row
BEGIN
    UPDATE outbox SET is_kept = 1 WHERE id = NEW.announcement_row;
END;

-- Who works on it, besides its commander.
CREATE TABLE incident_role (
    incident_id INTEGER NOT NULL REFERENCES incident(id),
    role        TEXT    NOT NULL CHECK (role IN ('communications', 'scribe', 'responder')),
    user_id     TEXT    NOT NULL CHECK (user_id <> ''),
    given_at    INTEGER NOT NULL,
    given_by    TEXT    NOT NULL,
    PRIMARY KEY (incident_id, role, user_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX incident_role_of_one ON incident_role (incident_id, role) WHERE role <> 'responder';
CREATE INDEX incident_role_user ON incident_role (user_id, incident_id);

-- People who were asked to acknowledge, by a message that still has its button.
CREATE TABLE open_page (
    incident_id INTEGER NOT NULL REFERENCES incident(id),
    call_id     INTEGER NOT NULL REFERENCES outbox(id),
    user_id     TEXT    NOT NULL,  -- '' is whoever reads the emergency channel
    PRIMARY KEY (incident_id, call_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_page_call ON open_page (call_id);

-- What was resolved before closes by itself as well, a day after.
INSERT INTO timer (kind, subject, urgency, due_at, grid_at, is_snoozed)
SELECT 'close_incident', id, 3, resolved_at + 86400000, resolved_at + 86400000, 0 FROM incident
WHERE state = 'resolved';
