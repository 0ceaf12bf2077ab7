-- The cache, version 6: what waits for a person is counted and ordered without looking at every row. Never edited once released.

-- tally, what: 9 skipped records, 10 open errors.
INSERT INTO tally (mapping, what, n)
    SELECT m.id, 9, (SELECT count(*) FROM skipped s WHERE s.mapping = m.id) FROM mapping m;
INSERT INTO tally (mapping, what, n)
    SELECT m.id, 10, (SELECT count(*) FROM error e WHERE e.mapping = m.id AND e.open = 1) FROM mapping m;
CREATE TRIGGER mapping_waiting AFTER INSERT ON mapping BEGIN
    INSERT INTO tally (mapping, what, n) VALUES (new.id, 9, 0), (new.id, 10, 0);
END;
CREATE TRIGGER skipped_inserted AFTER INSERT ON skipped BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = 9;
END;
CREATE TRIGGER skipped_deleted AFTER DELETE ON skipped BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = 9;
END;
CREATE TRIGGER error_inserted AFTER INSERT ON error WHEN new.open = 1 BEGIN
    UPDATE tally SET n = n + 1 WHERE mapping = new.mapping AND what = 10;
END;
CREATE TRIGGER error_deleted AFTER DELETE ON error WHEN old.open = 1 BEGIN
    UPDATE tally SET n = n - 1 WHERE mapping = old.mapping AND what = 10;
END;
CREATE TRIGGER error_turned AFTER UPDATE OF open ON error WHEN new.open <> old.open BEGIN
    UPDATE tally SET n = n + new.open - old.open WHERE mapping = new.mapping AND what = 10;
END;

CREATE INDEX skipped_by_since ON skipped (since);
CREATE INDEX skipped_by_reason ON skipped (reason, mapping);
CREATE INDEX error_by_cause ON error (cause, mapping, time) WHERE open = 1;
