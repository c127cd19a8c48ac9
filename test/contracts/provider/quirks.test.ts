/**
 * Each quirk that an entry's data can say, and what goes wrong without it: the service has the entry without the quirk, and
 * the vendor is made from the entry as it is. A field that is neither here nor known to be tested elsewhere fails the last test.
 */
import { readFileSync } from 'node:fs';
import { routes } from '@alter/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defineProvider } from '../../../packages/server/src/providers/define-provider.ts';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import type { Provider, RevokeEndpoint } from '../../../packages/server/src/providers/provider.ts';
import { inRoot } from '../../../tools/root.ts';
import { cut } from '../../provider/emulator/faults.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { isIdentified, Life, wantedRevocation } from './life.ts';

/** Where a life ends that lacks something. */
type Step = 'connect' | 'swap' | 'label' | 'check' | 'again' | 'call' | 'refresh' | 'once' | 'revoke' | 'nowhere';

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

/** Nor the variable that is the id of one, nor what holds it. */
const withoutPlaces = (entry: Provider): Provider => ({
  ...entry,
  variables: entry.variables.filter(({ from }) => from !== 'places'),
  api: { ...without(entry.api, 'places'), defaultHeaders: {} },
});

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
    field: 'account.identity',
    in: (e) => e.account !== null && e.accountInToken === null && !e.hooks.identity && !e.authorize.oidc,
    without: account({ identity: ['nowhere'] }),
    ends: ['connect', 'again'],
  },
  {
    field: 'account.label',
    in: (e) => e.account !== null && e.accountInToken === null && !e.hooks.identity && !e.authorize.oidc,
    without: account({ label: ['nowhere'] }),
    ends: ['label'],
  },
  { field: 'verify', in: (e) => e.verify !== null, without: (e) => ({ ...e, verify: null }), ends: ['check'] },
  {
    field: 'authorize.oidc',
    in: (e) => e.authorize.oidc,
    without: authorize({ oidc: false }),
    ends: ['connect'],
  },
  {
    field: 'token.swap',
    in: (e) => e.token.swap !== undefined,
    without: (e) => ({ ...e, token: without(e.token, 'swap') }),
    ends: ['swap'],
  },
  {
    field: 'refresh.swap',
    in: (e) => e.refresh.swap !== undefined,
    without: (e) => ({ ...e, refresh: without(e.refresh, 'swap') }),
    ends: ['refresh'],
  },
  {
    field: 'refresh.rotation',
    in: (e) => e.refresh.rotation === 'single-use',
    without: (e) => ({ ...e, refresh: { ...e.refresh, rotation: 'static' } }),
    ends: ['once'],
  },
  {
    field: 'accountInToken',
    in: (e) => e.accountInToken !== null,
    without: (e) => ({ ...e, accountInToken: null }),
    ends: ['label', 'again'],
  },
  {
    field: 'api.defaultHeaders',
    in: (e) => filled(e.api.defaultHeaders) && e.api.places === undefined,
    without: (e) => ({ ...e, api: { ...e.api, defaultHeaders: {} } }),
    ends: ['connect', 'call'],
  },
  {
    field: 'api.places',
    in: (e) => e.api.places !== undefined && filled(e.api.defaultHeaders),
    without: withoutPlaces,
    ends: ['call'],
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
    field: 'api.inject, its proof',
    in: ({ api }) => api.inject.proof !== undefined,
    without: (e) => ({ ...e, api: { ...e.api, inject: without(e.api.inject, 'proof') } }),
    ends: ['connect'],
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
    field: 'revoke.auth, the secret as a bearer',
    in: (e) => revokes(e).auth === 'client-bearer',
    without: revoke({ auth: 'client-post' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.value',
    in: (e) => revokes(e).value !== undefined,
    without: (e) => ({
      ...e,
      endpoints: { ...e.endpoints, revoke: e.endpoints.revoke && without(e.endpoints.revoke, 'value') },
    }),
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
    field: 'revoke.token',
    in: (e) => revokes(e).token === 'access' && revokes(e).carries === 'json' && e.refresh.rotation !== 'none',
    without: revoke({ token: 'refresh' }),
    ends: ['revoke'],
  },
  {
    field: 'revoke.scope',
    in: (e) => revokes(e).scope === 'client_user' && !isIdentified(e),
    without: revoke({ scope: 'token' }),
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

/** What a life cannot tell apart, and the tests that fail without it: a file and the title of one of them. */
const elsewhere: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'authorize.identityScopes': [
    `${server}/oauth/authorize-url.test.ts`,
    'sends the nonce to OpenID Connect providers, with the identity scopes once',
  ],
  'authorize.pkceSupport': [`${server}/providers/validate.test.ts`, 'supported PKCE that is not sent'],
  'authorize.switchAccount': [
    `${server}/oauth/authorize-url.test.ts`,
    'asks for the account only when the session wants another one',
  ],
  'callback.scope': [
    `${server}/providers/quirks-servicenow-to-zoom.test.ts`,
    'what the person left ticked is what was granted: only the callback says it',
  ],
  'callback.expect': [
    `${server}/providers/quirks-servicenow-to-zoom.test.ts`,
    'a callback that Shopify signed for another store sends no code anywhere',
  ],
  'refresh.marginSeconds': [
    `${server}/providers/quirks-aircall-to-freshbooks.test.ts`,
    'a token that is %i seconds old is %s: a refresh before 570 would be refused',
  ],
  'refresh.accessTtlSeconds': [
    `${server}/oauth/token-answers.test.ts`,
    'with the life that the entry knows, when the answer is silent',
  ],
  'refresh.graceSeconds': [
    `${server}/providers/reason-of-end.test.ts`,
    '%s: a token that was sent twice within the grace is dead for another reason',
  ],
  'refresh.refreshTtlSeconds': [
    `${server}/providers/reason-of-end.test.ts`,
    '%s: a refresh token that nobody used for its whole life has expired, and nobody revoked it',
  ],
  'api.rateLimit': [`${server}/providers/rate-limits.test.ts`, '%s: %s decides when calls may come again'],
};

/** Places, and words for people: every life goes to the first, and the catalog's own tests read the second. */
const plain = ['authorize.offline', 'account.url', 'account.name', 'api.hosts', 'revoke.url', 'kinds.setup'];

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
  if (entry.token.swap && (await life.outcomes(id, 'swap')).length === 0) return 'swap';
  if (isIdentified(entry) && !grant.account_identifier) return 'label';
  if ((await life.called(id, grant.grant_id)).status !== 200) return 'call';
  const { verified } = (await life.checked(grant.grant_id)) as { verified: { outcome: string } };
  if (entry.verify && verified.outcome !== 'ok') return 'check';
  if (entry.refresh.rotation !== 'none') {
    const before = await life.refreshes(id);
    await life.expire(id);
    if ((await life.called(id, grant.grant_id)).status !== 200) return 'refresh';
    // A token that still lives is renewed beside the call.
    const isRenewed = async () => (await life.refreshes(id)).length > before.length;
    if (!(await vi.waitUntil(isRenewed, { timeout: 3000 }).catch(() => false))) return 'refresh';
  }
  if (isIdentified(entry) && (await life.connected(id)).grant?.operation !== 'reauth') return 'again';
  if (entry.refresh.rotation === 'single-use' && !(await isSentOnce(id, grant.grant_id))) return 'once';
  return (await isEnded(id, entry, grant.grant_id)) ? 'nowhere' : 'revoke';
}

/** A refresh whose answer was lost: nobody knows whether the token is spent. */
async function isSentOnce(id: string, grantId: string): Promise<boolean> {
  await life.expire(id);
  await life.tenant(id).fail(cut({ on: 'refresh', times: 1, handled: true }));
  await life.called(id, grantId);
  const again = await life.tenant(id).sentAgain();
  await life.connected(id);
  return again.length === 0;
}

async function isEnded(id: string, entry: Provider, grantId: string): Promise<boolean> {
  const wanted = wantedRevocation(entry);
  const answer = await line.post(routes.revokeGrant.replace(':grant_id', grantId), {});
  const { revocation } = (await answer.json()) as { revocation: string };
  if (wanted !== 'confirmed') return revocation === wanted;
  const sent = (await life.tenant(id).log()).findLast(({ endpoint }) => endpoint === 'revoke')?.token;
  const kind = entry.endpoints.revoke?.token === 'access' || entry.refresh.rotation === 'none' ? 'access' : 'refresh';
  const isOver = (await life.tenant(id).grants()).at(-1)?.live === false;
  return revocation === 'confirmed' && isOver && sent?.startsWith(kind) === true;
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

describe('a kind of flow without what the vendor wants for it', () => {
  const whole = entries.find(({ kinds }) => kinds.client_credentials?.extra)!;
  let byClient: CatalogLine;
  beforeAll(async () => {
    const { setup } = whole.kinds.client_credentials!;
    const bare = { ...whole, kinds: { ...whole.kinds, client_credentials: { setup } } };
    byClient = await startCatalogLine([whole, { ...bare, id: 'without-extra', aliases: [] }], {
      kind: 'client_credentials',
      vendor: (entry) => (entry.id === whole.id ? whole : { ...whole, id: entry.id, aliases: [] }),
    });
  });
  afterAll(() => byClient.close());

  test('kinds.extra', async () => {
    const ways = new Life(byClient);
    expect((await ways.created(whole.id)).status).toBe(201);
    expect((await ways.created('without-extra')).status).toBeGreaterThanOrEqual(400);
  });
});

describe('no quirk is without a test', () => {
  const known = [
    ...quirks.map(({ field }) => field.split(',')[0]!),
    'kinds.extra',
    ...Object.keys(elsewhere),
    ...plain,
  ];

  test('each field that an entry says is one that is tested', () => {
    const said = new Set(entries.flatMap(fieldsOf));
    expect([...said].filter((field) => !known.includes(field))).toEqual([]);
    expect(known.filter((field) => !said.has(field))).toEqual([]);
  });

  test.each(Object.entries(elsewhere))('%s is tested where it is said to be', (_field, [file, title]) => {
    const titles = [...readFileSync(inRoot(...file.split('/')), 'utf8').matchAll(/[([]\s*(['"`])(.*?)\1,\s/g)];
    expect(titles.map((found) => found[2])).toContain(title);
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
