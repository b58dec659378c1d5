-- 0009_long_declarations.sql: the words of a declaration that its title has no room for are found too
-- (storage/timeline.cpp). A byte more or less does not matter: a title that is indexed twice is found once.
INSERT INTO incident_index (rowid, said)
SELECT incident_id << 32 | id, text FROM timeline
WHERE action = 'declared' AND length(CAST(text AS BLOB)) > 200 ORDER BY incident_id, id;
