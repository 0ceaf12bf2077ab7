-- The cache, version 11: creates that are sent together are written down together. Never edited once released.
--
-- `creates`: of each its id, the id of what it is made from, what is sent and what the source held (`lots.rs`). Those that are
-- not answered with the others of their lot become rows of `journal`, under 65536 times the lot's number and their place there.
CREATE TABLE lot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    job INTEGER,
    time INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n BETWEEN 1 AND 65535),
    creates BLOB NOT NULL
) STRICT;
-- Numbers beyond those of the creates that stand there already.
INSERT INTO sqlite_sequence (name, seq) SELECT 'lot', coalesce(max(id), 0) / 65536 + 1 FROM journal;

-- Rows that come in thousands are counted by who writes them (`calm.rs`): a trigger costs as much as the row.
DROP TRIGGER record_inserted;
DROP TRIGGER record_deleted;
DROP TRIGGER coupling_inserted;
DROP TRIGGER coupling_inserted_pending;
