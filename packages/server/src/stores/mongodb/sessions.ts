import type { Collection } from 'mongodb';
import { declined, readableUntil, readableUntilFinal, withEntry, withFinal, withFlow } from '../session-change.ts';
import { StoreUnavailable, type ConnectSessionRow, type SessionStore, type WalletSessionRow } from '../store.ts';
import { latest } from './calls/concerns.ts';
import { readByHash } from './documents/reads.ts';
import { json, plain, principal, Shape, type Field, type Stored } from './documents/shape.ts';

/** Rows of before they were counted have none. */
const attempts: Field<number> = { write: (value) => value, read: (stored) => (stored as number | undefined) ?? 0 };

export const connects = new Shape<ConnectSessionRow>('hash', {
  kind: plain(),
  hash: plain(),
  id: plain(),
  app_id: plain(),
  principal,
  user_name: plain(),
  allowed_providers: plain(),
  single_provider: plain(),
  allowed_origin: plain(),
  return_url: plain(),
  required_scopes: json(),
  grant_policy: plain(),
  label: plain(),
  repair_grant_id: plain(),
  switch_account: plain(),
  metadata: json(),
  created_at: plain(),
  expires_at: plain(),
  browser_hash: plain(),
  open_flows: plain(),
  entries: plain(),
  attempts,
  declined_reported: plain(),
  final: plain(),
});

export const wallets = new Shape<WalletSessionRow>('hash', {
  kind: plain(),
  hash: plain(),
  id: plain(),
  app_id: plain(),
  user_id: plain(),
  allowed_origin: plain(),
  created_at: plain(),
  expires_at: plain(),
});

/** A session has few writers, and each of them moves on; who still loses then is not writing to a sound database. */
const maxAttempts = 200;

/** `goes_at` is when the row stops being readable, and what the broom goes by. */
const readable = (stored: Stored | null, kind: 'connect' | 'wallet', now: number): stored is Stored =>
  stored?.['kind'] === kind && (stored['goes_at'] as Date).getTime() > now;

export function sessionStore(collection: Collection<Stored>): SessionStore {
  const byHash = readByHash(collection);

  const find = async (hash: string, now: number): Promise<ConnectSessionRow | null> => {
    const stored = await byHash.read(hash);
    return readable(stored, 'connect', now) ? connects.shared(stored) : null;
  };

  /** Reads, changes and writes the row if nobody wrote it meanwhile, else again. @returns the row after it, null when gone */
  const change = async (
    hash: string,
    now: number,
    step: (row: ConnectSessionRow) => ConnectSessionRow | null,
  ): Promise<{ before: ConnectSessionRow; after: ConnectSessionRow | null } | null> => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const stored = await collection.findOne({ _id: hash }, latest);
      if (!readable(stored, 'connect', now)) return null;
      const before = connects.decode(stored);
      const after = step(before);
      if (after === null || after === before) return { before, after };
      const { modifiedCount } = await collection.updateOne(
        { _id: hash, revision: stored['revision'] as number },
        { $set: progress(before, after, now), $inc: { revision: 1 } },
      );
      if (modifiedCount === 1) return { before, after };
    }
    throw new StoreUnavailable('the store cannot be used: a session kept changing while it was written');
  };

  /** No step above writes these, so that a count needs no revision. */
  const count = async (what: 'tickets_given' | 'attempts', hash: string, most: number, now: number) => {
    const { modifiedCount } = await collection.updateOne(
      { _id: hash, kind: 'connect', goes_at: { $gt: new Date(now) }, [what]: { $not: { $gte: most } } },
      { $inc: { [what]: 1 } },
      { hint: '_id_' },
    );
    return modifiedCount === 1;
  };

  return {
    async createConnect(row) {
      const goes_at = new Date(readableUntil(row));
      await collection.insertOne({ ...connects.encode(row), revision: 0, tickets_given: 0, goes_at });
    },

    async createWallet(row) {
      await collection.insertOne({ ...wallets.encode(row), goes_at: new Date(row.expires_at) });
    },

    findConnect: find,

    async findConnects(hashes, now) {
      const rows = await Promise.all(hashes.map((hash) => find(hash, now)));
      return new Map(rows.filter((row) => row !== null).map((row) => [row.hash, row]));
    },

    async findWallet(hash, now) {
      const stored = await byHash.read(hash);
      return readable(stored, 'wallet', now) ? wallets.shared(stored) : null;
    },

    async bindBrowser(hash, browserHash, now) {
      const bound = await change(hash, now, (row) =>
        row.browser_hash === null ? { ...row, browser_hash: browserHash } : row,
      );
      if (bound === null) return 'gone';
      if (bound.before.browser_hash === null) return 'bound';
      return bound.before.browser_hash === browserHash ? 'same' : 'other';
    },

    countTicket: (hash, most, now) => count('tickets_given', hash, most, now),
    countAttempt: (hash, most, now) => count('attempts', hash, most, now),

    async beginFlow(hash, browserHash, flow, now) {
      const begun = await change(hash, now, (row) => withFlow(row, browserHash, flow, now));
      return begun?.after != null;
    },

    async append(hash, entry, final, now) {
      const done = await change(hash, now, (row) => withEntry(row, entry, final));
      return done?.after ?? null;
    },

    async finalise(hash, final, now) {
      const done = await change(hash, now, (row) => withFinal(row, final));
      return done?.after ?? null;
    },

    async takeDeclined(hash, now) {
      // Most polls have nothing to take, and share their read.
      const row = await find(hash, now);
      if (!row || declined(row).length === row.declined_reported) return [];
      const taken = await change(hash, now, (current) => {
        const reported = declined(current).length;
        return reported === current.declined_reported ? current : { ...current, declined_reported: reported };
      });
      return taken ? declined(taken.before).slice(taken.before.declined_reported) : [];
    },
  };
}

/** What a step may change, and until when the row is readable after it. */
function progress(before: ConnectSessionRow, row: ConnectSessionRow, now: number): Record<string, unknown> {
  const { browser_hash, open_flows, entries, declined_reported, final } = row;
  const changed = connects.changes({ browser_hash, open_flows, entries, declined_reported, final });
  if (before.final) return changed;
  const until = row.final ? readableUntilFinal(row, row.final, now) : readableUntil(row);
  return { ...changed, goes_at: new Date(until) };
}
