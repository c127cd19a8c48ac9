/**
 * Does a call cost more when there are more grants, and do more processes serve more? `/request` with grants picked
 * uniformly at random out of a thousand and out of many more, both databases alive, in interleaved rounds of the same run;
 * then one, two and four processes on one MongoDB behind a round robin.
 */
import { newId } from '../packages/server/src/lib/random.ts';
import { makeSetting, serve, type Setting } from './built-server.ts';
import { freePort, startProgram, type Running } from './child.ts';
import { cpuMs } from './cpu.ts';
import { load, type Measured } from './load.ts';
import { median, spread } from './median.ts';
import { startMongodb } from './mongodb.ts';
import { seed } from './seed.ts';
import { startUpstream } from './upstream.ts';

const connections = 64;
/** Grants picked for one round, more than it has calls. */
const picks = 40_000;

interface Plan {
  sizes: readonly number[];
  rounds: number;
  seconds: number;
  processes: readonly number[];
}
/** A million grants take minutes to write; without `--full` there is a tenth of them. */
const short: Plan = { sizes: [1_000, 100_000], rounds: 4, seconds: 1, processes: [1, 2, 4] };
const long: Plan = { sizes: [1_000, 100_000, 1_000_000], rounds: 7, seconds: 5, processes: [1, 2, 4] };

interface Measurement extends Measured {
  /** Microseconds of the server and of its database per call. */
  cpu: number;
}

interface Contender {
  store: 'embedded' | 'mongodb';
  size: number;
  url: string;
  /** Whose processor time counts. */
  pids: readonly number[];
  setting: Setting;
  upstreamPort: number;
  ids: readonly string[];
  rounds: Measurement[];
}

type Closing = (() => Promise<void> | void)[];

export default async function scale({ full }: { full: boolean }) {
  const plan = full ? long : short;
  const closing: Closing = [];
  try {
    const upstream = await startUpstream();
    closing.push(upstream.stop);
    const database = await startMongodb(1);
    closing.push(database.stop);
    const contenders: Contender[] = [];
    for (const size of plan.sizes) {
      contenders.push(await contender('embedded', size, upstream.port, null, [], closing));
      const url = database.url(`alter_bench_${size}`);
      const pids = database.nodes.map((node) => node.pid);
      contenders.push(await contender('mongodb', size, upstream.port, url, pids, closing));
    }
    for (const one of contenders) await measure(one, 1);
    for (let round = 0; round < plan.rounds; round++) {
      for (const one of contenders) one.rounds.push(await measure(one, plan.seconds));
    }
    const fleets = await measureFleets(plan, contenders);
    return {
      figures: { ...sizeFigures(contenders), ...fleetFigures(fleets) },
      table: [sizeTable(plan, contenders), fleetTable(fleets)].join('\n\n'),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function contender(
  store: Contender['store'],
  size: number,
  upstreamPort: number,
  storeUrl: string | null,
  databasePids: readonly number[],
  closing: Closing,
): Promise<Contender> {
  const setting = await makeSetting(upstreamPort, storeUrl);
  closing.push(setting.remove);
  const ids = await seed(setting, size);
  const server = await serve(setting);
  closing.push(server.stop);
  return { store, size, url: server.url, pids: [server.pid, ...databasePids], setting, upstreamPort, ids, rounds: [] };
}

async function measure(one: Contender, seconds: number): Promise<Measurement> {
  const begun = cpuMs(one.pids);
  const measured = await load({ ...callsOf(one), url: `${one.url}/request`, connections, seconds });
  return { ...measured, cpu: ((cpuMs(one.pids) - begun) * 1000) / (measured.perSecond * seconds) };
}

function callsOf({
  setting,
  upstreamPort,
  ids,
}: Contender): Pick<Parameters<typeof load>[0], 'headers' | 'body' | 'bodies'> {
  const bodyOf = (grant_id: string): string =>
    JSON.stringify({ method: 'GET', url: `http://127.0.0.1:${upstreamPort}/user`, grant_id });
  const bodies = Array.from({ length: picks }, () => bodyOf(ids[Math.floor(Math.random() * ids.length)] ?? newId()));
  return { headers: { 'content-type': 'application/json', 'x-api-key': setting.key }, body: '', bodies };
}

interface Fleet {
  processes: number;
  rounds: Measured[];
}

/** The processes of a fleet come and go; the database stays. */
async function measureFleets({ processes, rounds }: Plan, contenders: readonly Contender[]): Promise<Fleet[]> {
  const small = contenders.find(({ store }) => store === 'mongodb');
  if (!small) throw new Error('one contender has MongoDB');
  const fleets = processes.map((count): Fleet => ({ processes: count, rounds: [] }));
  for (const fleet of fleets) {
    const running: Running[] = [];
    try {
      const servers = await Promise.all(Array.from({ length: fleet.processes }, () => serve(small.setting)));
      running.push(...servers);
      const port = await freePort();
      running.push(
        await startProgram('./round-robin.ts', [port, ...servers.map(({ url }) => Number(new URL(url).port))]),
      );
      const calls = { ...callsOf(small), url: `http://127.0.0.1:${port}/request`, connections };
      await load({ ...calls, seconds: 1 });
      for (let round = 0; round < rounds; round += 2) fleet.rounds.push(await load({ ...calls, seconds: 2 }));
    } finally {
      await Promise.all(running.map((one) => one.stop()));
    }
  }
  return fleets;
}

/** What one call costs against the same round's call among the fewest grants. */
function ratios(contenders: readonly Contender[], large: Contender, of: (round: Measurement) => number): number[] {
  const small = contenders.find(({ store }) => store === large.store);
  return large.rounds.map((round, at) => of(round) / of(small?.rounds[at] ?? round));
}

const cpuOf = ({ cpu }: Measurement): number => cpu;
const timeOf = ({ perSecond }: Measurement): number => 1 / perSecond;
const power = (size: number): string => `1e${Math.log10(size)}`;

function sizeFigures(contenders: readonly Contender[]): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const one of contenders) {
    figures[`${one.store}_${power(one.size)}_cpu_us`] = median(one.rounds.map(cpuOf));
    figures[`${one.store}_${power(one.size)}_rps`] = median(one.rounds.map(({ perSecond }) => perSecond));
    if (one.size === contenders[0]?.size) continue;
    const name = `${one.store}_${power(one.size)}_over_${power(contenders[0]?.size ?? 1)}`;
    figures[name] = median(ratios(contenders, one, cpuOf));
    figures[`${name}_time`] = median(ratios(contenders, one, timeOf));
  }
  return figures;
}

const fleetFigures = (fleets: readonly Fleet[]): Record<string, number> =>
  Object.fromEntries(
    fleets.map(({ processes, rounds }) => [
      `mongodb_${processes}_processes_rps`,
      median(rounds.map(({ perSecond }) => perSecond)),
    ]),
  );

function sizeTable({ rounds, seconds }: Plan, contenders: readonly Contender[]): string {
  const rows = contenders.map((one) => [
    `${one.store} ${power(one.size)}`,
    spread(one.rounds.map(cpuOf)),
    spread(one.rounds.map(({ perSecond }) => perSecond)),
    spread(
      one.rounds.map(({ p50 }) => p50),
      1,
    ),
    spread(
      one.rounds.map(({ p99 }) => p99),
      1,
    ),
    spread(ratios(contenders, one, cpuOf), 2),
  ]);
  const head = ['', 'CPU µs a call', 'requests/s', 'p50 ms', 'p99 ms', 'CPU over the fewest'];
  const title = `/request, grants picked at random, ${connections} connections, ${rounds} interleaved rounds of ${seconds} s; median (least–most)`;
  const more = contenders.some(({ size }) => size === 1_000_000) ? [] : ['a million grants: --full'];
  return [title, ...[head, ...rows].map(line), ...more].join('\n');
}

function fleetTable(fleets: readonly Fleet[]): string {
  const rows = fleets.map(({ processes, rounds }) => [
    `${processes} process${processes === 1 ? '' : 'es'}`,
    spread(rounds.map(({ perSecond }) => perSecond)),
    spread(
      rounds.map(({ p50 }) => p50),
      1,
    ),
    spread(
      rounds.map(({ p99 }) => p99),
      1,
    ),
  ]);
  const head = ['', 'requests/s', 'p50 ms', 'p99 ms'];
  return ['one MongoDB behind a round robin, all on this machine', ...[head, ...rows].map(line)].join('\n');
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => cell.padEnd(column === 0 ? 16 : 22))
    .join('')
    .trimEnd();
