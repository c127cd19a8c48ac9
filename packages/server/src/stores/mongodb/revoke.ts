/**
 * The end of a grant, in four steps: the queued revocation, `unarmed`, which nobody can claim; the grant, which is the step
 * that counts, and which notes what is left to do; then the ciphertext goes and the queued row is armed. A crash before
 * the grant leaves an unarmed row, which the sweep removes; a crash after it leaves a revoked grant with `ending_since`,
 * for which the sweep takes the last steps. A revoked grant is never opened, whether its ciphertext is gone or not.
 *
 * The queued tokens must be the newest. A renewal writes ciphertext, then grant, and the step that counts asks the grant. A
 * renewal that got only as far as its ciphertext finds the grant revoked, is told so, and queues its tokens itself. So
 * the ciphertext is not asked before; only afterwards, for the reason, when nothing happened.
 */
import type { GrantEnd, GrantRow } from '../store.ts';
import { latest } from './calls/concerns.ts';
import type { Pair } from './documents/exact-pairs.ts';
import { grants } from './documents/grant-shape.ts';
import type { GrantCollections } from './documents/grant-collections.ts';
import type { Stored } from './documents/shape.ts';

export async function revokeGrant(
  parts: GrantCollections,
  { appId, id }: Pair,
  how: GrantEnd,
  queued: Stored | null,
  generation: number | null,
): Promise<GrantRow | 'moved' | null> {
  if (queued) await parts.outbox.insertOne({ ...queued, state: 'unarmed', since: how.at });
  const end = grants.changes({
    status: 'revoked',
    revoked_at: how.at,
    updated_at: how.at,
    revoke_reason: how.reason,
    revoked_by: how.by,
    revocation: how.revocation,
    unrecorded: how.record ?? null,
  });
  const revoked = await parts.grants.findOneAndUpdate(
    { _id: id, app_id: appId, live: true, ...(generation === null ? {} : { sealed_generation: { $lte: generation } }) },
    { $set: { ...end, live: false, ending_since: how.at, ending_outbox: queued?._id ?? null } },
    { returnDocument: 'after', hint: { _id: 1 } },
  );
  if (revoked) await finishRevocation(parts, revoked);
  else if (queued) await parts.outbox.deleteOne({ _id: queued._id, app_id: appId, state: 'unarmed' }, { hint: '_id_' });
  if (!revoked && generation !== null && (await hasMoved(parts, { appId, id }, generation))) return 'moved';
  return grants.decodeOrNull(revoked);
}

/** Whether other ciphertext stands there; none is none. */
async function hasMoved({ vault }: GrantCollections, { appId, id }: Pair, generation: number): Promise<boolean> {
  const held = await vault.findOne(
    { _id: id, app_id: appId },
    { ...latest, hint: '_id_', projection: { generation: 1 } },
  );
  return held !== null && held['generation'] !== generation;
}

/** What follows from a grant that was marked as revoked; safe to repeat. */
export async function finishRevocation({ vault, outbox }: GrantCollections, revoked: Stored): Promise<void> {
  const queued = revoked['ending_outbox'] as string | null;
  await Promise.all([
    vault.deleteOne({ _id: revoked._id, app_id: revoked['app_id'] as string }, { hint: '_id_' }),
    queued && outbox.updateOne({ _id: queued, state: 'unarmed' }, { $set: { state: 'armed' } }),
  ]);
}
