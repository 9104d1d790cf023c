-- The evaluator's working state. It may forget none of it between events, so it stands beside the truth and not with the views.

-- Which findings were ever about a subject: written before the finding is, so that none is overlooked.
CREATE TABLE finding_subject (
    subject    text NOT NULL COLLATE "C",
    finding_id uuid NOT NULL,
    PRIMARY KEY (subject, finding_id)
);

-- Subjects to look at again when a day closes, though nothing new was recorded about them.
CREATE TABLE evaluation_due (
    subject text NOT NULL COLLATE "C" PRIMARY KEY,
    due_on  date NOT NULL
);
CREATE INDEX evaluation_due_on ON evaluation_due (due_on);

-- How far the evaluator has read; moved from the value it was read at, which is the fence between nodes.
CREATE TABLE evaluation_progress (
    only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    seq      bigint  NOT NULL
);
INSERT INTO evaluation_progress (seq) VALUES (0);

GRANT SELECT, INSERT, UPDATE, DELETE ON finding_subject, evaluation_due TO ledger_app;
GRANT SELECT, UPDATE ON evaluation_progress TO ledger_app;
