-- Views are disposable: dropped, replayed, same rows. They stand in a schema of their own, which a rebuild makes anew beside
-- the old one and swaps in. Masses are grams.
CREATE TABLE progress (
    only_row boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (only_row),
    seq      bigint  NOT NULL
) WITH (fillfactor = 10);
INSERT INTO progress (seq) VALUES (0);

-- Corrections, so that a custody event's effect can be told without looking for a stream that is almost never there.
CREATE TABLE correction (
    id           uuid        NOT NULL PRIMARY KEY,
    target       uuid        NOT NULL,
    replacement  uuid,
    recorded_by  text        NOT NULL COLLATE "C",
    by_programme boolean     NOT NULL,
    seq          bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    happened_at  timestamptz NOT NULL
);
CREATE INDEX correction_target ON correction (target);
CREATE INDEX correction_replacement ON correction (replacement) WHERE replacement IS NOT NULL;

-- What each organisation recorded, in the order it did, and when that happened: a desk shows its last ones, auditors search by time.
CREATE TABLE recorded (
    organisation  text   NOT NULL COLLATE "C",
    seq           bigint NOT NULL,
    custody_event uuid   NOT NULL,
    type          text   NOT NULL,
    happened_at   timestamptz,
    PRIMARY KEY (organisation, seq)
);
CREATE INDEX recorded_happened ON recorded (happened_at) INCLUDE (custody_event);

-- Records dated later than they were recorded, by a phone's wrong clock: only these can a change of settings concern, since it takes
-- effect after it was recorded.
CREATE TABLE dated_ahead (
    seq    bigint      NOT NULL PRIMARY KEY,
    starts timestamptz NOT NULL
);
CREATE INDEX dated_ahead_starts ON dated_ahead (starts);

-- What rules ask of the registers, by index. Tags issued, or assigned to a site: a number is what stands before its trailing digits,
-- and those.
CREATE TABLE issued_range (
    series      text        NOT NULL COLLATE "C",
    kind        text        NOT NULL,
    is_assigned boolean     NOT NULL,
    prefix      text        NOT NULL COLLATE "C",
    digits      integer     NOT NULL,
    from_number text        NOT NULL COLLATE "C",
    to_number   text        NOT NULL COLLATE "C",
    site_id     text        COLLATE "C",
    since       timestamptz NOT NULL,
    seq         bigint      NOT NULL,
    PRIMARY KEY (series, kind, is_assigned, prefix, digits, from_number)
);
CREATE INDEX issued_range_since ON issued_range (series, kind, is_assigned, since);
CREATE INDEX issued_range_site ON issued_range (site_id, series, kind) WHERE is_assigned;

-- Allowances of tags: the request names the site, its review the number and the day.
CREATE TABLE tag_allowance (
    request_id  uuid        NOT NULL PRIMARY KEY,
    site_id     text        NOT NULL COLLATE "C",
    tags        bigint,
    since       timestamptz,
    asked_seq   bigint      NOT NULL,
    seq         bigint
);
CREATE INDEX tag_allowance_site ON tag_allowance (site_id) WHERE tags IS NOT NULL;

-- Registered sites, by all they were ever said to lie in: a suspension names an area, a country or a party.
CREATE TABLE site_part (
    site_id text   NOT NULL COLLATE "C",
    part    text   NOT NULL COLLATE "C",
    seq     bigint NOT NULL,
    PRIMARY KEY (part, site_id)
);

-- What was approved of what sites can bring out in a month.
CREATE TABLE site_baseline (
    site_id    text    NOT NULL COLLATE "C",
    seq        bigint  NOT NULL,
    command_id uuid    NOT NULL,
    from_day   date    NOT NULL,
    miners     integer,
    monthly_g  bigint,
    capacity_g bigint,
    PRIMARY KEY (site_id, seq)
);

-- What the outlines of protected areas lie in, each that ever was.
CREATE TABLE area_box (
    area_id text    NOT NULL COLLATE "C",
    seq     bigint  NOT NULL,
    west    numeric NOT NULL,
    south   numeric NOT NULL,
    east    numeric NOT NULL,
    north   numeric NOT NULL,
    PRIMARY KEY (area_id, seq)
);

-- Facts of lots that were bagged at a site, by month: what rules look at together, and tags used, to be counted.
CREATE TABLE site_fact (
    lot_id  text   NOT NULL COLLATE "C",
    seq     bigint NOT NULL,
    site_id text   NOT NULL COLLATE "C",
    month   text   NOT NULL COLLATE "C",
    tag     text   COLLATE "C",
    holder  text   COLLATE "C",
    begun   timestamptz NOT NULL,
    lag_s   bigint,
    mineral text,
    grams   bigint,
    PRIMARY KEY (lot_id, seq)
);
CREATE INDEX site_fact_holder ON site_fact (holder, site_id) WHERE holder IS NOT NULL;
CREATE INDEX site_fact_month ON site_fact (site_id, month) INCLUDE (seq, tag, lag_s);
CREATE INDEX site_fact_mined ON site_fact (mineral, month) INCLUDE (site_id, grams, begun, seq) WHERE grams IS NOT NULL;
CREATE INDEX site_fact_begun ON site_fact (site_id, begun) INCLUDE (seq) WHERE tag IS NULL;
CREATE INDEX site_fact_tag ON site_fact (tag) INCLUDE (begun) WHERE tag IS NOT NULL;

-- Receipts, as supply by whom they came from.
CREATE TABLE supply_fact (
    lot_id   text   NOT NULL COLLATE "C",
    seq      bigint NOT NULL,
    delivery uuid   NOT NULL,
    supplier text   NOT NULL COLLATE "C",
    mineral  text   NOT NULL,
    month    text   NOT NULL COLLATE "C",
    grams    bigint NOT NULL,
    begun    timestamptz NOT NULL,
    PRIMARY KEY (lot_id, seq)
);
CREATE INDEX supply_fact_month ON supply_fact (mineral, month) INCLUDE (supplier, delivery, grams, begun, seq);

-- What came to a party's stock and left it, lot by lot: a stock is the sum of all that was before.
CREATE TABLE stock_flow (
    lot_id  text   NOT NULL COLLATE "C",
    seq     bigint NOT NULL,
    party   text   NOT NULL COLLATE "C",
    move    text   NOT NULL,
    mineral text,
    other   text   COLLATE "C",
    month   text   NOT NULL COLLATE "C",
    grams   bigint NOT NULL,
    PRIMARY KEY (lot_id, seq, party, move)
);
CREATE INDEX stock_flow_party ON stock_flow (party, month) INCLUDE (mineral, move, other, grams);

-- What came to lie at a site of the lots that were bagged there, and left it: what is there is the sum of all that was before.
CREATE TABLE site_flow (
    lot_id      text    NOT NULL COLLATE "C",
    number      integer NOT NULL,
    site_id     text    NOT NULL COLLATE "C",
    month       text    NOT NULL COLLATE "C",
    move        text    NOT NULL,
    mineral     text    NOT NULL,
    bags        integer NOT NULL,
    readings    integer NOT NULL,
    grams       bigint  NOT NULL,
    is_measured boolean NOT NULL,
    read_by     text    NOT NULL COLLATE "C",
    read_on     text    COLLATE "C",
    read_at     timestamptz NOT NULL,
    PRIMARY KEY (lot_id, number)
);
CREATE INDEX site_flow_site ON site_flow (site_id, month);

-- Lots that both sides of a receipt measured: what scales are believed to be off by is learnt from them, a receiver's two years at a time.
CREATE TABLE weighed_twice (
    lot_id        text   NOT NULL COLLATE "C",
    seq           bigint NOT NULL,
    sent_seq      bigint NOT NULL,
    delivery      uuid   NOT NULL,
    receiver      text   NOT NULL COLLATE "C",
    sent_g        bigint NOT NULL,
    sent_by       text   NOT NULL,
    sent_on       text   COLLATE "C",
    sent_from     timestamptz NOT NULL,
    received_g    bigint NOT NULL,
    received_by   text   NOT NULL,
    received_on   text   COLLATE "C",
    received_from timestamptz NOT NULL,
    sent_readings integer NOT NULL,
    received_to   timestamptz NOT NULL,
    PRIMARY KEY (lot_id, seq)
);
CREATE INDEX weighed_twice_receiver ON weighed_twice (receiver, received_from);
CREATE INDEX weighed_twice_sent_on ON weighed_twice (sent_on) WHERE sent_on IS NOT NULL;
CREATE INDEX weighed_twice_received_on ON weighed_twice (received_on) WHERE received_on IS NOT NULL;

-- Events by the other subjects they belong to: devices, sheets, scales and holders, by spans and months.
CREATE TABLE fact_key (
    subject text   NOT NULL COLLATE "C",
    seq     bigint NOT NULL,
    PRIMARY KEY (subject, seq)
);
CREATE INDEX fact_key_seq ON fact_key (seq);

CREATE TABLE lot (
    lot_id     text NOT NULL COLLATE "C" PRIMARY KEY,
    status     text NOT NULL,
    mineral    text,
    site_id    text COLLATE "C",
    custodian  text COLLATE "C",
    owner      text COLLATE "C",
    holders    text NOT NULL,
    mass_g     bigint,
    left_g     bigint,
    changed    timestamptz,
    body       text NOT NULL
);
CREATE INDEX lot_custodian ON lot (custodian, lot_id);
CREATE INDEX lot_site ON lot (site_id, lot_id);

-- A lot's part in runs: what it gave to one, or took from one. Provenance follows these.
CREATE TABLE lot_run (
    lot_id    text    NOT NULL COLLATE "C",
    run_id    text    NOT NULL COLLATE "C",
    is_output boolean NOT NULL,
    grams     bigint  NOT NULL,
    metal_g   bigint,
    PRIMARY KEY (lot_id, is_output, run_id)
);
CREATE INDEX lot_run_of_run ON lot_run (run_id, is_output) INCLUDE (lot_id, grams, metal_g);

CREATE TABLE tag (
    tag    text NOT NULL COLLATE "C" PRIMARY KEY,
    number text NOT NULL COLLATE "C",
    status text NOT NULL,
    body   text NOT NULL
);
CREATE INDEX tag_number ON tag (number);

CREATE TABLE run (
    run_id    text        NOT NULL COLLATE "C" PRIMARY KEY,
    holder    text        NOT NULL COLLATE "C",
    is_closed boolean     NOT NULL,
    ended     timestamptz NOT NULL,
    input_g   bigint      NOT NULL,
    body      text        NOT NULL
);
CREATE INDEX run_holder ON run (holder, run_id);

-- Closed runs by weights alone: plants that do the same are compared by them, two years at a time.
CREATE TABLE run_mass (
    run_id         text    NOT NULL COLLATE "C" PRIMARY KEY,
    seq            bigint  NOT NULL,
    holder         text    NOT NULL COLLATE "C",
    month          text    NOT NULL COLLATE "C",
    operations     text    NOT NULL,
    in_kg          float8  NOT NULL,
    out_kg         float8  NOT NULL,
    lines          integer NOT NULL,
    squares        float8  NOT NULL,
    guessed_squares float8 NOT NULL
);
CREATE INDEX run_mass_month ON run_mass (month);

CREATE TABLE transfer (
    subject text NOT NULL COLLATE "C" PRIMARY KEY,
    status  text NOT NULL,
    seller  text COLLATE "C",
    buyer   text COLLATE "C",
    body    text NOT NULL
);
CREATE INDEX transfer_seller ON transfer (seller, subject);
CREATE INDEX transfer_buyer ON transfer (buyer, subject);

CREATE TABLE finding (
    finding_id uuid   NOT NULL PRIMARY KEY,
    rule       text   NOT NULL,
    subject    text   NOT NULL COLLATE "C",
    tier       text   NOT NULL,
    audience   text   NOT NULL,
    status     text   NOT NULL,
    parties    text[] NOT NULL,
    evidence   uuid[] NOT NULL,
    raised_seq bigint NOT NULL,
    opens_on   date   NOT NULL,
    body       text   NOT NULL
);
CREATE INDEX finding_subject_of ON finding (subject);
CREATE INDEX finding_parties ON finding USING gin (parties);
CREATE INDEX finding_evidence ON finding USING gin (evidence);
CREATE UNIQUE INDEX finding_raised ON finding (raised_seq);

CREATE TABLE incident (
    incident_id uuid   NOT NULL PRIMARY KEY,
    finding_id  uuid   NOT NULL,
    subject     text   NOT NULL COLLATE "C",
    parties     text[] NOT NULL,
    flagged_seq bigint NOT NULL,
    body        text   NOT NULL
);
CREATE INDEX incident_parties ON incident USING gin (parties);
CREATE UNIQUE INDEX incident_flagged ON incident (flagged_seq);

-- Registers: folds of guarded streams, which only grow.
CREATE TABLE site (
    site_id  text NOT NULL COLLATE "C" PRIMARY KEY,
    country  text NOT NULL,
    name     text NOT NULL,
    status   text,
    activity text,
    lat      numeric NOT NULL,
    lon      numeric NOT NULL,
    body     text NOT NULL
);

-- Protected areas, and borders and shores that maps draw.
CREATE TABLE area (
    area_id   text    NOT NULL COLLATE "C" PRIMARY KEY,
    kind      text    NOT NULL,
    name      text    NOT NULL,
    until_day date,
    west      numeric NOT NULL,
    south     numeric NOT NULL,
    east      numeric NOT NULL,
    north     numeric NOT NULL,
    body      text    NOT NULL
);

CREATE TABLE party (
    party_id   text NOT NULL COLLATE "C" PRIMARY KEY,
    country    text,
    membership text,
    body       text NOT NULL
);

CREATE TABLE tag_request (
    request_id   text NOT NULL COLLATE "C" PRIMARY KEY,
    series       text NOT NULL COLLATE "C",
    site_id      text NOT NULL COLLATE "C",
    requested_by text NOT NULL COLLATE "C",
    verdict      text,
    body         text NOT NULL
);

-- A tag is in a range when it lies between first and last and its number has the form.
CREATE TABLE tag_range (
    range_id   text   NOT NULL COLLATE "C" PRIMARY KEY,
    series     text   NOT NULL COLLATE "C",
    kind       text   NOT NULL,
    state      text   NOT NULL,
    site_id    text   COLLATE "C",
    request_id text   COLLATE "C",
    first      text   NOT NULL COLLATE "C",
    last       text   NOT NULL COLLATE "C",
    form       text   NOT NULL,
    size       bigint NOT NULL,
    body       text   NOT NULL
);
CREATE INDEX tag_range_series ON tag_range (series, range_id);
CREATE INDEX tag_range_site ON tag_range (site_id, range_id);
