/** What vendors do differently, from Front to Sentry: the entries, through the functions that the service calls. */
import { describe, expect, test } from 'vitest';
import { judgeDestination } from '../../src/egress/destination.ts';
import { freshness } from '../../src/grants/refresh/freshness.ts';
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import { learnCallback } from '../../src/oauth/callback.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { lookUpAccount } from '../../src/oauth/identity.ts';
import { refreshTokens } from '../../src/oauth/refresh.ts';
import { revokeToken } from '../../src/oauth/revoke.ts';
import facebook from '../../src/providers/entries/facebook.ts';
import gong from '../../src/providers/entries/gong.ts';
import harvest from '../../src/providers/entries/harvest.ts';
import instagram from '../../src/providers/entries/instagram.ts';
import intercom from '../../src/providers/entries/intercom.ts';
import klaviyo from '../../src/providers/entries/klaviyo.ts';
import lever from '../../src/providers/entries/lever.ts';
import linkedin from '../../src/providers/entries/linkedin.ts';
import mailchimp from '../../src/providers/entries/mailchimp.ts';
import mercury from '../../src/providers/entries/mercury.ts';
import metaAds from '../../src/providers/entries/meta-ads.ts';
import miro from '../../src/providers/entries/miro.ts';
import monday from '../../src/providers/entries/monday.ts';
import netsuite from '../../src/providers/entries/netsuite.ts';
import okta from '../../src/providers/entries/okta.ts';
import pagerduty from '../../src/providers/entries/pagerduty.ts';
import pinterest from '../../src/providers/entries/pinterest.ts';
import pipedrive from '../../src/providers/entries/pipedrive.ts';
import quickbooks from '../../src/providers/entries/quickbooks.ts';
import reddit from '../../src/providers/entries/reddit.ts';
import sageAccounting from '../../src/providers/entries/sage-accounting.ts';
import salesforce from '../../src/providers/entries/salesforce.ts';
import salesloft from '../../src/providers/entries/salesloft.ts';
import sentry from '../../src/providers/entries/sentry.ts';
import threads from '../../src/providers/entries/threads.ts';
import { learnVariables } from '../../src/providers/learn.ts';
import type { Provider, ResolvedProvider } from '../../src/providers/provider.ts';
import { withValues } from '../../src/providers/resolve.ts';
import type { GrantRow, VaultRow } from '../../src/stores/store.ts';
import { Secret } from '../../src/vault/secret.ts';
import { resolveWith, rewrite } from './entry-in-use.ts';

const resolve = resolveWith('client-secret');

const now = Date.UTC(2031, 4, 5);
const hour = 3_600_000;

/** A vendor that keeps what it was asked, and answers in turn; the last answer stays. */
function vendor(...answers: readonly { status?: number; body?: unknown }[]) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    asked.push(new Request(input, init));
    const { status = 200, body = {} } = answers[Math.min(asked.length, answers.length) - 1] ?? {};
    return Promise.resolve(Response.json(body, { status }));
  };
  const at = (provider: ResolvedProvider) => ({ provider, fetch, signal: AbortSignal.timeout(5000), now });
  /** Members of the n-th form. */
  const form = async (n = 0) => Object.fromEntries(new URLSearchParams(await asked[n]?.clone().text()));
  return { asked, at, form };
}

const tokens = { access_token: 'access-1', token_type: 'bearer', refresh_token: 'refresh-1', expires_in: 3600 };
const fields = { access_token: new Secret('access-0'), refresh_token: new Secret('refresh-0') };

const exchange = (call: ReturnType<ReturnType<typeof vendor>['at']>, callback: Record<string, string> = {}) =>
  exchangeCode({
    ...call,
    redirectUri: 'https://vault.example/callback',
    callbackParameters: new URLSearchParams({ code: 'code-1', ...callback }),
    codeVerifier: null,
    nonce: null,
  });

const refresh = (call: ReturnType<ReturnType<typeof vendor>['at']>) =>
  refreshTokens({ ...call, refreshToken: new Secret('refresh-0'), fields });

/** When the kept token ends, of a vendor whose answer does not say it. */
async function endUnsaid(entry: Provider): Promise<number | null> {
  const { expires_in: _unsaid, ...answer } = tokens;
  const outcome = await refresh(vendor({ body: answer }).at(resolve(entry)));
  if (outcome.kind !== 'ok') throw new Error(outcome.error);
  return outcome.tokens.expiresAt;
}

/** Of a token that was had at `now` and lives `life` hours, `after` so many. */
const agedOf = (entry: Provider, life: number, after: number) =>
  freshness(
    { token_expires_at: now + life * hour, refreshable: true, updated_at: now } as GrantRow,
    { updated_at: now } as VaultRow,
    resolve(entry),
    now + after * hour,
    { aheadMs: 300_000 } as Parameters<typeof freshness>[4],
  );

const judge = (provider: ResolvedProvider, url: string) =>
  judgeDestination(new URL(url), {
    hosts: provider.hosts,
    closed: provider.endpoints.closed,
    unsafeAllowLoopback: false,
  });
const closed = { kind: 'deny', reason: 'provider_endpoint' };

const authorizeUrl = (provider: ResolvedProvider, codeChallenge: string | null = 'challenge') =>
  buildAuthorizeUrl({
    provider,
    redirectUri: 'https://vault.example/callback',
    scopes: [],
    state: 'state-1',
    nonce: null,
    codeChallenge,
  });

describe('instagram', () => {
  const short = { access_token: 'short', user_id: 17, permissions: 'instagram_business_basic,other' };

  test.each([
    ['alone', short],
    ['in a list', { data: [short] }],
  ])('the first token, %s, is read with what was granted', (_how, answer) => {
    expect(rewrite(instagram, answer).body).toMatchObject({
      access_token: 'short',
      scope: 'instagram_business_basic other',
    });
  });

  test('its own form of an error is one, whatever the status', () => {
    const answer = { error_type: 'OAuthException', code: 400, error_message: 'Matching code was not found' };
    expect(rewrite(instagram, answer)).toMatchObject({
      status: 400,
      body: { error: 'OAuthException', error_description: 'Matching code was not found' },
    });
  });

  test('a token that the person took back ends the grant; another refusal does not', async () => {
    const refused = async (code: number) => {
      const body = { error: { type: 'OAuthException', code, message: 'Session has expired' } };
      return refresh(vendor({ status: 400, body }).at(resolve(instagram)));
    };
    expect(await refused(190)).toMatchObject({ kind: 'refused', class: 'permanent' });
    expect(await refused(4)).toMatchObject({ kind: 'refused', class: 'transient' });
  });

  test('a wrong app secret, in the form of the first step, is the operator’s mistake', async () => {
    const body = { error_type: 'OAuthException', code: 1, error_message: 'Error validating client secret.' };
    const outcome = await refresh(vendor({ status: 400, body }).at(resolve(instagram)));
    expect(outcome).toMatchObject({ class: 'configuration' });
  });

  test('the long-lived token is kept for 60 days, and is not traded in before it is a day old', async () => {
    expect(await endUnsaid(instagram)).toBe(now + 60 * 24 * hour);
    expect(agedOf(instagram, 60 * 24, 24)).toBe('fresh');
  });
});

describe.each([
  ['facebook', facebook],
  ['instagram', instagram],
  ['meta-ads', metaAds],
  ['threads', threads],
])('%s, as everything of Meta’s', (_id, entry) => {
  test.each([
    [190, 'Error validating access token: Session has expired on Monday.', 'permanent'],
    [190, 'Error validating application. Application has been deleted.', 'configuration'],
    [101, 'Error validating application. Cannot get application info due to a system error.', 'configuration'],
    [101, 'Missing client_id parameter.', 'configuration'],
    [1, 'Error validating client secret.', 'configuration'],
    [1, 'An unknown error has occurred.', 'transient'],
    [2, 'Service temporarily unavailable', 'transient'],
    [4, 'Application request limit reached', 'transient'],
    [100, 'This authorization code has been used.', 'transient'],
  ])('code %i with "%s" is %s', async (code, message, errorClass) => {
    const body = { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1b2C3' } };
    const outcome = await refresh(vendor({ status: 400, body }).at(resolve(entry)));
    expect(outcome).toMatchObject({
      kind: 'refused',
      class: errorClass,
      error: 'OAuthException',
      description: message,
    });
  });

  test('Meta in trouble is not believed that a token is dead', async () => {
    const body = { error: { message: 'Error validating access token', type: 'OAuthException', code: 190 } };
    const outcome = await refresh(vendor({ status: 500, body }).at(resolve(entry)));
    expect(outcome).toMatchObject({ class: 'indeterminate' });
  });
});

describe('pinterest', () => {
  test('a grant that is called invalid may be an app that is not known: it does not end at once', async () => {
    const body = { code: 283, message: 'The authorization grant is invalid' };
    const outcome = await refresh(vendor({ status: 401, body }).at(resolve(pinterest)));
    expect(outcome).toMatchObject({ class: 'transient', error: 'invalid_request', description: body.message });
  });
});

describe('reddit', () => {
  test('a bad request may be a dead token or any other mistake: it does not end a grant at once', async () => {
    const bad = vendor({ status: 400, body: { message: 'Bad Request', error: 400 } });
    const outcome = await refresh(bad.at(resolve(reddit)));
    expect(outcome).toMatchObject({ class: 'transient', error: 'invalid_request', description: 'Bad Request' });
  });

  test('a refused client, said by a number, is the operator’s mistake', async () => {
    const unauthorized = vendor({ status: 401, body: { message: 'Unauthorized', error: 401 } });
    expect(await refresh(unauthorized.at(resolve(reddit)))).toMatchObject({ kind: 'refused', class: 'configuration' });
  });

  test('a limit, said by a number, is no reason to end a grant', async () => {
    const limited = vendor({ status: 429, body: { message: 'Too Many Requests', error: 429 } });
    expect(await refresh(limited.at(resolve(reddit)))).toMatchObject({ kind: 'refused', class: 'transient' });
  });

  test('is told who asks, for tokens and in calls, and in calls by the app’s own name', async () => {
    const seen = vendor({ body: tokens });
    await refresh(seen.at(resolve(reddit)));
    expect(seen.asked[0]?.headers.get('user-agent')).toContain('alter');
    expect(resolve(reddit).headers['user-agent']).toContain('client-1');
  });
});

describe('salesforce', () => {
  const org = (url: string) => {
    const learnt = learnVariables(resolve(salesforce), 'token', () => url);
    if (learnt.kind === 'refused') throw new Error(learnt.reason);
    return learnt.provider;
  };

  test('a token without a life is taken to live two hours', async () => {
    expect(await endUnsaid(salesforce)).toBe(now + 2 * hour);
  });

  test('the org’s host is for the API: what gives, ends or describes tokens there stays shut', () => {
    const provider = org('https://acme.my.salesforce.com');
    expect(judge(provider, 'https://acme.my.salesforce.com/services/data/v62.0/sobjects')).toEqual({ kind: 'allow' });
    for (const path of [
      'services/oauth2/token',
      'services/oauth2/revoke',
      'services/oauth2/singleaccess',
      'secur/frontdoor.jsp?sid=x',
    ])
      expect(judge(provider, `https://acme.my.salesforce.com/${path}`), path).toEqual(closed);
  });

  test.each([
    ['inactive_user', 'permanent'],
    ['invalid_client_id', 'configuration'],
    ['rate_limit_exceeded', 'transient'],
    ['invalid_grant', 'permanent'],
  ])('%s is %s', async (error, errorClass) => {
    const answer = vendor({ status: 400, body: { error, error_description: 'no' } });
    expect(await refresh(answer.at(resolve(salesforce)))).toMatchObject({ class: errorClass });
  });

  test('an org that demands a challenge gets one', () => {
    expect(authorizeUrl(resolve(salesforce)).searchParams.get('code_challenge')).toBe('challenge');
  });
});

describe('what the token request must hold', () => {
  test('salesloft gets back the context and scope that its callback brought', async () => {
    const seen = vendor({ body: tokens });
    const outcome = await exchange(seen.at(resolve(salesloft)), { context: 'team/7', scope: 'people:read' });
    expect(outcome.kind).toBe('ok');
    expect(await seen.form()).toMatchObject({ code: 'code-1', context: 'team/7', scope: 'people:read' });
  });

  test('salesloft’s callback without a context is traded without one', async () => {
    const seen = vendor({ body: tokens });
    await exchange(seen.at(resolve(salesloft)));
    expect(Object.keys(await seen.form())).not.toContain('context');
  });

  test('pinterest is asked for refresh tokens that go on, once', async () => {
    const seen = vendor({ body: tokens });
    await exchange(seen.at(resolve(pinterest)));
    await refresh(seen.at(resolve(pinterest)));
    expect(await seen.form(0)).toMatchObject({ continuous_refresh: 'true' });
    expect(Object.keys(await seen.form(1))).not.toContain('continuous_refresh');
  });

  test('mercury’s refresh names its scopes', async () => {
    const seen = vendor({ body: tokens });
    await refresh(seen.at(resolve(mercury)));
    expect(await seen.form()).toMatchObject({ grant_type: 'refresh_token', scope: 'read offline_access' });
  });
});

describe('what the authorize URL must hold', () => {
  test('lever’s audience is the API of the environment', () => {
    const sandbox = resolve(lever, { auth: 'sandbox-lever.auth0.com', api: 'api.sandbox.lever.co' });
    expect(authorizeUrl(resolve(lever)).searchParams.get('audience')).toBe('https://api.lever.co/v1/');
    expect(authorizeUrl(sandbox).href).toMatch(/^https:\/\/sandbox-lever\.auth0\.com\/authorize\?/);
    expect(authorizeUrl(sandbox).searchParams.get('audience')).toBe('https://api.sandbox.lever.co/v1/');
  });

  test('monday.com installs the app where it is not there yet', () => {
    expect(authorizeUrl(resolve(monday)).searchParams.get('force_install_if_needed')).toBe('true');
  });

  test('klaviyo is never asked without a challenge, okta never without a nonce', () => {
    expect(() => authorizeUrl(resolve(klaviyo), null)).toThrow(/no code challenge/);
    expect(() => authorizeUrl(resolve(okta, { domain: 'acme.okta.com' }))).toThrow(/no nonce/);
  });
});

describe('scopes and lives', () => {
  test('what pipedrive grants comes with commas', () => {
    expect(rewrite(pipedrive, { ...tokens, scope: 'base,deals:full' }).body['scope']).toBe('base deals:full');
  });

  test('miro’s token lives on unless the answer says otherwise: expiry is a switch of the app', async () => {
    expect(await endUnsaid(miro)).toBeNull();
  });

  test('sage’s five minutes are renewed in the last of them', () => {
    expect(agedOf(sageAccounting, 5 / 60, 3.9 / 60)).toBe('fresh');
    expect(agedOf(sageAccounting, 5 / 60, 4.1 / 60)).toBe('due');
  });
});

describe('accounts and what they bring', () => {
  const tokenSet = { fields, injectField: 'access_token', expiresAt: null, scopes: null, subject: null, facts: {} };

  test('harvest’s calls name the account that was connected, and two accounts of a person are two', async () => {
    const look = async (id: number) => {
      const body = { user: { id: 5, email: 'alice@example.com' }, accounts: [{ id, name: 'Acme' }] };
      return lookUpAccount({ ...vendor({ body }).at(resolve(harvest)), tokens: tokenSet });
    };
    const first = await look(101);
    expect(first).toMatchObject({ kind: 'ok', facts: { key: '["101","5"]', identifier: 'alice@example.com' } });
    expect(withValues(resolve(harvest), { account: '101' }).headers['harvest-account-id']).toBe('101');
    expect(await look(102)).not.toMatchObject({ facts: { key: '["101","5"]' } });
  });

  test('mailchimp is asked for the account with its own scheme, and says where the API is', async () => {
    const body = { dc: 'us6', user_id: 9, accountname: 'Acme', login: { login_id: 4, email: 'alice@example.com' } };
    const seen = vendor({ body });
    const outcome = await lookUpAccount({ ...seen.at(resolve(mailchimp)), tokens: tokenSet });
    expect(seen.asked[0]?.headers.get('authorization')).toBe('OAuth access-0');
    expect(outcome).toMatchObject({ variables: { dc: 'us6' }, facts: { key: '["9","4"]' } });
    expect(withValues(resolve(mailchimp), { dc: 'us6' }).hosts).toEqual(['us6.api.mailchimp.com']);
  });

  test('mailchimp’s data centre is a label and never another host', async () => {
    const body = { dc: 'us6.attacker.example/', user_id: 9, login: { login_id: 4 } };
    const outcome = await lookUpAccount({ ...vendor({ body }).at(resolve(mailchimp)), tokens: tokenSet });
    expect(outcome).toMatchObject({ kind: 'failed' });
  });

  test('quickbooks’ development keys ask the sandbox who it is, for the company of the callback', async () => {
    const provider = resolve(quickbooks, { accounts: 'sandbox-accounts.platform.intuit.com' });
    const known = learnCallback(provider, new URLSearchParams({ code: 'c', realmId: '4620816365' }));
    if (known.kind === 'refused') throw new Error(known.words);
    const seen = vendor({ body: { sub: 's1', email: 'alice@example.com' } });
    const outcome = await lookUpAccount({ ...seen.at(known.provider), tokens: tokenSet });
    expect(seen.asked[0]?.url).toMatch(/^https:\/\/sandbox-accounts\.platform\.intuit\.com\//);
    expect(outcome).toMatchObject({ facts: { key: '["4620816365","s1"]' } });
  });

  test('who connected netsuite is said by the callback: without it nothing is traded', () => {
    const provider = resolve(netsuite, { account: '1234567-sb1' });
    const learn = (query: Record<string, string>) => learnCallback(provider, new URLSearchParams(query));
    expect(learn({ company: '1234567_SB1' })).toMatchObject({ kind: 'refused' });
    expect(learn({ company: '1234567_SB1', entity: '12', role: '3' })).toMatchObject({
      provider: { variables: { company: '1234567_SB1', entity: '12', role: '3' } },
    });
  });
});

describe('where credentials may go', () => {
  test('gong’s customers have hosts of their own, under its suffix only', () => {
    const learn = (url: string) => learnVariables(resolve(gong), 'token', () => url);
    expect(learn('https://us-77.api.gong.io')).toMatchObject({ provider: { hosts: ['us-77.api.gong.io'] } });
    expect(learn('https://us-77.api.gong.io.attacker.example')).toMatchObject({ reason: 'not_allowed' });
  });

  test('netsuite’s scripts are within reach, its token endpoint is not', () => {
    const provider = resolve(netsuite, { account: '1234567' });
    const host = 'https://1234567.restlets.api.netsuite.com';
    expect(judge(provider, `${host}/app/site/hosting/restlet.nl?script=1`)).toEqual({ kind: 'allow' });
    expect(judge(provider, `${host}/services/rest/auth/oauth2/v1/token`)).toEqual(closed);
  });

  test('pagerduty’s token goes to the region that was configured and not to the other', () => {
    const provider = resolve(pagerduty, { api: 'api.eu.pagerduty.com' });
    expect(provider.account?.url).toBe('https://api.eu.pagerduty.com/users/me');
    expect(judge(provider, 'https://api.pagerduty.com/incidents')).toMatchObject({ reason: 'host' });
  });

  test('sentry’s regions are within reach, keys that outlive the grant are not to be made there', () => {
    expect(judge(resolve(sentry), 'https://de.sentry.io/api/0/organizations/')).toEqual({ kind: 'allow' });
    for (const host of ['sentry.io', 'us.sentry.io', 'de.sentry.io'])
      expect(judge(resolve(sentry), `https://${host}/api/0/api-tokens/`), host).toEqual(closed);
  });

  test('okta’s other authorization servers are shut as its first is', () => {
    const provider = resolve(okta, { domain: 'acme.okta.com' });
    expect(judge(provider, 'https://acme.okta.com/api/v1/users')).toEqual({ kind: 'allow' });
    expect(judge(provider, 'https://acme.okta.com/oauth2/default/v1/token')).toEqual(closed);
    expect(judge(provider, 'https://acme.okta.com/api/v1/sessions')).toEqual(closed);
  });
});

describe('headers that calls need', () => {
  test('linkedin’s version is the operator’s: none is made up', () => {
    expect(resolve(linkedin).headers).not.toHaveProperty('linkedin-version');
    expect(resolve(linkedin, { version: '202511' }).headers['linkedin-version']).toBe('202511');
    expect(() => resolve(linkedin, { version: '202513' })).toThrow(/version/);
  });
});

describe('revocation', () => {
  test('miro wants its own names in JSON', async () => {
    const seen = vendor({ status: 200 });
    expect(await revokeToken({ ...seen.at(resolve(miro)), fields })).toEqual({ kind: 'confirmed' });
    expect(await seen.asked[0]?.json()).toEqual({
      accessToken: 'access-0',
      clientId: 'client-1',
      clientSecret: 'client-secret',
    });
  });

  test('intercom’s app is uninstalled where the workspace lies', async () => {
    const seen = vendor({ status: 200 });
    await revokeToken({ ...seen.at(resolve(intercom, { api: 'api.eu.intercom.io' })), fields });
    expect(seen.asked[0]?.url).toBe('https://api.eu.intercom.io/auth/uninstall');
    expect(seen.asked[0]?.headers.get('authorization')).toBe('Bearer access-0');
  });
});
