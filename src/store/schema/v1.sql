-- The cache, version 1. Never edited once released: a change is a new file and a new entry in `schema.rs`.
--
-- Sides are 0 (Business Central) and 1 (Dataverse). Times are microseconds since 1970, UTC. Record ids are 16 bytes.
-- `fields`, `before` and `after` are packed (`packed.rs`): the number of a `shape` and values. A `base` holds both sides'.
-- A `mark` is etag, time and author of the last change (`mark.rs`). A `name` is key and label, where the fields do not say.

-- Table mappings. A removed one keeps its row, since jobs and history still name it.
CREATE TABLE mapping (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    keyed INTEGER NOT NULL DEFAULT 0, -- whether another mapping finds records of this one by their business key
    definition TEXT NOT NULL
) STRICT;

-- How far each side of a mapping has been read.
CREATE TABLE reading (
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    watermark TEXT,
    token TEXT,
    token_generation INTEGER,
    token_complete INTEGER,
    generation INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (mapping, side)
) STRICT, WITHOUT ROWID;

-- Lists of field names, so that rows need not repeat them; `leads` are the positions of those that name a record.
CREATE TABLE shape (
    id INTEGER PRIMARY KEY,
    names TEXT NOT NULL,
    leads TEXT NOT NULL,
    UNIQUE (names, leads)
) STRICT;

-- Ids that many records refer to, kept once. Only so many.
CREATE TABLE reference (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE CHECK (length(guid) = 16)
) STRICT;

-- Records that were seen and are not coupled.
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    generation INTEGER NOT NULL,
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    mark BLOB,
    name BLOB,
    fields BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_by_id ON record (record_id, mapping, side);
CREATE INDEX record_of ON record (mapping, side);

-- Two records that are linked, what was last seen of each, and what both held when they last agreed.
--
-- state: 0 in step, 1 pending, 2 conflict, 3 skipped, 4 error, 5 broken.
-- bc_state, dv_state: 0 unread, 1 seen, 2 deleted, 3 out of filter.
-- base: both sides' fields; what both held when they last agreed, if they have (`agreed`), else what was seen when they met.
-- bc_fields, dv_fields: what is seen, where that is not what stands in the base.
-- bc_key, dv_key: the business key, where `mapping.keyed`.
-- history: the entry that leaves its fields and label to this row.
CREATE TABLE coupling (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    pending INTEGER NOT NULL CHECK (pending IN (0, 1)),
    last_synced INTEGER,
    last_job INTEGER,
    history INTEGER,
    bc_id BLOB NOT NULL CHECK (length(bc_id) = 16),
    dv_id BLOB NOT NULL CHECK (length(dv_id) = 16),
    bc_state INTEGER NOT NULL CHECK (bc_state BETWEEN 0 AND 3),
    dv_state INTEGER NOT NULL CHECK (dv_state BETWEEN 0 AND 3),
    bc_generation INTEGER NOT NULL,
    dv_generation INTEGER NOT NULL,
    bc_mark BLOB,
    dv_mark BLOB,
    bc_name BLOB,
    dv_name BLOB,
    bc_key TEXT,
    dv_key TEXT,
    agreed INTEGER NOT NULL DEFAULT 0 CHECK (agreed IN (0, 1)),
    base BLOB,
    bc_fields BLOB,
    dv_fields BLOB,
    CHECK (bc_state <> 1 OR bc_fields IS NOT NULL OR base IS NOT NULL),
    CHECK (dv_state <> 1 OR dv_fields IS NOT NULL OR base IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX coupling_by_bc ON coupling (bc_id, mapping);
CREATE UNIQUE INDEX coupling_by_dv ON coupling (dv_id, mapping);
CREATE INDEX coupling_by_bc_key ON coupling (bc_key, mapping) WHERE bc_key IS NOT NULL;
CREATE INDEX coupling_by_dv_key ON coupling (dv_key, mapping) WHERE dv_key IS NOT NULL;
CREATE INDEX coupling_pending ON coupling (mapping) WHERE pending = 1;
CREATE INDEX coupling_troubled ON coupling (mapping, state) WHERE state > 1;

-- Counts that the window asks for many times a second, kept right by the triggers below.
--
-- what: 0 to 5 couplings in that state, 6 pending couplings, 7 and 8 uncoupled records of side 0 and 1.
CREATE TABLE tally (
    mapping INTEGER NOT NULL,
    what INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (mapping, what)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mapping_tally AFTER INSERT ON mapping BEGIN
    INSERT INTO tally (mapping, what, n)
    VALUES (new.id, 0, 0), (new.id, 1, 0), (new.id, 2, 0), (new.id, 3, 0), (new.id, 4, 0), (new.id, 5, 0),
           (new.id, 6, 0), (new.id, 7, 0), (new.id, 8, 0);
END;
CREATE TRIGGER coupling_inserted AFTER INSERT ON coupling BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = new.state;
    UPDATE tally SET n = n + new.pending WHERE mapping = new.mapping AND what = 6;
END;
CREATE TRIGGER coupling_deleted AFTER DELETE ON coupling BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = old.state;
    UPDATE tally SET n = n - old.pending WHERE mapping = old.mapping AND what = 6;
END;
CREATE TRIGGER coupling_state AFTER UPDATE OF state ON coupling WHEN new.state <> old.state BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = old.state;
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = new.state;
END;
CREATE TRIGGER coupling_pending AFTER UPDATE OF pending ON coupling WHEN new.pending <> old.pending BEGIN
    UPDATE tally SET n = n + new.pending - old.pending WHERE mapping = new.mapping AND what = 6;
END;
CREATE TRIGGER record_inserted AFTER INSERT ON record BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = 7 + new.side;
END;
CREATE TRIGGER record_deleted AFTER DELETE ON record BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = 7 + old.side;
END;

-- Runs.
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    direction TEXT NOT NULL,
    kind TEXT NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    problem TEXT,
    inserted INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0,
    coupled INTEGER NOT NULL DEFAULT 0,
    uncoupled INTEGER NOT NULL DEFAULT 0,
    merged_fields INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_unfinished ON job (id) WHERE finished IS NULL AND problem IS NULL;

-- Creates that were sent, or are about to be, and whose answer is not stored yet.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    source BLOB NOT NULL CHECK (length(source) = 16),
    fields BLOB NOT NULL,
    job INTEGER,
    time INTEGER NOT NULL,
    state INTEGER NOT NULL CHECK (state IN (0, 1)),
    UNIQUE (mapping, side, record_id)
) STRICT;
CREATE INDEX journal_by_source ON journal (source);

-- Integration errors. `subject` is what the error is about: a record id, or a label where there is no id.
CREATE TABLE error (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    direction TEXT NOT NULL,
    time INTEGER NOT NULL,
    cause TEXT NOT NULL,
    problem TEXT NOT NULL,
    subject BLOB NOT NULL,
    source_side INTEGER NOT NULL CHECK (source_side IN (0, 1)),
    bc_id BLOB,
    dv_id BLOB,
    source_label TEXT NOT NULL,
    source_url TEXT,
    destination_label TEXT NOT NULL,
    destination_url TEXT,
    attempts INTEGER NOT NULL,
    open INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX error_open ON error (mapping, direction, subject) WHERE open = 1;
CREATE INDEX error_open_bc ON error (mapping, bc_id) WHERE open = 1;
CREATE INDEX error_open_dv ON error (mapping, dv_id) WHERE open = 1;
CREATE INDEX error_by_time ON error (time);

-- Records that take no part until they are resolved: one row per coupling, or per record that is not coupled.
CREATE TABLE skipped (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    coupling INTEGER UNIQUE REFERENCES coupling (id) ON DELETE CASCADE,
    record INTEGER UNIQUE REFERENCES record (id) ON DELETE CASCADE,
    bc_id BLOB,
    dv_id BLOB,
    bc_label TEXT NOT NULL,
    dv_label TEXT NOT NULL,
    reason TEXT NOT NULL,
    problem TEXT,
    since INTEGER NOT NULL,
    open_fields TEXT NOT NULL,
    draft TEXT,
    CHECK ((coupling IS NULL) <> (record IS NULL))
) STRICT;

-- Every write with what was there before and after.
--
-- No `action`: insert. No `reason`: the action's usual one.
-- `coupling` stands for both ids while the pair exists. No `label`: as the record is called now. No `before`: no fields.
-- `after`: nothing for no fields; a number of a shape for what that side's base holds of its names (`coupling.history`).
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER,
    time INTEGER NOT NULL,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    action TEXT,
    coupling INTEGER,
    bc_id BLOB,
    dv_id BLOB,
    label TEXT,
    before BLOB,
    after ANY,
    lost TEXT,
    reason TEXT
) STRICT;
CREATE INDEX history_by_coupling ON history (coupling) WHERE coupling IS NOT NULL;
CREATE INDEX history_by_bc ON history (bc_id) WHERE bc_id IS NOT NULL;
CREATE INDEX history_by_dv ON history (dv_id) WHERE dv_id IS NOT NULL;

-- Writes and failures per minute and written side; stays when the history is cleaned up.
CREATE TABLE minute (
    at INTEGER NOT NULL,
    side INTEGER NOT NULL,
    written INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    PRIMARY KEY (at, side)
) STRICT, WITHOUT ROWID;

-- Numbers of the contacts that stand for customers in Business Central.
CREATE TABLE company_contact (
    number TEXT PRIMARY KEY,
    customer BLOB NOT NULL CHECK (length(customer) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_contact_customer ON company_contact (customer);

CREATE TABLE connection (
    name TEXT PRIMARY KEY,
    definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: how many transactions have changed something.
CREATE TABLE revision (
    n INTEGER NOT NULL
) STRICT;
INSERT INTO revision (n) VALUES (0);
