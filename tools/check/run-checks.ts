import { availableParallelism } from 'node:os';
import { nothing, sum, type Tally } from '../suites/tally.ts';
import { checks, type Check } from './checks.ts';

/** Runs every check and prints one line each, with what the tool said under those that failed. */
export async function runChecks(given: { built: boolean }): Promise<Tally> {
  const tallies: Tally[] = [];
  const waiting = checks(given);
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) tallies.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  return sum(tallies);
}

async function runCheck({ name, run }: Check): Promise<Tally> {
  const begun = performance.now();
  const { kind, output } = await run();
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const text = output.trimEnd();
  switch (kind) {
    case 'passed':
      console.log(`ok       ${name} (${seconds})`);
      return { ...nothing, passed: 1 };
    case 'skipped':
      console.log(`skipped  ${name}: ${text}`);
      return { ...nothing, skipped: 1 };
    case 'failed':
      console.log(`FAILED   ${name} (${seconds})\n${text.replace(/^/gm, '         ')}`);
      return { ...nothing, failed: 1, failures: [{ where: `check ${name}`, what: text }] };
  }
}
