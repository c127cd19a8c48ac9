/**
 * Each quirk that an entry's data can say, and what goes wrong without it: the service has the entry without the quirk, and
 * the vendor is made from the entry as it is. A field that is neither here nor known to be tested elsewhere fails the last test.
 */
import { readFileSync } from 'node:fs';
import { routes } from '@alter/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineProvider } from '../../../packages/server/src/providers/define-provider.ts';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import type { Provider, RevokeEndpoint } from '../../../packages/server/src/providers/provider.ts';
import { inRoot } from '../../../tools/root.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { Life } from './life.ts';

/** Where a life ends that lacks something. */
type Step = 'connect' | 'again' | 'call' | 'refresh' | 'revoke' | 'nowhere';

interface Quirk {
  /** Field of an entry, and what it is about. */
  field: string;
  in: (entry: Provider) => boolean;
  without: (entry: Provider) => Provider;
  ends: readonly Step[];
}

const authorize = (change: Partial<Provider['authorize']>) => (entry: Provider) => ({
  ...entry,
  authorize: { ...entry.authorize, ...change },
});
const callback = (...gone: (keyof Provider['callback'])[]) => ({
  without: (entry: Provider) => ({ ...entry, callback: without(entry.callback, ...gone) }),
});
const token = (change: Partial<Provider['token']>) => (entry: Provider) => ({
  ...entry,
  token: { ...entry.token, ...change },
});
const inject = (change: Partial<Provider['api']['inject']>) => (entry: Provider) => ({
  ...entry,
  api: { ...entry.api, inject: { ...entry.api.inject, ...change } },
});
const account =
  (change: Partial<NonNullable<Provider['account']>>, ...gone: 'body'[]) =>
  (entry: Provider) => ({
    ...entry,
    account: entry.account && { ...without(entry.account, ...gone), ...change },
  });
const revoke = (change: Partial<RevokeEndpoint>) => (entry: Provider) => ({
  ...entry,
  endpoints: { ...entry.endpoints, revoke: entry.endpoints.revoke && { ...entry.endpoints.revoke, ...change } },
});
const revokes = ({ endpoints }: Provider): Partial<RevokeEndpoint> => endpoints.revoke ?? {};

function without<T extends object, K extends keyof T>(whole: T, ...gone: K[]): Omit<T, K> {
  const rest = { ...whole };
  for (const name of gone) delete rest[name];
  return rest;
}

const filled = (members: object | undefined): boolean => members !== undefined && Object.keys(members).length > 0;

const quirks: readonly Quirk[] = [
  {
    field: 'authorize.query',
    in: (e) => filled(e.authorize.query),
    without: authorize({ query: {} }),
    ends: ['connect'],
  },
  {
    field: 'authorize.scopeSeparator',
    in: (e) => e.authorize.scopeSeparator === ',',
    without: authorize({ scopeSeparator: ' ' }),
    ends: ['connect'],
  },
  {
    field: 'authorize.pkce',
    in: (e) => e.authorize.pkceSupport === 'required',
    without: authorize({ pkce: false, pkceSupport: 'unknown' }),
    ends: ['connect'],
  },
  {
    field: 'authorize.pkceOffBecause',
    in: (e) => e.authorize.pkceOffBecause !== undefined,
    without: authorize({ pkce: true }),
    ends: ['connect'],
  },
  {
    field: 'authorize.fragment',
    in: (e) => e.authorize.fragment !== undefined,
    without: (e) => ({ ...e, authorize: without(e.authorize, 'fragment') }),
    ends: ['connect'],
  },
  {
    field: 'authorize.challengeMethod',
    in: (e) => e.authorize.challengeMethod !== undefined,
    without: (e) => ({ ...e, authorize: without(e.authorize, 'challengeMethod') }),
    ends: ['connect'],
  },
  { field: 'callback.code', in: (e) => e.callback.code !== undefined, ...callback('code'), ends: ['connect'] },
  {
    field: 'callback.redirectUri',
    in: (e) => e.callback.redirectUri !== undefined,
    ...callback('redirectUri'),
    ends: ['connect'],
  },
  {
    field: 'token.clientAuth',
    in: (e) => e.token.clientAuth === 'basic',
    without: token({ clientAuth: 'post' }),
    ends: ['connect'],
  },
  { field: 'token.body', in: (e) => e.token.body === 'json', without: token({ body: 'form' }), ends: ['connect'] },
  { field: 'token.headers', in: (e) => filled(e.token.headers), without: token({ headers: {} }), ends: ['connect'] },
  {
    field: 'token.clientIdName',
    in: (e) => e.token.clientIdName !== undefined,
    without: token({ clientIdName: 'client_id' }),
    ends: ['connect'],
  },
  { field: 'token.extra', in: (e) => filled(e.token.extra), without: token({ extra: {} }), ends: ['connect'] },
  {
    field: 'refresh.extra',
    in: (e) => Object.values(e.refresh.extra ?? {}).some((text) => text !== ''),
    without: (e) => ({ ...e, refresh: without(e.refresh, 'extra') }),
    ends: ['refresh'],
  },
  {
    field: 'endpoints.refresh',
    in: (e) => e.endpoints.refresh !== undefined,
    without: (e) => ({ ...e, endpoints: without(e.endpoints, 'refresh') }),
    ends: ['refresh'],
  },
  {
    field: 'account.method',
    in: (e) => e.account?.method === 'POST' && e.account.body === undefined,
    without: account({ method: 'GET' }),
    ends: ['connect'],
  },
  { field: 'account.body', in: (e) => e.account?.body !== undefined, without: account({}, 'body'), ends: ['connect'] },
  {
    field: 'account.inject',
    in: (e) => e.account?.inject !== undefined,
    without: account({ inject: { name: 'x-other', format: '{token}' } }),
    ends: ['connect'],
  },
  {
    field: 'accountInToken',
    in: (e) => e.accountInToken !== null,
    without: (e) => ({ ...e, accountInToken: null }),
    ends: ['again'],
  },
  {
    field: 'api.defaultHeaders',
    in: (e) => filled(e.api.defaultHeaders),
    without: (e) => ({ ...e, api: { ...e.api, defaultHeaders: {} } }),
    ends: ['connect', 'call'],
  },
  {
    field: 'api.defaultQuery',
    in: (e) => filled(e.api.defaultQuery),
    without: (e) => ({ ...e, api: { ...e.api, defaultQuery: {} } }),
    ends: ['connect', 'call'],
  },
  {
    field: 'api.inject',
    in: ({ api }) => api.inject.name !== 'authorization' && api.inject.in !== 'query',
    without: inject({ name: 'authorization' }),
    ends: ['connect', 'call'],
  },
  {
    field: 'api.inject, its place',
    in: ({ api }) => api.inject.in === 'query',
    without: inject({ in: 'header' }),
    ends: ['connect', 'call'],
  },
  {
    field: 'api.inject, its form',
    in: ({ api }) => api.inject.name === 'authorization' && api.inject.format !== 'Bearer {token}',
    without: inject({ format: 'Bearer {token}' }),
    ends: ['connect', 'call'],
  },
  {
    field: 'revoke.method',
    in: (e) => revokes(e).method === 'DELETE',
    without: revoke({ method: 'POST' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.auth',
    in: (e) => revokes(e).auth === 'client-basic',
    without: revoke({ auth: 'client-post' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.carries',
    in: (e) => revokes(e).carries === 'json',
    without: revoke({ carries: 'form' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.field',
    in: (e) => revokes(e).carries === 'form' && revokes(e).field !== 'token',
    without: revoke({ field: 'token' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.clientMembers',
    in: (e) => revokes(e).clientMembers !== undefined,
    without: revoke({ clientMembers: { id: 'client_id', secret: 'client_secret' } }),
    ends: ['revoke'],
  },
];

const server = 'packages/server/test';

/** What a life cannot tell apart, and the tests that do: a file and a text in it. */
const elsewhere: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'authorize.identityScopes': [`${server}/flow/catalog.test.ts`, 'identityScopes'],
  'authorize.oidc': [`${server}/oauth/exchange.test.ts`, 'nonce'],
  'authorize.pkceSupport': [`${server}/providers/validate.test.ts`, 'supported PKCE that is not sent'],
  'authorize.switchAccount': [`${server}/oauth/authorize-url.test.ts`, 'switchAccount'],
  'callback.scope': [
    `${server}/providers/quirks-servicenow-to-zoom.test.ts`,
    'exchanged(resolve(strava), body, { scope',
  ],
  'callback.expect': [`${server}/providers/quirks-servicenow-to-zoom.test.ts`, 'a callback that Shopify did not sign'],
  'token.swap': [`${server}/providers/quirks-front-to-sentry.test.ts`, 'the long-lived token is kept for 60 days'],
  'refresh.swap': [`${server}/providers/quirks-front-to-sentry.test.ts`, 'is not traded in before it is a day old'],
  'refresh.rotation': ['test/contracts/provider/life.ts', 'sentAgain'],
  'refresh.marginSeconds': [
    `${server}/providers/quirks-aircall-to-freshbooks.test.ts`,
    'a refresh before 570 would be refused',
  ],
  'refresh.accessTtlSeconds': ['test/contracts/provider/life.ts', 'by the clock, where the vendor says'],
  'account.identity': ['test/contracts/provider/life-by-code.test.ts', 'the same person again is the same grant'],
  'account.label': ['test/contracts/provider/life-by-code.test.ts', 'the grant says whose account it is'],
  verify: ['test/contracts/provider/life-by-code.test.ts', 'a check before a job says that a call would work'],
  'revoke.scope': ['test/contracts/provider/life.ts', 'client_user'],
  'revoke.token': [
    'test/contracts/provider/life-by-client.test.ts',
    'is revoked here and, where the vendor has a way, there',
  ],
  'kinds.extra': ['test/provider/emulator/from-entry.ts', 'requiredOfClient'],
};

/** Places, and words for people: every life goes to the first, and the catalog's own tests read the second. */
const plain = [
  'authorize.offline',
  'account.url',
  'account.name',
  'api.hosts',
  'revoke.url',
  'kinds.setup',
  // Told to operators; nothing else goes by them.
  'refresh.refreshTtlSeconds',
  'refresh.graceSeconds',
  'api.rateLimit',
];

/** Each under an id of its own, for one line of all. */
const cases = quirks.flatMap((quirk, i) => {
  const found = entries.find((entry) => quirk.in(entry));
  return found ? [{ quirk, whole: { ...found, id: `quirk-${String(i)}`, aliases: [] } }] : [];
});

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine(
    cases.map(({ quirk, whole }) => quirk.without(whole)),
    { vendor: ({ id }) => cases.find(({ whole }) => whole.id === id)!.whole },
  );
  life = new Life(line);
}, 120_000);
afterAll(() => line.close());

/** How far a life gets. */
async function endOf(id: string, entry: Provider): Promise<Step> {
  const { grant } = await life.connected(id).catch(() => ({ grant: undefined }));
  if (!grant) return 'connect';
  if ((await life.called(id, grant.grant_id)).status !== 200) return 'call';
  if (entry.refresh.rotation !== 'none') {
    await life.expire(id);
    if ((await life.called(id, grant.grant_id)).status !== 200) return 'refresh';
  }
  if ((await life.connected(id)).grant?.operation !== 'reauth') return 'again';
  if (!entry.endpoints.revoke) return 'nowhere';
  const answer = await line.post(routes.revokeGrant.replace(':grant_id', grant.grant_id), {});
  const { revocation } = (await answer.json()) as { revocation: string };
  return revocation === 'confirmed' && (await life.tenant(id).grants()).at(-1)?.live === false ? 'nowhere' : 'revoke';
}

describe('an entry without its quirk', () => {
  test.each(cases.map(({ quirk, whole }) => [quirk.field, whole, quirk] as const))(
    '%s',
    async (_field, whole, quirk) => {
      expect(quirk.ends, whole.name).toContain(await endOf(whole.id, whole));
    },
  );

  test('is found for every quirk: none is listed that no entry has', () => {
    expect(quirks.filter(({ field }) => !cases.some(({ quirk }) => quirk.field === field))).toEqual([]);
  });
});

describe('no quirk is without a test', () => {
  const known = [...quirks.map(({ field }) => field.split(',')[0]!), ...Object.keys(elsewhere), ...plain];

  test('each field that an entry says is one that is tested', () => {
    const said = new Set(entries.flatMap(fieldsOf));
    expect([...said].filter((field) => !known.includes(field))).toEqual([]);
    expect(known.filter((field) => !said.has(field))).toEqual([]);
  });

  test.each(Object.entries(elsewhere))('%s is tested where it is said to be', (_field, [file, text]) => {
    expect(readFileSync(inRoot(...file.split('/')), 'utf8').includes(text), `${file}: ${text}`).toBe(true);
  });
});

/** What an entry says that a plain OAuth 2.0 server would not. */
function fieldsOf(entry: Provider): string[] {
  const { id, name, category, monogram, hue, consoleUrl, settingsUrl, setup, endpoints, api } = entry;
  const words = { id, name, category, monogram, hue, consoleUrl, settingsUrl, setup };
  const usual = defineProvider({
    ...words,
    endpoints: { authorize: endpoints.authorize, token: endpoints.token },
    refresh: { rotation: 'static' },
    api: { hosts: api.hosts },
  });
  const differing = (section: string, given: object | null, other: object) =>
    Object.entries(given ?? {})
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify((other as Record<string, unknown>)[field]))
      .map(([field]) => `${section}.${field}`);
  return [
    ...differing('authorize', entry.authorize, usual.authorize),
    ...differing('callback', entry.callback, {}),
    ...differing('token', entry.token, usual.token),
    ...differing('refresh', entry.refresh, usual.refresh),
    ...differing('account', entry.account, { method: 'GET' }),
    ...differing('api', entry.api, { ...usual.api, hosts: [] }),
    ...differing('revoke', endpoints.revoke, { method: 'POST', auth: 'client-post', carries: 'form', field: 'token' }),
    ...Object.values(entry.kinds).flatMap((facts) => differing('kinds', facts, {})),
    ...(endpoints.refresh === undefined ? [] : ['endpoints.refresh']),
    ...(entry.accountInToken === null ? [] : ['accountInToken']),
    ...(entry.verify === null ? [] : ['verify']),
  ];
}
