-- The cache, version 2: records that were parted from their partner. Never edited once released.
--
-- A run neither creates a partner for them nor matches them by itself: only a person, or matching that a person asks for,
-- brings them together again. Named by record id rather than by row, since rows come and go with what is seen.
CREATE TABLE parted (
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    PRIMARY KEY (mapping, side, record_id)
) STRICT, WITHOUT ROWID;
