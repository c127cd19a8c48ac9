/** Whatever is sent: a 4xx with a code and a sentence that says what to do, and nothing half-written. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyChecksum, routes } from '@alter/protocol';
import { connectOverHttp, HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';
import { kinds } from '../harness/stored.ts';

let line: Line;
let grantId: string;
let person: HttpPerson;
let sessionId: string;
let before: Record<string, number>;

beforeAll(async () => {
  line = await startLine({
    providers: { meadow: { name: 'Meadow' }, brook: { name: 'Brook' } },
    app: { website_url: 'https://acme.example', return_urls: ['https://acme.example/back'] },
  });
  ({ grantId } = await connectOverHttp(line));
  person = new HttpPerson(line.vault);
  ({ session_id: sessionId } = await person.open(await mint(line)));
});
afterAll(async () => line.close());
beforeEach(async () => {
  before = await counts();
});

/** Rows of every table that a request can write to; a refused call of a key holder is on record, and only there. */
async function counts(): Promise<Record<string, number>> {
  const counted = await Promise.all(
    kinds.map(async (kind) => {
      const rows = await line.rows(kind);
      return [kind, rows.filter(({ event }) => event !== 'request.refused').length];
    }),
  );
  return Object.fromEntries(counted) as Record<string, number>;
}

interface Sent {
  method?: string;
  key?: string | null;
  headers?: Record<string, string>;
  /** Sent as it is; an object as JSON. */
  body?: unknown;
}

function send(
  path: string,
  { method = 'POST', key = line.key, headers = {}, body = {} }: Sent = {},
): Promise<Response> {
  const text = typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body);
  return fetch(line.vault + path, {
    method,
    redirect: 'manual',
    headers: { ...(key === null ? {} : { 'x-api-key': key }), 'content-type': 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body: text }),
  });
}

/** The envelope, in full, and that nothing was written. */
async function expectRefused(answer: Response, status: number, code: string): Promise<Record<string, unknown>> {
  const body = (await answer.json()) as Record<string, unknown>;
  expect({ status: answer.status, error: body['error'] }).toEqual({ status, error: code });
  expect(answer.headers.get('x-alter-outcome')).toBe('alter');
  expect(body['request_id']).toBe(answer.headers.get('x-request-id'));
  expect(body['message']).toMatch(/^[A-Z`a-z_].{15,}[.]$/);
  expect(await counts()).toEqual(before);
  return body;
}

const nobodys = '11111111-2222-4333-8444-555555555555';
const wellFormed = `alter_rk_${'a'.repeat(22)}_${keyChecksum('rk', 'a'.repeat(22))}`;

/** Every route of key holders, with a body that would be taken. */
const keyRoutes = (): [string, Sent][] => [
  [routes.createSession, { body: { allowed_providers: ['meadow'] } }],
  [routes.pollSession, { body: { session_token: 'sess_x' } }],
  [routes.createWalletSession, { body: { user: { reference: 'u' } } }],
  [routes.listGrants, {}],
  [`/sdk/grants/${grantId}`, { method: 'GET' }],
  [`/sdk/grants/${grantId}/confirm`, {}],
  [`/sdk/oauth/grants/${grantId}/revoke`, {}],
  [routes.request, { body: intent() }],
  [routes.proxy, { body: intent() }],
];
const intent = (more: object = {}) => ({
  method: 'GET',
  url: `${line.providers['meadow']!.issuer}/api/me`,
  grant_id: grantId,
  ...more,
});

describe('API keys, on every route that takes one', () => {
  it.each<[string, string | null, string]>([
    ['no key', null, 'missing_key'],
    ['a key nobody has', wellFormed, 'invalid_key'],
    ['a key that was cut', wellFormed.slice(0, -1), 'invalid_key'],
    ['a key with a wrong letter', wellFormed.replace('_aaa', '_aab'), 'invalid_key'],
    ['a publishable key', `alter_pk_${'a'.repeat(22)}_${keyChecksum('pk', 'a'.repeat(22))}`, 'invalid_key'],
    ['something else', 'password', 'invalid_key'],
  ])('%s is refused', async (_words, key, code) => {
    for (const [path, sent] of keyRoutes()) await expectRefused(await send(path, { ...sent, key }), 401, code);
  });

  it('two different ones at once are refused', async () => {
    const answer = await send(routes.listGrants, { headers: { authorization: `Bearer ${line.otherKey}` } });
    await expectRefused(answer, 401, 'invalid_key');
  });

  it('are not read from a query string', async () => {
    await expectRefused(await send(`${routes.listGrants}?x-api-key=${line.key}`, { key: null }), 401, 'missing_key');
  });
});

describe('bodies, on every route that reads one', () => {
  const posts = () => keyRoutes().filter(([, { method }]) => method !== 'GET');
  const reading = () => posts().filter(([path]) => !path.endsWith('/confirm'));

  it.each<[string, string | Buffer]>([
    ['cut JSON', '{"allowed_providers": ["mea'],
    ['no JSON', 'allowed_providers=meadow'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('%s is `invalid_json`', async (_words, body) => {
    for (const [path] of reading()) await expectRefused(await send(path, { body }), 400, 'invalid_json');
  });

  it.each<[string, unknown]>([
    ['a field that does not exist', { no_such_field: 1 }],
    ['a list', []],
    ['a text', '"text"'],
    ['null', 'null'],
    ['the prototype', '{"__proto__": {"polluted": true}, "no_such_field": 1}'],
  ])('%s is `invalid_request`, and says which part', async (_words, body) => {
    for (const [path] of reading()) {
      const refused = await expectRefused(await send(path, { body }), 400, 'invalid_request');
      expect(refused['issues']).toEqual(
        expect.arrayContaining([expect.objectContaining({ message: expect.any(String) as string })]),
      );
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('nested ten thousand deep is `invalid_request`, not a crash', async () => {
    const deep = `{"metadata":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    await expectRefused(await send(routes.createSession, { body: deep }), 400, 'invalid_request');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
  ])('of type %s are `unsupported_media_type`', async (type) => {
    for (const [path, sent] of reading()) {
      const answer = await send(path, { ...sent, body: sent.body ?? {}, headers: { 'content-type': type } });
      await expectRefused(answer, 415, 'unsupported_media_type');
    }
  });

  it('compressed are `unsupported_media_type`', async () => {
    await expectRefused(
      await send(routes.listGrants, { headers: { 'content-encoding': 'gzip' } }),
      415,
      'unsupported_media_type',
    );
  });

  it('that are too large are `body_too_large`, with the limit', async () => {
    const body = JSON.stringify({ reason: 'x'.repeat(300_000) });
    for (const [path] of reading().filter(([one]) => one !== routes.request && one !== routes.proxy)) {
      expect(await expectRefused(await send(path, { body }), 413, 'body_too_large')).toMatchObject({ limit: 262_144 });
    }
  });

  it('that are too large for a call are `body_too_large` too', async () => {
    const body = 'x'.repeat(26_214_401);
    for (const path of [routes.request, routes.proxy]) {
      expect(await expectRefused(await send(path, { body }), 413, 'body_too_large')).toMatchObject({
        limit: 26_214_400,
      });
    }
  });
});

describe('a session', () => {
  it.each<[string, object, string]>([
    ['an origin with a path', { allowed_origin: 'https://acme.example/page' }, 'invalid_origin'],
    ['an origin with a query', { allowed_origin: 'https://acme.example?x' }, 'invalid_origin'],
    ['a wildcard origin', { allowed_origin: 'https://*.acme.example' }, 'invalid_origin'],
    ['any origin', { allowed_origin: '*' }, 'invalid_origin'],
    ['the opaque origin', { allowed_origin: 'null' }, 'invalid_origin'],
    ['an origin with user info', { allowed_origin: 'https://a:b@acme.example' }, 'invalid_origin'],
    ['an origin of another scheme', { allowed_origin: 'javascript:alert(1)' }, 'invalid_origin'],
    ['no URL as origin', { allowed_origin: 'acme' }, 'invalid_origin'],
    ['a return URL elsewhere', { return_url: 'https://evil.example/' }, 'invalid_return_url'],
    ['a return URL that only begins alike', { return_url: 'https://acme.example.evil.example/' }, 'invalid_return_url'],
    ['a return URL with a fragment', { return_url: 'https://acme.example/back#x' }, 'invalid_return_url'],
    ['a return URL with an empty fragment', { return_url: 'https://acme.example/back#' }, 'invalid_return_url'],
    ['a return URL with user info', { return_url: 'https://x@acme.example/back' }, 'invalid_return_url'],
    ['a return URL of another scheme', { return_url: 'javascript:alert(1)' }, 'invalid_return_url'],
    ['a relative return URL', { return_url: '/back' }, 'invalid_return_url'],
    ['an unknown provider', { allowed_providers: ['nowhere'] }, 'provider_not_configured'],
    ['one known and one unknown', { allowed_providers: ['meadow', 'nowhere'] }, 'provider_not_configured'],
    ['a malformed provider', { allowed_providers: ['../etc'] }, 'invalid_request'],
    ['no provider', { allowed_providers: [] }, 'invalid_request'],
    ['scopes beyond the configured', { required_scopes: { meadow: ['admin'] } }, 'scope_not_allowed'],
    ['scopes of another provider', { required_scopes: { nowhere: ['read'] } }, 'provider_not_configured'],
    ['an agent', { agent: 'somebody' }, 'unsupported_parameter'],
    ['delegable', { delegable: true }, 'unsupported_parameter'],
    ['a scope constraint', { scope_constraint: ['read'] }, 'unsupported_parameter'],
    ['a user token', { user_token: 'ey.ey.ey' }, 'unsupported_parameter'],
    [
      'restrictions',
      { requested_grant: { label: 'x', restrictions: { allowed_methods: ['GET'] } } },
      'unsupported_parameter',
    ],
    ['a policy that has ended', { grant_policy: { expires_at: '2020-01-01T00:00:00Z' } }, 'invalid_request'],
    ['a policy of no length', { grant_policy: { max_ttl_seconds: 0 } }, 'invalid_request'],
    ['an empty reference', { user: { reference: '' } }, 'invalid_request'],
    ['a reference that is too long', { user: { reference: 'x'.repeat(256) } }, 'invalid_request'],
    ['a malformed grant to repair', { repair_grant_id: 'x' }, 'invalid_request'],
    ['metadata that is no text', { metadata: { a: 1 } }, 'invalid_request'],
    ['`direct` for several providers', { direct: true, allowed_providers: ['meadow', 'brook'] }, 'invalid_request'],
  ])('with %s is refused', async (_words, body, code) => {
    await expectRefused(
      await send(routes.createSession, { body: { user: { reference: 'new-person' }, ...body } }),
      400,
      code,
    );
  });

  it('to repair a grant that nobody has is refused', async () => {
    const body = { allowed_providers: ['meadow'], repair_grant_id: nobodys };
    await expectRefused(await send(routes.createSession, { body }), 404, 'grant_not_found');
  });

  it('for a Wallet has an origin like any other', async () => {
    for (const allowed_origin of ['https://acme.example/page', '*', 'https://*.acme.example']) {
      const body = { user: { reference: 'new-person' }, allowed_origin };
      await expectRefused(await send(routes.createWalletSession, { body }), 400, 'invalid_origin');
    }
  });

  it.each(['sess_unknown', 'x', '💩', 'wsess_unknown'])(
    'that is %s polls as `expired`, as published',
    async (session_token) => {
      const answer = await send(routes.pollSession, { body: { session_token } });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ status: 'expired' });
      expect(await counts()).toEqual(before);
    },
  );
});

describe('a grant', () => {
  it.each(['x', nobodys, '0', `${nobodys}x`, '..%2f..', 'NULL', "' OR 1=1 --"])(
    'called %s is not found, on every route',
    async (id) => {
      const at = encodeURIComponent(id);
      await expectRefused(await send(`/sdk/grants/${at}`, { method: 'GET' }), 404, 'grant_not_found');
      await expectRefused(await send(`/sdk/grants/${at}/confirm`), 404, 'grant_not_found');
      await expectRefused(await send(`/sdk/oauth/grants/${at}/revoke`), 404, 'grant_not_found');
    },
  );

  it('that is malformed in a call is `invalid_request`; that nobody has is not found', async () => {
    for (const path of [routes.request, routes.proxy]) {
      await expectRefused(await send(path, { body: intent({ grant_id: 'x' }) }), 400, 'invalid_request');
      await expectRefused(await send(path, { body: intent({ grant_id: nobodys }) }), 404, 'grant_not_found');
    }
  });

  it('is asked for by one address: both or none are refused', async () => {
    await expectRefused(
      await send(routes.request, { body: intent({ provider_id: 'meadow' }) }),
      400,
      'invalid_request',
    );
    await expectRefused(await send(routes.request, { body: intent({ grant_id: null }) }), 400, 'invalid_request');
  });

  it('of somebody else than named is not found', async () => {
    await expectRefused(
      await send(routes.request, { body: intent({ user: { reference: 'somebody' } }) }),
      404,
      'grant_not_found',
    );
  });
});

describe('lists', () => {
  it.each<[object]>([
    [{ limit: 0 }],
    [{ limit: 1001 }],
    [{ limit: 'all' }],
    [{ offset: -1 }],
    [{ cursor: 'x', offset: 0 }],

    [{ status: 'fine' }],
    [{ needs_reconnect: 'yes' }],
  ])('refuse %j', async (body) => {
    await expectRefused(await send(routes.listGrants, { body }), 400, 'invalid_request');
  });
});

describe('a call', () => {
  it.each<[string, string, number, string]>([
    ['a relative URL', '/api/me', 400, 'invalid_url'],
    ['no URL', 'me', 400, 'invalid_url'],
    ['another scheme', 'ftp://127.0.0.1/', 400, 'invalid_url'],
    ['a file', 'file:///etc/passwd', 400, 'invalid_url'],
    ['user info', 'https://user:word@127.0.0.1/', 400, 'invalid_url'],
    ['plain http elsewhere', 'http://example.com/', 400, 'invalid_url'],
    ['another host', 'https://example.com/', 422, 'blocked_destination'],
    ['the metadata service', 'https://169.254.169.254/latest/', 422, 'blocked_destination'],
    ['another port of the same host', 'http://127.0.0.1:1/api/me', 422, 'blocked_destination'],
    ['a private address in another form', 'https://0x7f000001/', 422, 'blocked_destination'],
  ])('to %s is refused, and nothing is sent', async (_words, url, status, code) => {
    const sent = line.providers['meadow']!.calls.length;
    for (const path of [routes.request, routes.proxy]) {
      await expectRefused(await send(path, { body: intent({ url }) }), status, code);
    }
    expect(line.providers['meadow']!.calls).toHaveLength(sent);
  });

  it.each([
    '/token',
    '/token/revocation',
    '/token/introspection',
    '/auth',
    '/%74oken',
    '//token',
    '/x/../token',
    '/TOKEN/',
  ])("to the provider's own %s is refused", async (path) => {
    const url = line.providers['meadow']!.issuer + path;
    await expectRefused(
      await send(routes.request, { body: intent({ url, method: 'POST' }) }),
      422,
      'blocked_destination',
    );
  });

  it.each<[Record<string, string>]>([
    [{ authorization: 'Bearer x' }],
    [{ Cookie: 'a=b' }],
    [{ Host: 'x' }],
    [{ 'x-api-key': 'x' }],
  ])('with the header %j of its own is refused', async (headers) => {
    await expectRefused(await send(routes.request, { body: intent({ headers }) }), 422, 'forbidden_header');
  });

  it.each<[Record<string, string>]>([[{ 'x-note': 'a\r\nx-evil: b' }], [{ 'x note': 'a' }], [{ '': 'a' }]])(
    'with the header %j is refused and never split',
    async (headers) => {
      const answer = await send(routes.request, { body: intent({ headers }) });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await counts()).toEqual(before);
    },
  );

  it.each<[string, object]>([
    ['a method that is none', { method: 'STEAL' }],
    ['a body twice', { body: 1, body_b64: 'MQ==' }],
    ['a body that is not base64', { body_b64: '%%%' }],
    ['parameters that are no text', { query_params: { a: { b: 1 } } }],
    ['a path parameter with a bad name', { path_params: { 'a-b': 1 } }],
  ])('with %s is `invalid_request`', async (_words, more) => {
    await expectRefused(await send(routes.request, { body: intent(more) }), 400, 'invalid_request');
  });

  it('with a user token is refused, not believed', async () => {
    await expectRefused(
      await send(routes.request, { body: intent({ user_token: 'ey' }) }),
      400,
      'unsupported_parameter',
    );
  });

  it('with a query longer than the limit is `query_too_long`', async () => {
    const query_params = { a: 'x'.repeat(70_000) };
    await expectRefused(await send(routes.request, { body: intent({ query_params }) }), 422, 'query_too_long');
  });

  it('in the raw form with a broken intent is refused', async () => {
    for (const raw of [
      '%%%',
      Buffer.from('{').toString('base64url'),
      Buffer.from('{"method":"GET"}').toString('base64url'),
    ]) {
      await expectRefused(await send(routes.request, { headers: { 'x-alter-intent': raw } }), 400, 'invalid_request');
    }
    const long = 'a'.repeat(8193);
    await expectRefused(await send(routes.request, { headers: { 'x-alter-intent': long } }), 400, 'invalid_header');
  });
});

describe("the page's own calls", () => {
  const fromPage = (path: string, body: unknown) => person.ask('POST', path, body);

  it('refuse an unknown session token', async () => {
    const stranger = new HttpPerson(line.vault);
    const answer = await stranger.ask('POST', routes.connectOpen, { session_token: 'sess_unknown' });
    await expectRefused(answer, 401, 'invalid_token');
  });

  it('refuse a session whose cookie this browser does not have', async () => {
    await expectRefused(await fromPage(routes.connectResume, { session_id: nobodys }), 403, 'other_browser');
    await expectRefused(await fromPage(routes.connectDone, { session_id: nobodys }), 403, 'other_browser');
    const flow = { session_id: nobodys, provider_id: 'meadow', consent: 'click' };
    await expectRefused(await fromPage(routes.connectFlow, flow), 403, 'other_browser');
  });

  it.each<[string, object, string]>([
    ['a provider that is not the session’s', { provider_id: 'nowhere' }, 'provider_not_configured'],
    ['a consent that is none', { consent: 'silent' }, 'invalid_request'],
    ['variables that are not asked for', { variables: { host: 'evil.example/..' } }, 'invalid_request'],
    ['an unknown field', { redirect_uri: 'https://evil.example' }, 'invalid_request'],
    ['a malformed session', { session_id: 'x' }, 'invalid_request'],
  ])('refuse a flow with %s', async (_words, more, code) => {
    const flow = { session_id: sessionId, provider_id: 'meadow', consent: 'click', ...more };
    await expectRefused(await fromPage(routes.connectFlow, flow), 400, code);
  });
});

describe('watching', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('needs a ticket, and says so', async () => {
    for (const token of ['', 'x', 'sess_x', 'watch_', 'watch_%00', `watch_${'a'.repeat(65)}`]) {
      const answer = await send(routes.watch, { method: 'GET', key: null, headers: bearer(token) });
      await expectRefused(answer, 401, 'invalid_token');
    }
    const unknown = await send(routes.watch, { method: 'GET', key: null, headers: bearer('watch_unknown') });
    await expectRefused(unknown, 401, 'session_expired');
  });

  it('trades no unknown session, and no session of another origin', async () => {
    await expectRefused(
      await send(routes.watchTicket, { key: null, body: { session_token: 'sess_unknown' } }),
      401,
      'invalid_token',
    );
    const session_token = await mint(line);
    before = await counts();
    const headers = { origin: 'https://evil.example' };
    await expectRefused(
      await send(routes.watchTicket, { key: null, headers, body: { session_token } }),
      403,
      'origin_not_allowed',
    );
  });
});

describe('the Wallet', () => {
  const paths = () =>
    ['', `/${grantId}`, `/${grantId}/activity`, `/${grantId}/refreshes`].map((of) => `/wallet/grants${of}`);

  it('refuses a token that is none, or nobody’s', async () => {
    for (const [token, code] of [
      ['x', 'invalid_token'],
      ['sess_x', 'invalid_token'],
      ['wsess_unknown', 'session_expired'],
    ] as const) {
      const headers = { authorization: `Bearer ${token}` };
      for (const path of paths())
        await expectRefused(await send(path, { method: 'GET', key: null, headers }), 401, code);
      await expectRefused(await send(`/wallet/grants/${grantId}/revoke`, { key: null, headers }), 401, code);
    }
  });

  it('takes no API key in its place', async () => {
    for (const path of paths()) await expectRefused(await send(path, { method: 'GET' }), 401, 'invalid_token');
  });
});

describe('callbacks and start URLs', () => {
  it.each<[string]>([
    ['?state=unknown&code=x'],
    ['?code=x'],
    [''],
    ['?state=a&state=b&code=x'],
    ['?state=%00'],
    [`?state=${'x'.repeat(5000)}`],
  ])('a callback with "%s" goes to a page that says so, and writes nothing', async (query) => {
    for (const provider of ['meadow', nobodys, '..%2f']) {
      const answer = await send(`/oauth/callback/${provider}${query}`, { method: 'GET', key: null });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^\/sdk\/oauth\/connect\?problem=state_unknown&ref=/);
    }
    expect(await counts()).toEqual(before);
  });

  it('a start URL that nobody gave goes to a page that says so', async () => {
    const answer = await person.ask('GET', '/sdk/oauth/connect/start/unknown');
    expect(answer.headers.get('location')).toMatch(/problem=state_unknown/);
  });
});

describe('routes', () => {
  it.each<[string, string]>([
    ['GET', '/'],
    ['POST', '/no/such/route'],
    ['GET', '/wallet'],
    ['GET', '/admin'],
  ])('%s %s does not exist', async (method, path) => {
    await expectRefused(await send(path, { method }), 404, 'not_found');
  });

  it.each<[string, string]>([
    ['GET', routes.request],
    ['PUT', routes.createSession],
    ['DELETE', routes.listGrants],
    ['POST', routes.health],
  ])('%s %s is not its method', async (method, path) => {
    await expectRefused(await send(path, { method }), 405, 'method_not_allowed');
  });
});
