-- The cache, version 10: of records that were parted it is known whether the partner was gone. Never edited once released.

ALTER TABLE parted ADD COLUMN widowed INTEGER NOT NULL DEFAULT 0 CHECK (widowed IN (0, 1));
