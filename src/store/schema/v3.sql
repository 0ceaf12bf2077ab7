-- The cache, version 3: how changes and deletions of each side are found, and a quick count of what is not there. Never edited
-- once released.

-- What the engine remembers of a side besides its watermark, as text that only the engine understands.
ALTER TABLE reading ADD COLUMN coverage TEXT;

-- Few records are known and absent (deleted, outside their filter, not read yet), so that these indexes stay small.
CREATE INDEX coupling_bc_absent ON coupling (mapping) WHERE bc_state <> 1;
CREATE INDEX coupling_dv_absent ON coupling (mapping) WHERE dv_state <> 1;
