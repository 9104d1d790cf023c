-- Who may call the service. The secret itself is nowhere: it has 256 random bits, so its plain SHA-256 cannot be searched.
CREATE TABLE api_key (
    id           text        NOT NULL COLLATE "C" PRIMARY KEY,
    secret_hash  bytea       NOT NULL CHECK (octet_length(secret_hash) = 32),
    organisation text        NOT NULL COLLATE "C",
    roles        text[]      NOT NULL CHECK (cardinality(roles) > 0),
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    last_used_on date
);

GRANT SELECT, INSERT ON api_key TO ledger_app;
GRANT UPDATE (revoked_at, last_used_on) ON api_key TO ledger_app;
