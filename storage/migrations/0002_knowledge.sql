-- 0002_knowledge.sql: FAQ entries, runbooks and articles, every version of each, who said what helped, and the index
-- through which they are found (storage/knowledge.cpp, storage/search.cpp).

CREATE TABLE entry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,            -- buttons of old messages name it: never reused
    kind        TEXT    NOT NULL CHECK (kind IN ('faq', 'runbook', 'article')),
    key         TEXT    NOT NULL CHECK (key <> ''),           -- 'approval-queue-not-loading'
    title       TEXT    NOT NULL CHECK (title <> ''),
    body        TEXT    NOT NULL,                             -- Markdown
    version     INTEGER NOT NULL CHECK (version >= 1),        -- grows with each change of title or body
    edited_at   INTEGER NOT NULL,
    edited_by   TEXT    NOT NULL,                             -- Slack user; '' is the plan
    plan_key    TEXT    NOT NULL,                             -- the heading it was imported under; '' written in Slack
    plan_hash   TEXT    NOT NULL,                             -- of the text as last imported
    is_edited   INTEGER NOT NULL CHECK (is_edited IN (0, 1)), -- in Slack, since it was imported
    is_retired  INTEGER NOT NULL CHECK (is_retired IN (0, 1)),
    helped      INTEGER NOT NULL DEFAULT 0 CHECK (helped >= 0),       -- people, as counted in entry_vote
    not_helpful INTEGER NOT NULL DEFAULT 0 CHECK (not_helpful >= 0),
    last_used   INTEGER
) STRICT;

CREATE UNIQUE INDEX entry_one_live_key ON entry (kind, key) WHERE is_retired = 0;
CREATE INDEX entry_live_title ON entry (title COLLATE NOCASE, id) WHERE is_retired = 0;
CREATE INDEX entry_kind_title ON entry (kind, title COLLATE NOCASE, id) WHERE is_retired = 0;
CREATE INDEX entry_from_plan ON entry (id) WHERE plan_key <> '';

-- Each text that an entry ever had, the one it has now included.
CREATE TABLE entry_version (
    entry_id  INTEGER NOT NULL REFERENCES entry(id),
    version   INTEGER NOT NULL CHECK (version >= 1),
    edited_at INTEGER NOT NULL,
    edited_by TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (entry_id, version)
) STRICT, WITHOUT ROWID;

-- Helped or not: what each person said last.
CREATE TABLE entry_vote (
    entry_id  INTEGER NOT NULL REFERENCES entry(id),
    voter     TEXT    NOT NULL,
    is_helped INTEGER NOT NULL CHECK (is_helped IN (0, 1)),
    at        INTEGER NOT NULL,
    PRIMARY KEY (entry_id, voter)
) STRICT, WITHOUT ROWID;

-- The words of live entries, stemmed, without accents; beginnings of two and three letters have an index of their own.
-- The kind stands in it as a word, so that a search of one kind is not slowed by the others.
-- It keeps no text: title and body stay in `entry`. Written by storage/search.cpp, not by triggers: those may not touch
-- virtual tables while the schema is not trusted (storage/settings.cpp).
CREATE VIRTUAL TABLE entry_index USING fts5(
    title, body, kind, content = 'entry', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '2 3'
);
-- The titles alone: where very many entries have the words, those that have them in the title are found without reading
-- through all of them.
CREATE VIRTUAL TABLE entry_title USING fts5(
    title, kind, content = 'entry', content_rowid = 'id', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2',
    prefix = '2 3'
);

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT RAISE(ABORT, 'entries are retired, never deleted');
END;
