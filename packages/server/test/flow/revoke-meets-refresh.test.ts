import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditEvent } from '../../../../test/contracts/store/rows.ts';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { appId, startLine, type Line } from '../../../../test/harness/line.ts';
import { noMarks } from '../../src/stores/store.ts';
import { Secret } from '../../src/vault/secret.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

/** New tokens in the place of those that `generation` has, as a refresh stores them whose process dies right then. */
async function refreshed(grantId: string, generation: number): Promise<boolean> {
  const { store, vault, clock } = line.running.deps;
  const next = generation + 1;
  const tokens = { access_token: new Secret(`access ${next}`), refresh_token: new Secret(`refresh ${next}`) };
  const sealed = vault.seal({ appId, objectId: grantId, generation: next }, tokens);
  const row = { app_id: appId, grant_id: grantId, generation: next, sealed, updated_at: clock.now() };
  const at = clock.now();
  const owed = auditEvent({ app_id: appId, at, event: 'grant.refreshed', grant_id: grantId });
  const known = { outcome: 'refreshed', class: null, error: null, cause: 'ahead', process: 'another' } as const;
  const record = { ...known, id: owed.id, at, duration_ms: 1, calls: 1 };
  const beside = { intent: null, marks: noMarks, record, owed };
  return (await store.grants.renew(appId, grantId, {}, row, beside)) !== null;
}

/** Lets a refresh store new tokens whenever a revocation has read the ones before, `times` times. */
function refreshBetween(times: number): void {
  const { vault } = line.running.deps.store;
  const { read } = vault;
  let left = times;
  replace(vault, 'read', async (app, id) => {
    const row = await read(app, id);
    if (row && left-- > 0) expect(await refreshed(id, row.generation)).toBe(true);
    return row;
  });
}

/** The tokens that the provider's revocation endpoint is told, as they come. */
function toldTokens(): (string | null)[] {
  const told: (string | null)[] = [];
  replace(line.running.deps.egress, 'fetch', (_url, init) => {
    told.push(new URLSearchParams(init?.body as URLSearchParams).get('token'));
    return Promise.resolve(new Response(null, { status: 200 }));
  });
  return told;
}

const revoke = async (grantId: string) => (await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {})).json();

describe('a revocation', () => {
  it('reads the ciphertext once', async () => {
    const { grantId } = await connectOverHttp(line);
    toldTokens();
    const { vault } = line.running.deps.store;
    const { read } = vault;
    let reads = 0;
    replace(vault, 'read', (app, id) => {
      reads++;
      return read(app, id);
    });
    expect(await revoke(grantId)).toMatchObject({ success: true, revocation: 'confirmed' });
    expect(reads).toBe(1);
  });
});

describe('a refresh that lands while a grant is being revoked', () => {
  it.each([1, 3])('has its tokens revoked at the provider, not those before it, %i times over', async (times) => {
    const { grantId } = await connectOverHttp(line);
    refreshBetween(times);
    const told = toldTokens();
    expect(await revoke(grantId)).toMatchObject({ success: true, revocation: 'confirmed' });
    expect(told).toEqual([`refresh ${times + 1}`]);
    expect(await line.running.deps.store.vault.read(appId, grantId)).toBeNull();
  });

  it('has its audit row written before its ciphertext goes, which has what its process could not record', async () => {
    const { grantId } = await connectOverHttp(line);
    refreshBetween(2);
    toldTokens();
    expect(await revoke(grantId)).toMatchObject({ success: true });
    expect(await line.rows('audit', { event: 'grant.refreshed', grant_id: grantId })).toHaveLength(2);
  });

  it('has it written also where no provider is to be told, because its config is gone', async () => {
    const { grantId } = await connectOverHttp(line);
    replace(line.running.deps.providers, 'resolveConfig', () => Promise.resolve(null));
    refreshBetween(2);
    expect(await revoke(grantId)).toMatchObject({ success: true, revocation: 'not_called' });
    expect(await line.rows('audit', { event: 'grant.refreshed', grant_id: grantId })).toHaveLength(2);
  });

  it('does not keep the grant alive, however often it comes', async () => {
    const { grantId } = await connectOverHttp(line);
    refreshBetween(1000);
    toldTokens();
    expect(await revoke(grantId)).toMatchObject({ success: true });
    expect(await line.rows('grants', { id: grantId })).toMatchObject([{ status: 'revoked' }]);
    expect(await line.running.deps.store.vault.read(appId, grantId)).toBeNull();
  });
});
