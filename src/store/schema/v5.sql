-- The cache, version 5: what a create was made from, which noted writes were really sent, and references that wait. Never edited once
-- released.
--
-- What a record held when another one was made from it: if it holds something else by the time an unanswered create is
-- found, that is a change of its own. Nothing for creates that an older version journaled.
ALTER TABLE journal ADD COLUMN made_from BLOB;
-- A noted write that was not sent, or certainly not done, still tells which values it will take when it is.
ALTER TABLE overwrite ADD COLUMN sent INTEGER NOT NULL DEFAULT 1 CHECK (sent IN (0, 1));
-- Pairs with a reference that could not be carried, by the mapping that must couple its target first. `due` since something
-- was coupled there; then the pair is pending.
CREATE TABLE unresolved (
    coupling INTEGER NOT NULL REFERENCES coupling (id) ON DELETE CASCADE,
    target INTEGER NOT NULL REFERENCES mapping (id) ON DELETE CASCADE,
    due INTEGER NOT NULL DEFAULT 0 CHECK (due IN (0, 1)),
    PRIMARY KEY (coupling, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX unresolved_by_target ON unresolved (target, due);
