/** What vendors from servicenow to zoom do differently, one behaviour each, as the service's steps see it. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { judgeDestination } from '../../src/egress/destination.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { lookUpAccount } from '../../src/oauth/identity.ts';
import type { TokenSet } from '../../src/oauth/oauth.ts';
import { refreshTokens } from '../../src/oauth/refresh.ts';
import { revokeToken } from '../../src/oauth/revoke.ts';
import servicenow from '../../src/providers/entries/servicenow.ts';
import shopify from '../../src/providers/entries/shopify.ts';
import smartsheet from '../../src/providers/entries/smartsheet.ts';
import snowflake from '../../src/providers/entries/snowflake.ts';
import spotify from '../../src/providers/entries/spotify.ts';
import square from '../../src/providers/entries/square.ts';
import squarespace from '../../src/providers/entries/squarespace.ts';
import stackexchange from '../../src/providers/entries/stackexchange.ts';
import strava from '../../src/providers/entries/strava.ts';
import surveymonkey from '../../src/providers/entries/surveymonkey.ts';
import tiktok from '../../src/providers/entries/tiktok.ts';
import todoist from '../../src/providers/entries/todoist.ts';
import trustpilot from '../../src/providers/entries/trustpilot.ts';
import tumblr from '../../src/providers/entries/tumblr.ts';
import twitch from '../../src/providers/entries/twitch.ts';
import twitter from '../../src/providers/entries/twitter.ts';
import wave from '../../src/providers/entries/wave.ts';
import whoop from '../../src/providers/entries/whoop.ts';
import wordpress from '../../src/providers/entries/wordpress-com.ts';
import wrike from '../../src/providers/entries/wrike.ts';
import xero from '../../src/providers/entries/xero.ts';
import yahoo from '../../src/providers/entries/yahoo.ts';
import zendesk from '../../src/providers/entries/zendesk.ts';
import zoho from '../../src/providers/entries/zoho.ts';
import zoom from '../../src/providers/entries/zoom.ts';
import { learnVariables } from '../../src/providers/learn.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { resolveVariables, withValues } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';
import { authorizeQuery, redirectUri, resolveWith, rewrite, type Texts } from './entry-in-use.ts';

const now = Date.UTC(2031, 4, 5);
const day = 86_400_000;

const resolve = resolveWith('secret-1');

/** What the egress says to a caller's URL. */
const judged = ({ hosts, endpoints }: ResolvedProvider, url: string): string => {
  const decision = judgeDestination(new URL(url), { hosts, closed: endpoints.closed, unsafeAllowLoopback: false });
  return decision.kind === 'allow' ? 'allowed' : decision.reason;
};

let server: ScriptedServer;
let reply: Reply;
beforeAll(async () => {
  server = await startScripted(() => reply);
});
afterAll(() => server.close());

const call = (provider: ResolvedProvider) => ({
  provider,
  fetch: server.fetch,
  signal: AbortSignal.timeout(10_000),
  now,
});

/** Trades a code for the answer; `callback` is what came with the code. */
async function exchanged(provider: ResolvedProvider, body: Record<string, unknown>, callback: Texts = {}) {
  reply = { body };
  const outcome = await exchangeCode({
    ...call(provider),
    redirectUri,
    callbackParameters: new URLSearchParams({ code: 'code-1', ...callback }),
    codeVerifier: new Secret('verifier-1'),
    nonce: null,
  });
  return { outcome, asked: server.asked.at(-1) };
}

async function refreshed(provider: ResolvedProvider, body: Record<string, unknown>, status = 200) {
  reply = { status, body };
  const refreshToken = new Secret('refresh-1');
  const outcome = await refreshTokens({ ...call(provider), refreshToken, fields: { refresh_token: refreshToken } });
  return { outcome, asked: server.asked.at(-1) };
}

const tokens: TokenSet = {
  fields: { access_token: new Secret('access-1') },
  injectField: 'access_token',
  expiresAt: null,
  scopes: null,
  subject: null,
  facts: {},
};

async function account(provider: ResolvedProvider, body: Record<string, unknown>, given: Partial<TokenSet> = {}) {
  reply = { body };
  const outcome = await lookUpAccount({ ...call(provider), tokens: { ...tokens, ...given } });
  if (outcome.kind !== 'ok') throw new Error(outcome.error);
  return outcome.facts;
}

async function revoked(provider: ResolvedProvider) {
  reply = { status: 200, body: {} };
  const fields = { access_token: new Secret('access-1'), refresh_token: new Secret('refresh-1') };
  const outcome = await revokeToken({ ...call(provider), fields });
  return { outcome, asked: server.asked.at(-1) };
}

describe('servicenow', () => {
  const instance = resolve(servicenow, { instance: 'acme' });

  test('a token is ended by whoever has it: in the query, without the client’s secret', async () => {
    const { outcome, asked } = await revoked(instance);
    expect(outcome).toEqual({ kind: 'confirmed' });
    expect(asked).toMatchObject({ method: 'GET', path: '/oauth_revoke_token.do?token=refresh-1', body: '' });
    expect(asked?.headers.authorization).toBeUndefined();
  });

  test('people of a copied instance are not those of the original', async () => {
    const answer = { result: { user_sys_id: '6816f79cc0a8016401c5a33be04be441', user_name: 'alice' } };
    const copy = await account(resolve(servicenow, { instance: 'acme-test' }), answer);
    expect((await account(instance, answer)).key).not.toBe(copy.key);
  });

  test('the tables of tokens and client secrets are out of a caller’s reach, other tables are not', () => {
    const table = 'https://acme.service-now.com/api/now/v2/table/';
    expect(judged(instance, `${table}oauth_entity/1`)).toBe('provider_endpoint');
    expect(judged(instance, `${table}oauth_credential?sysparm_limit=1`)).toBe('provider_endpoint');
    expect(judged(instance, `${table}incident`)).toBe('allowed');
  });
});

describe('shopify', () => {
  const shop = resolveVariables(resolve(shopify), { shop: 'acme-store' });

  test('a client id that no app has is the operator’s mistake', async () => {
    const answer = { error: 'application_cannot_be_found', error_description: 'Could not find the application' };
    const { outcome } = await refreshed(shop, answer, 400);
    expect(outcome).toMatchObject({ kind: 'refused', class: 'configuration' });
  });

  test('a token that ends is asked for, with a refresh token', async () => {
    const body = { access_token: 'shpat', expires_in: 3600, refresh_token: 'shprt', scope: 'read_orders' };
    const callback = { shop: 'acme-store.myshopify.com' };
    const hmac = createHmac('sha256', 'secret-1').update(`code=code-1&shop=${callback.shop}`).digest('hex');
    const { outcome, asked } = await exchanged(shop, body, { ...callback, hmac });
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({ expiring: '1' });
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { expiresAt: now + 3_600_000 } });
  });

  test('a callback that Shopify did not sign sends no code anywhere', async () => {
    const before = server.asked.length;
    const { outcome } = await exchanged(shop, {}, { shop: 'acme-store.myshopify.com', hmac: '00' });
    expect(outcome.kind).toBe('refused');
    expect(server.asked.length).toBe(before);
  });

  test('a callback that Shopify signed for another store sends no code anywhere', async () => {
    const before = server.asked.length;
    const other = 'other-store.myshopify.com';
    const hmac = createHmac('sha256', 'secret-1').update(`code=code-1&shop=${other}`).digest('hex');
    const { outcome } = await exchanged(shop, {}, { shop: other, hmac });
    expect(outcome.kind).toBe('refused');
    expect(server.asked.length).toBe(before);
  });

  test('who may write may read, though only the writing is answered', () => {
    expect(rewrite(shopify, { access_token: 'a', scope: 'write_products,read_orders' }).body['scope']).toBe(
      'write_products read_orders read_products',
    );
  });

  test('a caller makes no further tokens with this one', () => {
    const admin = 'https://acme-store.myshopify.com/admin';
    expect(judged(shop, `${admin}/access_tokens/delegate.json`)).toBe('provider_endpoint');
    expect(judged(shop, `${admin}/api/2026-01/storefront_access_tokens.json`)).toBe('provider_endpoint');
    expect(judged(shop, `${admin}/api/2026-01/graphql.json`)).toBe('allowed');
  });
});

describe('smartsheet', () => {
  test('a region is a world of its own: its tokens go nowhere else', () => {
    const europe = resolve(smartsheet, { app: 'app.smartsheet.eu', api: 'api.smartsheet.eu' });
    expect(europe.endpoints).toMatchObject({
      authorize: 'https://app.smartsheet.eu/b/authorize',
      token: 'https://api.smartsheet.eu/2.0/token',
    });
    expect(judged(europe, 'https://api.smartsheet.com/2.0/sheets')).toBe('host');
  });
});

describe('snowflake', () => {
  test('the token answer says whose account it is; the same name in another account is somebody else', async () => {
    const facts = { username: 'ALICE' };
    const [one, other] = await Promise.all(
      ['acme-eu1', 'acme-us1'].map((name) => account(resolve(snowflake, { account: name }), {}, { facts })),
    );
    expect(one).toMatchObject({ key: '["acme-eu1","ALICE"]', identifier: 'ALICE' });
    expect(other?.key).not.toBe(one?.key);
  });
});

describe('spotify', () => {
  test('an answer that brings no refresh token leaves the old one in use', async () => {
    const { outcome } = await refreshed(resolve(spotify), {
      access_token: 'a2',
      token_type: 'Bearer',
      expires_in: 3600,
    });
    if (outcome.kind !== 'ok') throw new Error(outcome.error);
    expect(outcome.tokens.fields['refresh_token']?.reveal()).toBe('refresh-1');
  });
});

describe('square', () => {
  const sandbox = { connect: 'connect.squareupsandbox.com', session: 'true' };

  test.each([
    [{ message: 'Invalid refresh token', type: 'service.not_authorized' }, 401, 'permanent'],
    [
      { errors: [{ category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED', detail: 'Invalid refresh token' }] },
      401,
      'permanent',
    ],
    [{ message: 'Not Authorized', type: 'service.not_authorized' }, 401, 'configuration'],
    [{ message: 'Not now', type: 'service.not_authorized' }, 401, 'transient'],
    [
      {
        errors: [
          { category: 'AUTHENTICATION_ERROR', code: 'UNAUTHORIZED', detail: 'This request could not be authorized.' },
        ],
      },
      401,
      'transient',
    ],
    [{ message: 'Invalid refresh token', type: 'service.not_authorized' }, 500, 'indeterminate'],
  ])('%j with %i is %s', async (answer, status, errorClass) => {
    const { outcome } = await refreshed(resolve(square), answer, status);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });

  test('a seller signs in again, except in the sandbox, which cannot ask for it', () => {
    expect(authorizeQuery(resolve(square)).get('session')).toBe('false');
    expect(authorizeQuery(resolve(square, sandbox)).get('session')).toBe('true');
  });

  test('no challenge is sent: it would change the kind of refresh token', () => {
    expect(authorizeQuery(resolve(square)).has('code_challenge')).toBe(false);
  });

  test('a token whose end is a date lives 30 days', async () => {
    const body = { access_token: 'a', token_type: 'bearer', expires_at: '2031-06-04T00:00:00Z', refresh_token: 'r' };
    const { outcome } = await exchanged(resolve(square), body);
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { expiresAt: now + 30 * day } });
  });

  test('revoking ends all that the app has of the seller, with the secret where this endpoint wants it', async () => {
    const { outcome, asked } = await revoked(resolve(square));
    expect(outcome).toEqual({ kind: 'confirmed' });
    expect(asked?.headers.authorization).toBe('Client secret-1');
    expect(JSON.parse(asked?.body ?? '')).toEqual({ client_id: 'client-1', access_token: 'access-1' });
    // So it is called only when no other grant of the same seller is left.
    expect(square.endpoints.revoke?.scope).toBe('client_user');
  });
});

describe('squarespace', () => {
  test('calls for tokens say who makes them, in JSON', async () => {
    const { asked } = await exchanged(resolve(squarespace), { access_token: 'a' });
    expect(asked?.headers).toMatchObject({ 'user-agent': 'alter', 'content-type': 'application/json' });
  });
});

describe('stackexchange', () => {
  const site = resolve(stackexchange, { key: 'key1(' });

  test('a token without an end has none; one with an end says it under another name', async () => {
    expect((await exchanged(site, { access_token: 'a' })).outcome).toMatchObject({ tokens: { expiresAt: null } });
    const { outcome } = await exchanged(site, { access_token: 'a', expires: 86_400 });
    expect(outcome).toMatchObject({ tokens: { expiresAt: now + day } });
  });

  test('an account is asked for with the app’s key, the token beside it in the query', async () => {
    const facts = await account(site, { items: [{ account_id: 11, display_name: 'Alice' }] });
    expect(facts).toMatchObject({ key: '["11"]', identifier: 'Alice' });
    const { searchParams } = new URL(server.asked.at(-1)?.path ?? '', server.origin);
    expect(Object.fromEntries(searchParams)).toEqual({
      site: 'stackoverflow',
      key: 'key1(',
      access_token: 'access-1',
    });
  });

  test('what looks at tokens or ends them is out of a caller’s reach, whichever version', () => {
    const api = 'https://api.stackexchange.com';
    for (const path of [
      '/2.2/access-tokens/abc',
      '/2.3/access-tokens/abc/invalidate',
      '/2.3/apps/abc/de-authenticate',
    ]) {
      expect(judged(site, api + path)).toBe('provider_endpoint');
    }
    expect(judged(site, `${api}/2.3/questions`)).toBe('allowed');
  });

  test('one token is ended, named in the path', async () => {
    const { asked } = await revoked(site);
    expect(asked).toMatchObject({ method: 'GET', path: '/2.3/access-tokens/access-1/invalidate' });
  });
});

describe('strava', () => {
  test('what the person left ticked is what was granted: only the callback says it', async () => {
    const body = { access_token: 'a', refresh_token: 'r', expires_in: 21_600, token_type: 'Bearer' };
    const { outcome } = await exchanged(resolve(strava), body, { scope: 'read,activity:read' });
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { scopes: ['read', 'activity:read'] } });
  });

  test.each([
    ['RefreshToken', 'refresh_token', 'invalid', 400, 'permanent'],
    ['AuthorizationCode', '', 'expired', 400, 'permanent'],
    ['Application', 'client_secret', 'invalid', 400, 'configuration'],
    ['Application', 'client_id', 'invalid', 400, 'configuration'],
    ['Application', '', 'invalid', 401, 'configuration'],
    ['Application', 'rate limit', 'exceeded', 403, 'transient'],
    ['Athlete', 'access_token', 'invalid', 401, 'transient'],
    ['RefreshToken', 'refresh_token', 'missing', 400, 'transient'],
    ['RefreshToken', 'refresh_token', 'invalid', 503, 'indeterminate'],
  ])('%s %s that is %s, with %i, is %s', async (resource, field, code, status, errorClass) => {
    const answer = { message: 'Bad Request', errors: [{ resource, field, code }] };
    const { outcome } = await refreshed(resolve(strava), answer, status);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });

  test('its refusal is on record in the standard’s word, with its own beside it', async () => {
    const errors = [{ resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' }];
    const { outcome } = await refreshed(resolve(strava), { message: 'Bad Request', errors }, 400);
    expect(outcome).toMatchObject({ error: 'invalid_grant', description: 'RefreshToken refresh_token invalid' });
  });
});

describe('surveymonkey', () => {
  const learn = (url: string) => learnVariables(resolve(surveymonkey), 'token', () => url);

  test('the token answer says the region, and the token stays in it', () => {
    const learnt = learn('https://api.eu.surveymonkey.com');
    if (learnt.kind !== 'ok') throw new Error(learnt.reason);
    expect(judged(learnt.provider, 'https://api.eu.surveymonkey.com/v3/surveys')).toBe('allowed');
    expect(judged(learnt.provider, 'https://api.surveymonkey.com/v3/surveys')).toBe('host');
  });

  test('a region that is none of the vendor’s is refused', () => {
    expect(learn('https://api.surveymonkey.com.attacker.example')).toMatchObject({ kind: 'refused' });
  });
});

describe('tiktok', () => {
  test('a client has a key, not an id, in the page’s address and in token requests', async () => {
    const query = authorizeQuery(resolve(tiktok));
    expect([query.get('client_key'), query.get('client_id')]).toEqual(['client-1', null]);
    const { asked } = await exchanged(resolve(tiktok), { access_token: 'a' });
    const sent = new URLSearchParams(asked?.body);
    expect([sent.get('client_key'), sent.get('client_id')]).toEqual(['client-1', null]);
  });

  test('a challenge is sent, as to every vendor that takes one', () => {
    expect(authorizeQuery(resolve(tiktok)).get('code_challenge')).toBe('challenge-1');
  });
});

describe('todoist', () => {
  test('the record that may hold the person’s own token is out of a caller’s reach', () => {
    expect(judged(resolve(todoist), 'https://api.todoist.com/api/v1/user')).toBe('provider_endpoint');
    expect(judged(resolve(todoist), 'https://api.todoist.com/api/v1/tasks')).toBe('allowed');
  });

  test('a token is ended with the client’s own proof, in JSON', async () => {
    const { outcome, asked } = await revoked(resolve(todoist));
    expect(outcome).toEqual({ kind: 'confirmed' });
    expect(asked).toMatchObject({ method: 'POST', path: '/api/v1/revoke' });
    expect(asked?.headers.authorization).toMatch(/^Basic /);
    expect(JSON.parse(asked?.body ?? '')).toEqual({ token: 'access-1' });
  });

  test('apps with refresh tokens and apps without are told apart by the answer', async () => {
    const fresh = { access_token: 'a', token_type: 'Bearer', expires_in: 3600, refresh_token: 'r' };
    const { outcome } = await exchanged(resolve(todoist), fresh);
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { expiresAt: now + 3_600_000 } });
    const before = await exchanged(resolve(todoist), { access_token: 'a', token_type: 'Bearer' });
    expect(before.outcome).toMatchObject({ kind: 'ok', tokens: { expiresAt: null } });
  });

  test.each([
    ['bad_authorization_code', 'permanent'],
    ['incorrect_application_credentials', 'configuration'],
  ])('%s is %s', (error, errorClass) => {
    expect(todoist.hooks.errorClass?.(error, {})).toBe(errorClass);
  });
});

describe('trustpilot', () => {
  test('a bearer token by the gateway’s name is one', async () => {
    const body = { access_token: 'a', refresh_token: 'r', token_type: 'BearerToken', expires_in: '359999' };
    const { outcome } = await exchanged(resolve(trustpilot), body);
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { expiresAt: now + 359_999_000 } });
  });

  test('a refresh has an address of its own and brings the next refresh token', async () => {
    const { outcome, asked } = await refreshed(resolve(trustpilot), { access_token: 'a2', refresh_token: 'refresh-2' });
    if (outcome.kind !== 'ok') throw new Error(outcome.error);
    expect(asked?.path).toBe('/v1/oauth/oauth-business-users-for-applications/refresh');
    expect(outcome.tokens.fields['refresh_token']?.reveal()).toBe('refresh-2');
  });
});

describe('tumblr', () => {
  test('a person who changes their name is still the same account', async () => {
    const named = (name: string) =>
      account(resolve(tumblr), { response: { user: { name, blogs: [{ uuid: 't:1' }] } } });
    const before = await named('alice');
    const after = await named('alice-writes');
    expect(after.key).toBe(before.key);
    expect(after.identifier).toBe('alice-writes');
  });
});

describe('twitch', () => {
  test('scopes that come as a list are read', async () => {
    const body = { access_token: 'a', refresh_token: 'r', expires_in: 14_000, scope: ['clips:edit', 'bits:read'] };
    const { outcome } = await exchanged(resolve(twitch), body);
    expect(outcome).toMatchObject({ kind: 'ok', tokens: { scopes: ['clips:edit', 'bits:read'] } });
  });

  test.each([
    [400, { status: 400, message: 'Invalid refresh token' }, 'permanent'],
    [401, { error: 'Unauthorized', status: 401, message: 'Invalid refresh token' }, 'permanent'],
    [400, { error: 'Bad Request', status: 400, message: 'Invalid refresh token' }, 'permanent'],
    [403, { status: 403, message: 'invalid client secret' }, 'configuration'],
    [400, { status: 400, message: 'invalid client' }, 'configuration'],
    [400, { status: 400, message: 'missing client secret' }, 'configuration'],
    [400, { status: 400, message: 'missing refresh token' }, 'transient'],
    [503, { status: 503, message: 'Invalid refresh token' }, 'indeterminate'],
  ])('%i with %j is %s', async (status, answer, errorClass) => {
    const { outcome } = await refreshed(resolve(twitch), answer, status);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });

  test('a call names the app beside the token', () => {
    expect(resolve(twitch).headers).toMatchObject({ 'client-id': 'client-1' });
  });
});

describe('twitter', () => {
  test.each([
    ['invalid_request', 'Value passed for the token was invalid.', 'permanent'],
    ['invalid_request', 'Missing required parameter [refresh_token].', 'transient'],
    ['unauthorized_client', 'Missing valid authorization header', 'configuration'],
  ])('%s with "%s" is %s', async (error, error_description, errorClass) => {
    const { outcome } = await refreshed(resolve(twitter), { error, error_description }, 400);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass, description: error_description });
  });

  test.each(['/2/oauth2/token', '/2/oauth2/revoke', '/oauth2/token', '/oauth/access_token'])(
    '%s is out of reach on the host of before as well',
    (path) => {
      for (const host of ['api.x.com', 'api.twitter.com']) {
        expect(judged(resolve(twitter), `https://${host}${path}`)).toBe('provider_endpoint');
      }
    },
  );
});

describe('wave', () => {
  const said = (code: string) => ({ errors: [{ extensions: { code } }], data: { user: null } });

  test('a dead token that is answered with status 200 names no account, and its status is not believed', async () => {
    const { verify, account: asked } = resolve(wave);
    expect(verify?.url).toBe(asked?.url);
    await expect(account(resolve(wave), said('UNAUTHENTICATED'))).rejects.toThrow('did not say data.user.id');
    expect(rewrite(wave, said('UNAUTHENTICATED'))).toMatchObject({ status: 401, body: { error: 'unauthenticated' } });
    expect(wave.hooks.errorClass?.('unauthenticated', {})).toBe('permanent');
    expect(rewrite(wave, said('NOT_FOUND')).status).toBe(200);
  });
});

describe('whoop', () => {
  test('a refresh asks for the next refresh token', async () => {
    const { asked } = await refreshed(resolve(whoop), { access_token: 'a2', refresh_token: 'refresh-2' });
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({ scope: 'offline' });
  });
});

describe('wordpress-com', () => {
  const me = { ID: 5, email: 'alice@example.com' };
  const from = (blogId: string | null) => {
    const learnt = learnVariables(resolve(wordpress), 'token', () => blogId);
    if (learnt.kind !== 'ok') throw new Error(learnt.reason);
    return account(learnt.provider, me);
  };

  test('the same person with two sites has two connections, since a token is of one site', async () => {
    expect((await from('11')).key).toBe('["11","5"]');
    expect((await from('12')).key).not.toBe((await from('11')).key);
  });

  test('a token of all sites is one connection, whether the answer names a site or none', async () => {
    expect((await from('0')).key).toBe((await from(null)).key);
  });
});

describe('wrike', () => {
  test('the token answer says the data centre, which is under the vendor’s domain or refused', () => {
    const learn = (host: string) => learnVariables(resolve(wrike), 'token', () => host);
    expect(learn('app-eu.wrike.com')).toMatchObject({ kind: 'ok', provider: { hosts: ['app-eu.wrike.com'] } });
    expect(learn('wrike.com.attacker.example')).toMatchObject({ kind: 'refused' });
  });
});

describe('xero', () => {
  test('two people of one organisation are two accounts: the token is the person’s', async () => {
    const of = (sub: string) => account(resolve(xero), { sub, email: `${sub}@example.com` }, { subject: sub });
    expect((await of('alice')).identifier).toBe('alice@example.com');
    expect((await of('alice')).key).not.toBe((await of('bob')).key);
  });

  test('a caller sees the organisations and does not disconnect one', () => {
    const provider = resolve(xero);
    expect(judged(provider, 'https://api.xero.com/connections')).toBe('allowed');
    expect(judged(provider, 'https://api.xero.com/connections/1')).toBe('provider_endpoint');
  });
});

describe('yahoo', () => {
  test.each([
    ['INVALID_REFRESH_TOKEN', 400, 'permanent'],
    ['INVALID_REFRESH_TOKEN', 500, 'indeterminate'],
    ['INVALID_INPUT', 400, 'transient'],
  ])('%s with %i is %s', async (error, status, errorClass) => {
    const error_description = 'Failed to decode/encode refresh token';
    const { outcome } = await refreshed(resolve(yahoo), { error, error_description }, status);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });
});

describe('zendesk', () => {
  const support = resolveVariables(resolve(zendesk), { subdomain: 'acme' });
  const body = { access_token: 'a', refresh_token: 'r', expires_in: 172_000 };

  /** The lives that were asked for, each within what Zendesk takes. */
  const judge = (sent: string | undefined) => {
    const { expires_in, refresh_token_expires_in } = JSON.parse(sent ?? '') as Texts;
    expect(Number(expires_in)).toBeGreaterThan(300);
    expect(Number(expires_in)).toBeLessThan(172_800);
    expect(Number(refresh_token_expires_in)).toBeGreaterThan(604_800);
    expect(Number(refresh_token_expires_in)).toBeLessThan(7_776_000);
  };

  test('a token that ends is asked for each time, with lives that Zendesk takes', async () => {
    judge((await exchanged(support, body)).asked?.body);
    judge((await refreshed(support, body)).asked?.body);
  });

  test('an administrator’s token makes no other tokens for a caller', () => {
    const api = 'https://acme.zendesk.com/api/v2';
    for (const path of ['/oauth/tokens.json', '/oauth/tokens/5', '/oauth/clients/5/generate_secret', '/api_tokens']) {
      expect(judged(support, api + path)).toBe('provider_endpoint');
    }
    expect(judged(support, `${api}/tickets.json`)).toBe('allowed');
  });
});

describe('zoho', () => {
  test.each([
    ['invalid_code', 'permanent'],
    ['invalid_client_secret', 'configuration'],
    ['Access Denied', 'transient'],
  ])('%s with status 200 is an error, and %s', async (error, errorClass) => {
    const { outcome } = await refreshed(resolve(zoho), { error });
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass });
  });

  test('products with a host of their own are reached in each data centre', () => {
    const europe = withValues(resolve(zoho), { accounts: 'accounts.zoho.eu', api: 'www.zohoapis.eu' });
    expect(judged(europe, 'https://www.zohoapis.eu/crm/v8/Leads')).toBe('allowed');
    expect(judged(europe, 'https://desk.zoho.eu/api/v1/tickets')).toBe('allowed');
    expect(judged(europe, 'https://accounts.zoho.eu/oauth/v2/token/info')).toBe('host');
  });
});

describe('zoom', () => {
  test.each([
    ['invalid_grant', 'Invalid Token!', 'permanent'],
    ['invalid_request', 'Invalid Token!', 'permanent'],
    ['invalid_request', 'Missing grant type', 'transient'],
    ['invalid_client', 'Invalid client_id or client_secret', 'configuration'],
  ])('%s with the reason "%s" is %s', async (error, reason, errorClass) => {
    const { outcome } = await refreshed(resolve(zoom), { error, reason }, 400);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass, description: reason });
  });

  test('what begins meetings as the person is out of a caller’s reach', () => {
    expect(judged(resolve(zoom), 'https://api.zoom.us/v2/users/me/zak')).toBe('provider_endpoint');
    expect(judged(resolve(zoom), 'https://api.zoom.us/v2/users/abc/token?type=zak')).toBe('provider_endpoint');
    expect(judged(resolve(zoom), 'https://api.zoom.us/v2/users/me/meetings')).toBe('allowed');
  });

  test('the access token is the one that ends the authorization', async () => {
    const { asked } = await revoked(resolve(zoom));
    expect(new URLSearchParams(asked?.body).get('token')).toBe('access-1');
  });
});
