-- The cache, version 7: less to keep up to date with every record that is created. Never edited once released.

-- Few creates are without a stored answer at a time; they are looked through when a run begins.
DROP INDEX journal_by_source;

-- Most couplings are not pending when they are made.
DROP TRIGGER coupling_inserted;
CREATE TRIGGER coupling_inserted AFTER INSERT ON coupling BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = new.state;
END;
CREATE TRIGGER coupling_inserted_pending AFTER INSERT ON coupling WHEN new.pending <> 0 BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = 6;
END;
DROP TRIGGER coupling_deleted;
CREATE TRIGGER coupling_deleted AFTER DELETE ON coupling BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = old.state;
END;
CREATE TRIGGER coupling_deleted_pending AFTER DELETE ON coupling WHEN old.pending <> 0 BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = 6;
END;
