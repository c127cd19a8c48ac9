/** `alter-sdk` 0.29.0 as it was published, in a virtual environment, against this server and a real provider. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKey } from '@alter/server';
import { launchBrowser } from '../../tools/browser.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { connectOverHttp } from '../harness/http-person.ts';
import { appId, startLine, type Line } from '../harness/line.ts';
import { denyAt, newPage, signInAt } from '../harness/people.ts';
import type { TestProvider } from '../provider/provider.ts';
import { connectByLink, denyByLink } from './link.ts';
import { noPython, preparePython, startScenario, type Scenario } from './python-sdk.ts';

const unknownId = 'ffffffff-0000-4000-8000-000000000000';
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
const text = expect.stringMatching(/./) as string;
/** What the SDK prints with `open_browser=False`. */
const link = /(?<=^Open this URL to authorize: )\S+/m;

const clock = movableClock();
let python: string | null;
let line: Line;
let browser: Browser;

beforeAll(async () => {
  python = await preparePython();
  if (python === null) return;
  const providers = { meadow: { name: 'Meadow' }, harbor: { name: 'Harbor' }, quarry: { name: 'Quarry' } };
  line = await startLine({ providers, clock });
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  if (python === null) return;
  await browser.close();
  await line.close();
});
beforeEach((context) => {
  if (python === null) context.skip(noPython);
});

const scenario = (script: string, given: Readonly<Record<string, unknown>> = {}, key = line.key): Scenario =>
  startScenario(python ?? '', script, { vault: line.vault, key, given });

const provider = (id: string): TestProvider => {
  const found = line.providers[id];
  if (!found) throw new Error(`no provider ${id}`);
  return found;
};

/** A typed refusal as the SDK raises it: `parents` are the classes that code may catch instead. */
const raised = (type: string, status: number, code: string, fields: object = {}) => ({
  raised: type,
  parents: expect.arrayContaining(['BackendError', 'AlterSDKError']) as unknown,
  message: text,
  status_code: status,
  details: { error: code, message: text, request_id: uuid, status_code: status, ...fields },
});

describe('the published Python SDK', () => {
  it('is the release 0.29.0, every file as it was released', async () => {
    expect(await scenario('unmodified').said()).toEqual({
      version: '0.29.0',
      changed: [],
      files: 'ViOsvXLh4bzWaTwjcvTK3roLFlCc5uWeUIW6tk1znUk',
    });
  });
});

describe('list_grants', () => {
  it('pages through five grants, filters them, and reads each in the published form', async () => {
    const key = line.otherKey;
    const people = [
      ['meadow', 'alice', {}],
      ['harbor', 'alice', { requested_grant: { label: 'reports' } }],
      ['meadow', 'bob', {}],
      ['harbor', 'bob', {}],
      ['meadow', 'carol', {}],
    ] as const;
    const ids: string[] = [];
    for (const [id, login, session] of people) {
      ids.unshift((await connectOverHttp(line, { provider: id, login, session, key })).grantId);
    }
    const [carol, , bobAtMeadow, reports, alice] = ids;
    await line.post(`/sdk/oauth/grants/${carol}/revoke`, {}, key);
    const said = await scenario('listing', {}, key).said();

    // The newest first, and every one on exactly one page.
    const page = (from: number, to: number) => ids.slice(from, to).map((grant_id) => ({ grant_id }));
    expect(said['from 0']).toMatchObject({ grants: page(0, 2), total: 5, limit: 2, offset: 0, has_more: true });
    expect(said['from 2']).toMatchObject({ grants: page(2, 4), total: 5, limit: 2, offset: 2, has_more: true });
    expect(said['from 4']).toMatchObject({ grants: page(4, 5), total: 5, limit: 2, offset: 4, has_more: false });
    expect(said['from 6']).toEqual({ grants: [], total: 5, limit: 2, offset: 6, has_more: false });
    expect(said['all']).toMatchObject({ grants: page(0, 5), total: 5, limit: 100, offset: 0, has_more: false });

    const found = (step: string) => (said[step] as { grants: { grant_id: string }[] }).grants.map((g) => g.grant_id);
    expect(found('provider')).toEqual([ids[1], reports]);
    expect(found('account')).toEqual([ids[1], bobAtMeadow]);
    expect(found('label')).toEqual([reports]);
    expect(found('active')).toEqual(ids.slice(1));
    expect(found('revoked')).toEqual([carol]);
    expect(found('both')).toEqual([ids[1]]);
    expect(said['none']).toEqual({ grants: [], total: 0, limit: 100, offset: 0, has_more: false });
    expect((said['all'] as { grants: unknown[] }).grants.at(-1)).toEqual({
      grant_kind: 'oauth',
      grant_id: alice,
      provider_id: 'meadow',
      scopes: ['openid', 'email', 'profile', 'read', 'write'],
      account_identifier: 'alice@example.com',
      account_display_name: 'Alice',
      api_base_url: null,
      status: 'active',
      scope_mismatch: expect.any(Boolean) as boolean,
      needs_reconnect: false,
      expires_at: time,
      grant_expires_at: null,
      created_at: time,
      last_used_at: null,
      principal_type: 'user',
      access_via: 'ownership',
      delegated_agent_ids: [],
      label: null,
      // What agents and sibling grants bring later, at the SDK's own defaults.
      delegated_at: null,
      credential_id: null,
      grant_policy: null,
      parent_grant_id: null,
      depth: 0,
      delegable: false,
      scope_constraint: null,
    });
  });
});

describe('connect', () => {
  it('returns the grant that a person made in the browser, the same grant the next time, and the denial', async () => {
    const running = scenario('connecting', { unknown_provider: 'nowhere' });
    await connectByLink(browser, await running.next(link), 'Meadow', 'dave');
    await connectByLink(browser, await running.next(link), 'Meadow', 'dave');
    await connectByLink(browser, await running.next(link), 'Harbor', 'dave');
    await denyByLink(browser, await running.next(link), 'Meadow');
    const said = await running.said();

    const made = {
      grant_id: uuid,
      provider_id: 'meadow',
      account_identifier: 'dave@example.com',
      scopes: ['openid', 'email', 'profile', 'read', 'write'],
      api_base_url: null,
      operation: 'creation',
      grant_policy: null,
      failed_grants: [],
      delegation: null,
    };
    expect(said['creation']).toEqual([made]);
    const [first] = said['creation'] as { grant_id: string }[];
    expect(said['reauth']).toEqual([{ ...made, grant_id: first?.grant_id, operation: 'reauth' }]);
    const policy = { expires_at: time, created_by: null, created_at: time };
    expect(said['limited']).toEqual([{ ...made, provider_id: 'harbor', grant_policy: policy }]);
    expect(said['denied']).toEqual({
      raised: 'ConnectDeniedError',
      parents: expect.arrayContaining(['ConnectFlowError', 'AlterSDKError']) as unknown,
      message: 'Access was not allowed. Nothing was connected.',
      details: { error_code: 'connect_denied' },
    });
    expect(said['unknown provider']).toEqual(
      raised('BackendError', 400, 'provider_not_configured', { provider_id: 'nowhere' }),
    );
  });

  it('polls a session made apart: pending, a declined provider on the way, the result, and the result again', async () => {
    const running = scenario('sessions', { origin: 'https://shop.example.com' });
    const { page, context } = await newPage(browser, await running.next(link));
    await page.getByRole('button', { name: 'Harbor' }).click();
    await page.getByRole('button', { name: 'Connect Harbor' }).click();
    await denyAt(page);
    await page.getByRole('heading', { name: 'You said no' }).waitFor();
    await page.getByRole('button', { name: 'Choose another' }).click();
    await page.getByRole('button', { name: 'Meadow' }).click();
    await page.getByRole('button', { name: 'Connect Meadow' }).click();
    await signInAt(page, 'erin');
    await page.getByRole('button', { name: 'Done' }).click();
    const said = await running.said();
    await context.close();

    expect(said['session']).toEqual({
      session_token: expect.stringMatching(/^sess_/) as string,
      connect_url: expect.stringContaining(`${line.vault}/sdk/oauth/connect#session=sess_`) as string,
      expires_in: 600,
      expires_at: time,
      scope_constraint_warnings: [],
      single_provider: false,
      direct: false,
    });
    expect(said['nobody came']).toMatchObject({
      raised: 'ConnectTimeoutError',
      details: { timeout: 1, reason: 'poll_deadline_elapsed' },
    });
    // Only what the session asked of this provider.
    const result = { provider_id: 'meadow', account_identifier: 'erin', scopes: ['openid', 'read'] };
    expect(said['results']).toMatchObject([{ ...result, operation: 'creation' }]);
    expect(said['declined on the way']).toEqual([
      { type: 'provider_declined', provider_id: 'harbor', error_code: 'connect_denied', declined_at: time },
    ]);
    expect(said['read again']).toEqual(said['results']);
    expect(said['unknown session']).toMatchObject({
      raised: 'ConnectFlowError',
      message: 'Connect session expired or was not found before polling began',
    });
    expect(said['origin with a path']).toEqual(
      raised('BackendError', 400, 'invalid_origin', { allowed_origin: 'https://shop.example.com/path' }),
    );
  });
});

describe('proxy_request', () => {
  it('carries JSON, query, path and headers, and returns whatever the provider answers', async () => {
    const { grantId } = await connectOverHttp(line);
    const meadow = provider('meadow');
    const before = meadow.calls.length;
    const said = await scenario('calling', { api: meadow.issuer, grant_id: grantId }).said();

    const envelope = (status_code: number, body: unknown, headers: object = {}) => ({
      approval_id: null,
      status_code,
      headers: { 'content-type': 'application/json', date: text, ...headers },
      body_truncated: false,
      duration_ms: expect.any(Number) as number,
      credential_hint: null,
      body,
    });
    const scopes = ['openid', 'email', 'profile', 'read', 'write'];
    expect(said['get']).toEqual(envelope(200, { sub: 'alice', email: 'alice@example.com', scopes }));
    expect(said['json']).toMatchObject({
      body: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"title":"Grüße","tags":["a","b"],"count":2,"none":null}',
      },
    });
    expect(said['scalar']).toMatchObject({ body: { method: 'PUT', body: 'false' } });
    expect(said['headers']).toMatchObject({
      body: { headers: { 'x-trace': 't-1', accept: 'application/vnd.acme+json' } },
    });
    expect(said['path']).toEqual(envelope(404, { status: 404 }));
    expect(said['odd path']).toEqual(envelope(404, { error: 'not_found' }));
    expect(said['too many']).toEqual(envelope(429, { status: 429 }, { 'retry-after': '7' }));
    expect(said['empty']).toMatchObject({ status_code: 204, body_b64: '', body_truncated: false });
    expect(said['by account']).toMatchObject({ sub: 'alice' });
    expect(said['large']).toEqual({ truncated: true, bytes: 10 * 1024 * 1024, only_a: true });

    const calls = meadow.calls.slice(before);
    expect(new Set(calls.map(({ login }) => login))).toEqual(new Set(['alice']));
    expect(calls.map(({ method, path, search }) => `${method} ${path}${search}`)).toEqual([
      'GET /api/me',
      'POST /api/echo',
      'PUT /api/echo',
      'GET /api/echo?page=1&tag=a%20b&tag=c%26d&limit=5&deep=true',
      'GET /api/status/404',
      'GET /api/notes/a%2Fb%20c%3Fd',
      'GET /api/echo',
      'GET /api/status/429',
      'DELETE /api/status/204',
      'GET /api/me',
      'GET /api/stream?bytes=12000000',
    ]);
    // What the SDK says about itself is on record, the credential of the caller nowhere at the provider.
    expect(calls.flatMap(({ headers }) => Object.keys(headers)).filter((name) => name.startsWith('x-a'))).toEqual([]);
    const rows = await line.running.deps.store.audit.ofGrant(appId, grantId, 100, null);
    expect(rows.find(({ event, reason }) => event === 'request.begun' && reason !== null)).toMatchObject({
      reason: 'show the profile',
      caller: 'billing-worker',
      context: { tool: 'profile', run_id: 'run-1' },
    });
  });
});

describe('revoke_grant', () => {
  it('ends the grant: the next call is GrantRevokedError, a second revocation GrantNotFoundError', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'rosa' });
    const given = { api: provider('meadow').issuer, grant_id: grantId, unknown_id: unknownId };
    const said = await scenario('revoking', given).said();
    expect(said['before']).toBe(200);
    expect(said['revoked']).toEqual({ success: true, message: text, grant_id: grantId, revoked_at: time });
    const facts = { grant_id: grantId, provider_id: 'meadow', app_user_id: uuid };
    const ended = raised('GrantRevokedError', 403, 'grant_revoked', facts);
    expect(said['call']).toEqual({ ...ended, grant_id: grantId });
    const none = { provider_id: null, agent_id: null, app_user_id: null };
    const unknown = (grant_id: string) => raised('GrantNotFoundError', 404, 'grant_not_found', { grant_id });
    expect(said['revoke again']).toEqual({ ...unknown(grantId), ...none });
    expect(said['revoke unknown']).toEqual({ ...unknown(unknownId), ...none });
  });
});

describe('refusals', () => {
  it('raise the published type with its fields', async () => {
    const person = { provider: 'quarry', login: 'gina' };
    const { grantId } = await connectOverHttp(line, person);
    const ending = { provider: 'quarry', login: 'hugo', session: { grant_policy: { max_ttl_seconds: 60 } } };
    const expired = (await connectOverHttp(line, ending)).grantId;
    const revoked = (await connectOverHttp(line, { ...person, login: 'ines' })).grantId;
    await line.post(`/sdk/oauth/grants/${revoked}/revoke`, {});
    const other = (await connectOverHttp(line, { ...person, key: line.otherKey })).grantId;
    const ended = await makeKey();
    await line.running.deps.store.keys.revoke(appId, ended.id, clock.now());
    const { issuer, host } = provider('quarry');
    const running = scenario('refusing', {
      api: issuer,
      grant_id: grantId,
      unknown_id: unknownId,
      other_apps_grant_id: other,
      revoked_grant_id: revoked,
      expired_grant_id: expired,
      keys: {
        wrong: 'alter_rk_exampleexampleexample2_y4fcqm',
        revoked: ended.key,
        narrow: (await makeKey({ scopes: ['grants:read'] })).key,
      },
    });
    // Over the life of the one grant, within the tolerance of signatures.
    clock.advance(minutes(2));
    const said = await running.said().finally(() => clock.advance(-minutes(2)));

    const nobody = { provider_id: null, agent_id: null, app_user_id: null };
    const unknown = { ...raised('GrantNotFoundError', 404, 'grant_not_found'), ...nobody };
    expect(said['unknown grant']).toEqual(unknown);
    expect(said["another app's grant"]).toEqual(unknown);
    const nowhere = { provider_id: 'nowhere' };
    expect(said['no grant']).toEqual({
      ...raised('GrantNotFoundError', 404, 'grant_not_found', nowhere),
      ...nobody,
      ...nowhere,
    });
    const owner = { provider_id: 'quarry', app_user_id: uuid };
    expect(said['revoked grant']).toEqual({
      ...raised('GrantRevokedError', 403, 'grant_revoked', { grant_id: revoked, ...owner }),
      grant_id: revoked,
    });
    expect(said['expired grant']).toEqual({
      ...raised('GrantExpiredError', 403, 'grant_expired', { grant_id: expired, ...owner, grant_expires_at: time }),
      ...owner,
      agent_id: null,
    });
    const blocked = (reason: string) => ({
      ...raised('BlockedDestinationError', 422, 'blocked_destination', { reason, hosts: [host] }),
      message: 'Destination is not permitted. Check the provider host and URL.',
    });
    expect(said['foreign host']).toEqual(blocked('host'));
    expect(said['token endpoint']).toEqual(blocked('provider_endpoint'));
    expect(said['several grants']).toMatchObject({
      raised: 'AmbiguousGrantError',
      status_code: 409,
      provider_id: 'quarry',
      account_identifiers: ['hugo@example.com', 'gina@example.com'],
      account_was_provided: false,
      app_user_ids: [uuid],
      grant_ids: [expired, grantId],
      candidates_truncated: false,
      details: {
        candidates: [
          { grant_id: expired, label: null, account_identifier: 'hugo@example.com', account_display_name: 'Hugo' },
          { grant_id: grantId, label: null, account_identifier: 'gina@example.com', account_display_name: 'Gina' },
        ],
      },
    });

    expect(said['wrong key']).toEqual({ ...raised('InvalidKeyError', 401, 'invalid_key'), hint: null });
    expect(said['revoked key']).toEqual({ ...raised('KeyRevokedError', 401, 'key_revoked'), hint: null });
    const short = {
      required: ['proxy:execute'],
      granted: ['grants:read'],
      missing: ['proxy:execute'],
      required_any_of: false,
      scope_version: 1,
      current_scope_version: 1,
      scope_version_mismatch: false,
      documentation_url: `${line.vault}/reference#scope-proxy:execute`,
    };
    const insufficient = { ...raised('InsufficientScopeError', 403, 'insufficient_scope', short), ...short };
    expect(said['narrow key']).toEqual(insufficient);
    expect(said['narrowed call']).toEqual(insufficient);
    expect(said['widened call']).toEqual(
      raised('BackendError', 400, 'constraint_not_narrowing', { not_held: ['keys:admin'] }),
    );
    expect(said['header']).toEqual(raised('BackendError', 422, 'forbidden_header', { header: 'x-forwarded-for' }));
    expect(said['credential header']).toMatchObject({ raised: 'AlterValueError' });
  });
});

describe('signatures', () => {
  it('are verified: what is changed, stripped, unsigned where it may not be, or sent again is 401', async () => {
    const { key } = await makeKey({ signedOnly: true });
    const said = await scenario('signing', { signed_only_key: key }).said();
    expect(said['signed']).toMatchObject({ limit: 1 });
    expect(said['headers']).toEqual([
      'x-api-key',
      'x-alter-caller',
      'x-alter-caller-type',
      'x-alter-timestamp',
      'x-alter-nonce',
      'x-alter-content-sha256',
      'x-alter-signature',
      'x-alter-signature-v2',
    ]);
    for (const step of ['body', 'signature', 'caller', 'stripped caller', 'stripped nonce', 'old']) {
      expect(said[step], step).toEqual(raised('BackendError', 401, 'invalid_signature'));
    }
    expect(said['unsigned']).toMatchObject({ limit: 1 });
    expect(said['unsigned with a key for signed requests']).toEqual(raised('BackendError', 401, 'signature_required'));
    expect(said['signed with that key']).toMatchObject({ limit: 1 });
    const replayed = { status: 401, body: { error: 'replayed', message: text, request_id: uuid } };
    expect(said['first replay']).toEqual(replayed);
    expect(said['second replay']).toEqual(replayed);
  });

  it('are refused from a clock that is more than five minutes away', async () => {
    clock.advance(minutes(6));
    const said = await scenario('late')
      .said()
      .finally(() => clock.advance(-minutes(6)));
    expect(said['late']).toEqual(raised('BackendError', 401, 'signature_expired'));
  });
});

async function makeKey(more: { signedOnly?: boolean; scopes?: string[] } = {}): Promise<{ key: string; id: string }> {
  const { key, row } = await createKey(
    line.running.deps.store,
    {
      appId,
      kind: 'rk',
      name: 'interop',
      scopes: more.scopes ?? ['grants:read', 'proxy:execute'],
      expiresAt: null,
      signedOnly: more.signedOnly ?? false,
      cidrAllowlist: [],
    },
    clock,
  );
  return { key: key.reveal(), id: row.id };
}
