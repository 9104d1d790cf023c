-- Rebuilds of the views that were asked for. At most one is under way; whoever holds its advisory lock works on it.
CREATE TABLE rebuild (
    id           uuid        NOT NULL PRIMARY KEY,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    target_seq   bigint      NOT NULL,
    reached_seq  bigint      NOT NULL DEFAULT 0,
    attempts     integer     NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'finished', 'failed')),
    ended_at     timestamptz
);
CREATE UNIQUE INDEX rebuild_under_way ON rebuild ((true)) WHERE state IN ('waiting', 'running');
GRANT SELECT, INSERT, UPDATE ON rebuild TO ledger_app;
