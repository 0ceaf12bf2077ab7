-- What a cache of version 5 held beside that of version 4. Never edited.
UPDATE overwrite SET sent = 0 WHERE coupling = 1;
INSERT INTO unresolved (coupling, target, due) VALUES (1, 1, 1);
