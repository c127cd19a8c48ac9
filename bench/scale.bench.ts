/**
 * Does a call cost more when there are more grants, and do more processes serve more? `/request` with grants picked
 * uniformly at random out of a thousand and out of many more, both databases alive, in interleaved rounds of the same run, and
 * out of the same thousand of many, by a server that serves the many in turn: what many grants cost that are there, apart
 * from many that are in use. Then one, two and four processes on one MongoDB behind a round robin.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../packages/server/src/lib/random.ts';
import type { RunningMongod } from '../tools/mongod/start-mongod.ts';
import { makeSetting, serve, type Setting } from './built-server.ts';
import { freePort, startProgram, type Running } from './child.ts';
import { cpuMs, diskKb } from './cpu.ts';
import { load, loadTool, type Measured } from './load.ts';
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
  /** Of one round. */
  seconds: number;
  /** After so many rounds each contender's server is another process: two of one build differ by some per cent. */
  roundsPerProcess: number;
  /** That a new process gets first: what it has not compiled yet costs it more among many grants than among few. */
  warmSeconds: number;
  processes: readonly number[];
  /** Seconds after the start at which no further round begins; three there are. */
  untilS: number;
}
const fewestRounds = 3;
const short: Plan = {
  sizes: [1_000, 100_000],
  rounds: 6,
  seconds: 1,
  roundsPerProcess: 3,
  warmSeconds: 3,
  processes: [1, 2, 4],
  untilS: 70,
};
/** A million grants take a minute or two to write, and five while others use the machine. */
const long: Plan = {
  sizes: [1_000, 100_000, 1_000_000],
  rounds: 24,
  seconds: 2,
  roundsPerProcess: 12,
  warmSeconds: 10,
  processes: [1, 2, 4],
  untilS: 900,
};

interface Measurement extends Measured {
  /** Microseconds of the server and of its database per call. */
  cpu: number;
  /** Kilobytes per call that had to come from the disk. */
  disk: number;
}

/** A server and its store. */
interface Site {
  store: 'embedded' | 'mongodb';
  size: number;
  /** Null: between two processes. */
  server: (Running & { url: string }) | null;
  /** Of its database, whose processor time counts with the server's. */
  databasePids: readonly number[];
  setting: Setting;
  upstreamPort: number;
  ids: readonly string[];
}

/** Calls of some of a site's grants, or of all. */
interface Contender {
  site: Site;
  /** The power of ten, and of which: `1e3`, `1e3_of_1e6`. */
  name: string;
  ids: readonly string[];
  rounds: Measurement[];
}

type Closing = (() => Promise<void> | void)[];

export default async function scale({ full }: { full: boolean }) {
  const plan = full ? long : short;
  const say = progress();
  const closing: Closing = [];
  try {
    const upstream = await startUpstream();
    closing.push(upstream.stop);
    const database = await startMongodb(1);
    closing.push(database.stop);
    const sites = await makeSites(plan, upstream.port, database, closing, say);
    const contenders = sites.flatMap((site) => contendersAt(site, plan));
    await measureRounds(plan, sites, contenders, say);
    const fleets = await measureFleets(plan, sites, say);
    return {
      figures: { ...sizeFigures(contenders), ...fleetFigures(fleets) },
      table: [sizeTable(plan, contenders), fleetTable(fleets)].join('\n\n'),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Seconds since the start, and what is being done: for who waits. */
type Say = (words: string) => number;

function progress(): Say {
  const begun = performance.now();
  return (words) => {
    const seconds = (performance.now() - begun) / 1000;
    console.error(`${seconds.toFixed(0).padStart(4)} s  ${words}`);
    return seconds;
  };
}

/** All stores are filled at once, each by a thread of its own. */
async function makeSites(
  { sizes }: Plan,
  upstreamPort: number,
  database: RunningMongod,
  closing: Closing,
  say: Say,
): Promise<Site[]> {
  const databasePids = database.nodes.map((node) => node.pid);
  const settings = [
    ...sizes.map((size) => ({ store: 'embedded' as const, size, url: null, pids: [] })),
    ...sizes.map((size) => ({
      store: 'mongodb' as const,
      size,
      url: database.url(`alter_bench_${size}`),
      pids: databasePids,
    })),
  ];
  return Promise.all(
    settings.map(async ({ store, size, url: storeUrl, pids }): Promise<Site> => {
      const setting = await makeSetting(upstreamPort, storeUrl);
      closing.push(setting.remove);
      say(`${store}: writing ${power(size)} grants`);
      const ids = await seed(setting, size);
      say(`${store}: ${power(size)} grants are there`);
      const one: Site = { store, size, server: null, databasePids: pids, setting, upstreamPort, ids };
      closing.push(() => one.server?.stop());
      return one;
    }),
  );
}

function contendersAt(site: Site, { sizes }: Plan): Contender[] {
  const all: Contender = { site, name: power(site.size), ids: site.ids, rounds: [] };
  const few = sizes[0] ?? site.size;
  if (site.size !== sizes.at(-1) || site.size === few) return [all];
  const step = site.size / few;
  const some = Array.from({ length: few }, (_, at) => site.ids[at * step] ?? newId());
  return [all, { site, name: `${power(few)}_of_${power(site.size)}`, ids: some, rounds: [] }];
}

/** Every other round goes the other way about, so that who comes after whom evens out. */
async function measureRounds(
  plan: Plan,
  sites: readonly Site[],
  contenders: readonly Contender[],
  say: Say,
): Promise<void> {
  for (let round = 0; round < plan.rounds; round++) {
    const elapsed = say(`round ${round + 1} of ${plan.rounds}`);
    if (round >= fewestRounds && elapsed > plan.untilS) {
      say('no time for the rest');
      return;
    }
    if (round % plan.roundsPerProcess === 0) {
      for (const one of sites) await renewServer(one, plan.warmSeconds);
    }
    const order = round % 2 === 0 ? contenders : [...contenders].reverse();
    for (const one of order) one.rounds.push(await measure(one, plan.seconds));
  }
}

async function renewServer(one: Site, seconds: number): Promise<void> {
  await one.server?.stop();
  one.server = null;
  one.server = await serve(one.setting);
  await load({ ...callsOf(one, one.ids), url: `${one.server.url}/request`, connections, seconds });
}

async function measure({ site, ids }: Contender, seconds: number): Promise<Measurement> {
  if (!site.server) throw new Error('a round begins with a server');
  await readThrough(site);
  if (ids !== site.ids) {
    // The other contender of this server has used other grants since.
    await load({ ...callsOf(site, ids), url: `${site.server.url}/request`, connections, seconds: 1 });
  }
  const pids = [site.server.pid, ...site.databasePids];
  const [begun, read] = [cpuMs(pids), diskOf(pids)];
  const measured = await load({ ...callsOf(site, ids), url: `${site.server.url}/request`, connections, seconds });
  const calls = measured.perSecond * seconds;
  return {
    ...measured,
    cpu: ((cpuMs(pids) - begun) * 1000) / calls,
    disk: (diskOf(pids) - read) / calls,
  };
}

const diskOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + diskKb(pid), 0);

/**
 * The memory of the machine holds the file, as it does where the store is in use: some kernels give back within seconds what
 * nobody reads, and then a round would measure the disk. MongoDB has a cache of its own.
 */
async function readThrough({ store, setting }: Site): Promise<void> {
  if (store !== 'embedded') return;
  const file = createReadStream(join(setting.dataDir, 'alter.db'), { highWaterMark: 2 ** 22 }).resume();
  await once(file, 'close');
}

function callsOf(
  { setting, upstreamPort }: Site,
  ids: readonly string[],
): Pick<Parameters<typeof load>[0], 'headers' | 'body' | 'bodies'> {
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
async function measureFleets({ processes }: Plan, sites: readonly Site[], say: Say): Promise<Fleet[]> {
  const small = sites.find(({ store }) => store === 'mongodb');
  if (!small) throw new Error('one contender has MongoDB');
  const fleets = processes.map((count): Fleet => ({ processes: count, rounds: [] }));
  for (const fleet of fleets) {
    say(`MongoDB: ${fleet.processes} behind a round robin`);
    const running: Running[] = [];
    try {
      const servers = await Promise.all(Array.from({ length: fleet.processes }, () => serve(small.setting)));
      running.push(...servers);
      const port = await freePort();
      running.push(
        await startProgram('./round-robin.ts', [port, ...servers.map(({ url }) => Number(new URL(url).port))]),
      );
      const calls = { ...callsOf(small, small.ids), url: `http://127.0.0.1:${port}/request`, connections };
      await load({ ...calls, seconds: 1 });
      for (let round = 0; round < fewestRounds; round++) fleet.rounds.push(await load({ ...calls, seconds: 1 }));
    } finally {
      await Promise.all(running.map((one) => one.stop()));
    }
  }
  return fleets;
}

/** What one call costs against the same round's call among the fewest grants. */
function ratios(contenders: readonly Contender[], one: Contender, of: (round: Measurement) => number): number[] {
  const small = contenders.find(({ site }) => site.store === one.site.store);
  return one.rounds.map((round, at) => of(round) / of(small?.rounds[at] ?? round));
}

const cpuOf = ({ cpu }: Measurement): number => cpu;
const timeOf = ({ perSecond }: Measurement): number => 1 / perSecond;
const power = (size: number): string => `1e${Math.log10(size)}`;

function sizeFigures(contenders: readonly Contender[]): Record<string, number> {
  const fewest = contenders[0]?.name ?? '';
  const figures: Record<string, number> = {};
  for (const one of contenders) {
    const name = `${one.site.store}_${one.name}`;
    figures[`${name}_cpu_us`] = median(one.rounds.map(cpuOf));
    figures[`${name}_rps`] = median(one.rounds.map(({ perSecond }) => perSecond));
    if (one.name === fewest) continue;
    figures[`${name}_over_${fewest}`] = median(ratios(contenders, one, cpuOf));
    figures[`${name}_over_${fewest}_time`] = median(ratios(contenders, one, timeOf));
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

function sizeTable({ seconds }: Plan, contenders: readonly Contender[]): string {
  const rows = contenders.map((one) => [
    `${one.site.store} ${one.name.replaceAll('_', ' ')}`,
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
    median(one.rounds.map(({ disk }) => disk)).toFixed(1),
  ]);
  const head = ['', 'CPU µs a call', 'requests/s', 'p50 ms', 'p99 ms', 'CPU over the fewest', 'disk kB a call'];
  const title = `${loadTool()}, /request, grants picked at random, ${connections} connections, ${contenders[0]?.rounds.length ?? 0} interleaved rounds of ${seconds} s; median (least–most)`;
  const more = contenders.some(({ site }) => site.size === 1_000_000) ? [] : ['a million grants: --full'];
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
  return [`${loadTool()}, one MongoDB behind a round robin, all on this machine`, ...[head, ...rows].map(line)].join(
    '\n',
  );
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => cell.padEnd(column === 0 ? 21 : 22))
    .join('')
    .trimEnd();
