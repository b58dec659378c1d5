-- 0007_direct_channels.sql: which conversation a person's direct messages are, so that only the first one has to be opened
-- (storage/people.cpp).

CREATE TABLE direct_channel (
    user_id    TEXT PRIMARY KEY,
    channel_id TEXT NOT NULL  -- 'D…'
) STRICT, WITHOUT ROWID;
