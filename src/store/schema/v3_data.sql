-- What a cache of version 3 held beside that of version 2. Never edited.
UPDATE reading SET coverage = '{"swept":"2026-11-22T09:00:00Z"}' WHERE mapping = 1 AND side = 0;
