import { describe, expect, test } from 'vitest';
import { CatalogMistakes, loadCatalog } from '../../src/providers/catalog.ts';
import { defineProvider } from '../../src/providers/define-provider.ts';
import github from '../../src/providers/entries/github.ts';
import type { Provider, ProviderHooks, Variable } from '../../src/providers/provider.ts';
import { mistakesOf } from '../../src/providers/validate.ts';

const sound: Provider = { ...github, id: 'acme', aliases: [] };
const host: Variable = {
  name: 'host',
  label: 'Host',
  kind: 'host',
  from: 'operator',
  pattern: /[a-z.]+/,
  example: 'a.example',
};
const label: Variable = {
  name: 'shop',
  label: 'Shop',
  kind: 'label',
  from: 'person',
  pattern: /[a-z]+/,
  example: 'acme',
  suffix: '.shops.example',
};
const at = (change: Partial<Provider['endpoints']>) => ({ ...sound, endpoints: { ...sound.endpoints, ...change } });
const revoke = (change: object) =>
  at({ revoke: { ...sound.endpoints.revoke, ...change } as Provider['endpoints']['revoke'] });
const authorize = (change: Partial<Provider['authorize']>) => ({
  ...sound,
  authorize: { ...sound.authorize, ...change },
});
const hosts = (...given: string[]) => ({ ...sound, api: { ...sound.api, hosts: given } });

describe('mistakesOf', () => {
  test('a sound entry has none', () => {
    expect(mistakesOf([sound])).toEqual([]);
  });

  test('an entry with variables in the right places has none', () => {
    const shop = { ...at({ authorize: 'https://{shop}.shops.example/authorize' }), variables: [label, host] };
    expect(mistakesOf([{ ...shop, issuer: 'https://{host}' }])).toEqual([]);
  });

  test.each<[string, Provider, RegExp]>([
    ['an id with capitals', { ...sound, id: 'Acme' }, /not an id/],
    ['an alias with a blank', { ...sound, aliases: ['a b'] }, /not an id/],
    ['plain http', at({ token: 'http://acme.example/token' }), /must be https/],
    ['a relative URL', at({ authorize: '/authorize' }), /not an absolute URL/],
    ['user info', at({ token: 'https://a:b@acme.example/' }), /user info/],
    ['a fragment', at({ token: 'https://acme.example/#x' }), /fragment/],
    ['a closed endpoint over http', at({ closed: ['http://acme.example/'] }), /must be https/],
    ['an unknown place', at({ token: 'https://acme.example/{tenant}' }), /\{tenant\} is no variable/],
    [
      'a host variable inside a host',
      { ...at({ token: 'https://{host}.acme.example/' }), variables: [host] },
      /does not stand where a host may/,
    ],
    [
      'a label before another suffix',
      { ...at({ token: 'https://{shop}.evil.example/' }), variables: [label] },
      /does not stand where a label may/,
    ],
    [
      'a path variable in the host',
      { ...at({ token: 'https://{t}/token' }), variables: [{ ...host, name: 't', kind: 'path' }] },
      /does not stand where a path may/,
    ],
    [
      'a token in the host',
      {
        ...sound,
        account: sound.account && { ...sound.account, url: 'https://{access_token}.acme.example/me' },
      },
      /\{access_token\} does not stand behind the host/,
    ],
    [
      'a token in the host of a revocation',
      revoke({ url: 'https://{token}.acme.example/', carries: 'path' }),
      /\{token\} does not stand behind the host/,
    ],
    [
      'a label before a suffix that a backslash cuts off',
      { ...at({ token: 'https://{shop}.evil.example\\x.shops.example/' }), variables: [label] },
      /does not stand where a label may/,
    ],
    ['a whole host asked of a person', { ...sound, variables: [{ ...host, from: 'person' }] }, /operator's to give/],
    ['a label without its suffix', { ...sound, variables: [{ ...host, kind: 'label' }] }, /needs the suffix/],
    ['a default that does not match', { ...sound, variables: [{ ...host, default: 'A' }] }, /default does not match/],
    [
      'a secret that a person would be asked for',
      { ...sound, variables: [{ ...label, secret: true }] },
      /a secret is a value of the operator/,
    ],
    [
      'a secret in what a browser carries',
      {
        ...authorize({ query: { key: '{key}' } }),
        variables: [{ ...host, name: 'key', kind: 'value', secret: true }],
      },
      /\{key\} is a secret, for headers of API calls alone/,
    ],
    [
      'a further kind of flow without words',
      { ...sound, kinds: {} },
      /say in kinds what an operator does for device_code/,
    ],
    [
      'words for a kind of flow that it does not have',
      { ...sound, kinds: { ...sound.kinds, oauth1: { setup: 'x' } } },
      /no further kind/,
    ],
    ['no API host', hosts(), /needs the API hosts/],
    ['a wildcard', hosts('*.acme.example'), /wildcard/],
    ['a host in capitals', hosts('API.acme.example'), /not a host name/],
    ['a URL for a host', hosts('https://acme.example'), /not a host name/],
    ['a parameter that is ours', authorize({ query: { state: 'x' } }), /state is set by the service/],
    ['supported PKCE that is not sent', authorize({ pkce: false }), /must be sent/],
    ['OpenID Connect without keys', authorize({ oidc: true }), /issuer and its keys/],
    ['a token that is carried in no path', revoke({ carries: 'path' }), /\{token\} stands in the URL/],
    [
      'a path token that is not carried there',
      revoke({ url: 'https://acme.example/{token}' }),
      /\{token\} stands in the URL/,
    ],
    [
      'a rotation that nobody knows',
      { ...sound, refresh: { ...sound.refresh, rotation: 'rolling' as 'static' } },
      /no rotation rolling/,
    ],
    [
      'places without the variable that is their id',
      { ...sound, api: { ...sound.api, places: { url: 'https://acme.example/sites', name: 'name' } } },
      /places and the one variable/,
    ],
    [
      'the id of a place without which nothing works',
      {
        ...sound,
        variables: [{ ...label, kind: 'path', from: 'places' }],
        api: { ...sound.api, places: { url: 'https://acme.example/sites', name: 'name' } },
      },
      /optional path segment/,
    ],
    [
      'places over http',
      {
        ...sound,
        variables: [{ ...label, kind: 'path', from: 'places', optional: true }],
        api: { ...sound.api, places: { url: 'http://acme.example/sites', name: 'name' } },
      },
      /must be https/,
    ],
    ['a field without a name', revoke({ field: '' }), /name the field/],
    [
      'no identity',
      { ...sound, account: sound.account && { ...sound.account, identity: [] } },
      /identifies the account/,
    ],
    ['no name', { ...sound, name: ' ' }, /name is missing/],
    ['no steps', { ...sound, setup: [] }, /setup steps/],
    ['a monogram of one letter', { ...sound, monogram: 'A' }, /two letters/],
    ['a hue off the circle', { ...sound, hue: 360 }, /hue/],
    ['a scope without words', { ...sound, scopes: [{ scope: 'x', description: '', risk: 'low' }] }, /no words/],
    ['no scopes, and nothing said about it', { ...authorize({ identityScopes: [] }), scopes: [] }, /say in noScopes/],
    [
      'an identity scope that no person could understand',
      authorize({ identityScopes: ['me:all'] }),
      /me:all is always asked for, and has no words/,
    ],
    [
      'a risk that nobody knows',
      { ...sound, scopes: sound.scopes.map((one) => ({ ...one, risk: 'none' as 'low' })).slice(0, 1) },
      /there is no risk none/,
    ],
    ['a scope twice', { ...sound, scopes: [...sound.scopes, ...sound.scopes.slice(0, 1)] }, /described twice/],
    [
      'a hook nobody calls',
      { ...sound, hooks: { beforeToken: () => null } as ProviderHooks },
      /no hook named beforeToken/,
    ],
  ])('finds %s', (_case, entry, mistake) => {
    expect(mistakesOf([entry])).toEqual([expect.stringMatching(mistake)]);
  });

  test('finds an id that is another one’s alias', () => {
    expect(
      mistakesOf([
        { ...sound, aliases: ['twin'] },
        { ...sound, id: 'twin', aliases: [] },
      ]),
    ).toEqual([expect.stringMatching(/"twin" is already an id or alias of acme/)]);
  });
});

test('an entry has to say what happens to a used refresh token: none is guessed', () => {
  const said = { id: 'acme', name: 'Acme', category: 'crm', monogram: 'Ac', hue: 1 } as const;
  const urls = { consoleUrl: 'https://acme.example/', settingsUrl: null, setup: ['Register an app.'] };
  const endpoints = { authorize: 'https://acme.example/authorize', token: 'https://acme.example/token' };
  const entry = { ...said, ...urls, endpoints, noScopes: 'None.', api: { hosts: ['acme.example'] } };
  // @ts-expect-error: without `refresh`, and in plain JavaScript it is refused at load
  expect(mistakesOf([defineProvider(entry)])).toEqual(['acme: refresh: there is no rotation undefined']);
  // @ts-expect-error: without `rotation`
  expect(mistakesOf([defineProvider({ ...entry, refresh: { accessTtlSeconds: 60 } })])).toHaveLength(1);
  expect(mistakesOf([defineProvider({ ...entry, refresh: { rotation: 'single-use' } })])).toEqual([]);
});

describe('loadCatalog', () => {
  test('reports every mistake of every entry at once', () => {
    const load = () =>
      loadCatalog([
        { ...sound, name: '', setup: [] },
        { ...sound, id: 'other', hue: -1 },
      ]);
    expect(load).toThrow(CatalogMistakes);
    expect(load).toThrow(/acme: name is missing[^]*acme: setup steps[^]*other: the hue/);
  });

  test('finds an entry by id and by alias, and nothing else', () => {
    const catalog = loadCatalog([{ ...sound, aliases: ['acme-old'] }]);
    expect(catalog.entry('acme-old')?.id).toBe('acme');
    expect(catalog.entry('acme')?.id).toBe('acme');
    expect(catalog.entry('constructor')).toBeNull();
  });
});

describe('a segment of a path that arrives from outside', () => {
  const segment: Variable = { ...host, name: 'r', label: 'Region', kind: 'path', from: 'callback' };
  const mistakes = (token: string) => mistakesOf([{ ...at({ token }), variables: [segment] }]);

  test.each([
    'https:/{r}/token',
    'https:{r}/token',
    'https:///{r}/token',
    'https:\\\\{r}\\token',
    'https:\\/{r}/token',
    'https://\\{r}/token',
    'https://\t/{r}/token',
    'ht\ntps://{r}/token',
    'HTTPS://{r}/token',
    ' https://{r}/token',
  ])('never becomes the host that gets the code: %j is refused', (token) => {
    expect(mistakes(token)).toContainEqual(expect.stringMatching(/token endpoint: .*(begins with https|stand where)/));
  });

  test('stands behind the host', () => {
    expect(mistakes('https://id.acme.example/{r}/token')).toEqual([]);
  });
});
