-- The cache, version 12: until when a noted write may still arrive. Never edited once released.
--
-- The version of the record that the write was guarded by: as long as the record has it, a write without an answer may still be
-- done. Nothing for what an older version noted.
ALTER TABLE overwrite ADD COLUMN guard TEXT;
-- Whether an earlier write under the same version got no answer either, so that it may be done although this one was not.
ALTER TABLE overwrite ADD COLUMN earlier INTEGER NOT NULL DEFAULT 0 CHECK (earlier IN (0, 1));
