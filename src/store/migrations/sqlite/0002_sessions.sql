-- Who is logged in at the desk: the digest of what the browser holds, the staff key it was begun with, and until when.
CREATE TABLE staff_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL,
    staff_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_sessions_by_key ON staff_sessions (staff_key);
CREATE INDEX staff_sessions_to_drop ON staff_sessions (expires_at);
