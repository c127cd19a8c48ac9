/** What a suite came to, and the one line that says so. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
    }),
    nothing,
  );

/** A suite that left no counts, or ended badly without naming a failure, broke off: that is a failure too. */
export function settle(counted: Tally | null, exitCode: number): Tally {
  const brokeOff = counted === null || (exitCode !== 0 && counted.failed === 0);
  return brokeOff ? { ...(counted ?? nothing), failed: 1 } : counted;
}

export function summary({ passed, failed, skipped }: Tally): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`;
}

/** Something ran, and nothing failed. */
export const succeeded = ({ passed, failed }: Tally): boolean => passed > 0 && failed === 0;
