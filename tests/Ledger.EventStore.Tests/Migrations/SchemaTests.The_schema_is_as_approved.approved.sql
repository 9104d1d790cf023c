api_key table, column 01 id text NOT NULL
api_key table, column 02 secret_hash bytea NOT NULL
api_key table, column 03 organisation text NOT NULL
api_key table, column 04 roles text[] NOT NULL
api_key table, column 05 name text NOT NULL
api_key table, column 06 created_at timestamp with time zone NOT NULL
api_key table, column 07 revoked_at timestamp with time zone
api_key table, column 08 last_used_on date
custody_event table, column 01 id uuid NOT NULL
custody_event table, column 02 organisation text NOT NULL
custody_event table, column 03 content_mac bytea NOT NULL
custody_event table, column 04 first_seq bigint NOT NULL
custody_event table, column 05 event_count integer NOT NULL
event table, column 01 seq bigint NOT NULL
event table, column 02 id uuid NOT NULL
event table, column 03 stream text NOT NULL
event table, column 04 version integer NOT NULL
event table, column 05 type text NOT NULL
event table, column 06 recorded_at timestamp with time zone NOT NULL
event table, column 07 bytes bytea NOT NULL
event table, column 08 leaf_hash bytea NOT NULL
head table, column 01 stream text NOT NULL
head table, column 02 version integer NOT NULL
head table, column 03 leaf_hash bytea NOT NULL
ledger_head table, column 01 only_row boolean NOT NULL
ledger_head table, column 02 seq bigint NOT NULL
mt_event_progression table, column 01 name character varying NOT NULL
mt_event_progression table, column 02 last_seq_id bigint
mt_event_progression table, column 03 last_updated timestamp with time zone
mt_events view, column 01 seq_id bigint
mt_events view, column 02 id uuid
mt_events view, column 03 stream_id text
mt_events view, column 04 version bigint
mt_events view, column 05 data jsonb
mt_events view, column 06 bdata bytea
mt_events view, column 07 type character varying(500)
mt_events view, column 08 timestamp timestamp with time zone
mt_events view, column 09 tenant_id character varying
mt_events view, column 10 mt_dotnet_type character varying
mt_events view, column 11 is_archived boolean
mt_events view, column 12 correlation_id character varying
mt_events view, column 13 causation_id character varying
mt_events view, column 14 headers jsonb
mt_events_sequence view, column 01 last_value bigint
mt_events_sequence view, column 02 log_cnt bigint
mt_events_sequence view, column 03 is_called boolean
mt_high_water_skips table, column 01 ending_sequence bigint NOT NULL
mt_high_water_skips table, column 02 starting_sequence bigint NOT NULL
mt_high_water_skips table, column 03 timestamp timestamp with time zone NOT NULL
mt_streams view, column 01 id text
mt_streams view, column 02 type character varying
mt_streams view, column 03 version bigint
mt_streams view, column 04 timestamp timestamp with time zone
mt_streams view, column 05 created timestamp with time zone
mt_streams view, column 06 tenant_id character varying
mt_streams view, column 07 is_archived boolean
schema_migration table, column 01 number integer NOT NULL
schema_migration table, column 02 name text NOT NULL
schema_migration table, column 03 checksum text NOT NULL
schema_migration table, column 04 applied_at timestamp with time zone NOT NULL
sealed table, column 01 event_id uuid NOT NULL
sealed table, column 02 kind text NOT NULL
sealed table, column 03 salt bytea NOT NULL
sealed table, column 04 body bytea NOT NULL
api_key, constraint api_key_pkey PRIMARY KEY (id)
api_key, constraint api_key_roles_check CHECK ((cardinality(roles) > 0))
api_key, constraint api_key_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
custody_event, constraint custody_event_event_count_check CHECK ((event_count > 0))
custody_event, constraint custody_event_pkey PRIMARY KEY (id)
event, constraint event_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32))
event, constraint event_pkey PRIMARY KEY (seq)
event, constraint event_stream_version UNIQUE (stream, version)
event, constraint event_version_check CHECK ((version > 0))
head, constraint head_pkey PRIMARY KEY (stream)
ledger_head, constraint ledger_head_only_row_check CHECK (only_row)
ledger_head, constraint ledger_head_pkey PRIMARY KEY (only_row)
mt_event_progression, constraint mt_event_progression_pkey PRIMARY KEY (name)
mt_high_water_skips, constraint mt_high_water_skips_pkey PRIMARY KEY (ending_sequence)
schema_migration, constraint schema_migration_pkey PRIMARY KEY (number)
sealed, constraint sealed_pkey PRIMARY KEY (event_id, kind)
sealed, constraint sealed_salt_check CHECK ((octet_length(salt) = 32))
CREATE UNIQUE INDEX api_key_pkey ON ledger.api_key USING btree (id)
CREATE UNIQUE INDEX custody_event_pkey ON ledger.custody_event USING btree (id)
CREATE UNIQUE INDEX event_pkey ON ledger.event USING btree (seq)
CREATE UNIQUE INDEX event_stream_version ON ledger.event USING btree (stream, version)
CREATE UNIQUE INDEX head_pkey ON ledger.head USING btree (stream)
CREATE UNIQUE INDEX ledger_head_pkey ON ledger.ledger_head USING btree (only_row)
CREATE UNIQUE INDEX mt_event_progression_pkey ON ledger.mt_event_progression USING btree (name)
CREATE UNIQUE INDEX mt_high_water_skips_pkey ON ledger.mt_high_water_skips USING btree (ending_sequence)
CREATE UNIQUE INDEX schema_migration_pkey ON ledger.schema_migration USING btree (number)
CREATE UNIQUE INDEX sealed_pkey ON ledger.sealed USING btree (event_id, kind)
CREATE TRIGGER append_only_rows BEFORE DELETE ON ledger.head FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON ledger.custody_event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_rows BEFORE DELETE OR UPDATE ON ledger.event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_rows BEFORE INSERT OR DELETE ON ledger.ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger.custody_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger.head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger.ledger_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
VIEW mt_events AS
 SELECT event.seq AS seq_id,
    event.id,
    event.stream AS stream_id,
    (event.version)::bigint AS version,
    (parsed.leaf -> 'data'::text) AS data,
    NULL::bytea AS bdata,
    (event.type)::character varying(500) AS type,
    event.recorded_at AS "timestamp",
    '*DEFAULT*'::character varying AS tenant_id,
    NULL::character varying AS mt_dotnet_type,
    false AS is_archived,
    (((parsed.leaf -> 'headers'::text) ->> 'custodyEvent'::text))::character varying AS correlation_id,
    NULL::character varying AS causation_id,
    (parsed.leaf -> 'headers'::text) AS headers
   FROM (event
     CROSS JOIN LATERAL ( SELECT (convert_from(event.bytes, 'UTF8'::name))::jsonb AS leaf
         OFFSET 0) parsed);
VIEW mt_events_sequence AS
 SELECT GREATEST(ledger_head.seq, (1)::bigint) AS last_value,
    (0)::bigint AS log_cnt,
    (ledger_head.seq > 0) AS is_called
   FROM ledger_head;
VIEW mt_streams AS
 SELECT head.stream AS id,
    NULL::character varying AS type,
    (head.version)::bigint AS version,
    newest.recorded_at AS "timestamp",
    oldest.recorded_at AS created,
    '*DEFAULT*'::character varying AS tenant_id,
    false AS is_archived
   FROM ((head
     JOIN event oldest ON (((oldest.stream = head.stream) AND (oldest.version = 1))))
     JOIN event newest ON (((newest.stream = head.stream) AND (newest.version = head.version))));
CREATE OR REPLACE FUNCTION ledger.append_events(expected bigint, recorded timestamp with time zone, ids uuid[], streams text[], versions integer[], types text[], leaves bytea[], hashes bytea[], head_streams text[], head_versions integer[], head_hashes bytea[], custody_ids uuid[], organisations text[], macs bytea[], first_seqs bigint[], event_counts integer[], sealed_ids uuid[], sealed_kinds text[], salts bytea[], bodies bytea[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION ledger.mt_mark_event_progression(progression character varying, last_encountered bigint)
 RETURNS void
 LANGUAGE sql
AS $function$
    INSERT INTO mt_event_progression (name, last_seq_id, last_updated)
    VALUES (progression, last_encountered, transaction_timestamp())
    ON CONFLICT (name) DO UPDATE SET last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
$function$

CREATE OR REPLACE FUNCTION ledger.mt_mark_progression_with_skip(progression character varying, ending bigint, starting bigint)
 RETURNS bigint
 LANGUAGE sql
AS $function$
    WITH moved AS (
        INSERT INTO mt_event_progression (name, last_seq_id, last_updated)
        VALUES (progression, ending, transaction_timestamp())
        ON CONFLICT (name) DO UPDATE SET last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
            WHERE mt_event_progression.last_seq_id = starting
        RETURNING last_seq_id
    ), noted AS (
        INSERT INTO mt_high_water_skips (ending_sequence, starting_sequence)
        SELECT last_seq_id, starting FROM moved ON CONFLICT (ending_sequence) DO NOTHING
    )
    SELECT coalesce((SELECT last_seq_id FROM moved), (SELECT last_seq_id FROM mt_event_progression WHERE name = progression))
$function$

CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'LG002';
END $function$

GRANT DELETE, INSERT, SELECT ON sealed TO ledger_app
GRANT DELETE, INSERT, SELECT, UPDATE ON mt_event_progression TO ledger_consumer
GRANT DELETE, INSERT, SELECT, UPDATE ON mt_high_water_skips TO ledger_consumer
GRANT INSERT, SELECT ON api_key TO ledger_app
GRANT INSERT, SELECT ON custody_event TO ledger_app
GRANT INSERT, SELECT ON event TO ledger_app
GRANT INSERT, SELECT, UPDATE ON head TO ledger_app
GRANT SELECT ON mt_events TO ledger_consumer
GRANT SELECT ON mt_events_sequence TO ledger_consumer
GRANT SELECT ON mt_streams TO ledger_consumer
GRANT SELECT ON schema_migration TO ledger_app
GRANT SELECT, UPDATE ON ledger_head TO ledger_app
