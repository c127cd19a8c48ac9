/** `npm run bench -- <name> [--full]`: prints a table and writes `bench/results/<name>.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build/build.ts';
import { filesBelow, shown } from '../find-files.ts';
import { inRoot } from '../root.ts';

export interface BenchContext {
  /** The long form; without it a bench stays under 60 s. */
  full: boolean;
}

export interface BenchResult {
  figures: Record<string, number>;
  /** For people: median, range, and the baseline of the same run. */
  table: string;
}

export type Bench = (context: BenchContext) => Promise<BenchResult>;

const ending = '.bench.ts';
const files = filesBelow(inRoot('bench')).filter((file) => file.endsWith(ending));
const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('-'));
const unknownFlag = args.find((arg) => arg.startsWith('-') && arg !== '--full');
const file = files.find((candidate) => basename(candidate, ending) === name);

if (file === undefined || name === undefined || unknownFlag !== undefined) {
  const known = files.map((candidate) => basename(candidate, ending)).join(', ') || 'none yet';
  console.error(`Usage: npm run bench -- <name> [--full]. Names: ${known}.`);
  process.exitCode = 2;
} else {
  await run(name, file, args.includes('--full'));
}

async function run(name: string, file: string, full: boolean): Promise<void> {
  await build();
  const bench = ((await import(pathToFileURL(file).href)) as { default: Bench }).default;
  const { figures, table } = await bench({ full });
  console.log(table);
  const wrong = Object.entries(figures).filter(([, value]) => !Number.isFinite(value));
  if (wrong.length > 0) throw new Error(`Not numbers: ${wrong.map(([figure]) => figure).join(', ')}`);
  const command = `npm run bench -- ${name}${full ? ' --full' : ''}`;
  const result = inRoot('bench', 'results', `${name}.json`);
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
