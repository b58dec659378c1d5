-- 0008_incident_search.sql: incidents are found by words (storage/incident_search.cpp), and people hear why they were asked
-- (storage/incident_people.cpp).

-- The words of incidents, stemmed, without accents. One row for the title and service, one for each thing that was said
-- of it: adding one costs the same however long the timeline is, and the index is only ever added to, as titles and timelines
-- are never rewritten. The upper half of a row's number is the incident, the lower half the timeline entry, 0 for the title: so
-- the newest incidents are the last rows. It keeps no text, no lengths and no beginnings, which would make declaring
-- slower. Written by code, not by triggers: those may not touch virtual tables while the schema is not trusted
-- (storage/settings.cpp).
CREATE VIRTUAL TABLE incident_index USING fts5(
    said, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO incident_index (rowid, said)
SELECT place, said FROM (
    SELECT id << 32 AS place, title || ' ' || service AS said FROM incident
    UNION ALL
    SELECT incident_id << 32 | id, text FROM timeline
    WHERE action IN ('update', 'note', 'resolved', 'mitigated', 'reopened', 'cancelled') AND text <> ''
) ORDER BY place;

-- Who was asked to acknowledge what, by a message of their own. open_page forgets it with the button; this does not.
CREATE TABLE asked (
    id          INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident(id),
    user_id     TEXT    NOT NULL CHECK (user_id <> ''),
    at          INTEGER NOT NULL,
    why         TEXT    NOT NULL   -- mrkdwn, as the message said it
) STRICT;
CREATE INDEX asked_user ON asked (user_id, id);
INSERT INTO asked (incident_id, user_id, at, why)
SELECT open_page.incident_id, open_page.user_id, incident.response_from, '' FROM open_page
JOIN incident ON incident.id = open_page.incident_id WHERE open_page.user_id <> '' ORDER BY open_page.call_id;
