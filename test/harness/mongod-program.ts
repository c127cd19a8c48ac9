import { findMongod, noMongod, type FoundMongod } from '../../tools/mongod/find-mongod.ts';

/** A mongod that a test starts, kills and stops for itself. The suites that need one are skipped where there is none. */
export async function mongodProgram(): Promise<FoundMongod> {
  // A server that runs already is not ours to kill.
  const found = await findMongod({ ...process.env, ALTER_TEST_MONGODB_URL: '' });
  if (!found) throw new Error(noMongod);
  return found;
}
