-- The cache, version 13: what a cache that came back from a copy cannot know. Never edited once released.
--
-- Mappings that no run has worked through since the cache came back from a copy (`newcomers.rs`).
CREATE TABLE brought_back (
    mapping INTEGER PRIMARY KEY REFERENCES mapping (id)
) STRICT;
-- Records that stood without a partner in that copy, of those mappings.
CREATE TABLE known_alone (
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    PRIMARY KEY (mapping, side, record_id)
) STRICT, WITHOUT ROWID;
-- Records that were not in it, and may have got a partner before the copy came back.
CREATE TABLE newcomer (
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    record_id BLOB NOT NULL CHECK (length(record_id) = 16),
    PRIMARY KEY (mapping, side, record_id)
) STRICT, WITHOUT ROWID;
