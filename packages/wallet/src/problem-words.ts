import type { Key } from './words.ts';
import type { WalletError } from './wallet-error.ts';

export interface ProblemWords {
  text: Key;
  /** The one thing that helps; null when the person can do nothing. */
  action: 'retry' | 'reload' | 'back' | null;
}

/** What a person is told about an error, and the one button for it. */
export function problemWords(problem: WalletError, renewable: boolean): ProblemWords {
  const named = byCode[problem.code];
  if (named) return named;
  if (problem.status === 401) return renewable ? refused : { text: 'sessionOver', action: 'reload' };
  if (problem.status === 404) return { text: 'gone', action: 'back' };
  if (problem.status === 429) return { text: 'tooMany', action: 'retry' };
  if (problem.code === 'session_unavailable' && problem.status < 500) return refused;
  return { text: 'serviceFault', action: 'retry' };
}

/** Whether a request may have acted although it failed: nothing clear came back. */
export const outcomeUnknown = (problem: WalletError): boolean =>
  problem.code === 'network_error' || problem.code === 'invalid_answer' || problem.status >= 500;

const refused: ProblemWords = { text: 'sessionRefused', action: 'retry' };

const byCode: Partial<Record<string, ProblemWords>> = {
  network_error: { text: 'noAnswer', action: 'retry' },
  session_missing: { text: 'notSetUp', action: null },
  origin_not_allowed: { text: 'notHere', action: null },
};
