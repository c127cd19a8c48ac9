import { describe, expect, it } from 'vitest';
import { failuresAgain, nothing, settle, succeeded, sum, summary } from '../suites/tally.ts';

const failed = { ...nothing, failed: 1, failures: [{ where: 'unit a.test.ts > adds', what: 'expected 3 to be 4' }] };

describe('the last line of npm test', () => {
  it('adds up all suites', () => {
    const total = sum([{ ...nothing, passed: 3 }, { ...nothing, passed: 4 }, failed]);
    expect(summary(total)).toBe('7 passed, 1 failed');
  });

  it('names skipped tests only where there are any', () => {
    expect(summary({ ...nothing, passed: 1, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped');
  });
});

describe('what stands before it', () => {
  it('names each failure of each suite, with what was said', () => {
    const other = { ...failed, failures: [{ where: 'check lint', what: 'line 1\nline 2\n' }] };
    expect(failuresAgain(sum([failed, nothing, other]))).toBe(
      '\nFAILED unit a.test.ts > adds\n  expected 3 to be 4\n\nFAILED check lint\n  line 1\n  line 2',
    );
  });

  it('cuts what is long, and leaves colours out', () => {
    const text = failuresAgain({ ...failed, failures: [{ where: 'x', what: `\u001b[31m${'y'.repeat(5_000)}` }] });
    expect(text).toMatch(/^\nFAILED x\n {2}y{1500} …$/);
  });

  it('is nothing when nothing failed', () => {
    expect(failuresAgain(nothing)).toBe('');
  });
});

describe('a suite that broke off', () => {
  const brokeOff = (counted: object, code: number) => ({
    ...nothing,
    ...counted,
    failed: 1,
    failures: [{ where: 'unit', what: `broke off with exit code ${String(code)}; see what it printed` }],
  });

  it('counts as one failure when it left no counts', () => {
    expect(settle('unit', null, 1)).toEqual(brokeOff({}, 1));
  });

  it('counts as one failure when it counted none and still exited with an error', () => {
    expect(settle('unit', { ...nothing, passed: 5 }, 139)).toEqual(brokeOff({ passed: 5 }, 139));
  });

  it('keeps its own count of failures', () => {
    expect(settle('unit', failed, 1)).toEqual(failed);
  });

  it('counts as one failure when it ended well and left no counts', () => {
    expect(settle('unit', null, 0)).toEqual(brokeOff({}, 0));
  });
});

it.each([
  [{ passed: 1, failed: 0, skipped: 3 }, true],
  [{ passed: 9, failed: 1, skipped: 0 }, false],
  [{ passed: 0, failed: 0, skipped: 4 }, false],
  [{ passed: 0, failed: 0, skipped: 0 }, false],
])('%j succeeds: %s', (tally, expected) => {
  expect(succeeded({ ...nothing, ...tally })).toBe(expected);
});
