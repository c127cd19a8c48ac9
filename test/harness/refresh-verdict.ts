/** What became of a grant, by three witnesses that do not know each other: store, provider's log, and what callers get. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantClient } from '../provider/emulator/client.ts';
import type { Family } from '../provider/emulator/families.ts';
import type { LogEntry } from '../provider/emulator/log.ts';
import { appId } from './apps.ts';
import type { Member } from './fleet.ts';
import type { Held, RefreshSite } from './refresh-site.ts';

export type Verdict =
  /** It is served, and what is stored is the provider's newest token. */
  | 'recovered'
  /** The person is asked to connect again, for the reason that is true. */
  | 'labelled'
  /** Anything else: nobody was told. */
  | 'lost';

export interface Judged {
  verdict: Verdict;
  /** A refresh token came a second time: the probe. */
  probed: boolean;
  /** Rules that were broken, in words; none when all is well. */
  broken: string[];
}

/** Milliseconds after which a grant that has not come to an end is lost. */
const patienceMs = 30_000;

/** Calls until the answer is final: the provider's, or that the person has to connect again. */
export async function settled(site: RefreshSite, server: Member, grant: Held): Promise<string> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const { status, error } = await site.call(server, grant);
    if (status === 200 || error === 'credential_revoked' || Date.now() > until)
      return error ?? (status === 200 ? 'served' : 'cut');
    await sleep(200);
  }
}

/** What the provider knows: the refresh calls that it has read, and its grants. */
export interface Witness {
  calls: readonly LogEntry[];
  families: readonly Family[];
}

/** By the token's name: a call that met a fault has no family in the log. */
export const isOf = ({ family }: Held, { token }: LogEntry): boolean =>
  token?.startsWith(`refresh-${family.id}-`) === true;

export async function witnessOf(tenant: TenantClient): Promise<Witness> {
  const [calls, families] = await Promise.all([tenant.refreshCalls(), tenant.grants()]);
  return { calls, families };
}

/** @param answer what {@link settled} came to */
export async function judged(site: RefreshSite, grant: Held, answer: string, witness: Witness): Promise<Judged> {
  const [row, vault, history, stored] = await Promise.all([
    site.store.grants.find(appId, grant.grantId),
    site.store.vault.read(appId, grant.grantId),
    site.store.vault.history(appId, grant.grantId),
    site.stored(grant),
  ]);
  const own = witness.calls.filter((call) => isOf(grant, call));
  const bySends = [...Map.groupBy(own, ({ token }) => token).values()].map((of) => of.length);
  const sent = Math.max(0, ...bySends);
  const there = witness.families.find(({ id }) => id === grant.family.id);
  const isNewest = there?.live === true && there.pairs[0]?.refresh === stored;
  const unknown = history.filter(({ outcome }) => outcome === 'unknown').length;
  const broken: string[] = [];
  const rule = (holds: boolean, words: string): void => {
    if (!holds) broken.push(words);
  };
  rule(sent <= 2, `one token was sent ${String(sent)} times`);
  rule(sent < 2 || unknown > 0, 'a token was sent twice, and its unknown fate is not on record');
  rule(bySends.filter((sends) => sends > 1).length <= 1, 'two tokens were sent twice');
  rule(vault?.refresh.intent === null, 'an intent is still open');
  const kept = row?.status === 'active' && answer === 'served' && isNewest;
  const named =
    row?.status === 'needs_reauth' && row.reason === 'rotation_lost' && answer === 'credential_revoked' && unknown > 0;
  rule(!named || !isNewest || nobodyAsked(history), 'called lost, and the provider still takes the token');
  const verdict = kept ? 'recovered' : named ? 'labelled' : 'lost';
  rule(
    verdict !== 'lost',
    `status ${String(row?.status)} (${String(row?.reason)}), callers get ${answer}, stored is ${isNewest ? '' : 'not '}the newest`,
  );
  return { verdict, probed: sent === 2, broken };
}

const events = {
  refreshed: 'grant.refreshed',
  ended: 'grant.needs_reauth',
  failed: 'grant.refresh_failed',
  unknown: 'grant.refresh_failed',
} as const;

/** Waits until every outcome that is stored has its audit row, once. @returns what is different after all, in words */
export async function recorded(site: RefreshSite, { grantId }: Held): Promise<string[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const history = await site.store.vault.history(appId, grantId);
    const rows = await site.store.audit.ofGrant(appId, grantId, 100, null);
    const own = new Set<string>(Object.values(events));
    const told = rows.map(({ event }) => event as string).filter((event) => own.has(event));
    const wanted: string[] = history.map(({ outcome }) => events[outcome]);
    if (told.sort().join() === wanted.sort().join()) return [];
    if (told.length > wanted.length || Date.now() > until)
      return [`the audit has ${told.join(', ')} where ${wanted.join(', ')} happened`];
    await sleep(200);
  }
}

/** Who was to send the probe died too, and nobody knows whether it did. */
const nobodyAsked = (history: readonly { outcome: string; error: string | null }[]): boolean =>
  history.some(({ outcome, error }) => outcome === 'ended' && error === 'rotation_lost');
