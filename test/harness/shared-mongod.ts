/** One MongoDB for a whole run of tests, a fresh database for each line: started before the first file, ended after the last. */
import type { TestProject } from 'vitest/node';
import { findMongod, noMongod } from '../../tools/mongod/find-mongod.ts';
import { startMongod } from '../../tools/mongod/start-mongod.ts';

/** Plain values, since they are handed from the runner's process to the tests'. */
export interface SharedMongod {
  /** Connection string of the database `placeholder`, whose name each line replaces by its own. */
  url: string;
  /** Everything that it keeps on disk; null for a server that ran before. */
  folder: string | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Which store a line is started on, unless its test says otherwise. */
    store: 'embedded' | 'mongodb';
    sharedMongod: SharedMongod;
  }
}

/** What is on disk is as it was written, so that a search sees it; and a test may let commands fail. */
const flags = [
  '--wiredTigerCollectionBlockCompressor',
  'none',
  '--wiredTigerJournalCompressor',
  'none',
  '--wiredTigerIndexPrefixCompression',
  'false',
  '--setParameter',
  'enableTestCommands=1',
];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await findMongod();
  if (!found) throw new Error(noMongod);
  const server = await startMongod(found, flags);
  project.provide('sharedMongod', { url: server.url('placeholder'), folder: server.nodes[0]?.folder ?? null });
  return () => server.stop();
}
