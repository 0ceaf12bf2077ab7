-- What a cache of version 2 held beside that of version 1. Never edited.
INSERT INTO parted (mapping, side, record_id) VALUES (1, 0, x'00000000000000000000000000000002');
