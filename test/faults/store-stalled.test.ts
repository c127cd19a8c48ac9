/** A database that hangs, or is slower than its connections can bear: a clear 503 in time, no queue that grows, and back by itself. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { ask, newLedger, type Ledger } from '../harness/ledger.ts';
import { mongodProgram } from '../harness/mongod-program.ts';
import { full } from '../harness/seeded.ts';

const connections = 2;
/** A call of the store is given up after 16 s; a client after 30. */
const givenUpMs = 16_000;
const patienceMs = 30_000;
const stallMs = full ? 120_000 : 40_000;
const perSecond = 60;
/** What the service promises after the database is back, and what a shared machine may add to it. */
const backMs = 5_000 + 5_000;
/**
 * What an answer that waits costs is some ten kilobytes, so that a queue of all that are refused in two minutes would not fit
 * into the heap. Without its limit the collector would take its time, and the figures would say nothing.
 */
const heapMb = 96;
const memoryMarginMb = 64;

let set: RunningMongod;
let fleet: Fleet;
let grantId: string;

beforeAll(async () => {
  set = await startMongod(await mongodProgram(), ['--setParameter', 'enableTestCommands=1']);
  const storeUrl = `${set.url(`alter-${randomUUID()}`)}&maxPoolSize=${String(connections)}&waitQueueTimeoutMS=500`;
  const env = { NODE_OPTIONS: `--max-old-space-size=${String(heapMb)}` };
  fleet = await startFleet({ storeUrl, size: 1, env });
  ({ grantId } = await connectOverHttp(fleet));
});
afterAll(async () => {
  for (const node of set.nodes) node.resume();
  await fleet.close();
  await set.stop();
});

const memoryMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(fleet.members[0]!.pid)}/status`, 'utf8'))![1]) / 1024;

interface Pressure {
  ledger: Ledger;
  waiting: () => number;
  /** Memory of the server, second by second. */
  memory: number[];
}

/** As many calls a second as ever, whatever becomes of those before, for this long; ends when all are answered. */
async function press(ms: number): Promise<Pressure> {
  const ledger = newLedger();
  const memory: number[] = [];
  let waiting = 0;
  const asked: Promise<unknown>[] = [];
  for (let at = 0; at < ms; at += 1_000) {
    for (let n = 0; n < perSecond; n++) {
      waiting++;
      asked.push(ask(ledger, [], () => call(fleet, grantId)).finally(() => waiting--));
    }
    await wait(1_000);
    memory.push(memoryMb());
  }
  await Promise.all(asked);
  return { ledger, waiting: () => waiting, memory };
}

const told = (what: string, { ledger, memory }: Pressure): string =>
  `${what}: ${String(ledger.counts.done)} served, ${String(ledger.counts.unavailable)} refused with 503, the slowest answer after ` +
  `${ledger.longestMs.toFixed(0)} ms; memory ${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MB`;

const max = (values: readonly number[]): number => Math.max(...values);

it('a database that hangs: every call is refused in time, and no queue of them grows', async () => {
  await press(3_000);
  const sent = fleet.providers['meadow']!.calls.length;
  const before = memoryMb();
  for (const node of set.nodes) node.pause();
  const pressed = await press(stallMs);
  expect(fleet.providers['meadow']!.calls).toHaveLength(sent);
  const alive = await fetch(`${fleet.members[0]!.url}/healthz`);
  const ready = await fetch(`${fleet.members[0]!.url}/readyz`);
  expect([alive.status, ready.status]).toEqual([200, 503]);
  for (const node of set.nodes) node.resume();
  const resumed = performance.now();
  await expect.poll(async () => (await call(fleet, grantId)).status, { timeout: patienceMs }).toBe(200);
  const backAfter = performance.now() - resumed;

  console.log(
    `${told('hanging', pressed)}; before ${before.toFixed(0)} MB; served again after ${backAfter.toFixed(0)} ms`,
  );
  const { ledger, memory } = pressed;
  expect(ledger.wrong).toEqual([]);
  expect(ledger.counts.done).toBe(0);
  expect(ledger.counts.unavailable).toBe((stallMs / 1_000) * perSecond);
  expect(ledger.longestMs).toBeLessThan(patienceMs);
  expect(backAfter).toBeLessThan(backMs);
  // Once the first are given up, as many go as come.
  const filled = givenUpMs / 1_000 + 2;
  expect(max(memory.slice(filled)) - max(memory.slice(0, filled))).toBeLessThan(memoryMarginMb);
});

it('connections that are all in use: some are served, the rest is refused in time, and all are when they are free', async () => {
  const admin = await MongoClient.connect(set.url('admin'));
  const slow = (mode: string) =>
    admin.db('admin').command({
      configureFailPoint: 'failCommand',
      mode,
      data: { failCommands: ['find', 'insert'], blockConnection: true, blockTimeMS: 1_500, closeConnection: false },
    });
  try {
    await slow('alwaysOn');
    const pressed = await press(10_000);
    await slow('off');
    console.log(told('slow', pressed));
    const { ledger } = pressed;
    expect(ledger.wrong).toEqual([]);
    expect(ledger.counts.unavailable).toBeGreaterThan(0);
    expect(ledger.longestMs).toBeLessThan(patienceMs);
  } finally {
    await slow('off');
    await admin.close();
  }
  const after = await press(2_000);
  expect([after.ledger.wrong, after.ledger.counts.unavailable]).toEqual([[], 0]);
});
