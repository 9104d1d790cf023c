-- The Marten window: what a Marten consumer reads and writes of an event store, over ours. Views run with the rights of
-- their owner, so that a consumer needs no right on the tables below them, and sealed parts stay out of sight.

-- Events by id, for consumers only; hash, because nobody asks for a range of ids.
CREATE INDEX event_id ON event USING hash (id);

-- The leaf is canonical JSON (RFC 8785) and is parsed once a row (OFFSET 0 keeps the planner from doing it once a column).
CREATE VIEW mt_events AS
SELECT event.seq AS seq_id,
       event.id,
       event.stream AS stream_id,
       event.version::bigint AS version,
       parsed.leaf -> 'data' AS data,
       NULL::bytea AS bdata,
       event.type::varchar(500) AS type,
       event.recorded_at AS "timestamp",
       '*DEFAULT*'::varchar AS tenant_id,
       NULL::varchar AS mt_dotnet_type,
       false AS is_archived,
       (parsed.leaf -> 'headers' ->> 'custodyEvent')::varchar AS correlation_id,
       NULL::varchar AS causation_id,
       parsed.leaf -> 'headers' AS headers
FROM event
CROSS JOIN LATERAL (SELECT convert_from(event.bytes, 'UTF8')::jsonb AS leaf OFFSET 0) AS parsed;

CREATE VIEW mt_streams AS
SELECT head.stream AS id,
       NULL::varchar AS type,
       head.version::bigint AS version,
       newest.recorded_at AS "timestamp",
       oldest.recorded_at AS created,
       '*DEFAULT*'::varchar AS tenant_id,
       false AS is_archived
FROM head
JOIN event AS oldest ON oldest.stream = head.stream AND oldest.version = 1
JOIN event AS newest ON newest.stream = head.stream AND newest.version = head.version;

-- Drawn and committed are the same here: the sequence is dense and visible in order.
CREATE VIEW mt_events_sequence AS
SELECT greatest(seq, 1) AS last_value, 0::bigint AS log_cnt, seq > 0 AS is_called FROM ledger_head;

-- Marten's own working state: how far each of a consumer's projections has come.
CREATE TABLE mt_event_progression (
    name         varchar NOT NULL PRIMARY KEY,
    last_seq_id  bigint,
    last_updated timestamptz DEFAULT transaction_timestamp()
);

CREATE TABLE mt_high_water_skips (
    ending_sequence   bigint NOT NULL PRIMARY KEY,
    starting_sequence bigint NOT NULL,
    "timestamp"       timestamptz NOT NULL DEFAULT transaction_timestamp()
);

CREATE FUNCTION mt_mark_event_progression(progression varchar, last_encountered bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO mt_event_progression (name, last_seq_id, last_updated)
    VALUES (progression, last_encountered, transaction_timestamp())
    ON CONFLICT (name) DO UPDATE SET last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
$$;

-- Moves a progression over a gap, if it stands where the caller saw it or nowhere yet, and notes the gap; returns where it
-- stands then.
CREATE FUNCTION mt_mark_progression_with_skip(progression varchar, ending bigint, starting bigint)
RETURNS bigint LANGUAGE sql AS $$
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
$$;

-- Writing is the service's alone.
REVOKE EXECUTE ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO ledger_app;

GRANT SELECT ON mt_events, mt_streams, mt_events_sequence TO ledger_consumer;
GRANT SELECT, INSERT, UPDATE, DELETE ON mt_event_progression, mt_high_water_skips TO ledger_consumer;
