-- The cache, version 5: what a create was made from, and which noted writes were really sent. Never edited once released.
--
-- What a record held when another one was made from it: if it holds something else by the time an unanswered create is
-- found, that is a change of its own. Nothing for creates that an older version journaled.
ALTER TABLE journal ADD COLUMN made_from BLOB;
-- A noted write that was not sent, or certainly not done, still tells which values it will take when it is.
ALTER TABLE overwrite ADD COLUMN sent INTEGER NOT NULL DEFAULT 1 CHECK (sent IN (0, 1));
