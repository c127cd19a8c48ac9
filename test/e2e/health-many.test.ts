/** The bulk form asks the providers too: a few at once, once in a while each, and never for longer than its time. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { healthAnswer } from '@alter/protocol/schemas';
import { createKey, systemClock, uuidV5 } from '@alter/server';
import { Secret } from '@alter/server/operator';
import { grantRow } from '../contracts/store/rows.ts';
import { appId, startLine, type Line } from '../harness/line.ts';
import type { TenantClient } from '../provider/emulator/client.ts';
import { slow } from '../provider/emulator/faults.ts';
import { startEmulator, type RunningEmulator } from '../provider/emulator/start.ts';

interface Health {
  grant_id: string;
  usable: boolean;
  state: string;
  error: string | null;
  verified: { outcome: string; status: number | null; at: string | null } | null;
  unverified: string | null;
}

/** Longer than any test waits: what meets it is answered when the connection is cut. */
const hours = 10 * 3_600_000;

let emulator: RunningEmulator;
let count = 0;
let quick: TenantClient;
let late: TenantClient;
let line: Line;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  count++;
  quick = await emulator.add(`quick-${String(count)}`);
  late = await emulator.add(`late-${String(count)}`);
});
afterEach(() => line.close());

const configOf = (tenant: TenantClient) => {
  const name = `ALTER_TEST_SECRET_${tenant.id}`;
  process.env[name] = tenant.behaviour.client.secret ?? '';
  return { ...tenant.config(), client_secret: { env: name }, scopes: ['read'] };
};

async function begin(env: Record<string, string> = {}): Promise<void> {
  const catalog = { [quick.id]: configOf(quick), [late.id]: configOf(late) };
  line = await startLine({ catalog, env });
}

/** A grant that the person has given at this provider, put here by hand. */
async function grantAt(tenant: TenantClient, ended = false): Promise<string> {
  const { store, vault, providers } = line.running.deps;
  const provider = await providers.resolve(appId, tenant.id);
  if (!provider) throw new Error('the provider is declared');
  const { pairs } = await tenant.seed({ scopes: ['read'] });
  const now = Date.now();
  const row = grantRow({
    app_id: appId,
    provider_id: tenant.id,
    flow_kind: 'authorization_code',
    config_id: uuidV5(appId, tenant.id),
    issuer: provider.issuer,
    client_id: provider.config.clientId,
    hosts: [tenant.host],
    principal: { type: 'system' },
    inject_field: 'access_token',
    account_key: null,
    status: 'active',
    reason: null,
    refreshable: true,
    policy: null,
    grant_expires_at: null,
    created_at: now,
    updated_at: now,
    token_expires_at: ended ? now - 1_000 : now + 3_600_000,
  });
  const fields = { access_token: new Secret(pairs[0]!.access), refresh_token: new Secret(pairs[0]!.refresh ?? '') };
  const sealed = vault.seal({ appId, objectId: row.id, generation: 1 }, fields);
  const held = { app_id: appId, grant_id: row.id, generation: 1, sealed, updated_at: now };
  expect(await store.grants.create(row, held)).toBe('created');
  return row.id;
}

const grantsAt = async (tenant: TenantClient, many: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < many; n++) ids.push(await grantAt(tenant));
  return ids;
};

async function check(body: object): Promise<Health[]> {
  const answer = await line.post('/sdk/grants/health', body);
  expect(answer.status).toBe(200);
  const told = (await answer.json()) as { grants: Health[] };
  expect(healthAnswer.parse(told)).toEqual(told);
  return told.grants;
}

const checks = async (tenant: TenantClient) =>
  (await tenant.log()).filter(({ endpoint }) => endpoint === 'account' || endpoint === 'verify');

describe('the health of many grants with `verify`', () => {
  it('asks each provider about each grant, in the words of the single form, and each use is on record', async () => {
    await begin();
    const [good, dead] = [await grantAt(quick), await grantAt(late)];
    await late.end();
    const answer = await check({ grant_ids: [good, dead], verify: true });
    expect(answer).toMatchObject([
      { grant_id: good, state: 'ready', usable: true, verified: { outcome: 'ok', status: 200 }, unverified: null },
      { grant_id: dead, state: 'ready', usable: false, verified: { outcome: 'refused', status: 401 } },
    ]);
    const single = await fetch(`${line.vault}/sdk/grants/${good}/health?verify=true`, {
      headers: { 'x-api-key': line.key },
    });
    expect({ ...((await single.json()) as Health), checked_at: '' }).toEqual({ ...answer[0], checked_at: '' });
    expect(await checks(quick)).toHaveLength(1);
    for (const event of ['request.begun', 'request.concluded']) {
      const rows = await line.rows('audit', { event });
      expect(rows.map(({ grant_id }) => grant_id).sort()).toEqual([good, dead].sort());
    }
  });

  it('by a filter too, and renews a token first that has ended', async () => {
    await begin();
    const ended = await grantAt(quick, true);
    expect(await check({ provider_id: quick.id, verify: true })).toMatchObject([
      { grant_id: ended, state: 'ready', verified: { outcome: 'ok' } },
    ]);
    expect(await quick.refreshCalls()).toHaveLength(1);
  });

  it('asks nobody without it', async () => {
    await begin();
    const ids = await grantsAt(quick, 2);
    for (const more of [{}, { verify: false }]) {
      expect(await check({ grant_ids: ids, ...more })).toMatchObject([
        { verified: null, unverified: null },
        { verified: null, unverified: null },
      ]);
    }
    expect(await checks(quick)).toEqual([]);
  });

  it('asks about no grant that could not be used, and says so', async () => {
    await begin();
    const id = await grantAt(quick);
    await line.post(`/sdk/oauth/grants/${id}/revoke`, {});
    expect(await check({ grant_ids: [id], verify: true })).toMatchObject([
      { state: 'revoked', usable: false, verified: null, unverified: 'not_usable' },
    ]);
    expect(await checks(quick)).toEqual([]);
  });

  it('asks once over all processes: one that does not know what was told says that, for this grant alone', async () => {
    await begin();
    const [known, fresh] = [await grantAt(quick), await grantAt(quick)];
    const second = await line.startBeside();
    await check({ grant_ids: [known], verify: true });
    expect(await check({ grant_ids: [known], verify: true })).toMatchObject([{ verified: { outcome: 'ok' } }]);
    const answer = await fetch(`${second}/sdk/grants/health`, {
      method: 'POST',
      headers: { 'x-api-key': line.key, 'content-type': 'application/json' },
      body: JSON.stringify({ grant_ids: [known, fresh], verify: true }),
    });
    expect(((await answer.json()) as { grants: Health[] }).grants).toMatchObject([
      { grant_id: known, usable: true, verified: null, unverified: 'rate_limit_exceeded' },
      { grant_id: fresh, verified: { outcome: 'ok' }, unverified: null },
    ]);
    expect(await checks(quick)).toHaveLength(2);
  });

  it('needs a key that may use credentials, and asks nobody for one that may not', async () => {
    await begin();
    const id = await grantAt(quick);
    const { key } = await createKey(
      line.running.deps.store,
      {
        appId,
        kind: 'rk',
        name: 'reads',
        scopes: ['grants:read'],
        expiresAt: null,
        signedOnly: false,
        cidrAllowlist: [],
      },
      systemClock,
    );
    expect((await line.post('/sdk/grants/health', { grant_ids: [id] }, key.reveal())).status).toBe(200);
    const refused = await line.post('/sdk/grants/health', { grant_ids: [id], verify: true }, key.reveal());
    expect([refused.status, (await refused.json()) as unknown]).toMatchObject([
      403,
      { error: 'insufficient_scope', missing: ['proxy:execute'] },
    ]);
    expect(await checks(quick)).toEqual([]);
  });

  it('takes only true and false, and no more grants than without it', async () => {
    await begin();
    const id = await grantAt(quick);
    for (const body of [
      { grant_ids: [id], verify: 'true' },
      { verify: 1 },
      { grant_ids: Array(101).fill(id), verify: true },
    ]) {
      expect((await line.post('/sdk/grants/health', body)).status).toBe(400);
    }
  });
});

describe('a provider that does not answer', () => {
  const env = { ALTER_TIMEOUT_VERIFY_MANY_MS: '1500' };
  const silent = () => late.fail(slow('account', null, hours));

  it('holds neither the answer nor the other grants, and its own are `out_of_time`', async () => {
    await begin(env);
    await silent();
    const stuck = await grantsAt(late, 20);
    const fine = await grantsAt(quick, 3);
    const answer = await check({ grant_ids: [...stuck, ...fine], verify: true });
    expect(answer.map(({ grant_id }) => grant_id)).toEqual([...stuck, ...fine]);
    for (const one of answer.slice(0, 20))
      expect(one).toMatchObject({ usable: true, verified: null, unverified: 'out_of_time' });
    for (const one of answer.slice(20)) expect(one).toMatchObject({ verified: { outcome: 'ok' }, unverified: null });
  });

  it('is asked a few things at once, and what was asked has its end on record when the answer is there', async () => {
    await begin(env);
    await silent();
    await check({ grant_ids: await grantsAt(late, 12), verify: true });
    expect(await checks(late)).toHaveLength(4);
    const begun = await line.rows('audit', { event: 'request.begun' });
    const concluded = await line.rows('audit', { event: 'request.concluded' });
    expect(concluded.map(({ call_id }) => call_id).sort()).toEqual(begun.map(({ call_id }) => call_id).sort());
    expect(concluded).toHaveLength(4);
  });

  it('has said nothing: who asks again does not hear that it was unclear, but asks', async () => {
    await begin(env);
    await late.fail(slow('account', 1, hours));
    const id = await grantAt(late);
    const ask = () => check({ grant_ids: [id], verify: true });
    expect(await ask()).toMatchObject([{ verified: null, unverified: 'out_of_time' }]);
    expect(await ask()).toMatchObject([{ verified: { outcome: 'ok', status: 200 }, unverified: null }]);
  });

  it('while it renews holds nobody either: the refresh goes on, and who asks after it is told', async () => {
    await begin(env);
    await late.fail(slow('refresh', 1, 4_000));
    const ended = await grantAt(late, true);
    const ask = () => check({ grant_ids: [ended], verify: true });
    expect(await ask()).toMatchObject([{ verified: null, unverified: 'out_of_time' }]);
    await expect.poll(ask).toMatchObject([{ usable: true, verified: { outcome: 'ok', status: 200 } }]);
    expect(await late.refreshCalls()).toHaveLength(1);
  });
});
