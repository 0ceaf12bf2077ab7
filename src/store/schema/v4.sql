-- The cache, version 4: writes under way that take a value from somebody. Never edited once released.
--
-- Each is the history entry that it becomes if its answer gets lost; an answer that is stored removes it.
CREATE TABLE overwrite (
    coupling INTEGER NOT NULL,
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    entry TEXT NOT NULL,
    PRIMARY KEY (coupling, side)
) STRICT, WITHOUT ROWID;
