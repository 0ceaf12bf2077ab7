// Two clients for any OData v4 service, `odata` (o.js) and `@odata/client`, against both emulated services.
// The second one reads `$metadata`.
const assert = require('node:assert');
const { OData } = require('@odata/client');
const { o } = require('odata');

const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' };

async function simple(root, set, key, name, prefer) {
  const at = (more) => o(root, { headers: { ...headers, Prefer: prefer, ...more } });
  const two = await at().get(set).query({ $top: 2, $select: name, $orderby: `${name} desc` });
  assert.equal(two.length, 2);
  assert.ok(two[0][name] >= two[1][name], JSON.stringify(two));
  const made = await at().post(set, { [name]: 'By o.js & “friends”' }).query();
  const one = `${set}(${made[key]})`;
  const read = await at().get(one).query({ $select: name });
  assert.equal(read[name], 'By o.js & “friends”');
  const changed = await at({ 'If-Match': made['@odata.etag'] }).patch(one, { [name]: 'Changed' }).query();
  assert.equal(changed[name], 'Changed');
  const found = await at().get(set).query({ $filter: `contains(${name},'hang') and ${key} eq ${made[key]}` });
  assert.deepEqual(found.map((row) => row[name]), ['Changed']);
  await at({ 'If-Match': '*' }).delete(one).query();
  await assert.rejects(at().get(one).query(), (answer) => answer.status === 404);
}

async function described(metadata, root, set, key, name) {
  const client = OData.New4({
    metadataUri: metadata,
    serviceEndpoint: root,
    commonHeaders: { ...headers, 'If-Match': '*', Prefer: 'return=representation' },
    processCsrfToken: false,
  });
  const entities = client.getEntitySet(set);
  const before = await entities.count();
  const made = await entities.create({ [name]: 'By @odata/client' });
  assert.equal((await entities.retrieve(made[key]))[name], 'By @odata/client');
  assert.equal(await entities.count(), before + 1);
  const filter = OData.newFilter().property(name).eq("'By @odata/client'");
  const found = await entities.query(OData.newParam().filter(filter).select([name]));
  assert.ok(found.length >= 1 && found.every((row) => row[name] === 'By @odata/client'), JSON.stringify(found));
  await entities.update(made[key], { [name]: 'Updated' });
  assert.equal((await entities.retrieve(made[key]))[name], 'Updated');
  await entities.delete(made[key]);
  assert.equal(await entities.count(), before);
  return client;
}

async function main(bc, dv) {
  const data = `${dv}/api/data/v9.2/`;
  const companies = await o(`${bc}/`, { headers }).get('companies').query();
  const company = `${bc}/companies(${companies[0].id})/`;
  await simple(data, 'accounts', 'accountid', 'name', 'return=representation');
  await simple(company, 'customers', 'id', 'displayName', 'return=representation');
  const client = await described(`${data}$metadata`, data, 'accounts', 'accountid', 'name');
  await described(`${bc}/$metadata`, company, 'customers', 'id', 'displayName');

  const top = () => client.newBatchRequest({ collection: 'accounts', method: 'GET', params: OData.newParam().top(1) });
  const post = client.newBatchRequest({ collection: 'contacts', method: 'POST', entity: { lastname: 'In parts' } });
  const answers = await client.execBatchRequests([top(), post, top()]);
  assert.deepEqual(answers.map((answer) => answer.status), [200, 201, 200]);
  assert.equal((await answers[0].json()).value.length, 1);
  console.log('odata and @odata/client: all well');
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error);
  process.exit(1);
});
