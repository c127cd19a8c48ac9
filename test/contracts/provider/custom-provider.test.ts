/**
 * The lives of two servers that no catalog knows and that are unlike any plain one: what the operator declares is all that the
 * service has of them. Each is as odd as its switches say, and refuses what it does not want.
 */
import { uuidV5 } from '@alter/server';
import { routes } from '@alter/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appId } from '../../harness/apps.ts';
import { minutes } from '../../harness/clock.ts';
import type { Differs } from '../../provider/emulator/behaviour.ts';
import { auditRows } from '../store/audit-rows.ts';
import { startCustomLine, type CustomLine } from './custom-line.ts';

/** By endpoints, in the file: one label of its addresses is the person's answer. */
const orchard = {
  client_id: 'acme-at-orchard',
  scopes: ['fruit:read', 'fruit:pick'],
  variables: { app_key: { env: 'ORCHARD_APP_KEY' } },
  custom: {
    name: 'Orchard',
    hosts: ['{garden}.orchard.example', 'api.orchard.example'],
    endpoints: {
      authorize: 'https://{garden}.orchard.example/allow',
      token: 'https://{garden}.orchard.example/token',
      refresh: 'https://{garden}.orchard.example/token/renew',
      revoke: 'https://{garden}.orchard.example/token/end',
      closed: ['https://api.orchard.example/tokens'],
    },
    variables: {
      garden: { label: 'Your garden', kind: 'label', from: 'person', suffix: '.orchard.example', example: 'north' },
      app_key: { label: 'App key', kind: 'value', from: 'operator', secret: true, example: 'k-1' },
    },
    authorize: { query: { audience: 'fruit' }, scope_separator: ',', pkce_support: 'required' },
    token: { client_auth: 'none', body: 'json', headers: { 'X-Orchard-Client': 'alter' } },
    refresh: { rotation: 'single-use', access_ttl_seconds: 600, refresh_ttl_seconds: 86_400 },
    account: {
      url: 'https://api.orchard.example/who',
      method: 'POST',
      body: '{"who":"me"}',
      headers: { 'X-Lookup': 'yes' },
      identity: ['garden.id', 'gardener.id'],
      label: ['gardener.mail'],
    },
    verify: { url: 'https://api.orchard.example/ping' },
    api: {
      inject: { name: 'X-Orchard-Token', format: 'Fruit {token}' },
      default_headers: { 'X-Orchard-Version': '2031-05', 'X-Orchard-App': '{app_key}' },
      rate_limit: { remaining: 'x-orchard-left', reset_in: 'x-orchard-wait', statuses: [403] },
    },
    revoke: { carries: 'json', field: 'ended_token', scope: 'token' },
    scope_words: { 'fruit:read': 'see your fruit', 'fruit:pick': { words: 'pick your fruit', risk: 'high' } },
    setup: ['Ask a gardener for a client id.'],
  },
};
const appKey = 'orchard-app-key-0123456789abcdef';

const orchardVendor = (callback: (configId: string) => string): Differs => ({
  endpoints: {
    authorize: 'https://north.orchard.example/allow',
    token: 'https://north.orchard.example/token',
    refresh: 'https://north.orchard.example/token/renew',
    revoke: 'https://north.orchard.example/token/end',
    account: 'https://api.orchard.example/who',
    verify: 'https://api.orchard.example/ping',
  },
  api: {
    places: ['api.orchard.example'],
    inject: { in: 'header', name: 'x-orchard-token', format: 'Fruit {token}' },
    headers: { 'x-orchard-version': '2031-05', 'x-orchard-app': appKey },
  },
  client: { id: 'acme-at-orchard', secret: null, auth: 'none' },
  authorize: {
    required: { audience: 'fruit' },
    scopeSeparator: ',',
    scopes: ['fruit:read', 'fruit:pick'],
    pkce: 'required',
    redirectUris: [callback(uuidV5(appId, 'orchard'))],
  },
  token: { body: 'json', headers: { 'x-orchard-client': 'alter' } },
  answer: { expiresIn: 'missing' },
  access: { seconds: 600 },
  refresh: { rotation: 'single-use' },
  account: {
    method: 'POST',
    body: '{"who":"me"}',
    headers: { 'x-lookup': 'yes' },
    answer: { garden: { id: 'g-1' }, gardener: { id: '{subject}', mail: 'alice@orchard.example' } },
  },
  revoke: { auth: 'client-id', carries: 'json', field: 'ended_token', ends: 'token' },
});

/** By discovery, added by the program while the service runs. */
const brook = (origin: string) => ({
  name: 'Brook',
  issuer: `${origin}/brook`,
  hosts: [new URL(origin).host],
  endpoints: { refresh: `${origin}/brook/renew`, revoke: `${origin}/brook/connections/{token}` },
  token: { client_auth: 'post' },
  refresh: { rotation: 'rotates-old-stays-valid', access_ttl_seconds: 1200, margin_seconds: 30 },
  api: { inject: { in: 'query', name: 'key', format: '{token}' }, default_query: { v: '7' } },
  revoke: { method: 'DELETE', auth: 'none', carries: 'path', token: 'access', scope: 'token' },
});

const brookVendor = (origin: string): Differs => ({
  endpoints: {
    authorize: `${origin}/brook/authorize`,
    token: `${origin}/brook/token`,
    refresh: `${origin}/brook/renew`,
    revoke: `${origin}/brook/connections/{token}`,
    account: `${origin}/brook/me`,
    jwks: `${origin}/brook/jwks`,
    discovery: `${origin}/brook/.well-known/openid-configuration`,
  },
  oidc: { issuer: `${origin}/brook`, alg: 'RS256' },
  api: {
    places: [`${new URL(origin).host}/brook/api`],
    inject: { in: 'query', name: 'key', format: '{token}' },
    query: { v: '7' },
  },
  client: { id: 'acme-at-brook', secret: 'client-secret-of-brook-0123456789', auth: 'post' },
  answer: { expiresIn: 'null' },
  access: { seconds: 1200 },
  refresh: { rotation: 'rotates-old-stays-valid' },
  revoke: { method: 'DELETE', auth: 'none', carries: 'path', ends: 'token' },
});

let line: CustomLine;
let origin: string;
beforeAll(async () => {
  line = await startCustomLine(
    (at, callback) => {
      origin = at;
      return { orchard: orchardVendor(callback), brook: brookVendor(at) };
    },
    { orchard },
    { ORCHARD_APP_KEY: appKey },
  );
}, 60_000);
afterAll(() => line.close());

async function connected(id: string, variables?: Record<string, string>) {
  const { result } = await line.connect(id, variables);
  if (result?.type !== 'alter_connect_success') throw new Error(JSON.stringify(result));
  return result.grants[0] as unknown as { grant_id: string; operation: string; account_identifier: string };
}
const call = async (grantId: string, url: string) => {
  const answer = await line.post('/request', { method: 'GET', url, grant_id: grantId });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
};
const outcomes = async (id: string, ...endpoints: string[]) =>
  (await line.tenant(id).log()).filter(({ endpoint }) => endpoints.includes(endpoint)).map(({ outcome }) => outcome);
const checked = async (grantId: string): Promise<unknown> =>
  (await line.get(`${routes.grantHealth.replace(':grant_id', grantId)}?verify=true`)).json();
const revoked = async (grantId: string): Promise<unknown> =>
  (await line.post(routes.revokeGrant.replace(':grant_id', grantId), {})).json();

describe('a server that is declared by its endpoints', () => {
  const api = 'https://api.orchard.example/fruit';
  let grantId: string;

  test('is connected without a secret, and two facts together say whose account it is', async () => {
    const grant = await connected('orchard', { garden: 'north' });
    grantId = grant.grant_id;
    expect(grant).toMatchObject({ operation: 'creation', account_identifier: 'alice@orchard.example' });
    expect(await outcomes('orchard', 'authorize', 'token', 'account')).toEqual(['agreed', 'granted', 'served']);
    expect(await connected('orchard', { garden: 'north' })).toMatchObject({ operation: 'reauth', grant_id: grantId });
  });

  test('nothing goes to a garden that is none', async () => {
    const before = (await line.tenant('orchard').log()).length;
    await expect(line.connect('orchard', { garden: 'evil.example/' })).rejects.toThrow(
      /^400: .*invalid_request.*DNS label|^400: .*invalid_request.*form/,
    );
    expect((await line.tenant('orchard').log()).length).toBe(before);
  });

  test('a call carries the token and its headers as declared', async () => {
    expect(await call(grantId, api)).toMatchObject({
      status: 200,
      text: expect.stringContaining('"ok":true') as string,
    });
  });

  test('its own check says that the token works', async () => {
    expect(await checked(grantId)).toMatchObject({ usable: true, verified: { outcome: 'ok' } });
    expect(await outcomes('orchard', 'verify')).toEqual(['served']);
  });

  // Its tokens would still work: only the declaration says that their life is over.
  test('is refreshed when the declared life is over and not before, at the other address, with each token once', async () => {
    await call(grantId, api);
    expect(await line.tenant('orchard').refreshCalls()).toEqual([]);
    for (const turn of [1, 2]) {
      line.clock.advance(minutes(12));
      expect((await call(grantId, api)).status).toBe(200);
      const calls = await line.tenant('orchard').refreshCalls();
      expect(calls.map(({ path, outcome }) => [path, outcome])).toEqual(Array(turn).fill(['/token/renew', 'rotated']));
    }
    expect(await line.tenant('orchard').sentAgain()).toEqual([]);
  });

  test('says in its own headers that calls come too fast, and until when', async () => {
    const headers = { 'x-orchard-left': '0', 'x-orchard-wait': '40' };
    await line.tenant('orchard').fail({ on: 'api', times: 1, answer: { status: 403, headers, body: {} } });
    const slow = await call(grantId, api);
    expect([slow.status, slow.headers.get('x-alter-retry-after')]).toEqual([403, '40']);
  });

  test('what makes or ends tokens is out of a caller’s reach', async () => {
    const { endpoints } = line.tenant('orchard').behaviour;
    for (const url of [endpoints.token, endpoints.refresh, endpoints.revoke, 'https://api.orchard.example/tokens']) {
      expect((await call(grantId, url ?? '')).text, url).toContain('blocked_destination');
    }
  });

  test('is revoked there in the form that it wants', async () => {
    expect(await revoked(grantId)).toMatchObject({ revocation: 'confirmed' });
    expect(await outcomes('orchard', 'revoke')).toEqual(['revoked']);
    expect((await call(grantId, api)).status).toBeGreaterThanOrEqual(400);
  });

  test('people read its words, with the risk that the operator gave', async () => {
    const entry = (await (await line.get('/sdk/oauth/provider-catalog/orchard')).json()) as Record<string, unknown>;
    expect(entry).toMatchObject({
      custom: true,
      setup: ['Ask a gardener for a client id.'],
      available_scopes: { 'fruit:pick': { description: 'pick your fruit', risk: 'high' } },
      variables: [
        { name: 'garden', suffix: '.orchard.example', required: true },
        { name: 'app_key', secret: true },
      ],
    });
  });
});

describe('a server that the program adds beside the running service', () => {
  const api = () => `${origin}/brook/api/stones`;
  let grantId: string;

  test('is discovered, and what its file says goes before that', async () => {
    line.folder.file('brook.json', JSON.stringify(brook(origin)));
    const args = ['providers', 'add', '--provider', 'brook', '--client-id', 'acme-at-brook', '--client-secret-stdin'];
    const ran = await line.alter([...args, '--custom', 'brook.json'], 'client-secret-of-brook-0123456789\n');
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
    const [callback] = /http\S+oauth\/callback\/\S+/.exec(ran.stdout) ?? [''];
    await line.tenant('brook').set({ authorize: { redirectUris: [callback] } });
    const grant = await connected('brook');
    grantId = grant.grant_id;
    expect(grant).toMatchObject({ operation: 'creation', account_identifier: 'alice@example.com' });
  });

  test('a call has the token in its query, and the audit has not', async () => {
    expect((await call(grantId, api())).status).toBe(200);
    expect(await checked(grantId)).toMatchObject({ usable: true, verified: { outcome: 'ok' } });
    const rows = JSON.stringify(await auditRows(line.running.deps.store, appId));
    expect(rows).toContain('/brook/api/stones');
    expect(rows).not.toContain('access-brook-');
  });

  test('is refreshed at the declared end of a life that it does not say', async () => {
    line.clock.advance(minutes(21));
    expect((await call(grantId, api())).status).toBe(200);
    const calls = await line.tenant('brook').refreshCalls();
    expect(calls.map(({ path, outcome }) => [path, outcome])).toEqual([['/brook/renew', 'rotated']]);
  });

  test('is revoked there with the token in the path', async () => {
    expect(await revoked(grantId)).toMatchObject({ revocation: 'confirmed' });
    expect(await outcomes('brook', 'revoke')).toEqual(['revoked']);
  });
});

test('no token, secret or key of either is in what was logged', () => {
  const text = line.logs.join('');
  expect(text).not.toMatch(/(access|refresh|code)-(orchard|brook)-/);
  for (const secret of [appKey, 'client-secret-of-brook-0123456789']) expect(text).not.toContain(secret);
});
