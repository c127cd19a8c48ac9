import { availableParallelism } from 'node:os';
import type { Tally } from '../suites/tally.ts';
import { checks, type Check } from './checks.ts';

/** Runs every check and prints one line each, with what the tool said under those that failed. */
export async function runChecks(given: { built: boolean }): Promise<Tally> {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const waiting = checks(given);
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) tally[await runCheck(check)]++;
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  return tally;
}

async function runCheck({ name, run }: Check): Promise<keyof Tally> {
  const begun = performance.now();
  const { kind, output } = await run();
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const text = output.trimEnd();
  switch (kind) {
    case 'passed':
      console.log(`ok       ${name} (${seconds})`);
      return 'passed';
    case 'skipped':
      console.log(`skipped  ${name}: ${text}`);
      return 'skipped';
    case 'failed':
      console.log(`FAILED   ${name} (${seconds})\n${text.replace(/^/gm, '         ')}`);
      return 'failed';
  }
}
