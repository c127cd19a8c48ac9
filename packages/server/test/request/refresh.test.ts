import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerJson, startUpstream, type Answer, type Arrived, type Upstream } from '../egress/upstream.ts';
import type { GrantRow } from '../../src/stores/index.ts';
import { accessToken, refreshToken, startStation, type HarnessOptions, type Station } from './harness.ts';

let token: Answer;
let api: Answer;
let upstream: Upstream;
let shared: Station;
let station: Station;

beforeAll(async () => {
  const first = await startUpstream(answerJson({}));
  shared = await startStation(first);
  await first.close();
});
afterAll(() => shared.close());
beforeEach(async () => {
  token = answerJson({ access_token: 'at_second', token_type: 'bearer', expires_in: 3600, refresh_token: 'rt_second' });
  api = answerJson({ ok: true });
  upstream = await startUpstream((request, res, req) => (isToken(request) ? token : api)(request, res, req));
  await shared.use(upstream);
  station = shared;
});
afterEach(async () => {
  if (station !== shared) await station.close();
  await upstream.close();
});

/** A server of the test's own, with other settings. */
async function restart(options: HarnessOptions): Promise<void> {
  station = await startStation(upstream, options);
}

const isToken = ({ url }: Arrived): boolean => url === '/oauth/token';
const tokenCalls = () => upstream.arrived.filter(isToken);
const apiCalls = () => upstream.arrived.filter((request) => !isToken(request));
const bearers = () => apiCalls().map(({ headers }) => headers.authorization);
const call = (grant: GrantRow, intent: Record<string, unknown> = {}) =>
  station.call({ method: 'GET', url: `${upstream.origin}/x`, grant_id: grant.id, ...intent });
const expired = () => station.grant({ token_expires_at: station.time.now - 1 });
const now = (grant: GrantRow) => station.store.grants.find('app-one', grant.id);

describe('an expired token', () => {
  it('is refreshed before the call, stored, and recorded', async () => {
    const grant = await expired();
    const answered = await call(grant);
    expect(answered.status).toBe(200);
    expect(bearers()).toEqual(['Bearer at_second']);
    expect(new URLSearchParams(tokenCalls()[0]?.body.toString()).get('refresh_token')).toBe(refreshToken);
    expect((await now(grant))?.token_expires_at).toBe(station.time.now + 3_600_000);
    expect((await station.store.vault.read('app-one', grant.id))?.generation).toBe(2);
    const rows = await station.rows();
    expect(rows.map(({ event }) => event)).toEqual(['request.begun', 'grant.refreshed', 'request.concluded']);
    expect(rows[1]?.request_id).toBe(rows[0]?.request_id);
    // The second call finds it fresh, with the rotated refresh token beside it.
    await call(grant);
    expect(tokenCalls()).toHaveLength(1);
    station.time.now += 3_600_001;
    await call(grant);
    expect(new URLSearchParams(tokenCalls()[1]?.body.toString()).get('refresh_token')).toBe('rt_second');
  });

  it('is refreshed once for many callers at the same time', async () => {
    const slow = token;
    token = (...args) => void setTimeout(() => slow(...args), 100);
    const grant = await expired();
    const all = await Promise.all(Array.from({ length: 30 }, () => call(grant)));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(tokenCalls()).toHaveLength(1);
    expect(new Set(bearers())).toEqual(new Set(['Bearer at_second']));
  });

  it('keeps the refresh token when the answer brings no new one', async () => {
    token = answerJson({ access_token: 'at_second', token_type: 'bearer', expires_in: 1 });
    const grant = await expired();
    await call(grant);
    station.time.now += 5_000;
    await call(grant);
    expect(tokenCalls()).toHaveLength(2);
    expect(new URLSearchParams(tokenCalls()[1]?.body.toString()).get('refresh_token')).toBe(refreshToken);
  });

  it('that the provider will not renew ends in needs_reauth, and is not asked for again', async () => {
    token = answerJson({ error: 'invalid_grant' }, 400);
    const grant = await expired();
    const answered = await call(grant);
    expect([answered.status, answered.json['error'], answered.json['grant_id']]).toEqual([
      403,
      'credential_revoked',
      grant.id,
    ]);
    expect(await now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'revoked_by_user' });
    expect((await call(grant)).json['error']).toBe('credential_revoked');
    expect(tokenCalls()).toHaveLength(1);
    expect(apiCalls()).toHaveLength(0);
    const events = (await station.rows()).map(({ event }) => event);
    expect(events).toEqual(['request.begun', 'grant.needs_reauth', 'request.concluded', 'request.refused']);
  });

  it('without a refresh token asks the person again', async () => {
    const grant = await station.grant(
      { token_expires_at: station.time.now - 1, refreshable: false },
      { refresh_token: '' },
    );
    const answered = await call(grant);
    expect([answered.status, answered.json['error']]).toEqual([403, 'credential_revoked']);
    expect(await now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'no_refresh_token' });
    expect(upstream.arrived).toHaveLength(0);
  });

  it('uses the winner’s token when somebody else renewed it meanwhile', async () => {
    const grant = await expired();
    token = async (...args) => {
      const vault = await station.store.vault.read('app-one', grant.id);
      if (!vault) throw new Error('the vault row is there');
      const context = { appId: 'app-one', objectId: grant.id, generation: 1 };
      const fields = station.deps.vault.open(context, vault.sealed);
      const sealed = station.deps.vault.seal(
        { ...context, generation: 2 },
        { ...fields, access_token: fields['refresh_token']! },
      );
      const patch = { token_expires_at: station.time.now + 60_000 };
      await station.store.grants.renew('app-one', grant.id, patch, { ...vault, sealed, generation: 2 });
      answerJson({ error: 'invalid_grant' }, 400)(...args);
    };
    expect((await call(grant)).status).toBe(200);
    expect(bearers()).toEqual([`Bearer ${refreshToken}`]);
    expect((await now(grant))?.status).toBe('active');
  });

  it('is never sent to another server than the one that gave it, wherever the config points now', async () => {
    const grant = await expired();
    const moved = await startUpstream((request, res, req) => token(request, res, req));
    await station.use(moved);
    const answered = await call(grant);
    await moved.close();
    expect([answered.status, answered.json['error']]).toEqual([502, 'provider_configuration_unavailable']);
    expect(moved.arrived).toHaveLength(0);
    expect((await now(grant))?.status).toBe('active');
  });

  it('blames the configuration, not the person, when the client is refused', async () => {
    token = answerJson({ error: 'invalid_client' }, 401);
    const grant = await expired();
    const answered = await call(grant);
    expect([answered.status, answered.json['error']]).toEqual([502, 'provider_configuration_unavailable']);
    expect((await now(grant))?.status).toBe('active');
  });

  it('of a client that is not configured any more is not refreshed by another', async () => {
    const grant = await station.grant({ token_expires_at: station.time.now - 1, client_id: 'client-0' });
    expect((await call(grant)).json['error']).toBe('provider_configuration_unavailable');
    expect(tokenCalls()).toHaveLength(0);
  });

  it('is tried again a little later when the provider has a readable trouble, then left in peace', async () => {
    token = answerJson({ error: 'temporarily_unavailable' }, 400);
    const grant = await expired();
    const answered = await call(grant);
    expect([answered.status, answered.json['error'], answered.json['sent']]).toEqual([502, 'refresh_failed', false]);
    expect(tokenCalls()).toHaveLength(3);
    expect((await call(grant)).json['error']).toBe('refresh_failed');
    expect(tokenCalls()).toHaveLength(3);
    expect((await now(grant))?.status).toBe('active');
  });

  it('whose refresh has an unknown fate is not sent twice in a row, since it may work once only', async () => {
    token = (_request, res) => void res.destroy();
    const grant = await expired();
    expect((await call(grant)).json['error']).toBe('refresh_failed');
    expect(tokenCalls()).toHaveLength(1);
  });

  it('lets callers go after their patience with 409, and the refresh goes on without them', async () => {
    await restart({ env: { ALTER_TIMEOUT_REFRESH_WAIT_MS: '100' } });
    const late = token;
    let release = (): void => undefined;
    token = (...args) => void (release = () => late(...args));
    const grant = await expired();
    const answered = await call(grant);
    expect([answered.status, answered.json['error'], answered.json['grant_id']]).toEqual([
      409,
      'token_refresh_in_progress',
      grant.id,
    ]);
    release();
    await expect.poll(async () => (await call(grant)).status).toBe(200);
    expect(tokenCalls()).toHaveLength(1);
  });

  it('is not used when its grant is revoked while it is being refreshed', async () => {
    const grant = await expired();
    const late = token;
    token = async (...args) => {
      const end = { at: 1, reason: null, by: 'test', revocation: 'no_endpoint' } as const;
      await station.store.grants.revoke('app-one', grant.id, end, null);
      late(...args);
    };
    expect((await call(grant)).json['error']).toBe('grant_revoked');
    expect(apiCalls()).toHaveLength(0);
  });
});

describe('a token that is about to expire', () => {
  it('serves on while it is renewed in the background', async () => {
    const grant = await station.grant({
      created_at: station.time.now - 3_500_000,
      updated_at: station.time.now - 3_500_000,
      token_expires_at: station.time.now + 100_000,
    });
    await call(grant);
    expect(bearers()).toEqual([`Bearer ${accessToken}`]);
    await expect.poll(async () => (await now(grant))?.token_expires_at).toBe(station.time.now + 3_600_000);
    await call(grant);
    expect(bearers()[1]).toBe('Bearer at_second');
  });

  it('serves on when that fails', async () => {
    token = answerJson({ error: 'server_error' }, 500);
    const grant = await station.grant({
      created_at: station.time.now - 3_500_000,
      updated_at: station.time.now - 3_500_000,
      token_expires_at: station.time.now + 100_000,
    });
    for (let i = 0; i < 3; i++) expect((await call(grant)).status).toBe(200);
    expect((await now(grant))?.status).toBe('active');
  });
});

describe('a 401 of the provider', () => {
  beforeEach(() => {
    api = ({ headers }, res) => void res.writeHead(headers.authorization === 'Bearer at_second' ? 200 : 401).end('x');
  });

  it('leads to one refresh and one repetition with the same body', async () => {
    const grant = await station.grant();
    const answered = await call(grant, { method: 'POST', body: { pay: 1 } });
    expect(answered.status).toBe(200);
    expect(apiCalls().map(({ body }) => body.toString())).toEqual(['{"pay":1}', '{"pay":1}']);
    expect(bearers()).toEqual([`Bearer ${accessToken}`, 'Bearer at_second']);
    const rows = await station.rows();
    expect(rows.at(-1)).toMatchObject({ event: 'request.concluded', status: 200, detail: { repeats: 1 } });
  });

  it('is relayed when the new token gets one too, and no more is tried for a minute', async () => {
    api = (_request, res) => void res.writeHead(401).end('no');
    const grant = await station.grant();
    expect((await call(grant)).status).toBe(401);
    expect([apiCalls().length, tokenCalls().length]).toEqual([2, 1]);
    const again = await call(grant);
    expect([again.status, again.body.toString(), again.headers['x-alter-outcome']]).toEqual([401, 'no', 'provider']);
    expect([apiCalls().length, tokenCalls().length]).toEqual([3, 1]);
  });

  it('is relayed when the refresh fails, with its own body', async () => {
    token = answerJson({ error: 'invalid_client' }, 400);
    api = (_request, res) => void res.writeHead(401).end('no');
    const grant = await station.grant();
    const answered = await call(grant);
    expect([answered.status, answered.body.toString()]).toEqual([401, 'no']);
    expect(apiCalls()).toHaveLength(1);
  });

  it('is relayed at once where nothing can be refreshed', async () => {
    const grant = await station.grant({ refreshable: false });
    expect((await call(grant)).status).toBe(401);
    expect(tokenCalls()).toHaveLength(0);
  });

  it('of many callers leads to one refresh', async () => {
    const grant = await station.grant();
    const all = await Promise.all(Array.from({ length: 10 }, () => call(grant)));
    expect(tokenCalls()).toHaveLength(1);
    expect(all.some(({ status }) => status === 200)).toBe(true);
  });

  it('never: a 403 is not repeated', async () => {
    api = (_request, res) => void res.writeHead(403).end('no');
    const grant = await station.grant();
    expect((await call(grant)).status).toBe(403);
    expect([apiCalls().length, tokenCalls().length]).toEqual([1, 0]);
  });
});

describe('a grant that is revoked while its token is refreshed', () => {
  it('is refused, and the tokens that came too late are queued for the provider to end', async () => {
    const answerTokens = token;
    const grant = await expired();
    const end = { at: station.time.now, reason: null, by: 'test', revocation: 'queued' as const };
    token = (...args) =>
      void station.store.grants.revoke('app-one', grant.id, end, null).then(() => answerTokens(...args));
    const answered = await call(grant);
    expect(answered.status).toBe(403);
    expect(answered.json).toMatchObject({ error: 'grant_revoked', grant_id: grant.id });
    expect(apiCalls()).toEqual([]);
    const queue = await station.store.outbox.claim(station.time.now, 10, 1000);
    const [row, ...others] = queue.filter(({ grant_id }) => grant_id === grant.id);
    expect(others).toEqual([]);
    const context = { appId: 'app-one', objectId: row?.id ?? '', generation: 0 };
    const tokens = row && station.deps.vault.open(context, row.sealed);
    expect(tokens?.['refresh_token']?.reveal()).toBe('rt_second');
  });
});
