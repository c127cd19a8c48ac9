/** Beside Vitest's own reporter: leaves the counts, and says why a test was skipped. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { leaveTally } from './tally-file.ts';
import type { Tally } from './tally.ts';

export default class VitestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not be read has no tests, only errors.
      tally.failed += module.errors().length;
      for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
      countTests(module, tally);
    }
    leaveTally(tally);
  }
}

function countTests(module: TestModule, tally: Tally): void {
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') tally.passed++;
    else if (result.state === 'skipped') {
      tally.skipped++;
      const reason = result.note ?? 'no reason given; use context.skip(reason)';
      console.log(`skipped: ${module.relativeModuleId} > ${test.fullName}: ${reason}`);
    } else tally.failed++;
  }
}
