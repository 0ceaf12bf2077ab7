### List of skipped records and conflicts.

conflicts-title = Conflicts
