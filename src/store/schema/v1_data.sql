-- What a cache of version 1 held: one row or more of every table, written by hand. Never edited: it shows that such a
-- cache can still be opened.
INSERT INTO mapping (id, name, position, enabled, definition) VALUES (1, 'CUSTOMER', 0, 1, '{"name":"CUSTOMER","sets":{"bc":"customers","dv":"accounts"},"direction":"both","enabled":true,"only_coupled":false,"filters":{"bc":null,"dv":"statecode eq 0"},"conflict_detection":"field","on_update_conflict":"ask","on_deletion":"ask","depends_on":["CURRENCY"],"on_create":{"bc":[],"dv":[["customertypecode",{"o":3}]]},"create_unmatched":true,"fields":[]}');
INSERT INTO reading (mapping, side, watermark, generation) VALUES (1, 0, '{"modified":"2026-11-22T10:00:00Z"}', 2);
INSERT INTO reading (mapping, side, token, token_generation, token_complete, generation) VALUES (1, 1, '{"next_link":"https://example.com/2","newest":null}', 3, 1, 3);
INSERT INTO shape (id, names, leads) VALUES (1, '["number","displayName","creditLimit"]', '[0,1]'), (2, '["accountnumber","name","creditlimit"]', '[0,1]'), (3, '["name"]', '[]');
INSERT INTO reference (id, guid) VALUES (1, x'00000000000000000000000000000011');
INSERT INTO record (id, mapping, side, generation, record_id, mark, name, fields) VALUES (3, 1, 0, 2, x'00000000000000000000000000000002', NULL, x'0046616272696b616d', x'06000a0846616272696b616d00');
INSERT INTO coupling (id, mapping, state, pending, last_synced, last_job, history, bc_id, dv_id, bc_state, dv_state, bc_generation, dv_generation, bc_mark, dv_mark, agreed, base, bc_fields, dv_fields) VALUES (1, 1, 2, 0, 1790000001000000, 1, NULL, x'00000000000000000000000000000001', x'000000000000000000000000000003e9', 1, 1, 2, 3, x'1a01f6b18fce870b04616e6e61', x'060780ae99b501', 1, x'15060a0531303030300a0641646174756d0502d0a54c0a0a03412d318100', NULL, x'0a0a03412d310a0a41646174756d204c746400');
INSERT INTO job (id, mapping, direction, kind, started, finished, problem, modified, conflicts) VALUES (1, 1, 'to_dataverse', 'synchronization', 1790000000000000, 1790000001000000, NULL, 1, 1);
INSERT INTO journal (id, mapping, side, record_id, source, fields, job, time, state) VALUES (1, 1, 1, x'0000000000000000000000000000000a', x'00000000000000000000000000000002', x'0c0a0846616272696b616d', 1, 1790000000000000, 1);
INSERT INTO error (id, job, mapping, direction, time, cause, problem, subject, source_side, bc_id, dv_id, source_label, source_url, destination_label, destination_url, attempts, open) VALUES (1, 1, 1, 'to_dataverse', 1790000000000000, 'too_long', '{"cause":"too_long","side":"dataverse","mapping":"CUSTOMER","params":{"field":"name"},"raw":"too long","service_code":null,"status":400,"request_id":null}', x'00000000000000000000000000000002', 0, x'00000000000000000000000000000002', NULL, 'Fabrikam', NULL, '', NULL, 2, 1);
INSERT INTO skipped (id, mapping, coupling, record, bc_id, dv_id, bc_label, dv_label, reason, problem, since, open_fields, draft) VALUES (1, 1, 1, NULL, x'00000000000000000000000000000001', x'000000000000000000000000000003e9', '10000 Adatum', 'A-1 Adatum Ltd', 'conflict', NULL, 1790000001000000, '["displayName"]', '{"half":"done"}');
INSERT INTO history (id, job, time, mapping, side, action, coupling, bc_id, dv_id, label, before, after, lost, reason) VALUES (1, 1, 1790000000000000, 1, 1, 'modify', 1, NULL, NULL, 'A-1 Adatum', x'0c0a0641646174756d', x'0c0a0a41646174756d204c7464', '[["name",{"s":"Adatum Corp"}]]', NULL);
INSERT INTO minute (at, side, written, failed) VALUES (29833333, 1, 1, 1);
INSERT INTO company_contact (number, customer) VALUES ('CT1', x'00000000000000000000000000000001');
INSERT INTO connection (name, definition) VALUES ('Contoso', '{}');
INSERT INTO fact (name, value) VALUES ('local_currency', 'EUR');
UPDATE revision SET n = 41;
