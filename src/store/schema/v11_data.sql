-- What a cache of version 11 held beside that of version 10. Never edited.
INSERT INTO lot (id, mapping, side, job, time, n, creates) VALUES (2, 1, 1, 1, 1790000000000000, 1,
    x'0000000000000000000000000000000b000000000000000000000000000000030b0c0a0846616272696b616d0b0c0a0846616272696b616d');
