/** Beside the runner's own reporter: leaves the counts and the failures, and names what was skipped. */
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import { shown } from '../find-files.ts';
import { leaveTally } from './tally-file.ts';
import { nothing, sum, type Failure, type Tally } from './tally.ts';

export const elementsReporter = (): Reporter => ({
  onTestRunFinished({ sessions }) {
    leaveTally(sum(sessions.map(tallyOf)));
  },
});

function tallyOf(session: TestSession): Tally {
  const where = shown(session.testFile);
  const tally = session.testResults === undefined ? nothing : tallyOfSuite(session.testResults, where);
  if (session.passed === true || tally.failed > 0) return tally;
  // Errors beside the tests: a file that could not be loaded, a rejection that nobody caught.
  const errors = session.errors.map(({ message }): Failure => ({ where, what: message }));
  const failures = errors.length > 0 ? errors : [{ where, what: 'did not pass, without an error' }];
  return { ...tally, failed: failures.length, failures };
}

function tallyOfSuite(suite: TestSuiteResult, path: string): Tally {
  const failures: Failure[] = [];
  const counted = { passed: 0, skipped: 0 };
  for (const test of suite.tests) {
    const where = `${path} > ${test.name}`;
    if (test.skipped) {
      counted.skipped++;
      // Mocha has no place for a reason but the title.
      console.log(`skipped: ${where}`);
    } else if (test.passed) counted.passed++;
    else failures.push({ where, what: test.error?.message ?? 'no message' });
  }
  const inner = suite.suites.map((each) => tallyOfSuite(each, `${path} > ${each.name}`));
  return sum([{ ...counted, failed: failures.length, failures }, ...inner]);
}
