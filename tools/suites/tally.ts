/** What a suite came to, and the lines that say so. */
import { stripVTControlCharacters } from 'node:util';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  failures: readonly Failure[];
}

export interface Failure {
  /** Suite or file, and test. */
  where: string;
  what: string;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The longest account of a failure at the end; the whole of it stands above, where it happened. */
const longest = 1_500;

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, each) => ({
      passed: total.passed + each.passed,
      failed: total.failed + each.failed,
      skipped: total.skipped + each.skipped,
      failures: [...total.failures, ...each.failures],
    }),
    nothing,
  );

/** A suite that left no counts, or ended badly without naming a failure, broke off: that is a failure too. */
export function settle(suite: string, counted: Tally | null, exitCode: number): Tally {
  if (counted !== null && (exitCode === 0 || counted.failed > 0)) return counted;
  const what = `broke off with exit code ${String(exitCode)}; see what it printed`;
  return { ...(counted ?? nothing), failed: 1, failures: [{ where: suite, what }] };
}

/** Every failure once more, for who sees only the end of a long output; empty when nothing failed. */
export const failuresAgain = ({ failures }: Tally): string =>
  failures
    .map(({ where, what }) => {
      const text = stripVTControlCharacters(what).trimEnd();
      const cut = text.length > longest ? `${text.slice(0, longest)} …` : text;
      return `\nFAILED ${where}\n${cut.replace(/^/gm, '  ')}`;
    })
    .join('\n');

export function summary({ passed, failed, skipped }: Tally): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`;
}

/** Something ran, and nothing failed. */
export const succeeded = ({ passed, failed }: Tally): boolean => passed > 0 && failed === 0;
