-- 0006_lists.sql: an incident list of one person's costs no more where thousands of others are open (storage/incident_lists.cpp).

CREATE INDEX incident_open_declared ON incident (declared_by, severity, id)
    WHERE is_open;
CREATE INDEX incident_open_acknowledged ON incident (acknowledged_by, severity, id)
    WHERE is_open AND acknowledged_by IS NOT NULL;
