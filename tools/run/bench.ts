/**
 * `npm run bench -- <name> [--full] [--store <store>]`: prints a table and writes `bench/results/<name>.json`, or with a
 * store `<name>-<store>.json`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../build/build.ts';
import { filesBelow, shown } from '../find-files.ts';
import { inRoot } from '../root.ts';

export interface BenchContext {
  /** The long form; without it a bench stays under 60 s. */
  full: boolean;
  /** Which store the server under load has. */
  store: StoreName;
}

const stores = ['embedded', 'mongodb'] as const;
export type StoreName = (typeof stores)[number];

export interface BenchResult {
  figures: Record<string, number>;
  /** For people: median, range, and the baseline of the same run. */
  table: string;
}

export type Bench = (context: BenchContext) => Promise<BenchResult>;

interface BenchModule {
  default: Bench;
  /** Those that `--store` may name. */
  stores?: readonly StoreName[];
}

const ending = '.bench.ts';
const files = filesBelow(inRoot('bench')).filter((file) => file.endsWith(ending));
const order = readOrder();
if (order === null) {
  const known = files.map((candidate) => basename(candidate, ending)).join(', ') || 'none yet';
  console.error(`Usage: npm run bench -- <name> [--full] [--store ${stores.join('|')}]. Names: ${known}.`);
  process.exitCode = 2;
} else {
  await run(order);
}

interface Order extends BenchContext {
  name: string;
  file: string;
}

/** Null when what was asked for is not known. */
function readOrder(): Order | null {
  const options = {
    full: { type: 'boolean', default: false },
    store: { type: 'string', default: 'embedded' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [name, second] = positionals;
    const file = files.find((candidate) => basename(candidate, ending) === name);
    const store = stores.find((one) => one === values.store);
    if (name === undefined || second !== undefined || file === undefined || store === undefined) return null;
    return { name, file, store, full: values.full };
  } catch {
    return null;
  }
}

async function run({ name, file, full, store }: Order): Promise<void> {
  await build();
  const { default: bench, stores: offered = ['embedded'] } = (await import(pathToFileURL(file).href)) as BenchModule;
  if (!offered.includes(store)) throw new Error(`The bench ${name} does not choose a store: leave --store away.`);
  const { figures, table } = await bench({ full, store });
  console.log(table);
  const wrong = Object.entries(figures).filter(([, value]) => !Number.isFinite(value));
  if (wrong.length > 0) throw new Error(`Not numbers: ${wrong.map(([figure]) => figure).join(', ')}`);
  const named = store === 'embedded' ? '' : ` --store ${store}`;
  const command = `npm run bench -- ${name}${named}${full ? ' --full' : ''}`;
  const result = inRoot('bench', 'results', `${name}${store === 'embedded' ? '' : `-${store}`}.json`);
  mkdirSync(inRoot('bench', 'results'), { recursive: true });
  writeFileSync(result, `${JSON.stringify({ name, command, machine: machine(), figures }, null, 2)}\n`);
  console.log(`written to ${shown(result)}`);
}

function machine(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${platform()} ${arch()}`,
  };
}
