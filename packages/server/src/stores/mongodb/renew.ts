/**
 * New tokens into a grant, in three steps: the ciphertext, by compare-and-set on its generation (after a refresh on the
 * refresh's own intent too, which it closes) and with the metadata as its `intent`; the grant's metadata, unless it is newer; the intent away. A crash in between leaves the new tokens with old
 * metadata, and the sweep takes the second step.
 */
import type { GrantRow, GrantStore, VaultRow } from '../store.ts';
import { latest } from './calls/concerns.ts';
import { grants, vault } from './documents/grant-shape.ts';
import type { GrantCollections } from './documents/grant-collections.ts';
import type { Stored } from './documents/shape.ts';
import { pushed } from './vault.ts';

type Refreshed = NonNullable<Parameters<GrantStore['renew']>[4]>;

export async function renewGrant(
  parts: GrantCollections,
  changes: Record<string, unknown>,
  row: VaultRow,
  refreshed: Refreshed | null,
): Promise<GrantRow | null> {
  const { grant_id: id, app_id, generation, sealed, updated_at } = row;
  if (!(await mayHold(parts, row, changes['account_key']))) return null;
  const intent = Object.fromEntries(Object.entries(changes).map(([name, value]) => [`intent.${name}`, value]));
  const set = { ...vault.changes({ generation, sealed, updated_at }), intent_at: updated_at, ...intent };
  const update = refreshed
    ? { $set: { ...set, refresh: refreshed.marks }, ...pushed(refreshed.record, refreshed.owed) }
    : { $set: set, $unset: { refresh: '' } };
  const resealed = await parts.vault.findOneAndUpdate(
    { _id: id, app_id, generation: generation - 1, ...(refreshed ? { 'refresh.intent.id': refreshed.intent } : {}) },
    update as object,
    { returnDocument: 'after', hint: { _id: 1 }, projection: { app_id: 1, generation: 1, intent: 1 } },
  );
  if (!resealed) return null;
  const grant = await carryOut(parts, resealed);
  return grants.decodeOrNull(grant);
}

/** The second and third step. @returns the grant after it; null when it was revoked meanwhile */
export async function carryOut({ grants, vault }: GrantCollections, resealed: Stored): Promise<Stored | null> {
  const generation = resealed['generation'] as number;
  const which = { _id: resealed._id, app_id: resealed['app_id'] as string, live: true };
  const intent = (resealed['intent'] as Record<string, unknown> | undefined) ?? {};
  const changed = await grants.findOneAndUpdate(
    { ...which, sealed_generation: { $lt: generation } },
    { $set: { ...intent, sealed_generation: generation } },
    { returnDocument: 'after', hint: { _id: 1 } },
  );
  // Null: a later renewal brought our intent along with its own, or the grant was revoked.
  const grant = changed ?? (await grants.findOne(which, { ...latest, hint: '_id_' }));
  await vault.updateOne(
    { _id: resealed._id, app_id: which.app_id, generation },
    { $unset: { intent: '', intent_at: '' } },
    { hint: '_id_' },
  );
  return grant;
}

/**
 * Whether the grant lives; and one that takes an account (a repair may) must be the only one of it. The unique index says
 * so too, but only when the tokens are in.
 * @throws Error when another live grant has the account
 */
async function mayHold({ grants }: GrantCollections, row: VaultRow, accountKey: unknown): Promise<boolean> {
  if (typeof accountKey !== 'string') return true;
  const grant = await grants.findOne(
    { _id: row.grant_id, app_id: row.app_id, live: true },
    { ...latest, hint: '_id_' },
  );
  if (!grant || grant['account_key'] === accountKey) return grant !== null;
  const { app_id, principal, issuer, client_id } = grant as unknown as Record<string, string>;
  const other = await grants.findOne(
    { app_id: app_id!, principal, issuer, client_id, account_key: accountKey, live: true, _id: { $ne: row.grant_id } },
    { ...latest, hint: 'account', projection: { _id: 1 } },
  );
  if (other) throw new Error('the store refused the row: another live grant has this account');
  return true;
}
