/** Beside the runner's own reporter: leaves the counts, and names what was skipped. */
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import { shown } from '../find-files.ts';
import { leaveTally } from './tally-file.ts';
import { sum, type Tally } from './tally.ts';

export const elementsReporter = (): Reporter => ({
  onTestRunFinished({ sessions }) {
    leaveTally(sum(sessions.map(tallyOf)));
  },
});

function tallyOf(session: TestSession): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  if (session.testResults !== undefined) count(session.testResults, shown(session.testFile), tally);
  // Errors beside the tests: a file that could not be loaded, a rejection that nobody caught.
  if (session.passed !== true && tally.failed === 0) tally.failed = Math.max(1, session.errors.length);
  return tally;
}

function count(suite: TestSuiteResult, path: string, tally: Tally): void {
  for (const test of suite.tests) {
    if (test.skipped) {
      tally.skipped++;
      // Mocha has no place for a reason but the title.
      console.log(`skipped: ${path} > ${test.name}`);
    } else if (test.passed) tally.passed++;
    else tally.failed++;
  }
  for (const inner of suite.suites) count(inner, `${path} > ${inner.name}`, tally);
}
