/** Refusals of a token endpoint, met by many callers over four processes on one MongoDB: what is sent, and what becomes of grants. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import type { Differs } from '../provider/emulator/behaviour.ts';
import { busy, busyInWords, tooMany, type Fault } from '../provider/emulator/faults.ts';
import { appId } from '../harness/apps.ts';
import { counted, type Answer } from '../harness/callers.ts';
import type { Member } from '../harness/fleet.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { scaledTimes, startSite, startVendor, type Held, type RefreshSite } from '../harness/refresh-site.ts';
import { isOf, judged, settled, witnessOf } from '../harness/refresh-verdict.ts';

const cooldownMs = 2_000;
/** Nobody gives up waiting, nor loses the lease, because the machine is busy. */
const env = {
  ...scaledTimes,
  ALTER_REFRESH_COOLDOWN_MS: String(cooldownMs),
  ALTER_TIMEOUT_REFRESH_WAIT_MS: '20000',
  ALTER_REFRESH_LEASE_MS: '10000',
};
const callersPerWave = 100;

let database: RunningMongod;
let vendor: Awaited<ReturnType<typeof startVendor>>;
let site: RefreshSite;
let members: Member[];

beforeAll(async () => {
  database = await startMongod(await mongodProgram());
});
afterEach(async () => {
  await site.close();
  await vendor.close();
});
afterAll(() => database.stop());

async function begin(differs: Differs = {}): Promise<void> {
  vendor = await startVendor(differs);
  const storeUrl = database.url(`alter-${randomUUID()}`);
  site = await startSite({ storeUrl, tenant: vendor.tenant, env });
  members = await Promise.all(Array.from({ length: 4 }, () => site.start()));
}

/** Callers in turn to all four processes, with the grants in turn. */
const wave = (grants: readonly Held[], callers = callersPerWave): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: callers }, (_, at) =>
      site.call(members[at % 4]!, grants[Math.floor(at / 4) % grants.length]!),
    ),
  );

const sent = async (grant: Held) => (await vendor.tenant.refreshCalls()).filter((one) => isOf(grant, one));
const statusOf = async ({ grantId }: Held) => {
  const row = await site.store.grants.find(appId, grantId);
  return [row?.status, row?.reason];
};

async function audited(event: string): Promise<number> {
  const chains = await site.store.audit.chains(appId);
  const rows = await Promise.all(chains.map(({ writer }) => site.store.audit.chain(appId, writer, 0, 10_000)));
  return rows.flat().filter(({ row }) => row.event === event).length;
}

const nextCooldown = (): Promise<void> => sleep(cooldownMs + 100);

/** How often a grant may have been tried since `begun`, after whose cooldowns it may be tried again. */
const triesSince = (begun: number): number => 1 + Math.floor((performance.now() - begun) / cooldownMs);

describe('a grant that the person has ended at the provider', () => {
  it('costs one token call for ever, however many callers and processes come again after each cooldown', async () => {
    await begin();
    const grant = await site.grant();
    await vendor.tenant.end();
    for (let n = 0; n < 3; n++) {
      expect(counted(await wave([grant]))).toEqual({ '403 credential_revoked': callersPerWave });
      await nextCooldown();
    }
    expect((await sent(grant)).map(({ outcome }) => outcome)).toEqual(['ended']);
    expect(await statusOf(grant)).toEqual(['needs_reauth', 'revoked_by_user']);
    expect(await audited('grant.needs_reauth')).toBe(1);
  });
});

describe('a client that the provider refuses', () => {
  it('is flagged once over all processes, and the grants are left alone until it is taken again', async () => {
    await begin();
    const { secret } = vendor.tenant.behaviour.client;
    const grants = await Promise.all(Array.from({ length: 20 }, () => site.grant()));
    await vendor.tenant.set({ client: { secret: 'another-secret' } });
    const begun = performance.now();
    expect(counted(await wave(grants))).toEqual({ '502 provider_configuration_unavailable': callersPerWave });
    const tries = triesSince(begun);
    for (const grant of grants) expect((await sent(grant)).length).toBeLessThanOrEqual(tries);
    for (const grant of grants) expect(await statusOf(grant)).toEqual(['active', null]);
    // Not the lines of the refused calls, which name the same mistake.
    const isTold = (entry: string): boolean => entry.includes('"error":"invalid_client","since":');
    const said = members.flatMap(({ logs }) => logs.filter(isTold));
    expect(said).toHaveLength(1);
    expect(await audited('provider_config.refused')).toBe(1);
    expect(await site.store.providerConfigs.flags(appId)).toHaveLength(1);

    await vendor.tenant.set({ client: { secret } });
    await nextCooldown();
    expect(counted(await wave(grants))).toEqual({ '200': callersPerWave });
    expect(await site.store.providerConfigs.flags(appId)).toEqual([]);
    expect(await audited('provider_config.accepted')).toBe(1);
  });
});

describe('a provider in trouble', () => {
  const always = null;
  it.each<[string, Differs, Fault]>([
    ['503 in OAuth’s words', {}, busyInWords('refresh', always)],
    ['429 for an hour', {}, tooMany('refresh', always, 0)],
    [
      '503 without words, to a token that may be sent again',
      { refresh: { rotation: 'static' } },
      busy('refresh', always),
    ],
  ])(
    '(%s) ends no grant: it is asked three times in a cooldown at most, and served when it works again',
    async (_what, differs, fault) => {
      await begin(differs);
      const grant = await site.grant();
      await vendor.tenant.fail(fault);
      const waves = 2;
      const begun = performance.now();
      for (let n = 0; n < waves; n++) {
        expect(counted(await wave([grant]))).toEqual({ '502 refresh_failed': callersPerWave });
        await nextCooldown();
      }
      const calls = (await sent(grant)).length;
      expect(calls).toBeGreaterThanOrEqual(waves);
      expect(calls).toBeLessThanOrEqual(3 * triesSince(begun));
      expect(await statusOf(grant)).toEqual(['active', null]);
      await vendor.tenant.heal();
      expect(counted(await wave([grant]))).toEqual({ '200': callersPerWave });
      expect(await sent(grant)).toHaveLength(calls + 1);
    },
  );

  it('(503 without words, to a token that works once) is asked once more, when that may be, and nothing is lost', async () => {
    await begin();
    const grant = await site.grant();
    await vendor.tenant.fail(busy('refresh', 1));
    const answers = counted(await wave([grant]));
    expect(Object.keys(answers).filter((one) => one !== '502 refresh_failed')).toEqual([]);
    expect(await sent(grant)).toHaveLength(1);
    expect(await statusOf(grant)).toEqual(['active', null]);
    const end = await settled(site, members[0]!, grant);
    const { verdict, probed, broken } = await judged(site, grant, end, await witnessOf(vendor.tenant));
    expect([verdict, probed, broken]).toEqual(['recovered', true, []]);
  });
});
