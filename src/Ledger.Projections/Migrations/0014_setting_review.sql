-- Records dated later than they were recorded, by a phone's wrong clock: only these can a change of settings concern, since it takes
-- effect after it was recorded. Whoever keeps the views writes it; it follows from the events and is never wrong, so a rebuild keeps it.
CREATE TABLE dated_ahead (
    seq    bigint      NOT NULL PRIMARY KEY,
    starts timestamptz NOT NULL
);
CREATE INDEX dated_ahead_starts ON dated_ahead (starts);

-- Changes of settings whose concerned records are still to be judged again, and how far that is.
CREATE TABLE setting_review (
    setting_seq    bigint      NOT NULL PRIMARY KEY,
    effective_from timestamptz NOT NULL,
    done_seq       bigint      NOT NULL DEFAULT 0
);

GRANT SELECT, INSERT ON dated_ahead TO ledger_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_review TO ledger_app;
