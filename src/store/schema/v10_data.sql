-- What a cache of version 10 held beside that of version 9. Never edited.
INSERT INTO parted (mapping, side, record_id, widowed) VALUES (1, 1, x'00000000000000000000000000000bbb', 1);
