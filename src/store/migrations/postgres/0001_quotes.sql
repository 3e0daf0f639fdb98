-- Texts are compared byte by byte, whatever the database's language: prefixes are looked up by range.
-- Each table can be distributed: quotes and their terms by the reference, which is random, others that grow by the clinic. No key of theirs is
-- without what its table is distributed by; nothing is numbered by a sequence, and each statement may be run again.

-- Times are microseconds since 1970 in UTC; days are texts, YYYY-MM-DD, in the clinic's calendar.

-- A quote is its document. What stands beside it is there to be searched, and follows from it. A reference is used once, whatever the
-- clinic: who says one over the telephone says no clinic.
CREATE TABLE IF NOT EXISTS quotes (
    clinic TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    valid_until TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C",
    personal BIGINT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT COLLATE "C" NOT NULL
);
CREATE INDEX IF NOT EXISTS quotes_by_time ON quotes (clinic, created_at, reference);
CREATE INDEX IF NOT EXISTS quotes_by_state ON quotes (clinic, state, created_at, reference);
CREATE INDEX IF NOT EXISTS quotes_to_erase ON quotes (clinic, valid_until) WHERE personal = 1;

-- What a quote is found by: treatments, who made it, the end of the telephone number, words of the name.
CREATE TABLE IF NOT EXISTS quote_terms (
    clinic TEXT COLLATE "C" NOT NULL,
    term TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (clinic, term, created_at, reference)
);

-- Digests of idempotency keys, and which step of which quote came of them: what was asked stands in that step. Where
-- something was published, its number is the step, and what was asked stands here.
CREATE TABLE IF NOT EXISTS idempotency_keys (
    clinic TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    step BIGINT NOT NULL,
    body TEXT COLLATE "C",
    PRIMARY KEY (clinic, idempotency_key)
);

-- The files of every price list that a quote was made with, or that was published.
CREATE TABLE IF NOT EXISTS price_list_files (
    clinic TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (clinic, version, file)
);

CREATE TABLE IF NOT EXISTS published (
    clinic TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (clinic, number)
);

CREATE TABLE IF NOT EXISTS staff_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX IF NOT EXISTS staff_keys_by_name ON staff_keys (name) WHERE revoked_at IS NULL;
