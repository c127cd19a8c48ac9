/**
 * `kill -9` at every point of a refresh (`grants/refresh/faults.ts`), to built servers, against a provider whose refresh tokens
 * work once and whose grant ends when a spent one comes again. A run is one process that was killed there, with one to three
 * grants under way; who takes over may be killed as well. Each grant must end served, or named lost; the provider's own log says
 * which token came how often. With `--full` there are at least 500 runs.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { faultPoints, type FaultPoint } from '../../packages/server/src/grants/refresh/faults.ts';
import type { Member } from '../harness/fleet.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { scaledTimes, startSite, startVendor, unsureMs, type Held, type RefreshSite } from '../harness/refresh-site.ts';
import { judged, recorded, settled, witnessOf } from '../harness/refresh-verdict.ts';
import { full, seeded, type Seeded } from '../harness/seeded.ts';

/** Processes that are started, and killed, at the same time. */
const atOnce = 10;
/** Of `wait $pid` in the shell that starts a server. */
const killedBySignal = 128 + 9;

interface Row {
  /** Processes that were killed there. */
  runs: number;
  /** Of those, while they took over from one that was killed before. */
  takeovers: number;
  grants: number;
  recovered: number;
  labelled: number;
  lost: number;
  probed: number;
}

let database: RunningMongod;
let vendor: Awaited<ReturnType<typeof startVendor>>;
const table = new Map<FaultPoint, Row>();

beforeAll(async () => {
  database = await startMongod(await mongodProgram());
  vendor = await startVendor();
});
afterAll(async () => {
  await vendor.close();
  await database.stop();
  console.log(tableLines().join('\n'));
});

interface Run {
  point: FaultPoint;
  grants: Held[];
}

/** Servers that are to die where they are told, each with grants of its own; the heir lives, or is started when they are dead. */
async function batch(site: RefreshSite, points: readonly FaultPoint[], chance: Seeded, heir?: Member): Promise<void> {
  const victims = await Promise.all(points.map((point) => site.start(`kill@${point}`)));
  const runs = await Promise.all(points.map((point) => prepared(site, point, chance.between(1, 3))));
  await Promise.all(runs.map((run, at) => killed(site, victims[at]!, run)));
  const second = chance.next() < 0.5 ? chance.one(faultPoints) : null;
  if (second !== null) await takenOver(site, second);
  const survivor = heir ?? (await site.start());
  await judgeAll(site, survivor, runs);
  // One that starts writes the audit rows that the dead had no time for, as the sweep of a living one would.
  const recorder = heir ? await site.start() : survivor;
  await expectRecorded(site, runs);
  await recorder.kill();
}

/** Every outcome of every grant is in the audit, once. */
async function expectRecorded(site: RefreshSite, runs: readonly Run[]): Promise<void> {
  const grants = runs.flatMap(({ point, grants }) => grants.map((grant) => ({ point, grant })));
  const found = await Promise.all(
    grants.map(async ({ point, grant }) => ({ point, different: await recorded(site, grant) })),
  );
  expect(found.filter(({ different }) => different.length > 0)).toEqual([]);
}

async function prepared(site: RefreshSite, point: FaultPoint, grants: number): Promise<Run> {
  return { point, grants: await Promise.all(Array.from({ length: grants }, () => site.grant())) };
}

/** Calls with all its grants at once; the first to come to the point ends the process. */
async function killed(site: RefreshSite, victim: Member, { point, grants }: Run): Promise<void> {
  await Promise.all(grants.map((grant) => site.call(victim, grant)));
  expect(await victim.ended, `a server that was to die at ${point}`).toBe(killedBySignal);
  await victim.kill();
}

/** One that meets, when it starts, what the dead have left, and dies of it in turn: at least a probe is under way. */
async function takenOver(site: RefreshSite, point: FaultPoint): Promise<void> {
  if ((await site.store.vault.openIntents(1)).length === 0) return;
  const code = await site.start(`kill@${point}`).then(
    async (taker) => {
      const ended = await Promise.race([taker.ended, sleep(unsureMs + 2_000, null)]);
      await taker.kill();
      return ended;
    },
    // It may die of it before it listens.
    (cause: unknown) => {
      if (String(cause).includes(`ended with ${String(killedBySignal)} `)) return killedBySignal;
      throw cause;
    },
  );
  if (code === killedBySignal) count(point, { runs: 1, takeovers: 1 });
}

async function judgeAll(site: RefreshSite, survivor: Member, runs: readonly Run[]): Promise<void> {
  const all = runs.flatMap(({ point, grants }) => grants.map((grant) => ({ point, grant })));
  const answers = await Promise.all(all.map(({ grant }) => settled(site, survivor, grant)));
  const witness = await witnessOf(vendor.tenant);
  for (const { point } of runs) count(point, { runs: 1 });
  for (const [at, { point, grant }] of all.entries()) {
    const { verdict, probed, broken } = await judged(site, grant, answers[at]!, witness);
    count(point, { grants: 1, [verdict]: 1, probed: probed ? 1 : 0 });
    expect(broken, `grant ${grant.grantId}, killed at ${point}`).toEqual([]);
  }
}

const none: Row = { runs: 0, takeovers: 0, grants: 0, recovered: 0, labelled: 0, lost: 0, probed: 0 };

const added = (row: Row, more: Partial<Row>): Row =>
  Object.fromEntries(
    (Object.keys(none) as (keyof Row)[]).map((name) => [name, row[name] + (more[name] ?? 0)]),
  ) as unknown as Row;

function count(point: FaultPoint, more: Partial<Row>): void {
  table.set(point, added(table.get(point) ?? none, more));
}

const sums = (): Row => [...table.values()].reduce(added, none);

function tableLines(): string[] {
  const rows = [
    ...faultPoints.map((point): [string, Row] => [point, table.get(point) ?? none]),
    ['all', sums()] as const,
  ];
  const lines = rows.map(([point, row]) => `| ${[point, ...Object.values(row)].join(' | ')} |`);
  const head = '| Killed at | Runs | At a takeover | Grants | Recovered | Labelled | Lost | Probed |';
  return [head, head.replaceAll(/[^|]+/g, ' --- '), ...lines];
}

/** Each point once, in an order of the seed's. */
const pieces = (chance: Seeded, size: number): FaultPoint[][] => {
  const points = chance.shuffled(faultPoints);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) => points.slice(at * size, (at + 1) * size));
};

async function timed(what: string, seeds: readonly number[], run: (seed: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  for (const seed of seeds) {
    await run(seed).catch((cause: unknown) => {
      throw new Error(`${what}, seed ${String(seed)}`, { cause });
    });
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`${what}: seeds ${String(seeds[0])} to ${String(seeds.at(-1))} in ${String(seconds)} s`);
}

const seedsFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, at) => first + at);

describe('kill -9 at every point of a refresh', () => {
  it(
    'loses no token without saying so when another process on the same MongoDB takes over',
    async () => {
      const storeUrl = database.url(`alter-${randomUUID()}`);
      const site = await startSite({ storeUrl, tenant: vendor.tenant, env: scaledTimes });
      try {
        const heir = await site.start();
        await timed('MongoDB, another process takes over', seedsFrom(1, full ? 18 : 1), async (seed) => {
          const chance = seeded(seed);
          for (const points of pieces(chance, atOnce)) await batch(site, points, chance, heir);
        });
      } finally {
        await site.close();
      }
    },
    full ? 3_600_000 : 180_000,
  );

  it(
    'loses no token without saying so when the one process of an embedded store starts again',
    async () => {
      const sites = await Promise.all(
        Array.from({ length: atOnce }, () => startSite({ storeUrl: null, tenant: vendor.tenant, env: scaledTimes })),
      );
      try {
        await timed('embedded store, the process starts again', seedsFrom(1_001, full ? 9 : 1), async (seed) => {
          const chance = seeded(seed);
          for (const points of pieces(chance, atOnce))
            await Promise.all(
              points.map((point, at) => batch(sites[at]!, [point], seeded(chance.between(0, 2 ** 31)))),
            );
        });
      } finally {
        await Promise.all(sites.map((site) => site.close()));
      }
    },
    full ? 3_600_000 : 180_000,
  );

  it('was done at every point, on either store', () => {
    for (const point of faultPoints) expect(table.get(point)?.runs, point).toBeGreaterThanOrEqual(2);
    const { runs, recovered, labelled, grants, lost } = sums();
    expect([recovered + labelled, lost]).toEqual([grants, 0]);
    if (full) expect(runs).toBeGreaterThanOrEqual(500);
  });
});
