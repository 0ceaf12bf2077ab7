-- What a cache of version 8 held beside that of version 7. Never edited.
UPDATE error SET handled = NULL, note = NULL;
