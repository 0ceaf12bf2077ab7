-- What a cache of version 9 held beside that of version 8. Never edited.
UPDATE job SET timeline = '{"began":"2026-11-22T10:00:00Z","stretches":[],"waits":[],"messages":[],"left_out":1,"requests":{"bc":{"get":1,"post":0,"patch":0,"delete":0,"batch":0,"batch_operations":0,"throttled":0},"dv":{"get":2,"post":0,"patch":0,"delete":0,"batch":0,"batch_operations":0,"throttled":0}}}' WHERE id = 1;
INSERT INTO mapping_version (mapping, since, definition) SELECT id, 1795341600000000, definition FROM mapping;
