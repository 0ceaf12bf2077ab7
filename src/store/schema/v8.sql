-- The cache, version 8: errors that a person has handled keep when and a note; conflicts stand first among what is skipped.
-- Never edited once released.

ALTER TABLE error ADD COLUMN handled INTEGER;
ALTER TABLE error ADD COLUMN note TEXT;
CREATE INDEX skipped_in_order ON skipped (reason, since DESC, id DESC);
