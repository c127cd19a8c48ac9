import { program } from '../program.ts';
import { inRoot } from '../root.ts';
import { filesOf, type Suite } from './suites.ts';
import { collectTally } from './tally-file.ts';
import { settle, type Tally } from './tally.ts';

const deadlineMs = 15 * 60_000;

/** Runs the tests that need a page, in a process of its own. @param filters parts of file names */
export async function runElements(suite: Suite, filters: readonly string[]): Promise<Tally> {
  const files = filesOf(suite).filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  if (files.length === 0) {
    console.error(`No file of ${suite.name} matches ${filters.join(', ')}.`);
    return settle(suite.name, null, 1);
  }
  let code = 0;
  const counted = await collectTally(async (env) => {
    const args = [inRoot('tools', 'suites', 'web-test-runner.ts'), ...files];
    const outcome = await program(process.execPath, args, { output: 'show', env, deadlineMs });
    if (outcome.timedOut)
      console.error(`${suite.name} did not end within ${String(deadlineMs / 60_000)} minutes and was stopped.`);
    code = outcome.code;
  });
  return settle(suite.name, counted, code);
}
