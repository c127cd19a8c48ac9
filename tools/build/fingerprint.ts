import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../find-files.ts';
import { inRoot } from '../root.ts';

/** Hex SHA-256 over names and contents of sources; what is installed, built or only tests does not count. */
export function sourcesFingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) for (const file of sources(inRoot(path))) add(hash, file);
  return hash.digest('hex');
}

/** The same over what was built; null when any of it is absent. */
export function outputsFingerprint(paths: readonly string[]): string | null {
  const hash = createHash('sha256');
  for (const path of paths.map((each) => inRoot(each))) {
    if (!existsSync(path)) return null;
    const files = statSync(path).isDirectory() ? everyFile(path) : [path];
    for (const file of files) add(hash, file);
  }
  return hash.digest('hex');
}

function sources(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return filesBelow(path).filter((file) => !/\/(test|shots)\//.test(file.slice(path.length)));
}

function everyFile(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
}

function add(hash: Hash, file: string): void {
  const content = readFileSync(file);
  hash.update(`${file}\0${String(content.length)}\0`).update(content);
}
