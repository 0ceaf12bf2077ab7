-- What a cache of version 13 held beside that of version 12. Never edited.
INSERT INTO newcomer (mapping, side, record_id)
SELECT mapping, side, record_id FROM record WHERE mapping = 1 AND side = 0 LIMIT 1;
