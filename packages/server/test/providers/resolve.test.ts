import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigMistakes } from '../../src/config.ts';
import { Refusal } from '../../src/lib/assert.ts';
import gitlab from '../../src/providers/entries/gitlab.ts';
import etsy from '../../src/providers/entries/etsy.ts';
import github from '../../src/providers/entries/github.ts';
import googleAds from '../../src/providers/entries/google-ads.ts';
import google from '../../src/providers/entries/google.ts';
import microsoft from '../../src/providers/entries/microsoft.ts';
import type { Provider, ProviderConfig } from '../../src/providers/provider.ts';
import twitter from '../../src/providers/entries/twitter.ts';
import { resolveProvider, resolveVariables } from '../../src/providers/resolve.ts';
import { secretHeaderTexts, sentHeaders } from '../../src/providers/sent-headers.ts';
import { Secret } from '../../src/vault/secret.ts';
import { configId, configOf } from './entry-in-use.ts';

const config = (entry: Provider, variables?: ProviderConfig['variables']): ProviderConfig =>
  configOf(entry, 'client/1', 'secret', variables);
const resolve = (entry: Provider, variables?: ProviderConfig['variables']) =>
  resolveProvider(entry, config(entry, variables));

/** A person names their shop: one label under the vendor's suffix. */
const shop: Provider = {
  ...github,
  id: 'acme-shop',
  variables: [
    {
      name: 'shop',
      label: 'Your shop',
      kind: 'label',
      from: 'person',
      pattern: /[a-z0-9-]+/,
      suffix: '.shops.example',
    },
  ],
  endpoints: {
    authorize: 'https://{shop}.shops.example/authorize',
    token: 'https://{shop}.shops.example/token',
    revoke: null,
    closed: [],
  },
  account: null,
  api: { ...github.api, hosts: ['{shop}.shops.example'] },
};

describe('resolveProvider', () => {
  test('fills the operator’s host into every endpoint, host and closed place', () => {
    const { endpoints, account, hosts, issuer } = resolve(gitlab, { host: 'git.acme.example:8443' });
    const places = [endpoints.authorize, endpoints.token, endpoints.revoke?.url, account?.url, ...endpoints.closed];
    for (const place of places) expect(place).toMatch(/^https:\/\/git\.acme\.example:8443\//);
    expect(hosts).toEqual(['git.acme.example:8443']);
    expect(issuer).toBe('https://git.acme.example:8443');
  });

  test('a host of the operator has a callback of its own; the vendor’s own host keeps the provider’s', () => {
    expect(resolve(gitlab, { host: 'git.acme.example' }).callbackPath).toBe(`/oauth/callback/${configId}`);
    expect(resolve(gitlab).callbackPath).toBe('/oauth/callback/gitlab');
    expect(resolve(gitlab, { host: 'gitlab.com' }).callbackPath).toBe('/oauth/callback/gitlab');
    expect(resolve(microsoft, { tenant: 'organizations' }).callbackPath).toBe('/oauth/callback/microsoft');
  });

  test.each([
    'GIT.acme.example',
    'acme.example/',
    'acme.example/path',
    'acme.example?x',
    'acme.example#',
    'user@acme.example',
    'acme.example:99999',
    '*.acme.example',
    'acme.example\n',
    ' acme.example',
    '0x7f.1',
    'acme.example\\evil',
    '',
  ])('refuses the host %j', (host) => {
    expect(() => resolve(gitlab, { host })).toThrow(ConfigMistakes);
  });

  test('a value must be a host whatever the entry’s own pattern lets through', () => {
    const variables = gitlab.variables.map((one) => ({ ...one, pattern: /[^]*/ }));
    const loose: Provider = {
      ...gitlab,
      variables,
      account: null,
      api: { ...gitlab.api, hosts: ['api.acme.example'] },
    };
    expect(resolve(loose, { host: 'git.acme.example' }).endpoints.token).toBe('https://git.acme.example/oauth/token');
    for (const host of ['evil.example/x?', 'GIT.acme.example', '0x7f.1']) {
      expect(() => resolve(loose, { host })).toThrow(ConfigMistakes);
    }
  });

  test.each(['common', 'organizations', 'consumers', '9a1f3c5e-0000-4000-8000-0123456789ab', 'acme.onmicrosoft.com'])(
    'takes the tenant %s',
    (tenant) => {
      expect(resolve(microsoft, { tenant }).endpoints.token).toBe(
        `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
      );
    },
  );

  test.each(['..', 'a/b', 'common/../x', 'common?x', '%2e%2e', 'common#', ''])('refuses the tenant %j', (tenant) => {
    expect(() => resolve(microsoft, { tenant })).toThrow(/tenant/);
  });

  test('reports every variable that does not exist', () => {
    expect(() => resolve(google, { host: 'x', tenant: 'y' })).toThrow(/"host"[^]*"tenant"/);
  });

  test('the token endpoint’s origin stands for an issuer that is not known', () => {
    expect(resolve(github).issuer).toBe('https://github.com');
    expect(resolve(google).issuer).toBe('https://accounts.google.com');
  });

  test('a client id in a URL is encoded', () => {
    expect(resolve(github).endpoints.revoke?.url).toBe('https://api.github.com/applications/client%2F1/grant');
  });

  test('the provider’s own endpoints are closed to callers, also those it has beside them', () => {
    expect(resolve(github).endpoints.closed).toEqual(
      expect.arrayContaining([
        'https://github.com/login/oauth/access_token',
        'https://api.github.com/applications/{client_id}/token',
      ]),
    );
  });

  test('leaves a person’s variable open until it is answered', () => {
    const open = resolve(shop);
    expect(open.endpoints.token).toBe('https://{shop}.shops.example/token');
    expect(resolveVariables(open, { shop: 'blue' }).endpoints.token).toBe('https://blue.shops.example/token');
    expect(resolveVariables(open, { shop: 'blue' }).hosts).toEqual(['blue.shops.example']);
    expect(resolveVariables(open, { shop: 'blue' }).issuer).toBe('https://blue.shops.example');
  });
});

describe('resolveVariables', () => {
  test.each([
    {},
    { shop: 'a.evil' },
    { shop: 'evil.example/' },
    { shop: 'blue\n' },
    { shop: '-' },
    { shop: '' },
    { shop: 'blue', size: 'x' },
  ])('refuses %j with 400 and says which', (given) => {
    const attempt = () => resolveVariables(resolve(shop), given);
    expect(attempt).toThrow(Refusal);
    try {
      attempt();
    } catch (cause) {
      expect(cause).toMatchObject({
        code: 'invalid_request',
        fields: { issues: [{ path: expect.stringMatching(/^variables\./) }] },
      });
    }
  });

  test('nobody but the operator moves a host: what a browser sends for it is not used', () => {
    const configured = resolve(gitlab, { host: 'git.acme.example' });
    expect(resolveVariables(configured, { host: 'evil.example' }).endpoints.token).toBe(configured.endpoints.token);
  });
});

describe('a secret variable', () => {
  const token = 'developer-token-0123456789';
  const provider = resolve(googleAds, { developer_token: new Secret(token) });

  test('is sent with every call, and printed by nothing', () => {
    expect(sentHeaders(provider)).toEqual({ 'developer-token': token });
    expect(secretHeaderTexts(provider)).toEqual([token]);
    for (const text of [JSON.stringify(provider), inspect(provider, { depth: 9 })]) expect(text).not.toContain(token);
  });

  test('is nothing that a caller is to get back, nor is what stands beside another part in a header', () => {
    expect(secretHeaderTexts(resolve(etsy))).toEqual(['client/1:secret', 'secret']);
    expect(secretHeaderTexts(resolve(github))).toEqual([]);
  });

  test('is not among the values that fill URLs', () => {
    expect(provider.variables).toEqual({});
  });

  test('in plain is refused, without repeating it', () => {
    const attempt = () => resolve(googleAds, { developer_token: token });
    expect(attempt).toThrow(/"developer_token" is a secret: give it as a reference/);
    expect(attempt).not.toThrow(token);
  });

  test('is judged like any other', () => {
    expect(() => resolve(googleAds, { developer_token: new Secret('short') })).toThrow(/does not have the form/);
    expect(() => resolve(googleAds)).toThrow(/developer_token.*is missing/);
  });
});

describe('the kinds of flow that a config names', () => {
  const chosen = (entry: Provider, flowKinds: ProviderConfig['flowKinds'], scopes: string[] = []) =>
    resolveProvider(entry, { ...config(entry), flowKinds, scopes });

  test('are those that the client is registered for, the preferred one first', () => {
    expect(chosen(github, ['device_code']).entry.flowKinds).toEqual(['device_code']);
    expect(chosen(github, null).entry.flowKinds).toEqual(github.flowKinds);
  });

  test('are those of the provider', () => {
    expect(() => chosen(github, ['client_credentials'])).toThrow(/choose among authorization_code, device_code, not/);
  });

  test('leave OAuth 1.0a out where it is beside another kind and nobody names it: its client is another one', () => {
    expect(chosen(twitter, null).entry.flowKinds).toEqual(['authorization_code']);
    expect(() => chosen(twitter, ['authorization_code', 'oauth1'])).toThrow(/stands alone/);
    expect(() => chosen(twitter, ['oauth1'], ['tweet.read'])).toThrow(/has no scopes/);
  });

  test('make OAuth 1.0a go to its own page, keep the endpoints of both closed, and call no revocation of the other', () => {
    const { endpoints, entry } = chosen(twitter, ['oauth1']);
    expect(endpoints.authorize).toBe('https://api.x.com/oauth/authorize');
    expect(endpoints.revoke).toBeNull();
    expect(entry.authorize.identityScopes).toEqual([]);
    for (const url of ['oauth/request_token', 'oauth/access_token', '2/oauth2/token', '2/oauth2/revoke'])
      expect(endpoints.closed).toContain(`https://api.x.com/${url}`);
  });
});
