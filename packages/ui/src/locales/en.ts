/** Words that more than one surface says; a surface spreads them into its own table. */
import type { WordsLike } from '../locale.ts';

export const shared = {
  cancel: 'Cancel',
  close: 'Close',
  done: 'Done',
  tryAgain: 'Try again',
  details: 'Details',
  connected: 'Connected',
  connectProvider: 'Connect {provider}',
  reference: 'Reference for support: {id}',
  riskHigh: 'Wide access',
} as const;

export type SharedWords = WordsLike<typeof shared>;
