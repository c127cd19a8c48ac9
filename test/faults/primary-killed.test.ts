/** Nodes of a replica set are killed under load: nothing that was acknowledged is lost, and who cannot be served is told so. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReplicaSet, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { chainStart, checkChain } from '../../packages/server/src/audit/chain.ts';
import type { AuditRow } from '../../packages/server/src/stores/store.ts';
import { auditRows } from '../contracts/store/audit-rows.ts';
import { appId } from '../harness/apps.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { ask, newLedger, type Ledger } from '../harness/ledger.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { full, seeded } from '../harness/seeded.ts';

const kills = full ? 20 : 3;
const size = full ? 4 : 2;
const callers = full ? 16 : 6;
/** What the service promises beyond the end of the election, in milliseconds. */
const promisedMs = 5_000;
/** A client that waits has given up by then. */
const patienceMs = 30_000;

/** How long the other nodes lag behind a primary that is about to be killed. */
const lagMs = 300;

const seed = Number(process.env['ALTER_TEST_SEED'] ?? Date.now() % 1_000_000);
const luck = seeded(seed);
let set: RunningMongod;
let fleet: Fleet;

beforeAll(async () => {
  set = await startReplicaSet(await mongodProgram(), 3);
  fleet = await startFleet({ storeUrl: set.url(`alter-${randomUUID()}`), size });
});
afterAll(async () => {
  await fleet.close();
  await set.stop();
});

interface Load {
  ledger: Ledger;
  /** Resolves when everybody who works has ended. */
  stop: () => Promise<void>;
}

/** People connect, an app calls with their grants and revokes some, each without a pause. */
function work(): Load {
  const ledger = newLedger();
  const run = randomUUID();
  let over = false;
  const living = () => [...ledger.granted].filter((id) => !ledger.ending.has(id));
  const connecting = async (): Promise<void> => {
    for (let n = 0; !over; n++) {
      const user = { reference: `${run}-${String(n)}` };
      // A person who meets a refusal goes away; what was promised is a grant in the result.
      const grantId = await connectOverHttp(fleet, { session: { user } }).then(
        (connected) => connected.grantId,
        () => '',
      );
      if (grantId !== '') ledger.granted.add(grantId);
      else await wait(100);
    }
  };
  const calling = async (): Promise<void> => {
    while (!over) {
      const id = luck.one(living());
      const { outcome, requestId } = await ask(ledger, ['grant_revoked'], () => call(fleet, id));
      if (outcome === 'done') ledger.calls.push(requestId);
      if (outcome === 'refused' && !ledger.ending.has(id)) ledger.wrong.push(`${id} was refused and nobody revoked it`);
      if (outcome === 'unavailable') await wait(20);
    }
  };
  const revoking = async (): Promise<void> => {
    while (!over) {
      await wait(150);
      const ids = living();
      if (ids.length < 5) continue;
      const id = luck.one(ids);
      ledger.ending.add(id);
      // A second try meets what the first one did: that is not a promise of ours.
      const { outcome, requestId } = await ask(ledger, ['grant_not_found'], () =>
        fleet.post(`/sdk/oauth/grants/${id}/revoke`, {}),
      );
      if (outcome !== 'done') continue;
      ledger.revoked.add(id);
      ledger.revocations.push(requestId);
    }
  };
  const all = (async () => {
    const first = connecting();
    await expect.poll(() => living().length, { timeout: patienceMs }).toBeGreaterThan(3);
    await Promise.all([first, revoking(), ...Array.from({ length: callers }, calling)]);
  })();
  return {
    ledger,
    async stop() {
      over = true;
      await all;
    },
  };
}

/** Moments of the monotonic clock. */
interface Kill {
  killed: number;
  /** The election ended: another node takes writes. */
  elected: number;
  /** A call that began after that has been served. */
  served: number;
}

/** Waits until a call that began after `elected` was served, and goes on for as long as the service promises to be back in. */
async function served(ledger: Ledger, elected: number): Promise<number> {
  await expect.poll(() => ledger.servedFrom, { timeout: 60_000, interval: 10 }).toBeGreaterThan(elected);
  const now = performance.now();
  await wait(promisedMs);
  return now;
}

/** When the node that takes writes now began to, by its own record: how soon we notice does not count. */
async function electionEnd(): Promise<number> {
  const primary = await set.primary();
  const client = new MongoClient(`mongodb://${primary.address}/?directConnection=true`);
  try {
    const status = await client.db('admin').command({ replSetGetStatus: 1 });
    const { newTermStartDate } = status['electionCandidateMetrics'] as { newTermStartDate: Date };
    return performance.now() - (Date.now() - newTermStartDate.getTime());
  } finally {
    await client.close();
  }
}

async function killPrimary(ledger: Ledger): Promise<Kill> {
  const primary = await set.primary();
  const others = set.nodes.filter((node) => node !== primary);
  // What the primary alone has, and says that it is written, goes with it.
  for (const node of others) node.pause();
  await wait(lagMs);
  const killed = performance.now();
  primary.kill();
  for (const node of others) node.resume();
  const elected = await electionEnd();
  const kill = { killed, elected, served: await served(ledger, elected) };
  await primary.restart();
  await set.healthy();
  return kill;
}

/** How long after the election a call still met a refusal, or none had been served. */
function recoveryMs({ unavailable }: Ledger, { elected, served }: Kill, next: Kill | undefined): number {
  const late = unavailable.filter(({ began, ended }) => began > elected && ended < (next?.killed ?? Infinity));
  return Math.max(served, ...late.map(({ began }) => began)) - elected;
}

/** Works until `act` is over, and holds the service to what it promised meanwhile. */
async function underLoad(act: (ledger: Ledger) => Promise<Kill[]>): Promise<void> {
  const { ledger, stop } = work();
  let seen: Kill[];
  try {
    await expect.poll(() => ledger.calls.length, { timeout: patienceMs }).toBeGreaterThan(20);
    seen = await act(ledger);
  } finally {
    await stop();
  }
  const recoveries = seen.map((kill, n) => recoveryMs(ledger, kill, seen[n + 1]));
  console.log(told(ledger, seen, recoveries));
  expect(ledger.wrong).toEqual([]);
  expect(ledger.longestMs).toBeLessThan(patienceMs);
  expect(Math.max(...recoveries)).toBeLessThan(promisedMs);
  await expectNothingLost(ledger);
}

it(`keeps all that it acknowledged over ${String(kills)} kills of a primary, and serves again by itself`, () =>
  underLoad(async (ledger) => {
    const seen: Kill[] = [];
    for (let n = 0; n < kills; n++) {
      await wait(luck.next() * 1_500);
      seen.push(await killPrimary(ledger));
    }
    return seen;
  }));

it('refuses everything with a clear 503 while there is no primary, and serves again when there is one', () =>
  underLoad(async (ledger) => {
    const primary = await set.primary();
    const other = luck.one(set.nodes.filter((node) => node !== primary));
    const killed = performance.now();
    primary.kill();
    other.kill();
    // One of three elects nobody: each caller is told so, more than once.
    await expect.poll(() => ledger.counts.unavailable, { timeout: 60_000 }).toBeGreaterThan(callers);
    const { done } = ledger.counts;
    await expect.poll(() => ledger.counts.unavailable, { timeout: 60_000 }).toBeGreaterThan(callers * 2);
    expect(ledger.counts.done).toBe(done);
    const answers = await Promise.all(fleet.members.map(({ url }) => fetch(`${url}/readyz`)));
    expect(answers.map(({ status }) => status)).toEqual(fleet.members.map(() => 503));
    await other.restart();
    const elected = await electionEnd();
    const kill = { killed, elected, served: await served(ledger, elected) };
    await primary.restart();
    await set.healthy();
    return [kill];
  }));

function told(ledger: Ledger, seen: readonly Kill[], recoveries: readonly number[]): string {
  const range = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms`;
  const sorted = recoveries.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  const { granted, revoked, calls, counts, longestMs } = ledger;
  return [
    `seed ${String(seed)}: ${String(seen.length)} times without a primary, ${String(callers)} callers, ${String(size)} processes`,
    `${String(granted.size)} grants, ${String(revoked.size)} revocations and ${String(calls.length)} calls acknowledged`,
    `${String(counts.unavailable)} calls refused with 503, the slowest answer after ${longestMs.toFixed(0)} ms`,
    `the election ended after ${range(seen.map(({ killed, elected }) => elected - killed))}`,
    `served as before ${median.toFixed(0)} ms after that in the median, ${(sorted.at(-1) ?? 0).toFixed(0)} ms at worst`,
  ].join('\n');
}

async function expectNothingLost({ granted, revoked, ending, calls, revocations }: Ledger): Promise<void> {
  expect(granted.size).toBeGreaterThan(5);
  expect(revoked.size).toBeGreaterThan(0);
  const chained = await auditRows(fleet.store, appId);
  const rows = chained.map(({ row }) => row);
  const requests = (event: AuditRow['event']) =>
    new Set(rows.filter((row) => row.event === event).map((row) => row.request_id));
  const [begun, concluded, ended] = [
    requests('request.begun'),
    requests('request.concluded'),
    requests('grant.revoked'),
  ];
  expect(calls.filter((id) => !begun.has(id) || !concluded.has(id))).toEqual([]);
  expect(revocations.filter((id) => !ended.has(id))).toEqual([]);
  // Whatever left for the provider had its row before it.
  expect(begun.size).toBeGreaterThanOrEqual(fleet.providers['meadow']!.calls.length);
  const connected = new Set(rows.filter((row) => row.event === 'connect.completed').map((row) => row.grant_id));
  expect([...granted].filter((id) => !connected.has(id))).toEqual([]);
  for (const [writer, chain] of Map.groupBy(chained, (row) => row.writer)) {
    expect(checkChain(chain, { sequence: 0, hash: chainStart(appId, writer) })).toMatchObject({ kind: 'whole' });
  }
  for (const id of granted) {
    const grant = await fleet.store.grants.find(appId, id);
    if (revoked.has(id)) expect(grant).toMatchObject({ status: 'revoked' });
    else if (!ending.has(id)) {
      expect(grant).toMatchObject({ status: 'active' });
      expect(await fleet.store.vault.read(appId, id)).not.toBeNull();
    }
  }
  for (const id of revoked) {
    expect(await fleet.store.vault.read(appId, id)).toBeNull();
    expect((await call(fleet, id)).status).toBe(403);
  }
}
