-- The cache, version 9: a job keeps how it spent its time; a mapping keeps its versions. Never edited once released.

ALTER TABLE job ADD COLUMN timeline TEXT;

-- What a mapping was, from a moment on; without one, from before versions were kept.
CREATE TABLE mapping_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mapping INTEGER NOT NULL REFERENCES mapping (id),
    since INTEGER,
    definition TEXT NOT NULL
) STRICT;
CREATE INDEX mapping_version_of ON mapping_version (mapping, id);
