/** At start: refreshes that nobody has finished are met before a caller meets them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../lib/random.ts';
import type { Deps } from '../../state.ts';
import { providerOf } from '../provider-of.ts';
import type { Flights } from './flights.ts';
import { sweepOwed } from './owed.ts';
import { isBound, unsureMs } from './plan.ts';

/** What one start looks at; the rest is met when it is used. */
const most = 1_000;

type RecoverDeps = Pick<Deps, 'store' | 'clock' | 'config' | 'log' | 'providers'>;

/**
 * Goes once through the open intents. Where the access token has ended and enough time has passed, the token's fate is found
 * out; else it is on record that it is unknown. Whoever lives and is at it has the lease, and is left alone.
 * @param signal ends it early
 * @returns how many were met
 */
export async function recoverRefreshes(deps: RecoverDeps, flights: Flights, signal: AbortSignal): Promise<number> {
  const open = await deps.store.vault.openIntents(most);
  let met = 0;
  for (const { app_id, grant_id, intent } of open) {
    // Younger than that, its holder may be alive, and nothing could be found out yet.
    const wait = intent.at + unsureMs(deps.config) - deps.clock.now();
    if (wait > 0) await pause(Math.min(wait, unsureMs(deps.config)) + 1, signal);
    if (signal.aborted) return met;
    await meet(deps, flights, app_id, grant_id).catch((err: unknown) => {
      deps.log.warn({ err, grant_id }, 'an open refresh could not be met');
    });
    met++;
  }
  return met;
}

/** Audit rows that a process left unwritten when it died. @returns how many were missing */
export async function recoverOwed(deps: RecoverDeps, signal: AbortSignal): Promise<number> {
  const owed = await deps.store.vault.owing(Number.MAX_SAFE_INTEGER, 1_000, 0);
  const youngest = Math.max(0, ...owed.map(({ at }) => at));
  const wait = Math.min(youngest - deps.clock.now(), 0) + unsureMs(deps.config);
  if (owed.length > 0 && wait > 0) await pause(wait + 1, signal);
  return owed.length === 0 || signal.aborted ? 0 : sweepOwed(deps);
}

/** Or until the signal fires. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { ref: false, signal }).catch(() => undefined);

async function meet(deps: RecoverDeps, flights: Flights, appId: string, grantId: string): Promise<void> {
  const { store, clock } = deps;
  const [grant, seen] = await Promise.all([store.grants.find(appId, grantId), store.vault.read(appId, grantId)]);
  if ((grant?.status !== 'active' && grant?.status !== 'error') || !seen?.refresh.intent) return;
  const provider = await providerOf(deps, grant);
  if (!provider || !isBound(grant, provider)) return;
  const ended = grant.token_expires_at !== null && grant.token_expires_at <= clock.now();
  await flights.begin({ grant, provider, seen, cause: ended ? 'expired' : 'ahead', requestId: newId() });
}
