-- Changes of settings whose concerned records are still to be judged again, and how far that is.
CREATE TABLE setting_review (
    setting_seq    bigint      NOT NULL PRIMARY KEY,
    effective_from timestamptz NOT NULL,
    done_seq       bigint      NOT NULL DEFAULT 0
);
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_review TO ledger_app;
