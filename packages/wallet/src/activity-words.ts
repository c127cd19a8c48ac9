import type { WalletActivityItem } from '@alter/protocol';
import type { Key } from './words.ts';

/** What happened, as the key of a sentence; `{host}` and `{provider}` are filled in by the caller. */
export function whatHappened(item: WalletActivityItem): Key {
  const named = eventWords[item.event];
  if (named) return named;
  if (item.method === null || item.host === null) return 'somethingElse';
  const [did, tried] = methodWords[item.method.toUpperCase()] ?? sent;
  return item.outcome === 'ok' ? did : tried;
}

/** Whether the sentence names nobody yet. What happens by itself is not said to be the app's doing. */
export const hasActor = (key: Key): boolean => !byItself.has(key);

/** How a call ended; null for what is no call. A provider's 5xx is its fault, any other refusal its answer. */
export function howItEnded(item: WalletActivityItem): Key | null {
  if (eventWords[item.event] || item.method === null) return null;
  if (item.outcome === 'provider_error') return (item.status ?? 0) >= 500 ? 'answerProviderDown' : 'answerProvider';
  return outcomeWords[item.outcome];
}

const outcomeWords = {
  ok: 'answerOk',
  refused: 'answerRefused',
  failed: 'answerFailed',
  open: 'answerOpen',
} as const satisfies Partial<Record<WalletActivityItem['outcome'], Key>>;

const byItself: ReadonlySet<Key> = new Set(['timeOver', 'wantsSignIn', 'stopped', 'worksAgain', 'wasTold', 'notTold']);

const read: [Key, Key] = ['readFrom', 'triedRead'];
const sent: [Key, Key] = ['sentTo', 'triedSend'];
const changed: [Key, Key] = ['changedAt', 'triedChange'];

/** By method only: what a path means is the provider's secret, and a guess would be a lie now and then. */
const methodWords: Partial<Record<string, [did: Key, tried: Key]>> = {
  GET: read,
  HEAD: read,
  OPTIONS: read,
  POST: sent,
  PUT: changed,
  PATCH: changed,
  DELETE: ['deletedAt', 'triedDelete'],
};

const eventWords: Partial<Record<string, Key>> = {
  'connect.completed': 'didConnect',
  'connect.failed': 'connectFailed',
  'connect.refused': 'connectFailed',
  'grant.confirmed': 'confirmed',
  'grant.revoked': 'removed',
  'grant.expired': 'timeOver',
  'grant.needs_reauth': 'wantsSignIn',
  'grant.refreshed': 'renewed',
  'grant.refresh_failed': 'notRenewed',
  'grant.error': 'stopped',
  'grant.recovered': 'worksAgain',
  'revocation.told': 'wasTold',
  'revocation.failed': 'notTold',
};
