/** `node tools/size-budget.ts`: gzip sizes of what an app's page loads, against their budgets. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { moduleFacts } from './edges/module-facts.ts';
import { root } from './root.ts';

interface Budget {
  file: string;
  /** Bytes, gzip -9. */
  limit: number;
}

export const budgets: readonly Budget[] = [
  { file: 'packages/connect-js/dist/headless.js', limit: 4096 },
  { file: 'packages/connect-js/dist/alter-connect.js', limit: 12_288 },
  { file: 'packages/wallet/dist/alter-wallet.js', limit: 18_432 },
];

export interface Size extends Budget {
  /** The file and the chunks it imports at once; null: not built. */
  bytes: number | null;
  /** Chunks that are loaded when they are needed: listed, not counted. */
  later: { file: string; bytes: number }[];
}

export const sizes = (base: string): Size[] => budgets.map((budget) => measure(base, budget));

function measure(base: string, budget: Budget): Size {
  if (!existsSync(join(base, budget.file))) return { ...budget, bytes: null, later: [] };
  const eager = new Set<string>();
  const later = new Set<string>();
  follow(base, budget.file, eager, later);
  const sum = [...eager].reduce((total, file) => total + gzipped(base, file), 0);
  const chunks = [...later].filter((file) => !eager.has(file));
  return { ...budget, bytes: sum, later: chunks.map((file) => ({ file, bytes: gzipped(base, file) })) };
}

function follow(base: string, file: string, eager: Set<string>, later: Set<string>): void {
  if (eager.has(file)) return;
  eager.add(file);
  for (const { specifier, dynamic } of moduleFacts(file, readFileSync(join(base, file), 'utf8')).imports) {
    if (!specifier.startsWith('.')) continue;
    const target = posix.join(posix.dirname(file), specifier);
    if (dynamic) later.add(target);
    else follow(base, target, eager, later);
  }
}

const gzipped = (base: string, file: string): number => gzipSync(readFileSync(join(base, file)), { level: 9 }).length;

const line = ({ file, bytes, limit }: Size): string => {
  if (bytes === null) return `${file}: not built, not measured`;
  return `${file}: ${String(bytes)} of ${String(limit)} bytes${bytes > limit ? ', over budget' : ''}`;
};

if (import.meta.main) {
  const measured = sizes(root);
  for (const size of measured) {
    console.log(line(size));
    for (const chunk of size.later) console.log(`  later: ${chunk.file}: ${String(chunk.bytes)} bytes`);
  }
  process.exitCode = measured.some(({ bytes, limit }) => bytes !== null && bytes > limit) ? 1 : 0;
}
