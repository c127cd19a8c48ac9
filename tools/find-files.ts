import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './root.ts';

const skipped = new Set(['node_modules', 'dist', '.git', '.data', 'artifacts', 'coverage']);

/** Every file below `folder` (absolute), sorted, without what is installed or built. An absent folder has none. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** Names of the folders directly below `folder` (absolute). */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() && !skipped.has(entry.name) ? [entry.name] : [])).sort();
}

/** As people write it: relative to the clone, with forward slashes. */
export const shown = (file: string, base = root): string => relative(base, file).replaceAll('\\', '/');
