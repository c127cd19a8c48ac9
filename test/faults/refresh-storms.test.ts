/**
 * A thousand callers at once on one grant whose access token has ended, over four processes of the built server on MongoDB, and
 * a provider whose refresh tokens work once. With `--full` there are as many storms as `docs/refresh-faults.md` shows.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { slow, busyInWords, tooMany } from '../provider/emulator/faults.ts';
import { counted, type Answer } from '../harness/callers.ts';
import type { Member } from '../harness/fleet.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { scaledTimes, startSite, startVendor, type Held, type RefreshSite } from '../harness/refresh-site.ts';
import { isOf, judged, settled, witnessOf } from '../harness/refresh-verdict.ts';
import { full, seeded, type Seeded } from '../harness/seeded.ts';

const callersPerStorm = 1_000;
const places = [0, 1, 2, 3];

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
afterAll(async () => {
  await database.stop();
});

/** A vendor, four processes and an empty database for each kind of storm. */
async function begin(env: Readonly<Record<string, string>>): Promise<void> {
  vendor = await startVendor();
  site = await startSite({ storeUrl: database.url(`alter-${randomUUID()}`), tenant: vendor.tenant, env });
  members = await Promise.all(places.map(() => site.start()));
}

/** Callers come within `spreadMs`, each to a process that the seed chooses. */
function storm(chance: Seeded, grant: Held, spreadMs: number): Promise<Answer[]> {
  const at = Array.from({ length: callersPerStorm }, () => ({
    place: chance.one(places),
    waitMs: Math.floor(chance.next() * spreadMs),
  }));
  return Promise.all(
    at.map(async ({ place, waitMs }) => {
      if (waitMs > 0) await sleep(waitMs);
      return site.call(members[place]!, grant);
    }),
  );
}

/** Refresh calls with a token of this grant. */
const callsFor = async (grant: Held) => (await vendor.tenant.refreshCalls()).filter((one) => isOf(grant, one));

interface Row {
  storms: number;
  calls: number;
  answers: Record<string, number>;
}

/** Runs `storms` of one kind, seeds 1 to `storms`, and prints what they came to. */
async function repeated(
  kind: string,
  storms: number,
  run: (chance: Seeded, grant: Held, seed: number) => Promise<Answer[]>,
): Promise<void> {
  const row: Row = { storms: 0, calls: 0, answers: {} };
  const begun = performance.now();
  for (let seed = 1; seed <= storms; seed++) {
    const grant = await site.grant();
    const answers = await run(seeded(seed), grant, seed).catch((cause: unknown) => {
      throw new Error(`${kind}, seed ${String(seed)}`, { cause });
    });
    row.storms++;
    row.calls += (await callsFor(grant)).length;
    for (const [name, count] of Object.entries(counted(answers))) row.answers[name] = (row.answers[name] ?? 0) + count;
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${kind}: seeds 1 to ${String(storms)}, ${String(row.storms)} storms of ${String(callersPerStorm)} callers in ${String(seconds)} s, ` +
      `${String(row.calls)} token calls; answers ${JSON.stringify(row.answers)}`,
  );
}

const unexpected = (counts: Readonly<Record<string, number>>, expected: readonly string[]): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([answer]) => !expected.some((start) => answer.startsWith(start))));

const allServed = { '200': callersPerStorm };

describe('a thousand callers at once on one ended token, over four processes,', () => {
  it(
    'are all served, and the provider is asked once',
    async () => {
      await begin({});
      await repeated('plain', full ? 200 : 5, async (chance, grant) => {
        const answers = await storm(chance, grant, chance.one([0, 50, 250]));
        expect(counted(answers)).toEqual(allServed);
        expect((await callsFor(grant)).map(({ outcome }) => outcome)).toEqual(['rotated']);
        return answers;
      });
    },
    full ? 5_400_000 : 120_000,
  );

  it(
    'are served after three calls, when the provider says 429 and then that it is in trouble',
    async () => {
      await begin({});
      await repeated('429, then 503, then tokens', full ? 200 : 3, async (chance, grant) => {
        await vendor.tenant.fail(tooMany('refresh', 1, 0), busyInWords('refresh', 1));
        const answers = await storm(chance, grant, chance.one([0, 50, 250]));
        expect(counted(answers)).toEqual(allServed);
        const calls = await callsFor(grant);
        expect(calls.map(({ status }) => status)).toEqual([429, 503, 200]);
        return answers;
      });
    },
    full ? 5_400_000 : 120_000,
  );

  it(
    'do not wait longer than they may for a slow provider, which is still asked once; who comes later is served',
    async () => {
      await begin({ ...scaledTimes, ALTER_TIMEOUT_TOKEN_CALL_MS: '10000', ALTER_TIMEOUT_REFRESH_WAIT_MS: '1500' });
      await repeated('slow endpoint', full ? 200 : 2, async (chance, grant) => {
        await vendor.tenant.fail(slow('refresh', 1, chance.between(2_500, 3_500)));
        const answers = await storm(chance, grant, chance.one([0, 50, 250]));
        const counts = counted(answers);
        // On a busy machine some come so late that the tokens are there before their patience ends.
        expect(unexpected(counts, ['409 token_refresh_in_progress', '200'])).toEqual({});
        expect(counts['409 token_refresh_in_progress']).toBeGreaterThan(0);
        const answer = await settled(site, members[chance.one(places)]!, grant);
        expect(answer).toBe('served');
        expect((await callsFor(grant)).map(({ outcome }) => outcome)).toEqual(['rotated']);
        return answers;
      });
    },
    full ? 5_400_000 : 120_000,
  );
});

describe('a process that is killed in the middle of a storm', () => {
  it(
    'loses nothing without a word: the grant is served on, or named lost',
    async () => {
      await begin(scaledTimes);
      const ends: { seed: number; grant: Held }[] = [];
      await repeated('one process killed', full ? 200 : 3, (chance, grant, seed) => {
        ends.push({ seed, grant });
        return killedInTheMiddle(chance, grant, moments[seed % moments.length]!);
      });
      const verdicts: Record<string, number> = { recovered: 0, labelled: 0, lost: 0 };
      const answers = await Promise.all(ends.map(({ grant }, at) => settled(site, members[at % 4]!, grant)));
      const witness = await witnessOf(vendor.tenant);
      for (const [at, end] of ends.entries()) {
        const { verdict, broken } = await judged(site, end.grant, answers[at]!, witness);
        expect(broken, `seed ${String(end.seed)}`).toEqual([]);
        verdicts[verdict]!++;
      }
      console.log(`  of which ${JSON.stringify(verdicts)}`);
      expect(verdicts['lost']).toBe(0);
    },
    full ? 5_400_000 : 120_000,
  );

  /** While the provider works on the token call, which it answers a second later: whoever made it, or anybody; or at any time. */
  const moments = ['holder', 'during the call', 'any'] as const;

  async function killedInTheMiddle(chance: Seeded, grant: Held, moment: (typeof moments)[number]): Promise<Answer[]> {
    await vendor.tenant.fail(slow('refresh', 1, 1_000));
    const storming = storm(chance, grant, 50);
    if (moment === 'any') await sleep(chance.between(0, 1_000));
    else await expect.poll(() => callsFor(grant), { timeout: 20_000, interval: 10 }).toHaveLength(1);
    const place = (moment === 'holder' ? await placeOfHolder(grant) : null) ?? chance.one(places);
    await members[place]!.kill();
    const answers = await storming;
    expect(unexpected(counted(answers), expected)).toEqual({});
    members[place] = await site.start();
    await vendor.tenant.heal();
    return answers;
  }

  const expected = ['200', 'cut', '409 token_refresh_in_progress', '403 credential_revoked'];

  /** Null: the call is over already. Processes say in their logs by which name they go in an intent. */
  async function placeOfHolder({ grantId }: Held): Promise<number | null> {
    const open = await site.store.vault.openIntents(1_000);
    const name = open.find(({ grant_id }) => grant_id === grantId)?.intent.process;
    if (name === undefined) return null;
    return members.findIndex(({ logs }) => logs.some((line) => line.includes(`"${name}"`)));
  }
});
