/** Removes what is over, and finishes what a crash left half-done. Any number of processes may sweep at once. */
import type { Collection } from 'mongodb';
import type { StoreLog } from '../store.ts';
import { shows } from './calls/concerns.ts';
import { allDocuments, eachDocument, walkOf, type Walk } from './documents/each-document.ts';
import { exactly } from './documents/exact-pairs.ts';
import { errorOf, refusedBy } from './calls/failure.ts';
import type { GrantCollections } from './documents/grant-collections.ts';
import { bear, isBorn } from './keys.ts';
import type { Nonces } from './nonces.ts';
import { finishSettling } from './outbox.ts';
import { carryOut } from './renew.ts';
import { finishRevocation } from './revoke.ts';
import type { Stored } from './documents/shape.ts';

/** What is half-done for so long has nobody who is doing it. */
const abandonedMs = 10 * 60_000;
/** The worker of the outbox gets this long to record an expired row's end itself. */
const settleMs = 60_000;
/** As long after its time as by the TTL index: so far may the clocks of two processes be apart. */
const lateMs = 24 * 60 * 60_000;

export interface Swept extends GrantCollections {
  keys: Collection<Stored>;
  /** Those with `goes_at`, until which a read may give them. */
  expiring: readonly Collection<Stored>[];
  nonces: Nonces;
  log: Pick<StoreLog, 'error'>;
}

type Step = (parts: Swept, walk: Walk, now: number) => Promise<number>;

/** Work that a crash left half-done, by its kind. */
const halfDone: Readonly<Record<string, Step>> = {
  'revocations without an end': giveUp,
  'ciphertext without a grant': dropOrphans,
  'revocations that did not come': dropUnarmed,
  'revocations that were broken off': finishRevocations,
  'renewals that were broken off': finishRenewals,
  'revocations that were settled': finishSettlings,
  'rotations that were broken off': bearKeys,
};

/**
 * @returns a sweep: each step for itself, what one cannot do is in the log and keeps no other from its work. It resolves with how
 * many documents went, or rejects with what the first step failed with, after the last.
 */
export function createSweep(parts: Swept): (now: number) => Promise<number> {
  const steps: readonly (readonly [name: string, step: (now: number) => Promise<number>])[] = [
    ...Object.entries(halfDone).map(([name, step]) => {
      const walk = walkOf(name);
      return [name, (now: number) => step(parts, walk, now)] as const;
    }),
    ...parts.expiring.map(
      (one) => [`what is over of "${one.collectionName}"`, (now: number) => dropOver(one, now)] as const,
    ),
    ['nonces', (now) => parts.nonces.sweep(now)],
  ];
  return async (now) => {
    const failures: unknown[] = [];
    let gone = 0;
    for (const [name, step] of steps) {
      try {
        gone += await step(now);
      } catch (cause) {
        const error = errorOf(cause);
        parts.log.error(`the sweep could not do its part, ${name}: ${error instanceof Error ? error.message : ''}`);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return gone;
  };
}

async function dropOver(collection: Collection<Stored>, now: number): Promise<number> {
  const over = { goes_at: { $lte: new Date(now - lateMs) } };
  const { deletedCount } = await collection.deleteMany(over, { hint: 'broom' });
  return deletedCount;
}

/** Queued revocations that nobody finished in time. */
async function giveUp({ grants, outbox, log }: Swept, walk: Walk, now: number): Promise<number> {
  const over = { expires_at: { $lte: now - settleMs }, claimed_until: { $lte: now } };
  const look = { collection: outbox, where: { state: 'armed', ...over }, hint: 'end', by: 'expires_at', walk, log };
  return eachDocument(look, async (row) => {
    await grants.updateOne(
      { _id: row['grant_id'] as string, app_id: row['app_id'] as string, revocation: 'queued' },
      { $set: { revocation: 'failed' } },
      { hint: '_id_' },
    );
    const { deletedCount } = await outbox.deleteOne({ _id: row._id, state: 'armed', ...over }, { hint: '_id_' });
    return deletedCount;
  });
}

/** Ciphertext whose grant was never written. */
async function dropOrphans({ grants, vault, log }: Swept, walk: Walk, now: number): Promise<number> {
  const where = { born_at: { $lte: now - abandonedMs } };
  const look = { collection: vault, where, hint: 'born', by: 'born_at', walk, log };
  return allDocuments(look, { app_id: 1 }, async (some) => {
    const pairs = some.map((row) => ({ appId: row['app_id'] as string, id: row._id }));
    const found = await grants.find(exactly(pairs), { ...shows, hint: '_id_', projection: { _id: 1 } }).toArray();
    const seen = new Set(found.map((grant) => grant._id));
    const born = pairs.filter(({ id }) => seen.has(id));
    if (born.length > 0) await vault.updateMany(exactly(born), { $unset: { born_at: '' } }, { hint: '_id_' });
    const orphans = pairs.filter(({ id }) => !seen.has(id));
    if (orphans.length === 0) return 0;
    const { deletedCount } = await vault.deleteMany(exactly(orphans), { hint: '_id_' });
    return deletedCount;
  });
}

/** Revocations that were queued for a grant which then was not revoked, or by somebody else. */
async function dropUnarmed({ grants, outbox, log }: Swept, walk: Walk, now: number): Promise<number> {
  const where = { state: 'unarmed', since: { $lte: now - abandonedMs } };
  return eachDocument({ collection: outbox, where, hint: 'since', by: 'since', walk, log }, async (row) => {
    const which = { _id: row['grant_id'] as string, app_id: row['app_id'] as string };
    const grant = await grants.findOne(which, { ...shows, hint: '_id_' });
    if (grant?.['ending_outbox'] === row._id) return 'stays';
    const { deletedCount } = await outbox.deleteOne({ _id: row._id, state: 'unarmed' }, { hint: '_id_' });
    return deletedCount;
  });
}

async function finishRevocations(parts: Swept, walk: Walk, now: number): Promise<number> {
  const where = { ending_since: { $lte: now - abandonedMs } };
  const look = { collection: parts.grants, where, hint: 'ending', by: 'ending_since', walk, log: parts.log };
  return eachDocument(look, async (revoked) => {
    await finishRevocation(parts, revoked);
    const which = { _id: revoked._id, app_id: revoked['app_id'] as string };
    // One that is not on record yet is found by this.
    const recorded = { ...which, unrecorded: null };
    const marks = { $unset: { ending_since: '', ending_outbox: '' } };
    const { matchedCount } = await parts.grants.updateOne(recorded, marks, { hint: '_id_' });
    return matchedCount === 0 ? 'stays' : 0;
  });
}

async function finishRenewals(parts: Swept, walk: Walk, now: number): Promise<number> {
  const where = { intent_at: { $lte: now - abandonedMs } };
  const look = { collection: parts.vault, where, hint: 'intent', by: 'intent_at', walk, log: parts.log };
  return eachDocument(look, async (resealed) => {
    await carryOut(parts, resealed).catch(async (error: unknown) => {
      if (refusedBy(error) === null) throw error;
      // Another grant took the account meanwhile: this one keeps its old metadata, unless a newer renewal has brought others.
      const { _id, app_id, generation } = resealed as unknown as { _id: string; app_id: string; generation: number };
      const which = { _id, app_id, generation };
      await parts.vault.updateOne(which, { $unset: { intent: '', intent_at: '' } }, { hint: '_id_' });
    });
    return 0;
  });
}

async function finishSettlings(parts: Swept, walk: Walk, now: number): Promise<number> {
  const { outbox: collection, log } = parts;
  const look = { collection, where: { state: 'settled', since: { $lte: now } }, hint: 'since', by: 'since', walk, log };
  return eachDocument(look, async (settled) => {
    await finishSettling(parts, settled);
    return 0;
  });
}

/** Successors of keys whose rotation was broken off. */
async function bearKeys({ keys, log }: Swept, walk: Walk, now: number): Promise<number> {
  const where = { unborn_since: { $lte: now - abandonedMs } };
  return eachDocument({ collection: keys, where, hint: 'unborn', by: 'unborn_since', walk, log }, async (key) => {
    if (await isBorn(keys, key)) await bear(keys, key._id);
    else await keys.deleteOne({ _id: key._id });
    return 0;
  });
}
