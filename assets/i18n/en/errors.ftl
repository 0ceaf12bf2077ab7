### Integration synchronisation errors, by cause, with what to do.

errors-title = Integration synchronisation errors
