-- 0003_punctuality.sql: when what had an hour was due, and when it was kept (storage/punctuality.cpp).

CREATE TABLE kept_promise (
    id      INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL,                            -- as in timer
    due_at  INTEGER NOT NULL,
    kept_at INTEGER NOT NULL CHECK (kept_at >= due_at)
) STRICT;
CREATE INDEX kept_promise_time ON kept_promise (kept_at, due_at);
