-- Times are microseconds since 1970 in UTC; days are texts, YYYY-MM-DD, in the clinic's calendar.

-- A quote is its document. What stands beside it is there to be searched, and follows from it. A reference is used once,
-- whatever the clinic: who says one over the telephone says no clinic.
CREATE TABLE quotes (
    clinic TEXT NOT NULL,
    reference TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    valid_until TEXT NOT NULL,
    phone TEXT,
    personal INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX quotes_by_time ON quotes (clinic, created_at, reference);
CREATE INDEX quotes_by_state ON quotes (clinic, state, created_at, reference);
CREATE INDEX quotes_to_erase ON quotes (clinic, valid_until) WHERE personal = 1;

-- What a quote is found by: treatments, who made it, the end of the telephone number, words of the name.
CREATE TABLE quote_terms (
    clinic TEXT NOT NULL,
    term TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (clinic, term, created_at, reference)
) STRICT, WITHOUT ROWID;

-- Digests of idempotency keys, and which step of which quote came of them: what was asked stands in that step. Where
-- something was published, its number is the step, and what was asked stands here.
CREATE TABLE idempotency_keys (
    clinic TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    reference TEXT NOT NULL,
    step INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (clinic, idempotency_key)
) STRICT, WITHOUT ROWID;

-- The files of every price list that a quote was made with, or that was published.
CREATE TABLE price_list_files (
    clinic TEXT NOT NULL,
    version TEXT NOT NULL,
    file TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (clinic, version, file)
) STRICT;

CREATE TABLE published (
    clinic TEXT NOT NULL,
    number INTEGER NOT NULL,
    version TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (clinic, number)
) STRICT;

CREATE TABLE staff_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_keys_by_name ON staff_keys (name) WHERE revoked_at IS NULL;
