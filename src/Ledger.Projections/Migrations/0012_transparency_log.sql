-- The Merkle tree over all events (RFC 6962): event n is leaf n - 1. Only full tiles are kept, each once; partial ones follow
-- from the roots of full ones and from the leaf hashes of events. A root is what the level above holds of the tile.
CREATE TABLE log_tile (
    level  smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index  bigint   NOT NULL CHECK (index >= 0),
    root   bytea    NOT NULL CHECK (octet_length(root) = 32),
    hashes bytea    NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (level, index)
);
ALTER TABLE log_tile ALTER hashes SET STORAGE EXTERNAL; -- hashes cannot be compressed

-- How far the tree has grown; moved from the size it was read at, which is the fence between nodes.
CREATE TABLE log_tree (
    only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    size     bigint  NOT NULL,
    root     bytea   NOT NULL CHECK (octet_length(root) = 32)
) WITH (fillfactor = 10);
INSERT INTO log_tree (size, root) VALUES (0, sha256(''));

-- The newest signed head as it is published; no row before the first.
CREATE TABLE log_checkpoint (
    only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    origin   text    NOT NULL COLLATE "C",
    size     bigint  NOT NULL,
    note     text    NOT NULL
) WITH (fillfactor = 10);

-- Public keys that ever signed, by the name of the log. A key enters beside one that is there, or as the first.
CREATE TABLE log_key (
    origin    text    NOT NULL COLLATE "C",
    ordinal   integer NOT NULL CHECK (ordinal > 0),
    vkey      text    NOT NULL COLLATE "C",
    from_size bigint  NOT NULL,
    PRIMARY KEY (origin, ordinal),
    UNIQUE (vkey)
);

-- Trees over the heads of all streams, each as of one sequence: pages of at most 256 heads sorted by stream, and the tiles
-- above them. The roots stand in the ledger; these rows only make proofs, and old ones go.
CREATE TABLE heads_page (
    at_seq       bigint NOT NULL,
    index        bigint NOT NULL,
    first_stream text   NOT NULL COLLATE "C",
    heads        bytea  NOT NULL,
    PRIMARY KEY (at_seq, index)
);
CREATE INDEX heads_page_stream ON heads_page (at_seq, first_stream);

CREATE TABLE heads_tile (
    at_seq bigint   NOT NULL,
    level  smallint NOT NULL CHECK (level > 0),
    index  bigint   NOT NULL,
    hashes bytea    NOT NULL,
    PRIMARY KEY (at_seq, level, index)
);

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON log_tile FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON log_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE INSERT OR DELETE ON log_tree FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON log_tree FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON log_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON log_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON log_tile, log_key TO ledger_app;
GRANT SELECT, UPDATE ON log_tree TO ledger_app;
GRANT SELECT, INSERT, UPDATE ON log_checkpoint TO ledger_app;
GRANT SELECT, INSERT, DELETE ON heads_page, heads_tile TO ledger_app;
