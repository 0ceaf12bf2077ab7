// The npm client `dynamics-web-api` against the emulated Dataverse: the widest cover of the protocol, without a patch.
const assert = require('node:assert');
const { DynamicsWebApi } = require('dynamics-web-api');

async function main(address) {
  const api = new DynamicsWebApi({
    serverUrl: address,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => 'any',
  });
  const me = await api.callFunction({ functionName: 'WhoAmI' });
  assert.ok(me.UserId);

  const id = await api.create({ collection: 'accounts', data: { name: 'Čapek & O\u2019Neil' } });
  const made = await api.create({
    collection: 'accounts', data: { name: 'Second', accountcategorycode: 1 }, select: ['name', 'accountcategorycode'],
    returnRepresentation: true, includeAnnotations: '*',
  });
  assert.equal(made['accountcategorycode@OData.Community.Display.V1.FormattedValue'], 'Preferred Customer');
  const read = await api.retrieve({ collection: 'accounts', key: id, select: ['name'] });
  assert.equal(read.name, 'Čapek & O\u2019Neil');

  await api.update({ collection: 'accounts', key: id, data: { name: 'Changed' }, ifmatch: read['@odata.etag'] });
  const stale = await api.update({ collection: 'accounts', key: id, data: { name: 'X' }, ifmatch: read['@odata.etag'] });
  assert.equal(stale, false, 'a stale etag is refused with 412, which the client turns into false');
  await api.updateSingleProperty({ collection: 'accounts', key: id, fieldValuePair: { name: 'Single' } });
  const fresh = '0a0a0a0a-1111-4000-8000-' + String(Date.now()).padStart(12, '0').slice(-12);
  await api.upsert({ collection: 'accounts', key: fresh, data: { name: 'Upserted' }, ifnonematch: '*' });
  assert.equal(await api.upsert({ collection: 'accounts', key: fresh, data: { name: 'Y' }, ifnonematch: '*' }), null);

  const page = await api.retrieveMultiple({
    collection: 'accounts', select: ['name'], filter: "name ne null", orderBy: ['name asc'], maxPageSize: 2, count: true,
  });
  assert.equal(page.value.length, 2);
  assert.ok(page.oDataCount >= 3);
  const next = await api.retrieveMultiple({ collection: 'accounts', maxPageSize: 2 }, page.oDataNextLink);
  assert.equal(next.value.length, 2);
  assert.notEqual(next.value[0].accountid, page.value[0].accountid);
  const all = await api.retrieveAll({ collection: 'accounts', select: ['name'], maxPageSize: 25 });
  assert.equal(all.value.length, await api.count({ collection: 'accounts' }));

  const person = await api.create({ collection: 'contacts', data: { lastname: 'Node' } });
  await api.associateSingleValued({
    collection: 'accounts', primaryKey: id, navigationProperty: 'primarycontactid', relatedCollection: 'contacts', relatedKey: person,
  });
  const expanded = await api.retrieve({
    collection: 'accounts', key: id, select: ['name'], expand: [{ property: 'primarycontactid', select: ['lastname'] }],
  });
  assert.equal(expanded.primarycontactid.lastname, 'Node');
  await api.disassociateSingleValued({ collection: 'accounts', primaryKey: id, navigationProperty: 'primarycontactid' });
  await api.associate({
    collection: 'accounts', primaryKey: id, relationshipName: 'contact_customer_accounts', relatedCollection: 'contacts', relatedKey: person,
  });
  const people = await api.retrieveMultiple({ collection: `accounts(${id})/contact_customer_accounts`, select: ['lastname'] });
  assert.deepEqual(people.value.map((row) => row.lastname), ['Node']);

  const entity = await api.retrieveEntity({ key: "LogicalName='account'", select: ['EntitySetName'] });
  assert.equal(entity.EntitySetName, 'accounts');
  const columns = await api.retrieveAttributes({
    entityKey: entity.MetadataId, castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata', expand: [{ property: 'OptionSet' }],
  });
  assert.ok(columns.value.some((column) => column.LogicalName === 'industrycode' && column.OptionSet.Options.length > 0));

  const tracked = await api.retrieveMultiple({ collection: 'contacts', select: ['lastname'], trackChanges: true });
  assert.ok(tracked.oDataDeltaLink);

  api.startBatch();
  api.create({ collection: 'contacts', data: { lastname: 'In a batch' }, contentId: '1' });
  api.create({ collection: 'accounts', data: { name: 'Refers', 'primarycontactid@odata.bind': '$1' } });
  api.retrieveMultiple({ collection: 'accounts', select: ['name'], top: 1, inChangeSet: false });
  const results = await api.executeBatch({ continueOnError: true });
  assert.equal(results.length, 3);
  assert.equal(results[2].value.length, 1);

  await api.deleteRecord({ collection: 'accounts', key: fresh });
  await assert.rejects(api.retrieve({ collection: 'accounts', key: fresh }), (error) => error.status === 404);
  console.log('dynamics-web-api: all well');
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
