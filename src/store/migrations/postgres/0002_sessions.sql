-- Who is logged in at the desk: the digest of what the browser holds, the staff key it was begun with, and until when.
CREATE TABLE IF NOT EXISTS staff_sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    digest BYTEA NOT NULL,
    staff_key TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS staff_sessions_by_key ON staff_sessions (staff_key);
CREATE INDEX IF NOT EXISTS staff_sessions_to_drop ON staff_sessions (expires_at);
