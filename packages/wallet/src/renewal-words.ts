import type { GrantRefresh, WalletGrant } from '@alter/protocol';
import type { Key } from './words.ts';

type Kept = Pick<WalletGrant, 'refreshable' | 'token_expires_at'>;

/** What is said above the renewals of a connection, or in their place. @param count how many there were */
export function howKept({ refreshable, token_expires_at }: Kept, count: number): Key {
  if (!refreshable) return token_expires_at === null ? 'nothingToRenew' : 'notRenewable';
  return count === 0 ? 'noRenewals' : 'renewalsText';
}

/** What became of a renewal, as the key of a sentence; `{provider}` and `{app}` are filled in by the caller. */
export function howRenewed({ outcome, class: kind, error }: GrantRefresh): Key {
  switch (outcome) {
    case 'refreshed':
      return 'wasRenewed';
    case 'ended':
      // Anything else than its own word is not the provider's doing.
      return kind === 'permanent' ? 'renewEnded' : 'renewOver';
    case 'unknown':
      return 'renewUnclear';
    case 'failed':
      if (kind === null) return 'renewHere';
      return error !== null && silent.has(error) ? 'renewNoAnswer' : failedWords[kind];
  }
}

/** The service's own words for an answer that never came. */
const silent: ReadonlySet<string> = new Set(['unreachable', 'no_answer', 'no_outcome']);

const failedWords: Record<NonNullable<GrantRefresh['class']>, Key> = {
  permanent: 'renewForNow',
  configuration: 'renewSetUp',
  transient: 'renewForNow',
  indeterminate: 'renewUnclear',
};
