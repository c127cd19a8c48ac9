/** `node tools/import-edges.ts`: who may import whom, and what may happen in one place only. Prints file:line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed, type Breach } from './edges/breach.ts';
import { fileNameBreaches } from './edges/file-names.ts';
import { moduleFacts } from './edges/module-facts.ts';
import { packageBreaches } from './edges/package-edges.ts';
import { declaredProviderIds, providerIdBreaches } from './edges/provider-ids.ts';
import { serverBreaches } from './edges/server-edges.ts';
import { filesBelow, foldersIn, shown } from './find-files.ts';
import { root } from './root.ts';

const everywhere = ['packages', 'demo', 'test', 'bench', 'tools'];

/** Every breach in the clone at `base`, by file and line. */
export function findBreaches(base: string): Breach[] {
  const all = everywhere.flatMap((folder) => filesBelow(join(base, folder))).map((file) => shown(file, base));
  const sources = readSources(base);
  const ids = declaredProviderIds(sources);
  const inSources = [...sources].flatMap(([file, source]) => {
    const facts = moduleFacts(file, source);
    return [...packageBreaches(facts), ...serverBreaches(facts), ...providerIdBreaches(facts, ids)];
  });
  const breaches = [...all.filter((file) => !file.includes('/fixtures/')).flatMap(fileNameBreaches), ...inSources];
  return breaches.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** What ships: tests may import what they like. */
function readSources(base: string): Map<string, string> {
  const folders = foldersIn(join(base, 'packages')).map((name) => join(base, 'packages', name, 'src'));
  const files = folders.flatMap(filesBelow).filter((file) => /(?<!\.test)\.ts$/.test(file));
  return new Map(files.map((file) => [shown(file, base), readFileSync(file, 'utf8')]));
}

if (import.meta.main) {
  const breaches = findBreaches(root);
  for (const breach of breaches) console.log(printed(breach));
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
