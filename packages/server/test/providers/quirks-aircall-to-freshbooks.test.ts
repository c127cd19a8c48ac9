/** What vendors from aircall to freshbooks do differently, one behaviour each, as the service's steps see it. */
import { describe, expect, test } from 'vitest';
import { judgeDestination } from '../../src/egress/destination.ts';
import { freshness } from '../../src/grants/refresh/freshness.ts';
import { lookUpAccount } from '../../src/oauth/identity.ts';
import { refreshTokens } from '../../src/oauth/refresh.ts';
import { revokeToken } from '../../src/oauth/revoke.ts';
import { tokenMembers } from '../../src/oauth/token-members.ts';
import airtable from '../../src/providers/entries/airtable.ts';
import amazonSellingPartner from '../../src/providers/entries/amazon-selling-partner.ts';
import amazon from '../../src/providers/entries/amazon.ts';
import asana from '../../src/providers/entries/asana.ts';
import auth0 from '../../src/providers/entries/auth0.ts';
import bamboohr from '../../src/providers/entries/bamboohr.ts';
import basecamp from '../../src/providers/entries/basecamp.ts';
import bigcommerce from '../../src/providers/entries/bigcommerce.ts';
import bitbucket from '../../src/providers/entries/bitbucket.ts';
import bitly from '../../src/providers/entries/bitly.ts';
import box from '../../src/providers/entries/box.ts';
import buffer from '../../src/providers/entries/buffer.ts';
import canva from '../../src/providers/entries/canva.ts';
import close from '../../src/providers/entries/close.ts';
import contentful from '../../src/providers/entries/contentful.ts';
import datadog from '../../src/providers/entries/datadog.ts';
import deel from '../../src/providers/entries/deel.ts';
import digitalocean from '../../src/providers/entries/digitalocean.ts';
import dropboxSign from '../../src/providers/entries/dropbox-sign.ts';
import docusign from '../../src/providers/entries/docusign.ts';
import etsy from '../../src/providers/entries/etsy.ts';
import exactOnline from '../../src/providers/entries/exact-online.ts';
import figma from '../../src/providers/entries/figma.ts';
import fitbit from '../../src/providers/entries/fitbit.ts';
import fortnox from '../../src/providers/entries/fortnox.ts';
import freeagent from '../../src/providers/entries/freeagent.ts';
import freshbooks from '../../src/providers/entries/freshbooks.ts';
import { learnVariables } from '../../src/providers/learn.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { filledMembers, resolveProvider, resolveVariables } from '../../src/providers/resolve.ts';
import { sentHeaders } from '../../src/providers/sent-headers.ts';
import type { GrantRow, VaultRow } from '../../src/stores/store.ts';
import { Secret } from '../../src/vault/secret.ts';
import { authorizeQuery, resolveWith, rewrite, type Texts } from './entry-in-use.ts';

const resolve = resolveWith('secret');

/** What the egress says to a caller's URL. */
const judged = ({ hosts, endpoints }: ResolvedProvider, url: string): string => {
  const decision = judgeDestination(new URL(url), { hosts, closed: endpoints.closed, unsafeAllowLoopback: false });
  return decision.kind === 'allow' ? 'allow' : decision.reason;
};

/** With what a callback brings. */
const called = (provider: ResolvedProvider, callback: Texts) =>
  learnVariables(provider, 'callback', (at) => callback[at] ?? null);

/** A vendor that gives one answer, and what it was asked. */
function vendor(answer: unknown, status = 200) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = (url, init) => {
    asked.push(new Request(url, init));
    return Promise.resolve(Response.json(answer, { status }));
  };
  return { asked, fetch };
}

const fields = { access_token: new Secret('access-1'), refresh_token: new Secret('refresh-1') };

/** A refresh, answered like this. */
async function refreshed(provider: ResolvedProvider, answer: unknown, status = 200) {
  const { asked, fetch } = vendor(answer, status);
  const signal = AbortSignal.timeout(5000);
  const refreshToken = new Secret('refresh-1');
  return { asked, outcome: await refreshTokens({ provider, fields, refreshToken, fetch, signal, now: 0 }) };
}

const living = { access_token: 'access-2', refresh_token: 'refresh-2', token_type: 'bearer' };

/** The account of a connection whose token answer and account answer are these. */
async function accountKey(provider: ResolvedProvider, tokenAnswer: object, accountAnswer: object) {
  const learnt = learnVariables(provider, 'token', (at) => (tokenAnswer as Texts)[at] ?? null);
  if (learnt.kind === 'refused') return null;
  const outcome = await lookUpAccount({
    provider: learnt.provider,
    tokens: {
      fields: { access_token: new Secret('token-1') },
      injectField: 'access_token',
      expiresAt: null,
      scopes: null,
      subject: null,
      facts: { ...tokenAnswer },
    },
    fetch: vendor(accountAnswer).fetch,
    signal: AbortSignal.timeout(5000),
    now: 0,
  });
  return outcome.kind === 'ok' ? outcome.facts.key : null;
}

describe('airtable', () => {
  test('a refresh proves itself in the header, as Airtable wants of clients with a secret', async () => {
    const { asked, outcome } = await refreshed(resolve(airtable), { ...living, expires_in: 3600 });
    expect(asked[0]?.headers.get('authorization')).toMatch(/^Basic /);
    expect(new URLSearchParams(await asked[0]?.text()).has('client_secret')).toBe(false);
    expect(outcome).toMatchObject({ kind: 'ok' });
  });
});

describe('amazon', () => {
  test('page, tokens and profile are those of the region that the operator names', () => {
    const { endpoints, account, hosts } = resolve(amazon, { page: 'eu.account.amazon.com', api: 'api.amazon.co.uk' });
    expect(endpoints).toMatchObject({
      authorize: 'https://eu.account.amazon.com/ap/oa',
      token: 'https://api.amazon.co.uk/auth/o2/token',
    });
    expect(account?.url).toBe('https://api.amazon.co.uk/user/profile');
    expect(hosts).toEqual(['api.amazon.co.uk']);
  });

  test('a host that is no region of Amazon’s is refused', () => {
    expect(() => resolve(amazon, { api: 'api.amazon.com.attacker.example' })).toThrow();
  });

  test('what describes a token is out of a caller’s reach in every region', () => {
    const provider = resolve(amazon, { api: 'api.amazon.co.jp' });
    expect(judged(provider, 'https://api.amazon.co.jp/auth/O2/tokeninfo?access_token=x')).toBe('provider_endpoint');
    expect(judged(provider, 'https://api.amazon.co.jp/user/profile')).toBe('allow');
  });
});

describe('amazon-selling-partner', () => {
  const provider = resolve(amazonSellingPartner, { application_id: 'amzn1.sp.solution.1' });

  test('is asked for as a beta only when the operator says that the app is a draft', () => {
    expect(authorizeQuery(provider).has('version')).toBe(false);
    const draft = resolve(amazonSellingPartner, { application_id: 'amzn1.sp.solution.1', version: 'beta' });
    expect(authorizeQuery(draft).get('version')).toBe('beta');
  });

  test('the seller of the callback is the account', () => {
    expect(called(provider, { selling_partner_id: 'A2EUQ1WTGCTBG2' })).toMatchObject({
      kind: 'ok',
      provider: { variables: { seller: 'A2EUQ1WTGCTBG2' } },
    });
    expect(called(provider, {})).toMatchObject({ kind: 'refused', reason: 'missing' });
  });

  test.each(['na', 'eu', 'fe'])('a token for restricted data is not had through a call in %s', (region) => {
    const host = `https://sellingpartnerapi-${region}.amazon.com`;
    expect(judged(provider, `${host}/tokens/2021-03-01/restrictedDataToken`)).toBe('provider_endpoint');
    expect(judged(provider, `${host}/orders/v0/orders`)).toBe('allow');
  });
});

describe('asana', () => {
  test('`default` is asked for alone, since Asana refuses it beside others', () => {
    expect(authorizeQuery(resolve(asana), ['tasks:read', 'default']).get('scope')).toBe('default');
  });

  test('scopes one by one are asked for with the one that says who it is', () => {
    expect(authorizeQuery(resolve(asana), ['tasks:read']).get('scope')).toBe('users:read tasks:read');
  });
});

describe('auth0', () => {
  test('the token is for the API that the operator names, and for none when there is none', () => {
    const domain = 'acme.eu.auth0.com';
    const audience = 'https://api.acme.example/';
    expect(authorizeQuery(resolve(auth0, { domain, audience })).get('audience')).toBe(audience);
    expect(authorizeQuery(resolve(auth0, { domain })).has('audience')).toBe(false);
  });
});

describe('bamboohr', () => {
  test('the old ways to get an API key are closed for every company’s path', () => {
    const provider = resolveVariables(resolve(bamboohr), { company: 'acme' });
    for (const host of ['acme.bamboohr.com', 'api.bamboohr.com']) {
      expect(judged(provider, `https://${host}/api/gateway.php/acme/v1/oidcLogin`)).toBe('provider_endpoint');
      expect(judged(provider, `https://${host}/api/gateway.php/acme/v1/employees/directory`)).toBe('allow');
    }
    expect(judged(provider, 'https://other.bamboohr.com/api/v1/employees/1')).toBe('host');
  });
});

describe('basecamp', () => {
  test('every call says whose app it is, in the operator’s words', () => {
    const words = 'Acme (help@acme.example)';
    expect(resolve(basecamp, { user_agent: words }).headers['user-agent']).toBe(words);
    expect(resolve(basecamp).headers['user-agent']).not.toBe('');
  });

  test('words that would make a further header are refused', () => {
    expect(() => resolve(basecamp, { user_agent: 'Acme\r\nx: y' })).toThrow();
  });
});

describe('bigcommerce', () => {
  const provider = resolve(bigcommerce);

  test('context and scope of the callback are repeated in the token call', () => {
    const learnt = called(provider, { context: 'stores/g5cd38', scope: 'store_v2_products store_cart' });
    const variables = learnt.kind === 'ok' ? learnt.provider.variables : {};
    expect(filledMembers(bigcommerce.token.extra ?? {}, variables)).toEqual({
      context: 'stores/g5cd38',
      scope: 'store_v2_products store_cart',
    });
  });

  test('all scopes that there are fit into the callback, however many', () => {
    const scope = bigcommerce.scopes.map((one) => one.scope).concat(Array.from({ length: 90 }, (_, i) => `scope_${i}`));
    expect(scope.join(' ').length).toBeGreaterThan(1000);
    expect(called(provider, { context: 'stores/g5cd38', scope: scope.join(' ') })).toMatchObject({ kind: 'ok' });
    expect(called(provider, { context: 'stores/g5cd38', scope: 'a'.repeat(5000) })).toMatchObject({ kind: 'refused' });
    expect(called(provider, { context: `stores/${'a'.repeat(50)}`, scope: 'a' })).toMatchObject({ kind: 'refused' });
  });

  test.each(['stores/../../x', 'stores/', 'g5cd38', 'stores/a/b'])(
    'a context that is no store is refused: %s',
    (context) => {
      expect(called(provider, { context, scope: 'store_cart' })).toMatchObject({ kind: 'refused' });
    },
  );

  test('no further tokens are made through a call, in whichever store', () => {
    const api = 'https://api.bigcommerce.com/stores/g5cd38/v3';
    expect(judged(provider, `${api}/storefront/api-token-customer-impersonation`)).toBe('provider_endpoint');
    expect(judged(provider, `${api}/catalog/products`)).toBe('allow');
  });
});

describe('bitbucket', () => {
  test('granted scopes are read under Bitbucket’s own name for them', () => {
    const { body } = rewrite(bitbucket, { access_token: 'a', scopes: 'account repository:write' });
    expect(body['scope']).toBe('account repository:write');
    expect(rewrite(bitbucket, { access_token: 'a', scopes: 'account', scope: 'email' }).body['scope']).toBe('email');
  });
});

describe('bitly', () => {
  test('the key that comes beside the token is not kept', () => {
    const { body } = rewrite(bitly, { access_token: 'a', login: 'alice', apiKey: 'R_secret' });
    expect(JSON.stringify(body)).not.toContain('R_secret');
    expect(body).toMatchObject({ access_token: 'a', login: 'alice' });
  });
});

describe('box', () => {
  test('a refresh token that was used is dead, though Box says that it has expired', async () => {
    const answer = { error: 'invalid_grant', error_description: 'Refresh token has expired' };
    const { asked, outcome } = await refreshed(resolve(box), answer, 400);
    expect(outcome).toMatchObject({ kind: 'refused', class: 'permanent' });
    expect(asked).toHaveLength(1);
  });
});

describe('buffer', () => {
  test('consent is always shown, since a refresh token comes only with it', () => {
    const query = authorizeQuery(resolve(buffer));
    expect(query.get('prompt')).toBe('consent');
    expect(query.get('scope')?.split(' ')).toContain('offline_access');
    expect(query.get('code_challenge')).toBe('challenge-1');
  });
});

describe('canva', () => {
  test('the method of the challenge is spelt as Canva reads it', () => {
    expect(authorizeQuery(resolve(canva)).get('code_challenge_method')).toBe('s256');
  });
});

describe('close', () => {
  const me = { id: 'user_1', email: 'alice@example.com' };

  test('the same person in two organizations is two accounts', async () => {
    const one = await accountKey(resolve(close), { organization_id: 'orga_1' }, me);
    const two = await accountKey(resolve(close), { organization_id: 'orga_2' }, me);
    expect(one).not.toBeNull();
    expect(two).not.toBe(one);
    expect(await accountKey(resolve(close), { organization_id: 'orga_1' }, me)).toBe(one);
  });

  test('an answer that names no organization still has an account', async () => {
    expect(await accountKey(resolve(close), {}, me)).not.toBeNull();
  });

  test('clients are not registered through a call', () => {
    expect(judged(resolve(close), 'https://api.close.com/oauth2/register')).toBe('provider_endpoint');
  });
});

describe('contentful', () => {
  test.each(['api.contentful.com', 'api.eu.contentful.com'])(
    'no lasting token is made through a call to %s',
    (host) => {
      const provider = resolve(contentful);
      expect(judged(provider, `https://${host}/users/me/access_tokens`)).toBe('provider_endpoint');
      expect(judged(provider, `https://${host}/users/me`)).toBe('allow');
    },
  );
});

describe('datadog', () => {
  test('page and API are those of the site that the operator names, and of no other', () => {
    const { endpoints, hosts } = resolve(datadog, { app: 'app.datadoghq.eu', api: 'api.datadoghq.eu' });
    expect(endpoints).toMatchObject({
      authorize: 'https://app.datadoghq.eu/oauth2/v1/authorize',
      token: 'https://api.datadoghq.eu/oauth2/v1/token',
    });
    expect(hosts).toEqual(['api.datadoghq.eu']);
    expect(() => resolve(datadog, { api: 'api.datadoghq.attacker.example' })).toThrow();
  });

  test('a callback cannot move the token call to another site', () => {
    const learnt = called(resolve(datadog), { domain: 'api.us5.datadoghq.com', site: 'https://us5.datadoghq.com' });
    expect(learnt).toMatchObject({ provider: { endpoints: { token: 'https://api.datadoghq.com/oauth2/v1/token' } } });
  });

  test('no key that outlives the grant is made or read through a call', () => {
    const provider = resolve(datadog);
    expect(judged(provider, 'https://api.datadoghq.com/api/v2/api_keys')).toBe('provider_endpoint');
    expect(judged(provider, 'https://api.datadoghq.com/api/v2/application_keys/abc')).toBe('provider_endpoint');
    expect(judged(provider, 'https://api.datadoghq.com/api/v1/monitor')).toBe('allow');
  });
});

describe('deel', () => {
  test('every call names the client beside its token', () => {
    expect(resolve(deel).headers['x-client-id']).toBe('client-1');
  });

  test('a sandbox token goes to the sandbox alone', () => {
    const provider = resolve(deel, { app: 'app.demo.deel.com', api: 'api-sandbox.demo.deel.com' });
    expect(provider.endpoints.token).toBe('https://app.demo.deel.com/oauth2/tokens');
    expect(judged(provider, 'https://api.letsdeel.com/rest/v2/people')).toBe('host');
  });
});

describe('digitalocean', () => {
  test('the same person in two teams is two accounts, and one without a team is one', async () => {
    const of = (team: object) => accountKey(resolve(digitalocean), {}, { account: { uuid: 'person-1', ...team } });
    const keys = [
      await of({ team: { uuid: 'team-000001' } }),
      await of({ team: { uuid: 'team-000002' } }),
      await of({}),
    ];
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(3);
  });

  test('a refresh goes to the endpoint for it', async () => {
    const { asked } = await refreshed(resolve(digitalocean), living);
    expect(asked.map(({ url }) => url)).toEqual(['https://cloud.digitalocean.com/v1/oauth/refresh']);
  });

  test('the access token proves that it may be revoked', async () => {
    const { asked, fetch } = vendor({});
    const signal = AbortSignal.timeout(5000);
    expect(await revokeToken({ provider: resolve(digitalocean), fields, fetch, signal })).toEqual({
      kind: 'confirmed',
    });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer access-1');
    expect(new URLSearchParams(await asked[0]?.text()).get('token')).toBe('access-1');
  });
});

describe('docusign', () => {
  const person = (base: string) => ({ sub: 'person-1', email: 'alice@example.com', accounts: [{ base_uri: base }] });

  test('the account says which host its API has, and no host outside the vendor’s is believed', async () => {
    expect(await accountKey(resolve(docusign), {}, person('https://eu.docusign.net'))).not.toBeNull();
    for (const base of [
      'https://docusign.net.attacker.example',
      'http://eu.docusign.net',
      'https://attacker.example',
    ]) {
      expect(await accountKey(resolve(docusign), {}, person(base)), base).toBeNull();
    }
  });

  test('the tokens and passwords of before are out of reach on the host that arrived', () => {
    const learnt = learnVariables(resolve(docusign), 'account', () => 'https://eu.docusign.net');
    if (learnt.kind === 'refused') throw new Error(learnt.reason);
    const api = 'https://eu.docusign.net/restapi/v2.1';
    expect(judged(learnt.provider, `${api}/login_information?api_password=true`)).toBe('provider_endpoint');
    expect(judged(learnt.provider, `${api}/accounts/1/envelopes`)).toBe('allow');
  });
});

describe('dropbox-sign', () => {
  test('the state of the flow is sent again with the code, and with nothing else', () => {
    const sent = (grantType: string) =>
      tokenMembers(resolve(dropboxSign), new URLSearchParams({ grant_type: grantType }), 'state-1').get('state');
    expect([sent('authorization_code'), sent('refresh_token')]).toEqual(['state-1', null]);
  });
});

describe('etsy', () => {
  test('every call names the app and its shared secret beside the token', () => {
    expect(sentHeaders(resolve(etsy))).toEqual({ 'x-api-key': 'client-1:secret' });
    expect(JSON.stringify(resolve(etsy))).not.toContain(':secret');
  });

  test('an app without the shared secret is refused when it is configured: no call of it would work', () => {
    const config = { ...resolve(etsy).config, clientSecret: null };
    expect(() => resolveProvider(etsy, config)).toThrow(/needs the client secret/);
  });

  test('a refresh proves itself with the client id alone', async () => {
    const { asked } = await refreshed(resolve(etsy), living);
    expect(asked[0]?.headers.has('authorization')).toBe(false);
    const form = new URLSearchParams(await asked[0]?.text());
    expect([form.get('client_id'), form.has('client_secret')]).toEqual(['client-1', false]);
  });

  test('the token endpoint is closed under both names of the API', () => {
    for (const host of ['api.etsy.com', 'openapi.etsy.com']) {
      expect(judged(resolve(etsy), `https://${host}/v3/public/oauth/token`)).toBe('provider_endpoint');
      expect(judged(resolve(etsy), `https://${host}/v3/application/users/me`)).toBe('allow');
    }
  });
});

describe('exact-online', () => {
  const provider = resolve(exactOnline);

  test.each([
    [560, 'fresh'],
    [585, 'due'],
  ])('a token that is %i seconds old is %s: a refresh before 570 would be refused', (age, state) => {
    const grant = { token_expires_at: 600_000, updated_at: 0, refreshable: true } as GrantRow;
    const vault = { updated_at: 0 } as VaultRow;
    expect(freshness(grant, vault, provider, age * 1000, { aheadMs: 300_000 } as Parameters<typeof freshness>[4])).toBe(
      state,
    );
  });

  test.each([
    ['Rate limit exceeded: access_token not expired', 'transient'],
    ['Old refresh token used.', 'permanent'],
    ['Something else', 'configuration'],
  ])('unauthorized_client with "%s" is %s', async (error_description, errorClass) => {
    const { outcome } = await refreshed(provider, { error: 'unauthorized_client', error_description }, 401);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });
});

describe('figma', () => {
  test('a refresh goes to its own endpoint and may bring no new refresh token', async () => {
    const { asked, outcome } = await refreshed(resolve(figma), { access_token: 'access-2', expires_in: 100 });
    expect(asked[0]?.url).toBe('https://api.figma.com/v1/oauth/refresh');
    expect(outcome).toMatchObject({ kind: 'ok' });
  });

  test('both endpoints are out of a caller’s reach', () => {
    for (const name of ['token', 'refresh'])
      expect(judged(resolve(figma), `https://api.figma.com/v1/oauth/${name}`)).toBe('provider_endpoint');
  });

  test('scopes are asked for with commas', () => {
    expect(authorizeQuery(resolve(figma), ['projects:read']).get('scope')).toBe('current_user:read,projects:read');
  });
});

describe('fitbit', () => {
  test.each(['1', '1.1'])('what describes a token is out of a caller’s reach in version %s', (version) => {
    expect(judged(resolve(fitbit), `https://api.fitbit.com/${version}/oauth2/introspect`)).toBe('provider_endpoint');
    expect(judged(resolve(fitbit), `https://api.fitbit.com/${version}/user/-/profile.json`)).toBe('allow');
  });

  test.each([
    ['invalid_grant', 400, 'permanent'],
    ['invalid_grant', 401, 'permanent'],
    ['invalid_client', 401, 'configuration'],
    ['invalid_request', 400, 'transient'],
  ])('%s with %i, in a list of its own, is %s', async (errorType, status, errorClass) => {
    const message = 'Refresh token invalid: refresh-1. Visit https://dev.fitbit.com/docs/oauth2 for more information.';
    const answer = { errors: [{ errorType, message }], success: false };
    const { outcome } = await refreshed(resolve(fitbit), answer, status);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass, error: errorType });
    expect(JSON.stringify(outcome)).not.toContain('refresh-1');
  });
});

describe('fortnox', () => {
  test('the company is connected in place of the person only when the operator says so', () => {
    expect(authorizeQuery(resolve(fortnox)).has('account_type')).toBe(false);
    expect(authorizeQuery(resolve(fortnox, { account_type: 'service' })).get('account_type')).toBe('service');
    expect(authorizeQuery(resolve(fortnox)).get('access_type')).toBe('offline');
  });
});

describe('freeagent', () => {
  test('a token of the sandbox goes to the sandbox alone', () => {
    const provider = resolve(freeagent, { api: 'api.sandbox.freeagent.com' });
    expect(provider.endpoints.token).toBe('https://api.sandbox.freeagent.com/v2/token_endpoint');
    expect(judged(provider, 'https://api.freeagent.com/v2/company')).toBe('host');
  });
});

describe('freshbooks', () => {
  test('a refresh is asked for in JSON', async () => {
    const { asked } = await refreshed(resolve(freshbooks), living);
    expect(JSON.parse((await asked[0]?.text()) ?? '')).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      client_secret: 'secret',
    });
  });

  test('so is the end of a grant, with the client’s id and secret', async () => {
    const { asked, fetch } = vendor({});
    await revokeToken({ provider: resolve(freshbooks), fields, fetch, signal: AbortSignal.timeout(5000) });
    expect(JSON.parse((await asked[0]?.text()) ?? '')).toEqual({
      token: 'refresh-1',
      client_id: 'client-1',
      client_secret: 'secret',
    });
  });
});
