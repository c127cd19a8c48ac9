/** Beside Vitest's own reporter: leaves the counts and the failures, and says why a test was skipped. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { leaveTally } from './tally-file.ts';
import type { Failure } from './tally.ts';

export default class VitestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counted = { passed: 0, skipped: 0 };
    const failures: Failure[] = unhandled.map((error) => ({ where: 'beside the tests', what: told(error) }));
    for (const module of modules) {
      const file = `${module.project.name} ${module.relativeModuleId}`;
      // A file that could not be read has no tests, only errors.
      for (const error of module.errors()) failures.push({ where: file, what: told(error) });
      for (const suite of module.children.allSuites())
        for (const error of suite.errors()) failures.push({ where: `${file} > ${suite.fullName}`, what: told(error) });
      for (const test of module.children.allTests()) {
        const result = test.result();
        const where = `${file} > ${test.fullName}`;
        if (result.state === 'passed') counted.passed++;
        else if (result.state === 'skipped') {
          counted.skipped++;
          console.log(`skipped: ${where}: ${result.note ?? 'no reason given; use context.skip(reason)'}`);
        } else failures.push({ where, what: (result.errors ?? []).map(told).join('\n') });
      }
    }
    leaveTally({ ...counted, failed: failures.length, failures });
  }
}

const told = ({ message, diff, stacks }: SerializedError): string => {
  const [at] = stacks ?? [];
  return [message, diff, at && `at ${at.file}:${String(at.line)}`].filter(Boolean).join('\n');
};
