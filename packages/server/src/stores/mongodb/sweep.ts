/** Removes what is over, and finishes what a crash left half-done. Any number of processes may sweep at once. */
import type { Collection } from 'mongodb';
import type { StoreLog } from '../store.ts';
import { shows } from './concerns.ts';
import { chunk, eachDocument, passOver } from './each-document.ts';
import { exactly, type Pair } from './exact-pairs.ts';
import { errorOf, refusedBy } from './failure.ts';
import type { GrantCollections } from './grants.ts';
import { bear, isBorn } from './keys.ts';
import type { Nonces } from './nonces.ts';
import { finishSettling } from './outbox.ts';
import { carryOut } from './renew.ts';
import { finishRevocation } from './revoke.ts';
import type { Stored } from './shape.ts';

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

/**
 * Each step for itself: what one cannot do is in the log and keeps no other from its work.
 * @returns how many documents went
 * @throws what the first step failed with, after the last
 */
export async function sweep(parts: Swept, now: number): Promise<number> {
  const before = now - abandonedMs;
  const steps: readonly (readonly [name: string, step: () => Promise<number>])[] = [
    ['revocations without an end', () => giveUp(parts, now)],
    ['ciphertext without a grant', () => dropOrphans(parts, before)],
    ['revocations that did not come', () => dropUnarmed(parts, before)],
    ['revocations that were broken off', () => finishRevocations(parts, before)],
    ['renewals that were broken off', () => finishRenewals(parts, before)],
    ['revocations that were settled', () => finishSettlings(parts)],
    ['rotations that were broken off', () => bearKeys(parts, before)],
    ...parts.expiring.map((one) => [`what is over of "${one.collectionName}"`, () => dropOver(one, now)] as const),
    ['nonces', () => parts.nonces.sweep(now)],
  ];
  const failures: unknown[] = [];
  let gone = 0;
  for (const [name, step] of steps) {
    try {
      gone += await step();
    } catch (cause) {
      const error = errorOf(cause);
      parts.log.error(`the sweep could not do its part, ${name}: ${error instanceof Error ? error.message : ''}`);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return gone;
}

async function dropOver(collection: Collection<Stored>, now: number): Promise<number> {
  const over = { goes_at: { $lte: new Date(now - lateMs) } };
  const { deletedCount } = await collection.deleteMany(over, { hint: 'broom' });
  return deletedCount;
}

/** Queued revocations that nobody finished in time. */
async function giveUp({ grants, outbox, log }: Swept, now: number): Promise<number> {
  const over = { expires_at: { $lte: now - settleMs }, claimed_until: { $lte: now } };
  return eachDocument({ collection: outbox, where: { state: 'armed', ...over }, hint: 'end' }, log, async (row) => {
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
async function dropOrphans({ grants, vault, log }: Swept, before: number): Promise<number> {
  const young = await vault
    .find({ born_at: { $lte: before } }, { ...shows, hint: 'born', projection: { app_id: 1 } })
    .limit(chunk)
    .toArray();
  if (young.length === 0) return 0;
  const pairs = young.map((row) => ({ appId: row['app_id'] as string, id: row._id }));
  const found = await grants.find(exactly(pairs), { ...shows, hint: '_id_', projection: { _id: 1 } }).toArray();
  const seen = new Set(found.map((grant) => grant._id));
  const born = pairs.filter(({ id }) => seen.has(id));
  await together(vault, born, log, async (some) => {
    const { modifiedCount } = await vault.updateMany(exactly(some), { $unset: { born_at: '' } }, { hint: '_id_' });
    return modifiedCount;
  });
  const orphans = pairs.filter(({ id }) => !seen.has(id));
  return together(vault, orphans, log, async (some) => {
    const { deletedCount } = await vault.deleteMany(exactly(some), { hint: '_id_' });
    return deletedCount;
  });
}

/** In one call; when one of them makes it fail, each for itself. */
async function together(
  collection: Collection<Stored>,
  pairs: readonly Pair[],
  log: Swept['log'],
  act: (some: readonly Pair[]) => Promise<number>,
): Promise<number> {
  if (pairs.length === 0) return 0;
  try {
    return await act(pairs);
  } catch (error) {
    if (pairs.length === 1) {
      passOver(collection, { _id: pairs[0]!.id }, error, log);
      return 0;
    }
  }
  let sum = 0;
  for (const pair of pairs) sum += await together(collection, [pair], log, act);
  return sum;
}

/** Revocations that were queued for a grant which then was not revoked, or by somebody else. */
async function dropUnarmed({ grants, outbox, log }: Swept, before: number): Promise<number> {
  const where = { state: 'unarmed', since: { $lte: before } };
  return eachDocument({ collection: outbox, where, hint: 'since' }, log, async (row) => {
    const which = { _id: row['grant_id'] as string, app_id: row['app_id'] as string };
    const grant = await grants.findOne(which, { ...shows, hint: '_id_' });
    if (grant?.['ending_outbox'] === row._id) return 0;
    const { deletedCount } = await outbox.deleteOne({ _id: row._id, state: 'unarmed' }, { hint: '_id_' });
    return deletedCount;
  });
}

async function finishRevocations(parts: Swept, before: number): Promise<number> {
  const look = { collection: parts.grants, where: { ending_since: { $lte: before } }, hint: 'ending' };
  return eachDocument(look, parts.log, async (revoked) => {
    await finishRevocation(parts, revoked);
    const which = { _id: revoked._id, app_id: revoked['app_id'] as string };
    // One that is not on record yet is found by this.
    const recorded = { ...which, unrecorded: null };
    await parts.grants.updateOne(recorded, { $unset: { ending_since: '', ending_outbox: '' } }, { hint: '_id_' });
    return 0;
  });
}

async function finishRenewals(parts: Swept, before: number): Promise<number> {
  const look = { collection: parts.vault, where: { intent_at: { $lte: before } }, hint: 'intent' };
  return eachDocument(look, parts.log, async (resealed) => {
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

async function finishSettlings(parts: Swept): Promise<number> {
  const look = { collection: parts.outbox, where: { state: 'settled' }, hint: 'since' };
  return eachDocument(look, parts.log, async (settled) => {
    await finishSettling(parts, settled);
    return 0;
  });
}

/** Successors of keys whose rotation was broken off. */
async function bearKeys({ keys, log }: Swept, before: number): Promise<number> {
  const look = { collection: keys, where: { unborn_since: { $lte: before } }, hint: 'unborn' };
  return eachDocument(look, log, async (key) => {
    if (await isBorn(keys, key)) await bear(keys, key._id);
    else await keys.deleteOne({ _id: key._id });
    return 0;
  });
}
