import { describe, expect, it } from 'vitest';
import { settle, succeeded, sum, summary } from '../suites/tally.ts';

describe('the last line of npm test', () => {
  it('adds up all suites', () => {
    const total = sum([
      { passed: 3, failed: 0, skipped: 0 },
      { passed: 4, failed: 1, skipped: 0 },
    ]);
    expect(summary(total)).toBe('7 passed, 1 failed');
  });

  it('names skipped tests only where there are any', () => {
    expect(summary({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped');
  });
});

describe('a suite that broke off', () => {
  it('counts as one failure when it left no counts', () => {
    expect(settle(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts as one failure when it counted none and still exited with an error', () => {
    expect(settle({ passed: 5, failed: 0, skipped: 0 }, 139)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it('keeps its own count of failures', () => {
    expect(settle({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  it('counts as one failure when it ended well and left no counts', () => {
    expect(settle(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

it.each([
  [{ passed: 1, failed: 0, skipped: 3 }, true],
  [{ passed: 9, failed: 1, skipped: 0 }, false],
  [{ passed: 0, failed: 0, skipped: 4 }, false],
  [{ passed: 0, failed: 0, skipped: 0 }, false],
])('%j succeeds: %s', (tally, expected) => {
  expect(succeeded(tally)).toBe(expected);
});
