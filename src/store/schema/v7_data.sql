-- What a cache of version 7 held beside that of version 6. Never edited.
UPDATE error SET handled = NULL, note = NULL;
