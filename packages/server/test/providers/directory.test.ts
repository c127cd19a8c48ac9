import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../../../../test/provider/provider.ts';
import { startScripted } from '../../../../test/provider/scripted-server.ts';
import { ConfigMistakes } from '../../src/config.ts';
import { loadCatalog } from '../../src/providers/catalog.ts';
import { toColumns, withChosen } from '../../src/providers/custom-row.ts';
import { sentHeaders } from '../../src/providers/sent-headers.ts';
import type { CustomProvider } from '../../src/providers/custom-schema.ts';
import type { FileProviderConfig } from '../../src/providers/declared-config.ts';
import { createDirectory } from '../../src/providers/directory.ts';
import { discover } from '../../src/providers/discover.ts';
import { StoredEntries } from '../../src/providers/stored-entries.ts';
import type { ProviderConfigRow } from '../../src/stores/store.ts';
import { createKeyring } from '../../src/vault/keyring.ts';
import { createSealer } from '../../src/vault/seal.ts';
import { Secret } from '../../src/vault/secret.ts';

const appId = randomUUID();
const vault = createSealer(createKeyring([{ id: 'k1', key: createSecretKey(randomBytes(32)) }]));

const custom: CustomProvider = {
  name: 'Acme Sign-in',
  issuer: null,
  endpoints: { authorize: 'https://id.acme.example/authorize', token: 'https://id.acme.example/token' },
  hosts: ['api.acme.example'],
  scopeWords: { read: 'read your things' },
  settingsUrl: null,
};

const fromFile = (providerId: string, change: Partial<FileProviderConfig> = {}): FileProviderConfig => ({
  id: randomUUID(),
  appId,
  providerId,
  clientId: 'client-file',
  clientSecret: new Secret('secret-file'),
  scopes: [],
  variables: {},
  flowKinds: null,
  custom: null,
  ...change,
});

function fromStore(providerId: string, change: Partial<ProviderConfigRow> = {}): ProviderConfigRow {
  const row = { id: randomUUID(), app_id: appId, generation: 3, ...change };
  const context = { appId: row.app_id, objectId: row.id, generation: row.generation };
  return {
    provider_id: providerId,
    client_id: 'client-store',
    secret: vault.seal(context, { client_secret: new Secret('secret-store') }),
    scopes: ['repo'],
    variables: {},
    endpoints: null,
    hosts: null,
    name: null,
    status: 'active',
    created_at: 1,
    updated_at: 1,
    ...row,
  };
}

async function directory(files: FileProviderConfig[], rows: ProviderConfigRow[] = []) {
  const problems: string[] = [];
  const made = await createDirectory({
    files,
    store: {
      providerConfigs: {
        find: async (app, id) => rows.find((row) => row.app_id === app && row.id === id) ?? null,
        list: async (app) => rows.filter((row) => row.app_id === app),
      },
    },
    vault,
    fetch: globalThis.fetch,
    signal: AbortSignal.timeout(10_000),
    onProblem: (words) => problems.push(words),
  });
  return { made, problems };
}

describe('configs of the file', () => {
  test('are found by provider id and by config id, in their own app only', async () => {
    const file = fromFile('github');
    const { made } = await directory([file]);
    expect((await made.resolve(appId, 'github'))?.config).toMatchObject({
      id: file.id,
      source: 'file',
      clientId: 'client-file',
    });
    expect((await made.resolveConfig(appId, file.id))?.entry.id).toBe('github');
    expect(await made.resolve(randomUUID(), 'github')).toBeNull();
    expect(await made.resolveConfig(randomUUID(), file.id)).toBeNull();
    expect(await made.resolve(appId, 'google')).toBeNull();
  });

  test('every mistake of every config is reported, and nothing starts', async () => {
    const attempt = directory([
      fromFile('github', { variables: { host: 'x' } }),
      fromFile('gitlab', { variables: { host: 'a/b' } }),
      fromFile('acme', { custom: { ...custom, hosts: ['*'] } }),
    ]);
    await expect(attempt).rejects.toThrow(ConfigMistakes);
    await expect(attempt).rejects.toThrow(/github[^]*gitlab[^]*acme/);
  });

  test.each<[string, FileProviderConfig[], RegExp]>([
    ['a provider that nobody knows', [fromFile('acme')], /not in the catalog/],
    ['a custom provider with the id of a catalog entry', [fromFile('github', { custom })], /GitHub has this id/],
    ['one provider twice', [fromFile('github'), fromFile('github')], /twice/],
    [
      'a custom provider over plain http',
      [
        fromFile('acme', {
          custom: {
            ...custom,
            endpoints: { authorize: 'http://id.acme.example/a', token: 'https://id.acme.example/t' },
          },
        }),
      ],
      /must be https/,
    ],
  ])('refuses %s', async (_case, files, words) => {
    await expect(directory(files)).rejects.toThrow(words);
  });

  test('a custom provider has its own callback and its own words', async () => {
    const file = fromFile('acme', { custom });
    const { made } = await directory([file]);
    const found = await made.resolve(appId, 'acme');
    expect(found?.callbackPath).toBe(`/oauth/callback/${file.id}`);
    expect(found?.entry.scopes).toEqual([{ scope: 'read', description: 'read your things', risk: 'medium' }]);
    expect(found?.hosts).toEqual(['api.acme.example']);
    expect(made.nameOf(appId, 'acme')).toBe('Acme Sign-in');
    expect(made.nameOf(randomUUID(), 'acme')).toBe('acme');
    expect(made.entry('acme')).toBeNull();
  });

  test('a changed client is another generation, so a flow that began under the old one is refused', async () => {
    const generations = await Promise.all(
      ['client-1', 'client-1', 'client-2'].map(async (clientId) => {
        const { made } = await directory([fromFile('github', { clientId })]);
        return (await made.resolve(appId, 'github'))?.config.generation;
      }),
    );
    expect(generations[0]).toBe(generations[1]);
    expect(generations[0]).not.toBe(generations[2]);
    expect(Number.isSafeInteger(generations[0])).toBe(true);
  });

  test.each<[string, Partial<CustomProvider>]>([
    ['hosts', { hosts: ['other.acme.example'] }],
    ['way to authenticate', { clientAuth: 'post' }],
    ['account', { account: { url: 'https://id.acme.example/me', identity: ['id'] } }],
  ])('so is a custom provider with another %s, though its endpoints are the same', async (_case, change) => {
    const generations = await Promise.all(
      [custom, { ...custom }, { ...custom, ...change }].map(async (declared) => {
        const { made } = await directory([fromFile('acme', { custom: declared })]);
        return (await made.resolve(appId, 'acme'))?.config.generation;
      }),
    );
    expect(generations[0]).toBe(generations[1]);
    expect(generations[0]).not.toBe(generations[2]);
  });
});

describe('configs of the store', () => {
  test('open their secret, and a saved change holds for the very next call', async () => {
    const rows = [fromStore('github')];
    const { made } = await directory([], rows);
    const before = await made.resolve(appId, 'github');
    expect(before?.config).toMatchObject({ clientId: 'client-store', source: 'store', generation: 3 });
    expect(before?.config.clientSecret?.reveal()).toBe('secret-store');
    rows[0] = fromStore('github', { client_id: 'client-new', generation: 4 });
    expect((await made.resolve(appId, 'github'))?.config).toMatchObject({ clientId: 'client-new', generation: 4 });
    rows.pop();
    expect(await made.resolve(appId, 'github')).toBeNull();
  });

  test('an inactive one is not offered', async () => {
    const row = fromStore('github', { status: 'inactive' });
    const { made } = await directory([], [row]);
    expect(await made.resolve(appId, 'github')).toBeNull();
    expect(await made.resolveConfig(appId, row.id)).toBeNull();
    expect(await made.list(appId)).toEqual([]);
  });

  test('the file wins where both have the same provider', async () => {
    const row = fromStore('github');
    const { made } = await directory([fromFile('github')], [row, fromStore('google')]);
    expect((await made.resolve(appId, 'github'))?.config.source).toBe('file');
    expect(await made.resolveConfig(appId, row.id)).toBeNull();
    expect((await made.list(appId)).map(({ config }) => [config.providerId, config.source])).toEqual([
      ['github', 'file'],
      ['google', 'store'],
    ]);
  });

  test('one whose secret cannot be opened any more is left out with words, and takes no other with it', async () => {
    const sealed = fromStore('github');
    const lost = { ...sealed, secret: sealed.secret && { ...sealed.secret, key_id: 'lost' } };
    const { made, problems } = await directory([], [lost, fromStore('slack')]);
    expect((await made.list(appId)).map(({ entry }) => entry.id)).toEqual(['slack']);
    expect(await made.resolveConfig(appId, lost.id)).toBeNull();
    expect(problems[0]).toContain(`provider config ${lost.id} cannot be used: sealed with key "lost"`);
  });

  test('a secret variable is opened from where the client secret is, and one in plain is not used', async () => {
    const id = randomUUID();
    const context = { appId, objectId: id, generation: 3 };
    const fields = { client_secret: new Secret('secret-store'), 'variable:developer_token': new Secret('developer-1') };
    const { made } = await directory([], [fromStore('google-ads', { id, secret: vault.seal(context, fields) })]);
    const found = await made.resolve(appId, 'google-ads');
    expect(found && sentHeaders(found)).toEqual({ 'developer-token': 'developer-1' });
    const plain = await directory([], [fromStore('google-ads', { variables: { developer_token: 'developer-1' } })]);
    expect(await plain.made.resolve(appId, 'google-ads')).toBeNull();
    expect(plain.problems).toEqual([expect.stringContaining('is a secret')]);
  });

  test('the kinds of flow that its client is for come back as they were saved', async () => {
    const { made } = await directory([], [fromStore('github', { endpoints: withChosen(null, ['device_code']) })]);
    expect((await made.resolve(appId, 'github'))?.entry.flowKinds).toEqual(['device_code']);
  });

  test('one that cannot be used is left out with words, and takes no other with it', async () => {
    const metadata = {
      issuer: null,
      authorize: 'https://a.example/a',
      token: 'https://a.example/t',
      revoke: null,
      introspect: null,
      userinfo: null,
      jwks: null,
      idTokenAlgs: null,
      basicAuth: true,
      issParameter: false,
    };
    const rows = [
      fromStore('gitlab', { variables: { host: 'a/b' } }),
      fromStore('acme'),
      fromStore('google', toColumns(custom, metadata)),
      fromStore('github'),
    ];
    const { made, problems } = await directory([], rows);
    expect((await made.list(appId)).map(({ entry }) => entry.id)).toEqual(['github']);
    expect(problems).toEqual([
      expect.stringContaining('host'),
      expect.stringContaining('not in the catalog'),
      expect.stringContaining('Google has the id'),
    ]);
  });

  const own = (settings = '{}', change: Partial<ProviderConfigRow> = {}) =>
    fromStore('acme', {
      name: 'Acme',
      hosts: ['api.acme.example'],
      endpoints: { ...(custom.endpoints as Record<string, string>), settings },
      ...change,
    });

  test('a custom one is made and judged once for each save, and a change without one is seen as well', async () => {
    const id = randomUUID();
    const rows: ProviderConfigRow[] = [];
    const { made } = await directory([], rows);
    const entryOf = async (...row: ProviderConfigRow[]) => {
      rows.splice(0, 1, ...row);
      return (await made.resolveConfig(appId, id))?.entry;
    };
    const first = await entryOf(own('{}', { id }));
    expect((await entryOf(own('{}', { id })))?.endpoints).toBe(first?.endpoints);
    const saved = await entryOf(own('{}', { id, generation: 4 }));
    expect(saved).toEqual(first);
    expect(saved?.endpoints).not.toBe(first?.endpoints);
    expect((await entryOf(own('{"clientAuth":"post"}', { id, generation: 4 })))?.token.clientAuth).toBe('post');
    expect(await entryOf(own('{', { id, generation: 4 }))).toBeUndefined();
    expect(await entryOf()).toBeUndefined();
  });

  test('of the custom ones that were made no more are kept than may be, and the first goes first', () => {
    const [one, two, three] = [own(), own(), own()];
    const kept = new StoredEntries(loadCatalog([]), 2);
    const [first, second] = [kept.of(one), kept.of(two)];
    expect(kept.of(one)).toBe(first);
    expect(kept.of(two)).toBe(second);
    kept.of(three);
    expect(kept.of(two)).toBe(second);
    expect(kept.of(one)).not.toBe(first);
    expect(kept.of(two)).not.toBe(second);
  });

  const site = { label: 'Site', kind: 'path', from: 'operator', example: 'a' };
  test.each<[string, string, RegExp]>([
    ['cut off', '{', /cannot be read/],
    ['null', 'null', /cannot be read/],
    ['a list', '[1]', /cannot be read/],
    ['no map of scopes', '{"scopeWords":null}', /cannot be used by this version/],
    [
      'a pattern that is none',
      JSON.stringify({ variables: { site: { ...site, pattern: '(' } } }),
      /cannot be used by this version/,
    ],
    [
      'a capture that is none',
      JSON.stringify({ variables: { site: { ...site, from: 'token', capture: '(' } } }),
      /cannot be used by this version/,
    ],
    [
      'a kind of variable of a newer version',
      JSON.stringify({ variables: { site: { ...site, kind: 'region', default: 'a' } } }),
      /variable site is of a kind that this version does not know/,
    ],
    [
      'a kind of variable of a newer version, with a pattern',
      JSON.stringify({ variables: { site: { ...site, kind: 'region', pattern: '[a-z]+' } } }),
      /variable site is of a kind that this version does not know/,
    ],
    ['a kind of flow of a newer version', '{"chosen":["newer"]}', /cannot be read/],
  ])('one whose settings are %s is left out with words, and takes no other with it', async (_case, settings, words) => {
    const bad = own(settings);
    const { made, problems } = await directory([], [bad, fromStore('github')]);
    expect((await made.list(appId)).map(({ entry }) => entry.id)).toEqual(['github']);
    expect(await made.resolve(appId, 'acme')).toBeNull();
    expect(await made.resolveConfig(appId, bad.id)).toBeNull();
    expect(problems).toHaveLength(3);
    for (const problem of problems) expect(problem).toMatch(words);
    expect(problems[0]).toContain(`provider config ${bad.id} cannot be used: `);
  });

  test('a custom one comes back as it was saved', async () => {
    const full: CustomProvider = {
      ...custom,
      pkce: false,
      scopeSeparator: ',',
      identity: ['team', 'user'],
      tokenBody: 'json',
      revokeScope: 'token',
    };
    const metadata = {
      issuer: 'https://id.acme.example',
      authorize: 'https://id.acme.example/a',
      token: 'https://id.acme.example/t',
      revoke: 'https://id.acme.example/r',
      introspect: null,
      userinfo: 'https://id.acme.example/u',
      jwks: null,
      idTokenAlgs: null,
      basicAuth: false,
      issParameter: true,
    };
    const row = fromStore('acme', toColumns(full, metadata));
    const { made, problems } = await directory([], [row]);
    const found = await made.resolve(appId, 'acme');
    expect(problems).toEqual([]);
    expect(found).toMatchObject({
      issuer: 'https://id.acme.example',
      callbackPath: `/oauth/callback/${row.id}`,
      account: { url: 'https://id.acme.example/u', identity: ['team', 'user'] },
      entry: {
        name: 'Acme Sign-in',
        authorize: { pkce: false, scopeSeparator: ',', issParameter: true },
        token: { clientAuth: 'post', body: 'json' },
        endpoints: { revoke: { scope: 'token', auth: 'client-post' } },
      },
    });
    expect(made.nameOf(appId, 'acme')).toBe('Acme Sign-in');
  });
});

describe('discovery', () => {
  let server: TestProvider;
  beforeAll(async () => {
    server = await startProvider();
  });
  afterAll(() => server.close());
  const options = { fetch: globalThis.fetch, signal: AbortSignal.timeout(10_000) };

  test('reads endpoints, keys and what the server announces', async () => {
    expect(await discover(server.issuer, options)).toEqual({
      issuer: server.issuer,
      authorize: `${server.issuer}/auth`,
      token: `${server.issuer}/token`,
      revoke: `${server.issuer}/token/revocation`,
      introspect: `${server.issuer}/token/introspection`,
      userinfo: `${server.issuer}/me`,
      device: null,
      jwks: `${server.issuer}/jwks`,
      idTokenAlgs: expect.arrayContaining(['RS256']),
      basicAuth: true,
      issParameter: true,
    });
  });

  test('takes RFC 8414 metadata where there is no OpenID Connect, and asks no ID token of it', async () => {
    const plain = await startScripted(({ path }) =>
      path === '/.well-known/oauth-authorization-server'
        ? {
            body: {
              issuer: plain.origin,
              authorization_endpoint: `${plain.origin}/a`,
              token_endpoint: `${plain.origin}/t`,
              jwks_uri: `${plain.origin}/j`,
              token_endpoint_auth_methods_supported: ['client_secret_post'],
            },
          }
        : { status: 404 },
    );
    expect(await discover(plain.origin, options)).toMatchObject({
      token: `${plain.origin}/t`,
      jwks: null,
      basicAuth: false,
    });
    await plain.close();
  });

  test.each<[string, (origin: string) => object]>([
    [
      'speaks for another issuer',
      () => ({
        issuer: 'https://id.acme.example',
        authorization_endpoint: 'https://id.acme.example/a',
        token_endpoint: 'https://id.acme.example/t',
      }),
    ],
    ['names no token endpoint', (origin) => ({ issuer: origin, authorization_endpoint: `${origin}/a` })],
  ])('refuses a server that %s', async (_case, metadata) => {
    const liar = await startScripted(() => ({ body: { ...metadata(liar.origin) } }));
    await expect(discover(liar.origin, options)).rejects.toThrow(/nothing was discovered/);
    await liar.close();
  });

  test.each(['http://id.acme.example', 'id.acme.example', 'https://u:p@id.acme.example'])(
    'does not ask %s',
    async (issuer) => {
      await expect(discover(issuer, options)).rejects.toThrow(/the issuer/);
    },
  );

  test('happens at start; a server that is down leaves out itself alone, until it answers', async () => {
    const gone = await startScripted(() => ({}));
    await gone.close();
    const down = fromFile('acme', { custom: { ...custom, endpoints: null, issuer: gone.origin } });
    const up = fromFile('local', {
      custom: { ...custom, endpoints: null, issuer: server.issuer, hosts: [server.host] },
    });
    const { made, problems } = await directory([down, up]);
    expect((await made.list(appId)).map(({ config }) => config.providerId)).toEqual(['local']);
    expect(problems).toEqual([expect.stringContaining('acme is left out for now')]);

    const port = Number(new URL(gone.origin).port);
    const back = await startProvider({ port });
    expect(await made.rediscover(AbortSignal.timeout(10_000))).toBe(0);
    expect((await made.resolve(appId, 'acme'))?.issuer).toBe(back.issuer);
    await back.close();
  });
});
