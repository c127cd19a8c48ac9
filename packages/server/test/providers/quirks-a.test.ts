/** What vendors from aircall to freshbooks do differently, one behaviour each, as the service's steps see it. */
import { describe, expect, test } from 'vitest';
import { judgeDestination } from '../../src/egress/destination.ts';
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import { rewriteAnswer } from '../../src/oauth/token-answer.ts';
import amazonSellingPartner from '../../src/providers/entries/amazon-selling-partner.ts';
import amazon from '../../src/providers/entries/amazon.ts';
import asana from '../../src/providers/entries/asana.ts';
import auth0 from '../../src/providers/entries/auth0.ts';
import bamboohr from '../../src/providers/entries/bamboohr.ts';
import basecamp from '../../src/providers/entries/basecamp.ts';
import bigcommerce from '../../src/providers/entries/bigcommerce.ts';
import bitbucket from '../../src/providers/entries/bitbucket.ts';
import bitly from '../../src/providers/entries/bitly.ts';
import { learnVariables } from '../../src/providers/learn.ts';
import type { Provider, ResolvedProvider } from '../../src/providers/provider.ts';
import { filledMembers, resolveProvider, resolveVariables } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';

type Texts = Record<string, string>;

const resolve = (entry: Provider, variables: Texts = {}): ResolvedProvider =>
  resolveProvider(entry, {
    id: 'c0a80101-0000-5000-8000-000000000001',
    appId: 'c0a80101-0000-5000-8000-000000000002',
    providerId: entry.id,
    clientId: 'client-1',
    clientSecret: new Secret('secret'),
    scopes: [],
    variables,
    generation: 1,
    source: 'file',
    ownEndpoints: false,
  });

const authorizeQuery = (provider: ResolvedProvider, scopes: string[] = []): URLSearchParams =>
  buildAuthorizeUrl({
    provider,
    redirectUri: 'https://alter.example/oauth/callback/x',
    scopes,
    state: 'state-1',
    nonce: 'nonce-1',
    codeChallenge: 'challenge-1',
  }).searchParams;

const rewrite = (entry: Provider, body: Record<string, unknown>, status = 200) =>
  rewriteAnswer(entry, { status, body });

/** What the egress says to a caller's URL. */
const judged = ({ hosts, endpoints }: ResolvedProvider, url: string): string => {
  const decision = judgeDestination(new URL(url), { hosts, closed: endpoints.closed, unsafeAllowLoopback: false });
  return decision.kind === 'allow' ? 'allow' : decision.reason;
};

/** With what a callback brings. */
const called = (provider: ResolvedProvider, callback: Texts) =>
  learnVariables(provider, 'callback', (at) => callback[at] ?? null);

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
