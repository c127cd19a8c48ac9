/** `npm test [-- <suite> [filter…] [--full]]`: one suite or all; the last line printed is the sum. */
import { build } from '../build/build.ts';
import { runChecks } from '../check/run-checks.ts';
import { runElements } from '../suites/elements-suite.ts';
import { exists, suites, type Suite } from '../suites/suites.ts';
import { failuresAgain, settle, succeeded, sum, summary, type Tally } from '../suites/tally.ts';
import { runVitest } from '../suites/vitest-suite.ts';

/** Tests that are scaled down otherwise run whole. */
const full = '--full';
const [name, ...filters] = process.argv.slice(2).filter((word) => word !== full);
if (process.argv.includes(full)) process.env['ALTER_TEST_FULL'] = 'true';
const known = suites.filter(exists);
const chosen = name === undefined ? known : known.filter((suite) => suite.name === name);

if (chosen.length === 0) {
  console.error(`There is no suite "${String(name)}". Suites: ${known.map((suite) => suite.name).join(', ')}.`);
  process.exitCode = 2;
} else {
  const built = chosen.some((suite) => suite.built) ? await tryBuild() : true;
  const tallies: Tally[] = [];
  for (const suite of chosen) tallies.push(await runSuite(suite, built));
  const total = sum(tallies);
  process.exitCode = succeeded(total) ? 0 : 1;
  if (total.failures.length > 0) console.log(failuresAgain(total));
  console.log(`\n${summary(total)}`);
}

async function runSuite(suite: Suite, built: boolean): Promise<Tally> {
  console.log(`\n── ${suite.name}`);
  if (suite.built && !built && suite.runner !== 'checks') {
    console.error('Not run: the build failed, see above.');
    return settle(suite.name, null, 1);
  }
  switch (suite.runner) {
    case 'checks':
      return runChecks({ built });
    case 'vitest':
      return runVitest(suite, filters);
    case 'browser':
      return runElements(suite, filters);
  }
}

async function tryBuild(): Promise<boolean> {
  try {
    await build();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}
