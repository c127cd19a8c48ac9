/** `npm run check`: format, lint, types, generated files, import edges, size budget; one line each. */
import { build } from '../build/build.ts';
import { runChecks } from '../check/run-checks.ts';
import { succeeded } from '../suites/tally.ts';

let built = true;
try {
  await build();
} catch (error) {
  built = false;
  console.error(error instanceof Error ? error.message : error);
}
process.exitCode = succeeded(await runChecks({ built })) ? 0 : 1;
