-- The truth: one row an event, written once. The bytes are the canonical JSON that was hashed.
CREATE TABLE event (
    seq         bigint      NOT NULL PRIMARY KEY,
    id          uuid        NOT NULL,
    stream      text        NOT NULL COLLATE "C",
    version     integer     NOT NULL CHECK (version > 0),
    type        text        NOT NULL COLLATE "C",
    recorded_at timestamptz NOT NULL,
    bytes       bytea       NOT NULL,
    leaf_hash   bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
    CONSTRAINT event_stream_version UNIQUE (stream, version)
);

-- The newest version of every stream.
CREATE TABLE head (
    stream    text    NOT NULL COLLATE "C" PRIMARY KEY,
    version   integer NOT NULL,
    leaf_hash bytea   NOT NULL
) WITH (fillfactor = 80);

-- One row: the sequence. Every commit updates it, so it keeps room for new row versions on its page.
CREATE TABLE ledger_head (
    only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    seq      bigint  NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
INSERT INTO ledger_head (seq) VALUES (0);

-- Idempotency: who posted which id, with a keyed hash of what was posted, and what it became.
CREATE TABLE custody_event (
    id           uuid    NOT NULL PRIMARY KEY,
    organisation text    NOT NULL COLLATE "C",
    content_mac  bytea   NOT NULL,
    first_seq    bigint  NOT NULL,
    event_count  integer NOT NULL CHECK (event_count > 0)
);

-- What must not stand in open data. Erasing deletes the row; the commitment in the leaf stays.
CREATE TABLE sealed (
    event_id uuid  NOT NULL,
    kind     text  NOT NULL COLLATE "C",
    salt     bytea NOT NULL CHECK (octet_length(salt) = 32),
    body     bytea NOT NULL,
    PRIMARY KEY (event_id, kind)
);

-- One commit of the group-commit writer: one statement, one round trip, so the transaction never waits for the client.
CREATE FUNCTION append_events(
    expected bigint, recorded timestamptz,
    ids uuid[], streams text[], versions integer[], types text[], leaves bytea[], hashes bytea[],
    head_streams text[], head_versions integer[], head_hashes bytea[],
    custody_ids uuid[], organisations text[], macs bytea[], first_seqs bigint[], event_counts integer[],
    sealed_ids uuid[], sealed_kinds text[], salts bytea[], bodies bytea[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_head SET seq = expected + cardinality(ids) WHERE seq = expected;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another writer moved the sequence past %', expected USING ERRCODE = 'LG001';
    END IF;

    INSERT INTO event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
    SELECT expected + n, i, s, v, t, recorded, b, h
    FROM unnest(ids, streams, versions, types, leaves, hashes) WITH ORDINALITY AS row (i, s, v, t, b, h, n);

    INSERT INTO head (stream, version, leaf_hash)
    SELECT s, v, h FROM unnest(head_streams, head_versions, head_hashes) AS row (s, v, h)
    ON CONFLICT (stream) DO UPDATE SET version = excluded.version, leaf_hash = excluded.leaf_hash;

    IF cardinality(custody_ids) > 0 THEN
        INSERT INTO custody_event (id, organisation, content_mac, first_seq, event_count)
        SELECT i, o, m, f, c FROM unnest(custody_ids, organisations, macs, first_seqs, event_counts) AS row (i, o, m, f, c);
    END IF;

    IF cardinality(sealed_ids) > 0 THEN
        INSERT INTO sealed (event_id, kind, salt, body)
        SELECT i, k, s, b FROM unnest(sealed_ids, sealed_kinds, salts, bodies) AS row (i, k, s, b);
    END IF;
END $$;

-- Mistakes are stopped here; a superuser is not, and only the transparency log reveals one.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'LG002';
END $$;

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON custody_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON custody_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE DELETE ON head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE INSERT OR DELETE ON ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON event, custody_event TO ledger_app;
GRANT SELECT, INSERT, UPDATE ON head TO ledger_app;
GRANT SELECT, UPDATE ON ledger_head TO ledger_app;
GRANT SELECT, INSERT, DELETE ON sealed TO ledger_app;
