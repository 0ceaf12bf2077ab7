-- What a cache of version 4 held beside that of version 3. Never edited.
INSERT INTO overwrite (coupling, side, mapping, entry) VALUES (1, 1, 1,
    '{"job":null,"time":"2026-11-22T10:02:03Z","mapping":"CUSTOMER","side":"dataverse","ids":{"bc":"00000000-0000-0000-0000-000000000001","dv":"00000000-0000-0000-0000-0000000003e9"},"label":"Adatum","action":"modify","before":{"name":{"s":"Adatum Corp"}},"after":{"name":{"s":"Adatum"}},"lost":[["name",{"s":"Adatum Corp"}]],"reason":"policy"}');
