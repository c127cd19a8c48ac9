import { findMongodProgram, noProgram, type FoundProgram } from '../../tools/mongod/find-mongod.ts';

/** A mongod that a test starts, kills and stops for itself. The suites that need one are skipped where there is none. */
export async function mongodProgram(): Promise<FoundProgram> {
  const found = await findMongodProgram();
  if (!found) throw new Error(noProgram);
  return found;
}
