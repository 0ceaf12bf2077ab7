-- What a cache of version 2 held: as version 1, with what the engine remembers of a side. Never edited.
INSERT INTO mapping (id, name, position, enabled, definition) VALUES (1, 'CUSTOMER', 0, 1, '{"name":"CUSTOMER","sets":{"bc":"customers","dv":"accounts"},"direction":"both","enabled":true,"only_coupled":false,"filters":{"bc":null,"dv":"statecode eq 0"},"conflict_detection":"field","on_update_conflict":"ask","on_deletion":"ask","depends_on":["CURRENCY"],"on_create":{"bc":[],"dv":[["customertypecode",{"o":3}]]},"create_unmatched":true,"fields":[]}');
INSERT INTO reading (mapping, side, watermark, generation) VALUES (1, 0, '{"modified":"2026-11-22T10:00:00Z"}', 2);
INSERT INTO reading (mapping, side, token, token_generation, token_complete, generation) VALUES (1, 1, '{"next_link":"https://example.com/2","newest":null}', 3, 1, 3);
INSERT INTO shape (id, names) VALUES (1, '["number","displayName","creditLimit"]'), (2, '["accountnumber","name","creditlimit"]'), (3, '["name"]'), (4, '[]');
INSERT INTO record (id, mapping, side, state, based, generation, coupling, modified, record_id, key, label, etag, modified_by, fields, base) VALUES
    (1, 1, 0, 1, 1, 2, 1, 1790000000123000, x'00000000000000000000000000000001', '10000', '10000 Adatum', 'W/"1"', 'anna', '[1,"10000","Adatum",{"d":"12500.00"}]', NULL),
    (2, 1, 1, 1, 2, 3, 1, 1790000000000000, x'000000000000000000000000000003e9', 'A-1', 'A-1 Adatum Ltd', 'W/"7"', NULL, '[2,"A-1","Adatum Ltd",null]', '[2,"A-1","Adatum",null]'),
    (3, 1, 0, 1, 0, 2, NULL, NULL, x'00000000000000000000000000000002', NULL, 'Fabrikam', NULL, NULL, '[1,null,"Fabrikam",null]', NULL);
INSERT INTO coupling (id, mapping, bc, dv, state, pending, last_synced, last_job) VALUES (1, 1, 1, 2, 2, 0, 1790000001000000, 1);
INSERT INTO job (id, mapping, direction, kind, started, finished, problem, modified, conflicts) VALUES (1, 1, 'to_dataverse', 'synchronization', 1790000000000000, 1790000001000000, NULL, 1, 1);
INSERT INTO journal (id, mapping, side, record_id, source, fields, job, time, state) VALUES (1, 1, 1, x'0000000000000000000000000000000a', x'00000000000000000000000000000002', '[3,"Fabrikam"]', 1, 1790000000000000, 1);
INSERT INTO error (id, job, mapping, direction, time, cause, problem, subject, source_side, bc_id, dv_id, source_label, source_url, destination_label, destination_url, attempts, open) VALUES (1, 1, 1, 'to_dataverse', 1790000000000000, 'too_long', '{"cause":"too_long","side":"dataverse","mapping":"CUSTOMER","params":{"field":"name"},"raw":"too long","service_code":null,"status":400,"request_id":null}', x'00000000000000000000000000000002', 0, x'00000000000000000000000000000002', NULL, 'Fabrikam', NULL, '', NULL, 2, 1);
INSERT INTO skipped (id, mapping, coupling, record, bc_id, dv_id, bc_label, dv_label, reason, problem, since, open_fields, draft) VALUES (1, 1, 1, NULL, x'00000000000000000000000000000001', x'000000000000000000000000000003e9', '10000 Adatum', 'A-1 Adatum Ltd', 'conflict', NULL, 1790000001000000, '["displayName"]', '{"half":"done"}');
INSERT INTO history (id, job, time, mapping, side, bc_id, dv_id, label, action, before, after, lost, reason) VALUES (1, 1, 1790000000000000, 1, 1, x'00000000000000000000000000000001', x'000000000000000000000000000003e9', 'A-1 Adatum', 'modify', '[3,"Adatum"]', '[3,"Adatum Ltd"]', '[["name",{"s":"Adatum Corp"}]]', 'changed');
INSERT INTO minute (at, side, written, failed) VALUES (29833333, 1, 1, 1);
INSERT INTO company_contact (number, customer) VALUES ('CT1', x'00000000000000000000000000000001');
INSERT INTO connection (name, definition) VALUES ('Contoso', '{}');
INSERT INTO fact (name, value) VALUES ('local_currency', 'EUR');
UPDATE revision SET n = 41;
UPDATE reading SET coverage = '{"swept":"2026-11-22T09:00:00Z"}' WHERE mapping = 1 AND side = 0;
