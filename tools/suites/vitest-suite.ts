import { program } from '../program.ts';
import { inRoot } from '../root.ts';
import type { Suite } from './suites.ts';
import { collectTally } from './tally-file.ts';
import { settle, type Tally } from './tally.ts';

const deadlineMs = 30 * 60_000;

/** Runs a suite in a process of its own. @param filters for Vitest: parts of file names, or its flags */
export async function runVitest(suite: Suite, filters: readonly string[]): Promise<Tally> {
  const reporters = ['--reporter=default', `--reporter=${inRoot('tools', 'suites', 'vitest-reporter.ts')}`];
  let code = 0;
  const counted = await collectTally(async (env) => {
    const script = inRoot('node_modules', 'vitest', 'vitest.mjs');
    const args = [script, 'run', '--root', inRoot(), '--project', suite.name, ...reporters, ...filters];
    const outcome = await program(process.execPath, args, { output: 'show', env, deadlineMs });
    if (outcome.timedOut)
      console.error(`${suite.name} did not end within ${String(deadlineMs / 60_000)} minutes and was stopped.`);
    code = outcome.code;
  });
  return settle(counted, code);
}
