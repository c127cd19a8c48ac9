/** Before a job starts: would a call work now, and what became of the refreshes so far. */
import { afterEach, describe, expect, it } from 'vitest';
import { createKey, systemClock } from '@alter/server';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { appId, secretOf, startLine, type Line } from '../harness/line.ts';

let line: Line;
afterEach(async () => line.close());

const provider = () => line.providers['meadow']!;
const get = (path: string, key = line.key) => fetch(line.vault + path, { headers: { 'x-api-key': key } });
const health = async (grantId: string, query = '') => (await get(`/sdk/grants/${grantId}/health${query}`)).json();
const refreshes = async (grantId: string) =>
  ((await (await get(`/sdk/grants/${grantId}/refreshes`)).json()) as { refreshes: Record<string, unknown>[] })
    .refreshes;

async function connected(clock = movableClock()) {
  line = await startLine({ clock, providers: { meadow: { name: 'Meadow', accessTtl: 300 } } });
  const { grantId } = await connectOverHttp(line);
  return { grantId, clock };
}

/** As a person does at the provider's own page. */
async function endAtProvider(kind: 'refresh_token' | 'access_token'): Promise<void> {
  const { value } = provider().issued.findLast((one) => one.kind === kind)!;
  await fetch(`${provider().issuer}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`client-meadow:${secretOf('meadow')}`)}` },
    body: new URLSearchParams({ token: value }),
  });
}

async function readingKey(): Promise<string> {
  const order = { kind: 'rk', name: 'reads', expiresAt: null, signedOnly: false, cidrAllowlist: [] } as const;
  const { key } = await createKey(
    line.running.deps.store,
    { ...order, appId, scopes: ['grants:read'], cidrAllowlist: [] },
    systemClock,
  );
  return key.reveal();
}

describe('the health of a grant', () => {
  it('is `ready`, then `refreshable`, and asking changes nothing and asks nobody', async () => {
    const { grantId, clock } = await connected();
    expect(await health(grantId)).toMatchObject({
      grant_id: grantId,
      status: 'active',
      state: 'ready',
      usable: true,
      error: null,
      refreshing: false,
      next_try_at: null,
      client_refused: false,
      verified: null,
    });
    clock.advance(minutes(6));
    expect(await health(grantId)).toMatchObject({ state: 'refreshable', usable: true });
    expect(provider().tokenCalls).toEqual(['authorization_code']);
    expect(provider().calls).toEqual([]);
  });

  it('says what a call would be refused with', async () => {
    const { grantId, clock } = await connected();
    clock.advance(minutes(6));
    await endAtProvider('refresh_token');
    await call(line, grantId);
    expect(await health(grantId)).toMatchObject({
      status: 'needs_reauth',
      state: 'needs_reauth',
      usable: false,
      error: 'credential_revoked',
      reason: 'revoked_by_user',
    });
    await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect(await health(grantId, '?verify=true')).toMatchObject({
      state: 'revoked',
      usable: false,
      error: 'grant_revoked',
      verified: null,
      unverified: 'not_usable',
    });
  });

  it('is not told to another app, nor for what is no id', async () => {
    const { grantId } = await connected();
    for (const path of ['health', 'refreshes']) {
      expect((await get(`/sdk/grants/${grantId}/${path}`, line.otherKey)).status).toBe(404);
      expect((await get(`/sdk/grants/nonsense/${path}`)).status).toBe(404);
    }
    expect((await get(`/sdk/grants/${grantId}/health?verify=perhaps`)).status).toBe(400);
  });
});

describe('a health check with `verify`', () => {
  it('asks the provider with the token, refreshed if need be, and is on record as a use', async () => {
    const { grantId, clock } = await connected();
    clock.advance(minutes(6));
    const answer = await get(`/sdk/grants/${grantId}/health?verify=true`);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ state: 'ready', usable: true, verified: { outcome: 'ok', status: 200 } });
    for (const { value } of provider().issued) expect(text).not.toContain(value);
    expect(provider().tokenCalls).toEqual(['authorization_code', 'refresh_token']);
    expect(await line.rows('audit', { event: 'request.begun' })).toMatchObject([{ grant_id: grantId, path: '/me' }]);
    expect(await line.rows('audit', { event: 'request.concluded' })).toMatchObject([
      { grant_id: grantId, status: 200 },
    ]);
  });

  it('tells of a 401, and leaves the grant alone: one refusal proves nothing', async () => {
    const { grantId } = await connected();
    await endAtProvider('access_token');
    expect(await health(grantId, '?verify=true')).toMatchObject({
      status: 'active',
      usable: false,
      verified: { outcome: 'refused', status: 401 },
    });
    expect(await health(grantId)).toMatchObject({ status: 'active', state: 'ready' });
    expect(provider().tokenCalls).toEqual(['authorization_code']);
  });

  it('needs a key that may use credentials', async () => {
    const { grantId } = await connected();
    const key = await readingKey();
    expect((await get(`/sdk/grants/${grantId}/health`, key)).status).toBe(200);
    const refused = await get(`/sdk/grants/${grantId}/health?verify=true`, key);
    expect([refused.status, (await refused.json()) as unknown]).toMatchObject([
      403,
      { error: 'insufficient_scope', missing: ['proxy:execute'] },
    ]);
  });

  it('names the place that says what the missing scope is for', async () => {
    const { grantId } = await connected();
    const refused = await get(`/sdk/grants/${grantId}/health?verify=true`, await readingKey());
    const { documentation_url } = (await refused.json()) as { documentation_url: string };
    const page = await fetch(documentation_url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(await page.text()).toContain(`id="${new URL(documentation_url).hash.slice(1)}"`);
  });

  it('asks the provider once, however often it is asked itself, and says when that was', async () => {
    const { grantId, clock } = await connected();
    const check = async () => ((await health(grantId, '?verify=true')) as { verified: { at: string } }).verified;
    const [first, ...more] = await Promise.all(Array.from({ length: 20 }, check));
    expect(first).toMatchObject({ outcome: 'ok', status: 200 });
    expect(Math.abs(Date.parse(first!.at) - clock.now())).toBeLessThan(minutes(1));
    clock.advance(5_000);
    for (const verified of [...more, await check()]) expect(verified).toEqual(first);
    expect(await line.rows('audit', { event: 'request.concluded' })).toHaveLength(1);
  });

  it('asks once over all processes: one that does not know the answer refuses', async () => {
    const { grantId } = await connected();
    const second = await line.startBeside();
    expect(await health(grantId, '?verify=true')).toMatchObject({ verified: { outcome: 'ok' } });
    const refused = await fetch(`${second}/sdk/grants/${grantId}/health?verify=true`, {
      headers: { 'x-api-key': line.key },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({ error: 'rate_limit_exceeded' });
    expect(await line.rows('audit', { event: 'request.concluded' })).toHaveLength(1);
  });

  it('asks again about new tokens', async () => {
    const { grantId } = await connected();
    await endAtProvider('access_token');
    expect(await health(grantId, '?verify=true')).toMatchObject({ verified: { outcome: 'refused' } });
    await connectOverHttp(line);
    expect(await health(grantId, '?verify=true')).toMatchObject({ usable: true, verified: { outcome: 'ok' } });
  });
});

describe('the health of many grants', () => {
  it('is asked by ids: what is not the app’s is not found', async () => {
    const { grantId } = await connected();
    const other = '99999999-9999-4999-8999-999999999999';
    const answer = await line.post('/sdk/grants/health', { grant_ids: [grantId, other, grantId] });
    expect(await answer.json()).toMatchObject({
      grants: [{ grant_id: grantId, state: 'ready' }],
      not_found: [other],
      next_cursor: null,
    });
    const foreign = await line.post('/sdk/grants/health', { grant_ids: [grantId] }, line.otherKey);
    expect(await foreign.json()).toMatchObject({ grants: [], not_found: [grantId] });
  });

  it('or by a filter, page by page', async () => {
    const { grantId } = await connected();
    const second = await connectOverHttp(line, { login: 'bob.example' });
    const page = async (body: object) =>
      (await (await line.post('/sdk/grants/health', body)).json()) as {
        grants: { grant_id: string }[];
        next_cursor: string | null;
      };
    const first = await page({ provider_id: 'meadow', limit: 1 });
    expect(first.grants.map(({ grant_id }) => grant_id)).toEqual([second.grantId]);
    const rest = await page({ provider_id: 'meadow', limit: 1, cursor: first.next_cursor });
    expect(rest.grants.map(({ grant_id }) => grant_id)).toEqual([grantId]);
    expect(rest.next_cursor).toBeNull();
    expect((await page({ status: 'revoked' })).grants).toEqual([]);
    expect((await line.post('/sdk/grants/health', { grant_ids: [grantId], limit: 1 })).status).toBe(400);
    expect((await line.post('/sdk/grants/health', { grant_ids: Array(101).fill(grantId) })).status).toBe(400);
  });
});

describe('the refreshes of a grant', () => {
  it('are listed, newest first, with what became of them', async () => {
    const { grantId, clock } = await connected();
    expect(await refreshes(grantId)).toEqual([]);
    clock.advance(minutes(6));
    await call(line, grantId);
    clock.advance(minutes(6));
    await endAtProvider('refresh_token');
    await call(line, grantId);
    const all = await refreshes(grantId);
    expect(all).toMatchObject([
      { outcome: 'ended', class: 'permanent', error: 'invalid_grant', calls: 1, cause: 'expired' },
      { outcome: 'refreshed', class: null, error: null, calls: 1, cause: 'expired' },
    ]);
    expect(new Set(all.map(({ process }) => process)).size).toBe(1);
    for (const { value } of provider().issued) expect(JSON.stringify(all)).not.toContain(value);
  });
});
