import { describe, expect, expectTypeOf, test } from 'vitest';
import { declare } from '../../src/apps/file.ts';
import { loadCatalog } from '../../src/providers/catalog.ts';
import { fromColumns, toColumns } from '../../src/providers/custom-row.ts';
import { parseCustom, type CustomProvider } from '../../src/providers/custom-schema.ts';
import { customEntry, customMistakes, givenMetadata, type ServerMetadata } from '../../src/providers/custom.ts';
import { createDirectory } from '../../src/providers/directory.ts';
import { entries } from '../../src/providers/index.generated.ts';
import type { AccountPaths, Provider, RateLimit, RevokeEndpoint, Variable } from '../../src/providers/provider.ts';
import { resolveFile } from '../../src/providers/resolve-config.ts';
import { Secret } from '../../src/vault/secret.ts';
import { declaredAs } from './declared.ts';

const id = 'https://id.acme.example';
const hosts = ['api.acme.example'];

/** As an operator writes it. */
function declared(custom: object): { entry: Provider; custom: CustomProvider; metadata: ServerMetadata } {
  const file = declare(
    { apps: { shop: { name: 'Shop', providers: { own: { client_id: 'x', custom } } } } },
    '/etc/alter/alter.config.json',
  ).providers[0]!;
  const metadata = givenMetadata(file.custom!)!;
  const known = { ...file, clientSecret: new Secret('secret') };
  return { entry: resolveFile(known, metadata, loadCatalog([])).entry, custom: file.custom!, metadata };
}

const plain: Provider = {
  id: 'own',
  name: 'Acme Sign-in',
  category: 'custom',
  monogram: 'As',
  hue: 310,
  flowKinds: ['authorization_code'],
  kinds: {},
  variables: [],
  endpoints: { authorize: `${id}/authorize`, token: `${id}/token`, revoke: null, closed: [] },
  authorize: {
    query: {},
    scopeSeparator: ' ',
    identityScopes: [],
    offline: null,
    pkceSupport: 'unknown',
    pkce: true,
    oidc: false,
    issParameter: false,
  },
  callback: {},
  token: { clientAuth: 'basic', body: 'form' },
  refresh: { rotation: 'single-use', accessTtlSeconds: null, refreshTtlSeconds: null },
  account: null,
  accountInToken: null,
  verify: null,
  api: {
    hosts,
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimit: {},
  },
  scopes: [],
  consoleUrl: id,
  settingsUrl: null,
  setup: [
    'Register a client for the authorization code grant at this server.',
    'Enter the callback URL shown here as its redirect URI, and take the client id and the client secret.',
  ],
  verified: false,
  verifyBeforeRelease: false,
  hooks: {},
};
const endpoints = { authorize: `${id}/authorize`, token: `${id}/token` };

describe('what was declared before there were sections', () => {
  test('with endpoints alone is the careful, plain server that it was', () => {
    expect(declared({ name: 'Acme Sign-in', hosts, endpoints }).entry).toEqual(plain);
  });

  test('with every short form is what it was', () => {
    const addresses = { revoke: `${id}/revoke`, userinfo: `${id}/me`, introspect: `${id}/introspect` };
    const { entry } = declared({
      name: 'Acme Sign-in',
      issuer: id,
      hosts: ['api.acme.example', 'files.acme.example:8443'],
      endpoints: { ...endpoints, ...addresses, device: `${id}/device`, jwks: `${id}/jwks` },
      scope_words: { read: 'read your things' },
      settings_url: 'http://intranet.acme.example/apps',
      flow_kinds: ['authorization_code', 'device_code'],
      client_auth: 'post',
      token_body: 'json',
      scope_separator: ',',
      pkce: false,
      oidc: true,
      authorize_query: { access_type: 'offline', response_type: 'code' },
      identity: ['team.id', 'user.id'],
      account_label: ['user.email'],
      rotation: 'static',
      revoke_scope: 'token',
    });
    expect(entry).toEqual({
      ...plain,
      issuer: id,
      flowKinds: ['authorization_code', 'device_code'],
      kinds: { device_code: { setup: expect.any(String) as string } },
      endpoints: {
        ...plain.endpoints,
        revoke: {
          url: `${id}/revoke`,
          method: 'POST',
          auth: 'client-post',
          carries: 'form',
          field: 'token',
          token: 'refresh',
          scope: 'token',
        },
        deviceAuthorization: `${id}/device`,
        jwks: `${id}/jwks`,
        introspect: `${id}/introspect`,
      },
      authorize: {
        ...plain.authorize,
        query: { access_type: 'offline', response_type: 'code' },
        scopeSeparator: ',',
        identityScopes: ['openid'],
        pkce: false,
        oidc: true,
        switchAccount: { prompt: 'select_account' },
      },
      token: { clientAuth: 'post', body: 'json' },
      refresh: { ...plain.refresh, rotation: 'static' },
      account: {
        url: `${id}/me`,
        method: 'GET',
        identity: ['team.id', 'user.id'],
        label: ['user.email'],
        name: ['name'],
      },
      verify: { url: `${id}/me`, method: 'GET' },
      api: { ...plain.api, hosts: ['api.acme.example', 'files.acme.example:8443'] },
      scopes: [{ scope: 'read', description: 'read your things', risk: 'medium' }],
      settingsUrl: 'http://intranet.acme.example/apps',
    });
  });

  test('in a stored row is what it was', () => {
    const settings = {
      scopeWords: { read: 'read your things' },
      settingsUrl: null,
      clientAuth: 'post',
      identity: ['sub'],
      rotation: 'static',
      idTokenAlgs: ['ES256'],
      basicAuth: false,
      issParameter: true,
      chosen: ['authorization_code'],
    };
    const addresses = { issuer: id, authorize: `${id}/a`, token: `${id}/t`, userinfo: `${id}/me`, jwks: `${id}/jwks` };
    const row = { name: 'Own', hosts, endpoints: { ...addresses, settings: JSON.stringify(settings) } };
    const { custom, metadata } = fromColumns(row)!;
    expect(customMistakes('own', custom, metadata)).toEqual([]);
    expect(customEntry('own', custom, metadata)).toEqual({
      ...plain,
      name: 'Own',
      monogram: 'Ow',
      issuer: id,
      endpoints: { authorize: `${id}/a`, token: `${id}/t`, revoke: null, jwks: `${id}/jwks`, closed: [] },
      authorize: {
        ...plain.authorize,
        identityScopes: ['openid'],
        oidc: true,
        idTokenAlgs: ['ES256'],
        issParameter: true,
        switchAccount: { prompt: 'select_account' },
      },
      token: { clientAuth: 'post', body: 'form' },
      refresh: { ...plain.refresh, rotation: 'static' },
      account: {
        url: `${id}/me`,
        method: 'GET',
        identity: ['sub'],
        label: ['email', 'preferred_username', 'login', 'username', 'name', 'sub'],
        name: ['name'],
      },
      verify: { url: `${id}/me`, method: 'GET' },
      scopes: [{ scope: 'read', description: 'read your things', risk: 'medium' }],
    });
  });
});

describe('a custom provider has what an entry of the catalog has', () => {
  /** `false` and `[]` are said where an entry leaves them out. */
  const asSaid = ({ hooks: _hooks, aliases: _aliases, verifyBeforeRelease: _flag, ...entry }: Provider) => ({
    ...entry,
    authorize: { issParameter: false, switchAccount: {}, ...entry.authorize },
    account: entry.account && { name: [], ...entry.account },
  });

  test.each(entries.map((entry) => [entry.id, entry] as const))(
    '%s, declared by an operator, is the same entry but for its hooks, in the file and in the store',
    (name, entry) => {
      const custom = parseCustom(JSON.parse(JSON.stringify(declaredAs(entry))), 'own.json');
      const metadata = givenMetadata(custom)!;
      expect(customMistakes(name, custom, metadata)).toEqual([]);
      expect(asSaid(customEntry(name, custom, metadata))).toEqual(asSaid(entry));
      const kept = fromColumns(toColumns(custom, metadata))!;
      expect(asSaid(customEntry(name, kept.custom, kept.metadata))).toEqual(asSaid(entry));
    },
  );

  test('a field that an entry gets and a declaration lacks does not compile', () => {
    type Lacks<Entry, Said> = Exclude<keyof NonNullable<Entry>, keyof NonNullable<Said>>;
    type Section<K extends keyof CustomProvider> = CustomProvider[K];
    type Hidden = 'id' | 'aliases' | 'scopes' | 'verified' | 'verifyBeforeRelease' | 'hooks';
    expectTypeOf<Exclude<Lacks<Provider, CustomProvider>, Hidden>>().toBeNever();
    expectTypeOf<Lacks<Provider['authorize'], Section<'authorize'> & Record<'pkce', 0>>>().toBeNever();
    expectTypeOf<Lacks<Provider['callback'], Section<'callback'>>>().toBeNever();
    expectTypeOf<Lacks<Provider['token'], Section<'token'>>>().toBeNever();
    expectTypeOf<Lacks<Provider['refresh'], Section<'refresh'>>>().toBeNever();
    expectTypeOf<Lacks<Provider['account'], Section<'account'>>>().toBeNever();
    expectTypeOf<Lacks<AccountPaths, Section<'accountInToken'>>>().toBeNever();
    expectTypeOf<Lacks<Provider['verify'], Section<'verify'>>>().toBeNever();
    expectTypeOf<Lacks<Provider['api'], Section<'api'> & Record<'hosts', 0>>>().toBeNever();
    expectTypeOf<Lacks<Provider['api']['inject'], NonNullable<Section<'api'>>['inject']>>().toBeNever();
    expectTypeOf<Lacks<RateLimit, NonNullable<Section<'api'>>['rateLimit']>>().toBeNever();
    expectTypeOf<Lacks<RevokeEndpoint, Section<'revoke'> & Record<'url', 0>>>().toBeNever();
    expectTypeOf<Lacks<Variable, NonNullable<Section<'variables'>>[string] & Record<'name', 0>>>().toBeNever();
  });

  test('OAuth 1.0a comes back from a stored row', () => {
    const { custom, metadata } = declared({
      name: 'Photos',
      hosts,
      flow_kinds: ['oauth1'],
      endpoints: { ...endpoints, temporary: `${id}/initiate` },
    });
    const kept = fromColumns(toColumns(custom, metadata))!;
    expect(customMistakes('own', kept.custom, kept.metadata)).toEqual([]);
    expect(customEntry('own', kept.custom, kept.metadata).endpoints.oauth1).toEqual({
      request: `${id}/initiate`,
      access: `${id}/token`,
    });
  });
});

describe('by discovery', () => {
  const found: ServerMetadata = {
    issuer: id,
    authorize: `${id}/a`,
    token: `${id}/t`,
    revoke: `${id}/r`,
    introspect: null,
    userinfo: `${id}/me`,
    jwks: `${id}/jwks`,
    idTokenAlgs: null,
    basicAuth: true,
    issParameter: false,
  };
  const own = (more: object) => parseCustom({ name: 'Own', issuer: id, hosts, ...more }, 'own.json');

  test('what is given goes before what was found, and the rest is as it was found', () => {
    const custom = own({
      endpoints: { refresh: `${id}/renew`, revoke: `${id}/end`, closed: [`${id}/tokens`] },
      token: { client_auth: 'none' },
    });
    expect(customMistakes('own', custom, found)).toEqual([]);
    expect(customEntry('own', custom, found).endpoints).toMatchObject({
      authorize: `${id}/a`,
      token: `${id}/t`,
      refresh: `${id}/renew`,
      revoke: { url: `${id}/end`, auth: 'client-id' },
      closed: [`${id}/tokens`],
    });
    const kept = fromColumns(toColumns(custom, found))!;
    expect(customEntry('own', kept.custom, kept.metadata)).toEqual(customEntry('own', custom, found));
  });

  test('nobody is asked who it is where that is said, and the account’s place can be another', () => {
    expect(customEntry('own', own({ account: null }), found)).toMatchObject({
      account: null,
      verify: { url: `${id}/me` },
    });
    const inToken = own({ account_in_token: { identity: ['user.id'], label: ['user.mail'] } });
    expect(customEntry('own', inToken, found)).toMatchObject({
      account: null,
      accountInToken: { identity: ['user.id'] },
    });
    const elsewhere = own({
      account: { url: 'https://api.acme.example/who', method: 'POST', body: '{}' },
      verify: null,
    });
    expect(customEntry('own', elsewhere, found)).toMatchObject({
      account: { url: 'https://api.acme.example/who', method: 'POST', body: '{}', identity: ['sub'] },
      verify: null,
    });
  });

  test('what is wrong already stops the start before anybody is asked; a server that is down does not', async () => {
    const asked: string[] = [];
    const started = (more: object) => {
      const providers = { own: { client_id: 'x', custom: { name: 'Own', issuer: id, hosts, ...more } } };
      return createDirectory({
        files: declare({ apps: { shop: { name: 'Shop', providers } } }, '/etc/alter/alter.config.json').providers,
        store: { providerConfigs: { find: async () => null, list: async () => [] } },
        vault: { openField: () => null },
        fetch: async (url) => {
          asked.push(url instanceof Request ? url.url : url.toString());
          throw new TypeError('down');
        },
        signal: AbortSignal.timeout(10_000),
        onProblem: () => undefined,
      });
    };
    await expect(started({ verify: { url: 'https://{site}.acme.example/' } })).rejects.toThrow(
      /\{site\} is no variable/,
    );
    const variables = { site: { label: 'Site', kind: 'path', from: 'operator', example: 'a' } };
    await expect(started({ variables })).rejects.toThrow(/variable "site" \(Site\): is missing/);
    expect(asked).toEqual([]);
    await started({});
    expect(asked).not.toEqual([]);
  });

  test('what needs an endpoint that is not there is refused', () => {
    const bare = { ...found, revoke: null, userinfo: null };
    expect(customMistakes('own', own({ revoke: { method: 'DELETE' }, account: { identity: ['id'] } }), bare)).toEqual([
      'revoke needs endpoints.revoke',
      'account needs a url, or endpoints.userinfo',
    ]);
    expect(customMistakes('own', own({ flow_kinds: ['device_code'] }), found)).toEqual([
      'device_code needs a device authorization endpoint',
    ]);
  });
});

describe('a client without a secret', () => {
  const resolved = (more: object) => {
    const own = { client_id: 'x', custom: { name: 'Own', hosts, endpoints, ...more } };
    const apps = { shop: { name: 'Shop', providers: { own } } };
    const file = declare({ apps }, '/etc/alter/alter.config.json').providers[0]!;
    return resolveFile(file, givenMetadata(file.custom!), loadCatalog([]));
  };

  test.each([{}, { client_auth: 'post' }, { client_auth: 'basic' }, { client_auth: 'none' }])(
    'is refused without PKCE, because a stolen code would be enough: %j',
    (more) => {
      expect(() => resolved({ ...more, pkce: false })).toThrow(/a client without a secret needs PKCE/);
    },
  );

  test('is taken with PKCE, and without where no code comes back', () => {
    expect(resolved({}).entry.authorize.pkce).toBe(true);
    const device = { flow_kinds: ['device_code'], endpoints: { ...endpoints, device: `${id}/device` } };
    expect(resolved({ ...device, pkce: false }).entry.authorize.pkce).toBe(false);
  });
});
