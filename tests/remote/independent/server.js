// What the services lack beyond what CAP lacks by itself; everything else is CAP's own doing.
const cds = require('@sap/cds');

const refuse = (response, status, what) =>
  response.status(status).json({ error: { code: String(status), message: `${what} is not offered here` } });

cds.on('bootstrap', (app) => {
  app.use('/odata/v4/bare', (request, response, next) => {
    if (request.path.endsWith('/$batch')) return refuse(response, 501, '$batch');
    if ('$orderby' in request.query) return refuse(response, 501, '$orderby');
    next();
  });
  const kind = (request) => request.headers['content-type'] ?? '';
  app.use('/odata/v4/multipart/\\$batch', (request, response, next) =>
    kind(request).startsWith('multipart/') ? next() : refuse(response, 415, 'a batch in JSON'));
  app.use('/odata/v4/json/\\$batch', (request, response, next) =>
    kind(request).startsWith('application/json') ? next() : refuse(response, 415, 'a batch in parts'));
  // Asked as `localhost` instead of 127.0.0.1, the root of the Dataverse part is the host itself.
  app.use((request, _response, next) => {
    if (request.headers.host?.startsWith('localhost') && !request.url.startsWith('/odata/')) {
      request.url = `/odata/v4/dv${request.url}`;
    }
    next();
  });
});

// Keys of the bare service are its own: whatever a client asks for, each new record gets another.
cds.on('served', (services) => {
  const bare = services['raccord.bare'];
  const own = (key) => (request) => { request.data[key] = cds.utils.uuid(); };
  bare.before('CREATE', 'customers', own('id'));
  bare.before('CREATE', 'accounts', own('accountid'));
});
