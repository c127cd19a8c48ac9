/** Removes what is over, and finishes what a crash left half-done. Any number of processes may sweep at once. */
import type { Collection, Filter } from 'mongodb';
import { shows } from './concerns.ts';
import { exactly } from './exact-pairs.ts';
import { refusedBy } from './failure.ts';
import type { GrantCollections } from './grants.ts';
import { bear, isBorn } from './keys.ts';
import type { Nonces } from './nonces.ts';
import { finishSettling } from './outbox.ts';
import { carryOut } from './renew.ts';
import { finishRevocation } from './revoke.ts';
import type { Stored } from './shape.ts';

/** Documents of one kind in one sweep; the rest is for the next. */
const chunk = 500;
/** What is half-done for so long has nobody who is doing it. */
const abandonedMs = 10 * 60_000;
/** The worker of the outbox gets this long to record an expired row's end itself. */
const settleMs = 60_000;

export interface Swept extends GrantCollections {
  keys: Collection<Stored>;
  /** Those with `goes_at`. */
  expiring: readonly Collection<Stored>[];
}

export async function sweep(parts: Swept, nonces: Nonces, now: number): Promise<number> {
  nonces.forget(now);
  const before = now - abandonedMs;
  const gone = [await giveUp(parts, now), await dropOrphans(parts, before), await dropUnarmed(parts, before)];
  await finishRevocations(parts, before);
  await finishRenewals(parts, before);
  await finishSettlings(parts);
  await bearKeys(parts, before);
  for (const collection of parts.expiring) {
    const { deletedCount } = await collection.deleteMany({ goes_at: { $lte: new Date(now) } }, { hint: 'broom' });
    gone.push(deletedCount);
  }
  return gone.reduce((sum, count) => sum + count, 0);
}

const some = (collection: Collection<Stored>, where: Filter<Stored>, hint: string): Promise<Stored[]> =>
  collection
    .find(where, { ...shows, hint })
    .limit(chunk)
    .toArray();

/** Queued revocations that nobody finished in time. */
async function giveUp({ grants, outbox }: Swept, now: number): Promise<number> {
  const over = { expires_at: { $lte: now - settleMs }, claimed_until: { $lte: now } };
  let count = 0;
  for (const row of await some(outbox, { state: 'armed', ...over }, 'end')) {
    await grants.updateOne(
      { _id: row['grant_id'] as string, app_id: row['app_id'] as string, revocation: 'queued' },
      { $set: { revocation: 'failed' } },
      { hint: '_id_' },
    );
    const { deletedCount } = await outbox.deleteOne({ _id: row._id, state: 'armed', ...over }, { hint: '_id_' });
    count += deletedCount;
  }
  return count;
}

/** Ciphertext whose grant was never written. */
async function dropOrphans({ grants, vault }: Swept, before: number): Promise<number> {
  const young = await some(vault, { born_at: { $lte: before } }, 'born');
  if (young.length === 0) return 0;
  const pairs = young.map((row) => ({ appId: row['app_id'] as string, id: row._id }));
  const found = await grants.find(exactly(pairs), { ...shows, hint: '_id_', projection: { _id: 1 } }).toArray();
  const seen = new Set(found.map((grant) => grant._id));
  const born = pairs.filter(({ id }) => seen.has(id));
  if (born.length > 0) await vault.updateMany(exactly(born), { $unset: { born_at: '' } }, { hint: '_id_' });
  const orphans = pairs.filter(({ id }) => !seen.has(id));
  if (orphans.length === 0) return 0;
  const { deletedCount } = await vault.deleteMany(exactly(orphans), { hint: '_id_' });
  return deletedCount;
}

/** Revocations that were queued for a grant which then was not revoked, or by somebody else. */
async function dropUnarmed({ grants, outbox }: Swept, before: number): Promise<number> {
  let count = 0;
  for (const row of await some(outbox, { state: 'unarmed', since: { $lte: before } }, 'since')) {
    const which = { _id: row['grant_id'] as string, app_id: row['app_id'] as string };
    const grant = await grants.findOne(which, { ...shows, hint: '_id_' });
    if (grant?.['ending_outbox'] === row._id) continue;
    const { deletedCount } = await outbox.deleteOne({ _id: row._id, state: 'unarmed' }, { hint: '_id_' });
    count += deletedCount;
  }
  return count;
}

async function finishRevocations(parts: Swept, before: number): Promise<void> {
  for (const revoked of await some(parts.grants, { ending_since: { $lte: before } }, 'ending')) {
    await finishRevocation(parts, revoked);
    const which = { _id: revoked._id, app_id: revoked['app_id'] as string };
    // One that is not on record yet is found by this.
    const recorded = { ...which, unrecorded: null };
    await parts.grants.updateOne(recorded, { $unset: { ending_since: '', ending_outbox: '' } }, { hint: '_id_' });
  }
}

async function finishRenewals(parts: Swept, before: number): Promise<void> {
  for (const resealed of await some(parts.vault, { intent_at: { $lte: before } }, 'intent')) {
    await carryOut(parts, resealed).catch(async (error: unknown) => {
      if (refusedBy(error) === null) throw error;
      // Another grant took the account meanwhile: this one keeps its old metadata.
      const which = { _id: resealed._id, app_id: resealed['app_id'] as string };
      await parts.vault.updateOne(which, { $unset: { intent: '', intent_at: '' } }, { hint: '_id_' });
    });
  }
}

async function finishSettlings(parts: Swept): Promise<void> {
  for (const settled of await some(parts.outbox, { state: 'settled' }, 'since')) await finishSettling(parts, settled);
}

/** Successors of keys whose rotation was broken off. */
async function bearKeys({ keys }: Swept, before: number): Promise<void> {
  for (const key of await some(keys, { unborn_since: { $lte: before } }, 'unborn')) {
    if (await isBorn(keys, key)) await bear(keys, key._id);
    else await keys.deleteOne({ _id: key._id });
  }
}
