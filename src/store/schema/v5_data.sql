-- What a cache of version 5 held beside that of version 4. Never edited.
UPDATE overwrite SET sent = 0 WHERE coupling = 1;
