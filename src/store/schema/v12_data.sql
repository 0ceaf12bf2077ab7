-- What a cache of version 12 held beside that of version 11. Never edited.
UPDATE overwrite SET guard = 'W/"12"' WHERE coupling = 1;
