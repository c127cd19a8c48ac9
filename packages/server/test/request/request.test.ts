import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerJson, startUpstream, type Answer, type Upstream } from '../egress/upstream.ts';
import { accessToken, sha256, signed, startStation, type HarnessOptions, type Station } from './harness.ts';

let answer: Answer = answerJson({});
let upstream: Upstream;
let shared: Station;
let station: Station;
const extra: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const first = await startUpstream(answerJson({}));
  shared = await startStation(first);
  await first.close();
});
afterAll(() => shared.close());
beforeEach(async () => {
  answer = answerJson({ ok: true });
  upstream = await startUpstream((...args) => answer(...args));
  await shared.use(upstream);
  station = shared;
});
afterEach(async () => {
  if (station !== shared) await station.close();
  await upstream.close();
  for (const close of extra.splice(0)) await close();
});

/** A server of the test's own, with other settings. */
async function restart(options: HarnessOptions): Promise<void> {
  station = await startStation(upstream, options);
}

const url = (path: string): string => `${upstream.origin}${path}`;
const events = async (): Promise<string[]> => (await station.rows()).map(({ event }) => event);

describe('a call that is allowed', () => {
  it('puts the credential on the request and relays status, headers and body', async () => {
    answer = answerJson({ id: 7 }, 201, { 'x-provider': 'yes', etag: '"1"' });
    const grant = await station.grant();
    const answered = await station.call({
      method: 'post',
      url: url('/things?a=1'),
      grant_id: grant.id,
      body: { n: 'ü' },
    });
    expect(answered.status).toBe(201);
    expect(answered.json).toEqual({ id: 7 });
    expect(answered.headers).toMatchObject({
      'x-alter-outcome': 'provider',
      'x-provider': 'yes',
      etag: '"1"',
      'content-type': 'application/json',
    });
    expect(answered.headers['x-alter-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const [request] = upstream.arrived;
    expect(request).toMatchObject({ method: 'POST', url: '/things?a=1' });
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
    });
    expect(request?.body.toString()).toBe('{"n":"ü"}');
    expect(request?.headers['x-api-key']).toBeUndefined();
  });

  it('has no headers of ours but x-alter-… in its answer', async () => {
    const grant = await station.grant();
    const { headers } = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    const expected = ['connection', 'content-length', 'content-type', 'date'];
    expect(
      Object.keys(headers)
        .filter((name) => !name.startsWith('x-alter-'))
        .sort(),
    ).toEqual(expected);
  });

  it('relays a provider’s error as it is, and says who speaks', async () => {
    answer = answerJson({ message: 'no' }, 403, { 'x-alter-outcome': 'alter', 'x-alter-request-id': 'forged' });
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json, answered.headers['x-alter-outcome']]).toEqual([
      403,
      { message: 'no' },
      'provider',
    ]);
    expect(answered.headers['x-alter-request-id']).not.toBe('forged');
    expect(upstream.arrived).toHaveLength(1);
  });

  it('writes the begin row before the provider is called and the outcome before the caller has its answer', async () => {
    let atArrival: string[] = [];
    answer = async (_request, res) => {
      atArrival = await events();
      res.end('ok');
    };
    const grant = await station.grant();
    const intent = {
      method: 'GET',
      url: url('/p?secret=1'),
      grant_id: grant.id,
      reason: 'why',
      context: { run_id: 'r1' },
    };
    await station.call(intent, { headers: { 'x-alter-caller': 'worker', 'x-alter-caller-type': 'service' } });
    expect(atArrival).toEqual(['request.begun']);
    const [begun, concluded] = await station.rows();
    expect(begun).toMatchObject({
      event: 'request.begun',
      decision: 'allow',
      grant_id: grant.id,
      provider_id: 'local',
      principal: { type: 'system' },
      method: 'GET',
      host: upstream.host,
      path: '/p',
      reason: 'why',
      context: { run_id: 'r1' },
      caller: 'worker',
      client_ip: '127.0.0.1',
      status: null,
    });
    expect(concluded).toMatchObject({
      event: 'request.concluded',
      decision: 'allow',
      status: 200,
      call_id: begun?.call_id,
    });
    expect(concluded?.detail).toMatchObject({ ended: true, bytes_down: 2, bytes_up: 0, repeats: 0 });
    expect(begun?.call_id).toBe(begun?.id);
    expect(JSON.stringify(await station.rows())).not.toContain('secret=1');
  });

  it('fills path and query parameters, each value encoded whole, and keeps the query that was there', async () => {
    const grant = await station.grant();
    await station.call({
      method: 'GET',
      url: url('/repos/{owner}/x?a=%20b&flag#part'),
      grant_id: grant.id,
      path_params: { owner: "a/b ?#%(')" },
      query_params: { list: ['1', 2, true], q: 'x&y=z +' },
    });
    expect(upstream.arrived[0]?.url).toBe(
      '/repos/a%2Fb%20%3F%23%25%28%27%29/x?a=%20b&flag&list=1&list=2&list=true&q=x%26y%3Dz%20%2B',
    );
  });

  it.each([
    ['a list', { body: [1, 2] }, '[1,2]', 'application/json'],
    ['null', { body: null }, 'null', 'application/json'],
    ['a string with the caller’s own type', { body: 'x', headers: { 'Content-Type': 'text/x' } }, '"x"', 'text/x'],
    ['bytes', { body_b64: Buffer.from([0, 255, 10]).toString('base64') }, '\0\xff\n', undefined],
  ])('sends %s as the body', async (_, fields, expected, type) => {
    const grant = await station.grant();
    await station.call({ method: 'PUT', url: url('/'), grant_id: grant.id, ...fields });
    expect(upstream.arrived[0]?.body.toString('latin1')).toBe(expected);
    expect(upstream.arrived[0]?.headers['content-type']).toBe(type);
  });

  it('passes a compressed answer through untouched', async () => {
    const bytes = Buffer.from([31, 139, 1, 2, 3]);
    answer = (_request, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes);
    const grant = await station.grant();
    const answered = await station.call({
      method: 'GET',
      url: url('/'),
      grant_id: grant.id,
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(answered.headers['content-encoding']).toBe('gzip');
    expect(answered.body.equals(bytes)).toBe(true);
    expect(upstream.arrived[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it.each([204, 304])('relays %i without a body', async (status) => {
    answer = (_request, res) => void res.writeHead(status, { etag: '"x"' }).end();
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.headers.etag, answered.body.length]).toEqual([status, '"x"', 0]);
  });

  it('answers a HEAD with its headers and a body that is empty', async () => {
    answer = (_request, res) => void res.writeHead(200, { 'content-length': '1234' }).end();
    const grant = await station.grant();
    const answered = await station.call({ method: 'HEAD', url: url('/'), grant_id: grant.id });
    expect(upstream.arrived[0]?.method).toBe('HEAD');
    expect([answered.status, answered.body.length, answered.headers['x-alter-content-length']]).toEqual([
      200,
      0,
      '1234',
    ]);
  });

  it('sends the provider’s default headers unless the caller sent that header', async () => {
    await restart({
      entry: (entry) => ({ ...entry, api: { ...entry.api, defaultHeaders: { Accept: 'a/b', 'X-Version': '3' } } }),
    });
    const grant = await station.grant();
    await station.call({ method: 'GET', url: url('/'), grant_id: grant.id, headers: { accept: 'mine/x' } });
    expect(upstream.arrived[0]?.headers).toMatchObject({ accept: 'mine/x', 'x-version': '3' });
  });

  it('injects by the provider’s own template', async () => {
    await restart({
      entry: (entry) => ({ ...entry, api: { ...entry.api, inject: { name: 'X-Token', format: 'key {token}' } } }),
    });
    const grant = await station.grant({ inject_field: 'bot_token' }, { bot_token: 'bt_$&_1' });
    await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(upstream.arrived[0]?.headers['x-token']).toBe('key bt_$&_1');
    expect(upstream.arrived[0]?.headers.authorization).toBeUndefined();
    const refused = await station.call({
      method: 'GET',
      url: url('/'),
      grant_id: grant.id,
      headers: { 'x-TOKEN': 'mine' },
    });
    expect([refused.status, refused.json['error']]).toEqual([422, 'forbidden_header']);
  });

  it('shows when a grant was last used as soon as the call is answered, and for a refused one not at all', async () => {
    await restart({});
    const grant = await station.grant();
    const uses = () => station.store.audit.lastUses('app-one', [grant.id]);
    await station.call({ method: 'GET', url: 'https://elsewhere.example/', grant_id: grant.id });
    expect(await uses()).toEqual(new Map());
    await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(await uses()).toEqual(new Map([[grant.id, station.time.now]]));
  });
});

describe('addressing', () => {
  const find = (intent: Record<string, unknown>) => station.call({ method: 'GET', url: url('/'), ...intent });

  it.each([
    ['an unknown grant', async () => '99999999-9999-4999-8999-999999999999'],
    ['a grant of another app', async () => (await station.grant({ app_id: 'app-two' })).id],
  ])('answers %s with the same 404, and records it', async (_, make) => {
    const answered = await find({ grant_id: await make() });
    expect([answered.status, answered.json['error'], answered.headers['x-alter-outcome']]).toEqual([
      404,
      'grant_not_found',
      'alter',
    ]);
    expect(Object.keys(answered.json).sort()).toEqual(['error', 'message', 'request_id']);
    const [row] = await station.rows();
    expect(row).toMatchObject({ event: 'request.refused', decision: 'grant_not_found', principal: null });
    expect(upstream.arrived).toHaveLength(0);
  });

  it('finds a user’s grant with that user beside it, and no other user’s', async () => {
    const ann = await station.user('ann');
    await station.user('bob');
    const grant = await station.grant({ principal: ann });
    const system = await station.grant();
    expect((await find({ grant_id: grant.id, user: { reference: 'ann' } })).status).toBe(200);
    expect((await find({ grant_id: grant.id, user: { reference: 'bob' } })).status).toBe(404);
    expect((await find({ grant_id: grant.id, user: { reference: 'nobody' } })).status).toBe(404);
    expect((await find({ grant_id: system.id, user: { reference: 'ann' } })).status).toBe(404);
    expect((await find({ grant_id: grant.id })).status).toBe(200);
  });

  it('needs the user where the app says so, for users’ grants only', async () => {
    await restart({ requireUser: true });
    const ann = await station.user('ann');
    const grant = await station.grant({ principal: ann });
    const system = await station.grant();
    expect((await find({ grant_id: grant.id })).status).toBe(404);
    expect((await find({ provider_id: 'local', account: grant.account_identifier })).status).toBe(409);
    expect((await find({ grant_id: grant.id, user: { reference: 'ann' } })).status).toBe(200);
    expect((await find({ grant_id: system.id })).status).toBe(200);
  });

  it('finds the one live grant of a provider, and says what to choose from when there are several', async () => {
    await restart({});
    const ann = await station.user('ann');
    const one = await station.grant({ principal: ann, account_identifier: 'one@example.test', label: 'work' });
    await station.grant({ status: 'revoked', account_identifier: 'old@example.test' });
    expect((await find({ provider_id: 'local' })).status).toBe(200);
    const two = await station.grant({ account_identifier: 'two@example.test' });
    const answered = await find({ provider_id: 'local' });
    expect(answered.status).toBe(409);
    expect(answered.json).toMatchObject({
      error: 'ambiguous_grant',
      provider_id: 'local',
      account_was_provided: false,
      app_user_ids: [ann.type === 'user' ? ann.user_id : ''],
      candidates_truncated: false,
    });
    expect(new Set(answered.json['grant_ids'] as string[])).toEqual(new Set([one.id, two.id]));
    expect(answered.json['candidates']).toContainEqual({
      grant_id: one.id,
      label: 'work',
      account_identifier: 'one@example.test',
      account_display_name: null,
    });
    for (const narrow of [{ account: 'one@example.test' }, { label: 'work' }, { user: { reference: 'ann' } }]) {
      upstream.arrived.length = 0;
      expect((await find({ provider_id: 'local', ...narrow })).status).toBe(200);
    }
    expect((await find({ provider_id: 'local', account: 'three@example.test' })).status).toBe(404);
    expect((await find({ provider_id: 'other' })).json['error']).toBe('grant_not_found');
  });
});

describe('refusals', () => {
  it.each([
    ['revoked', {}, 403, 'grant_revoked'],
    ['expired', {}, 403, 'grant_expired'],
    ['pending', {}, 403, 'grant_pending'],
    ['needs_reauth', {}, 403, 'credential_revoked'],
    ['active', { grant_expires_at: 1 }, 403, 'grant_expired'],
  ] as const)('answers a grant that is %s (%j) with %i %s, and records it', async (status, change, code, error) => {
    const grant = await station.grant({ status, ...change });
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(answered.status).toBe(code);
    expect(answered.json).toMatchObject({ error, grant_id: grant.id, provider_id: 'local', app_user_id: null });
    expect(await station.rows()).toMatchObject([{ event: 'request.refused', decision: error, grant_id: grant.id }]);
    expect(upstream.arrived).toHaveLength(0);
  });

  it.each([
    ['another host', 'https://evil.example.test/', 422, 'blocked_destination'],
    ['another port', 'http://127.0.0.1:1/', 422, 'blocked_destination'],
    ['the token endpoint', 'ORIGIN/oauth/token', 422, 'blocked_destination'],
    ['the token endpoint in disguise', 'ORIGIN/x/%2e%2e//OAuth/%74oken/', 422, 'blocked_destination'],
    ['the introspection endpoint', 'ORIGIN/oauth/introspect?token=x', 422, 'blocked_destination'],
    ['plain http elsewhere', 'http://api.example.test/', 400, 'invalid_url'],
    ['another scheme', 'file:///etc/passwd', 400, 'invalid_url'],
    ['user info', 'http://user:pw@HOST/', 400, 'invalid_url'],
    ['a relative URL', '/x', 400, 'invalid_url'],
    ['a URL beyond 65,536 characters', `ORIGIN/?${'a'.repeat(65_536)}`, 422, 'query_too_long'],
    ['a placeholder without a value', 'ORIGIN/{id}', 400, 'invalid_request'],
  ] as const)('sends nothing to %s', async (_, target, status, error) => {
    const grant = await station.grant();
    const to = target.replace('ORIGIN', upstream.origin).replace('HOST', upstream.host);
    const answered = await station.call({ method: 'GET', url: to, grant_id: grant.id });
    expect([answered.status, answered.json['error']]).toEqual([status, error]);
    expect(answered.headers['x-alter-outcome']).toBe('alter');
    expect(upstream.connections).toBe(0);
  });

  it.each([
    ['a dot segment as a path value', { path_params: { id: '..' } }, 'invalid_request'],
    ['an empty path value', { path_params: { id: '' } }, 'invalid_request'],
    ['a path value without a place', { path_params: { id: '1', other: '2' } }, 'invalid_request'],
    ['two bodies', { path_params: { id: '1' }, body: 1, body_b64: 'AA==' }, 'invalid_request'],
    ['a body that is not base64', { path_params: { id: '1' }, body_b64: 'A' }, 'invalid_request'],
    ['two addresses', { path_params: { id: '1' }, provider_id: 'local' }, 'invalid_request'],
    ['a method that is none', { path_params: { id: '1' }, method: 'CONNECT' }, 'invalid_request'],
    ['an unknown field', { path_params: { id: '1' }, querry: {} }, 'invalid_request'],
    ['a user token', { path_params: { id: '1' }, user_token: 'jwt' }, 'unsupported_parameter'],
  ])('answers %s with a 400 that names it', async (_, fields, error) => {
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/{id}'), grant_id: grant.id, ...fields });
    expect([answered.status, answered.json['error']]).toEqual([400, error]);
    expect(upstream.connections).toBe(0);
  });

  it.each([
    ['Authorization', 'Bearer mine', 'forbidden_header'],
    ['cookie', 'a=b', 'forbidden_header'],
    ['HOST', 'evil.test', 'forbidden_header'],
    ['Transfer-Encoding', 'chunked', 'forbidden_header'],
    ['X-Alter-Outcome', 'provider', 'forbidden_header'],
    ['x-a', 'b\r\nauthorization: Bearer mine', 'invalid_header'],
    ['x-a\r\nb', '1', 'invalid_header'],
  ])('refuses the header %j: %j', async (name, value, error) => {
    const grant = await station.grant();
    const answered = await station.call({
      method: 'GET',
      url: url('/'),
      grant_id: grant.id,
      headers: { [name]: value },
    });
    expect(answered.json['error']).toBe(error);
    expect(await station.rows()).toMatchObject([{ event: 'request.refused', decision: error }]);
    expect(upstream.connections).toBe(0);
  });

  it('sends on neither framing of the caller’s nor what Connection lists', async () => {
    const grant = await station.grant();
    const headers = { Connection: 'close, x-private', 'X-Private': '1', 'Content-Length': '999', TE: 'trailers' };
    const answered = await station.call({ method: 'POST', url: url('/'), grant_id: grant.id, headers, body: 'x' });
    expect(answered.status).toBe(200);
    const [request] = upstream.arrived;
    expect(request?.headers).toMatchObject({ connection: 'keep-alive', 'content-length': '3' });
    expect(request?.headers['x-private']).toBeUndefined();
    expect(request?.headers['te']).toBeUndefined();
  });

  it('refuses a second use of a nonce before anything is sent', async () => {
    const grant = await station.grant();
    const body = JSON.stringify({ method: 'GET', url: url('/'), grant_id: grant.id });
    const headers = signed({ method: 'POST', target: '/request', body, key: station.key, at: station.time.now });
    const first = await station.send({ body, type: 'application/json', headers });
    const second = await station.send({ body, type: 'application/json', headers });
    expect([first.status, second.status, second.json['error']]).toEqual([200, 401, 'replayed']);
    expect(upstream.arrived).toHaveLength(1);
    const rows = await station.rows();
    expect(rows.map(({ event, decision }) => [event, decision])).toEqual([
      ['request.begun', 'allow'],
      ['request.concluded', 'allow'],
      ['request.begun', 'replayed'],
    ]);
  });

  it('lets one of many racing copies of a signed request through', async () => {
    const grant = await station.grant();
    const body = JSON.stringify({ method: 'POST', url: url('/pay'), grant_id: grant.id });
    const headers = signed({ method: 'POST', target: '/request', body, key: station.key, at: station.time.now });
    const all = await Promise.all(
      Array.from({ length: 10 }, () => station.send({ body, type: 'application/json', headers })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)]);
    expect(upstream.arrived).toHaveLength(1);
  });

  it('sends nothing when the begin row cannot be written', async () => {
    await restart({
      store: (store) => ({ ...store, audit: { ...store.audit, claim: () => Promise.reject(new Error('disk')) } }),
    });
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([503, 'audit_unavailable', false]);
    expect(upstream.connections).toBe(0);
  });

  it('keeps the answer back when its outcome cannot be written, and says that it was sent', async () => {
    await restart({
      store: (store) => ({ ...store, audit: { ...store.audit, append: () => Promise.reject(new Error('disk')) } }),
    });
    const grant = await station.grant();
    const answered = await station.call({ method: 'POST', url: url('/'), grant_id: grant.id });
    expect(answered.status).toBe(503);
    expect(answered.json).toMatchObject({ error: 'audit_unavailable', sent: true, provider_status: 200 });
    expect(answered.body.toString()).not.toContain('"ok"');
  });

  it('refuses a grant that is revoked between the decision and the sending', async () => {
    await restart({
      store: (store) => ({
        ...store,
        audit: {
          ...store.audit,
          claim: async (row, nonce) => {
            const outcome = await store.audit.claim(row, nonce);
            await store.grants.revoke(
              'app-one',
              row.grant_id ?? '',
              { at: 1, reason: null, by: 'test', revocation: 'no_endpoint' },
              null,
            );
            return outcome;
          },
        },
      }),
    });
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['error']]).toEqual([403, 'grant_revoked']);
    expect(upstream.connections).toBe(0);
    expect(await events()).toEqual(['request.begun', 'request.concluded']);
  });
});

describe('the provider', () => {
  it('that repeats the credential in a header has that header dropped', async () => {
    answer = (request, res) => {
      res.setHeader('x-echo', request.headers.authorization ?? '');
      res.setHeader('location', `https://x.test/?t=${encodeURIComponent(accessToken)}`);
      res.end('fine');
    };
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(JSON.stringify(answered.headers)).not.toContain(accessToken);
    expect(answered.headers['x-echo']).toBeUndefined();
    expect(answered.headers.location).toBeUndefined();
    expect(answered.status).toBe(200);
    expect(station.logged.join('')).not.toContain(accessToken);
  });

  it('sets no cookie at the caller', async () => {
    answer = answerJson({}, 200, { 'set-cookie': ['a=1', 'b=2'], 'strict-transport-security': 'max-age=9' });
    const grant = await station.grant();
    const { headers } = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('that redirects is relayed, and the target is not called', async () => {
    const other = await startUpstream(answerJson({}));
    extra.push(other.close);
    answer = answerJson({}, 302, { location: `${other.origin}/x` });
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.headers.location]).toEqual([302, `${other.origin}/x`]);
    expect(other.connections).toBe(0);
  });

  it('is followed within its origin when asked, with the credential', async () => {
    answer = (request, res) =>
      request.url === '/a' ? void res.writeHead(303, { location: '/b?x=1' }).end() : void res.end(request.method);
    const grant = await station.grant();
    const intent = { method: 'POST', url: url('/a'), grant_id: grant.id, body: { a: 1 }, follow_redirects: true };
    const answered = await station.call(intent);
    expect([answered.status, answered.body.toString()]).toEqual([200, 'GET']);
    expect(upstream.arrived[1]).toMatchObject({ url: '/b?x=1' });
    expect(upstream.arrived[1]?.headers.authorization).toBe(`Bearer ${accessToken}`);
    expect(upstream.arrived[1]?.body.length).toBe(0);
    expect((await station.rows())[1]?.detail['redirects']).toBe(1);
  });

  it.each([
    ['another origin of the grant', true],
    ['a host outside the grant', false],
  ])('is not followed to %s: refused, and said to have been sent', async (_, within) => {
    const other = await startUpstream(answerJson({}));
    extra.push(other.close);
    answer = answerJson({}, 307, { location: `${other.origin}/x` });
    const grant = await station.grant(within ? { hosts: [upstream.host, other.host] } : {});
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id, follow_redirects: true });
    expect(answered.status).toBe(422);
    expect(answered.json).toMatchObject({ error: 'blocked_destination', sent: true, provider_status: 307 });
    expect(other.connections).toBe(0);
  });

  it.each([
    ['link-local metadata', 'http://169.254.169.254/latest/'],
    ['its own token endpoint', '/oauth/token'],
  ])('is not followed to %s', async (_, location) => {
    answer = answerJson({}, 302, { location });
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id, follow_redirects: true });
    expect(answered.json).toMatchObject({ error: 'blocked_destination', sent: true });
    expect(upstream.arrived).toHaveLength(1);
  });

  it('that cannot be reached: 502, nothing sent, and the row says so', async () => {
    const grant = await station.grant();
    await upstream.close();
    const answered = await station.call({ method: 'POST', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([
      502,
      'provider_unreachable',
      false,
    ]);
    expect((await station.rows())[1]).toMatchObject({
      event: 'request.concluded',
      decision: 'provider_unreachable',
      detail: { sent: false },
    });
  });

  it('that hangs up without an answer: 502, and it may have been sent', async () => {
    answer = (_request, res) => void res.destroy();
    const grant = await station.grant();
    const answered = await station.call({ method: 'POST', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([
      502,
      'provider_unreachable',
      true,
    ]);
  });

  it('that does not answer in time: 504, and it may have been sent', async () => {
    await restart({ env: { ALTER_TIMEOUT_HEADERS_MS: '200' } });
    answer = () => undefined;
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['timeout_reason'], answered.json['sent']]).toEqual([
      504,
      'upstream_timeout',
      true,
    ]);
  });

  it('that dies in the middle of its body cuts the caller’s connection too', async () => {
    answer = (_request, res) => {
      res.writeHead(200, { 'content-length': '1000000' });
      res.write(Buffer.alloc(200_000), () => res.destroy());
    };
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.cut]).toEqual([200, true]);
    await expect.poll(events).toEqual(['request.begun', 'request.concluded', 'request.ended']);
    expect((await station.rows())[2]?.detail).toMatchObject({ cut: 'provider' });
  });

  it('that dies in the middle of a chunked body does not look like a clean end', async () => {
    answer = (_request, res) => void res.write('part', () => setTimeout(() => res.destroy(), 50));
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.body.toString(), answered.cut]).toEqual([200, 'part', true]);
  });

  it('that stops in the middle of its body is given up', async () => {
    await restart({ env: { ALTER_TIMEOUT_IDLE_MS: '200' } });
    answer = (_request, res) => void res.write('part');
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    expect(answered.cut).toBe(true);
    await expect.poll(() => upstream.sockets.size).toBe(0);
  });
});

describe('the caller', () => {
  it('that goes away before the answer ends the provider’s call, and the row says so', async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    const grant = await station.grant();
    const intent = { method: 'GET', url: url('/'), grant_id: grant.id };
    await expect(station.call(intent, { signal: abort.signal })).rejects.toThrow(/abort/i);
    await expect.poll(() => upstream.sockets.size).toBe(0);
    await expect.poll(events).toEqual(['request.begun', 'request.concluded']);
    expect((await station.rows())[1]).toMatchObject({
      decision: 'request_incomplete',
      detail: { cut: 'client', sent: true },
    });
  });

  it('that goes away in the middle of the answer ends the provider’s call, and nothing crashes', async () => {
    answer = (_request, res) => {
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536)));
      };
      res.on('drain', more);
      more();
    };
    const grant = await station.grant();
    const body = JSON.stringify({ method: 'GET', url: url('/'), grant_id: grant.id });
    const socket = connect(station.port, '127.0.0.1');
    socket.write(
      `POST /request HTTP/1.1\r\nhost: x\r\nx-api-key: ${station.key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    await expect.poll(() => upstream.sockets.size).toBe(0);
    await expect.poll(events).toEqual(['request.begun', 'request.concluded', 'request.ended']);
    expect((await station.rows())[2]?.detail).toMatchObject({ cut: 'client' });
    expect(
      (await station.call({ method: 'GET', url: url('/'), grant_id: '99999999-9999-4999-8999-999999999999' })).status,
    ).toBe(404);
    // Koa reports the socket's own error to the log; nothing of ours failed.
    expect(station.crashes.filter((error) => (error as NodeJS.ErrnoException).code !== 'ECONNRESET')).toEqual([]);
  });

  it('that reads slowly holds the provider back instead of filling our memory', async () => {
    let sent = 0;
    answer = (_request, res) => {
      const more = (): void => {
        while (!res.destroyed && sent < 200_000_000) {
          sent += 65_536;
          if (!res.write(Buffer.alloc(65_536))) return;
        }
        res.end();
      };
      res.on('drain', more);
      more();
    };
    const grant = await station.grant();
    const body = JSON.stringify({ method: 'GET', url: url('/'), grant_id: grant.id });
    const socket = connect(station.port, '127.0.0.1');
    socket.write(
      `POST /request HTTP/1.1\r\nhost: x\r\nx-api-key: ${station.key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    let before = -1;
    await expect.poll(() => before === (before = sent), { interval: 200 }).toBe(true);
    // What the kernel buffers of both connections hold, and not much more.
    expect(sent).toBeLessThan(50_000_000);
    socket.destroy();
  });

  it('that takes nothing for the idle time is cut off', async () => {
    await restart({ env: { ALTER_TIMEOUT_IDLE_MS: '300' } });
    answer = (_request, res) => {
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(1_000_000)));
      };
      res.on('drain', more);
      more();
    };
    const grant = await station.grant();
    const body = JSON.stringify({ method: 'GET', url: url('/'), grant_id: grant.id });
    const socket = connect(station.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /request HTTP/1.1\r\nhost: x\r\nx-api-key: ${station.key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    await expect.poll(() => upstream.sockets.size).toBe(0);
    socket.destroy();
  });

  it('gets 503 with `sent` when the drain is over before the provider answered', async () => {
    await restart({});
    answer = () => station.shutdown.abort();
    const grant = await station.grant();
    const answered = await station.call({ method: 'POST', url: url('/'), grant_id: grant.id });
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([
      503,
      'service_unavailable',
      true,
    ]);
  });
});

describe('secrets', () => {
  it('are in no row, log line or answer of a whole call', async () => {
    const grant = await station.grant();
    const answered = await station.call({ method: 'GET', url: url('/'), grant_id: grant.id });
    const seen = [answered.body.toString(), JSON.stringify(await station.rows()), station.logged.join('')].join('\n');
    expect(seen).not.toContain(accessToken);
    expect(seen).not.toContain(station.key);
    expect(sha256('')).toHaveLength(64);
  });
});
