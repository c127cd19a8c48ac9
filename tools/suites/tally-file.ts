import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tally } from './tally.ts';

/** How a suite's own process is told where to leave its counts. */
export const tallyVariable = 'ALTER_TALLY_FILE';

/** Gives `run` a file to leave counts in. Null: nothing was left, so the suite broke off. */
export async function collectTally(run: (env: Record<string, string>) => Promise<void>): Promise<Tally | null> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-test-'));
  const file = join(folder, 'tally.json');
  try {
    await run({ [tallyVariable]: file });
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function leaveTally(tally: Tally): void {
  const file = process.env[tallyVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
}
