/** What one of all processes does every minute: no read depends on it. */
import { expireGrants } from '../grants/expire.ts';
import { recordEnds } from '../grants/record-end.ts';
import { sweepOwed } from '../grants/refresh/owed.ts';
import type { Deps } from '../state.ts';

type SweepDeps = Pick<Deps, 'store' | 'clock' | 'config' | 'log'>;

/** Each part for itself: one that fails is in the log, and keeps no other from its work. @returns how many rows it was about */
export async function sweepAll(deps: SweepDeps, now: number): Promise<number> {
  const parts: Readonly<Record<string, () => Promise<number>>> = {
    'ends that are not on record': () => recordEnds(deps),
    'grants whose time is over': () => expireGrants(deps),
    store: () => deps.store.sweep(now),
    'audit rows that are owed': () => sweepOwed(deps),
  };
  let rows = 0;
  for (const [part, sweep] of Object.entries(parts)) {
    try {
      rows += await sweep();
    } catch (err) {
      deps.log.warn({ err, part }, 'expired rows could not be swept');
    }
  }
  return rows;
}
