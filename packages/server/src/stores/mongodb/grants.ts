import type { GrantPatch, GrantStore } from '../store.ts';
import { decides, latest, shows } from './calls/concerns.ts';
import { refusedBy } from './calls/failure.ts';
import type { GrantCollections } from './documents/grant-collections.ts';
import { grants, outbox, vault } from './documents/grant-shape.ts';
import { readByPlace } from './documents/reads.ts';
import { principalText } from './documents/shape.ts';
import { listGrants } from './grant-list.ts';
import { renewGrant } from './renew.ts';
import { revokeGrant } from './revoke.ts';

export function grantStore(parts: GrantCollections): GrantStore {
  const byPlace = readByPlace(parts.grants);
  return {
    async create(grant, row) {
      assertOfGrant(grant.app_id, grant.id, row);
      // Ciphertext first: a crash leaves an orphan, which the sweep removes, and never a grant without tokens.
      await parts.vault.insertOne({ ...vault.encode(row), born_at: row.updated_at });
      try {
        const more = { live: true, sealed_generation: row.generation };
        await parts.grants.insertOne({ ...grants.encode(grant), ...more });
        return 'created';
      } catch (error) {
        const index = refusedBy(error);
        // Only then is it certain that there is no grant to this ciphertext.
        if (index !== null) await parts.vault.deleteOne({ _id: grant.id, app_id: grant.app_id }, { hint: '_id_' });
        if (index === 'account') return 'conflict';
        throw error;
      }
    },

    find: async (appId, id) => grants.sharedOrNull(await byPlace.read({ appId, id })),

    findAccount: async ({ app_id, principal, issuer, client_id, account_key }) =>
      grants.decodeOrNull(
        await parts.grants.findOne(
          { app_id, principal: principalText(principal), issuer, client_id, account_key, live: true },
          { ...decides, hint: 'account' },
        ),
      ),

    list: (appId, filter, page) => listGrants(parts.grants, appId, filter, page),

    async renew(appId, id, patch, row, refreshed) {
      assertOfGrant(appId, id, row);
      return renewGrant(parts, changesOf(patch), row, refreshed ?? null);
    },

    async patch(appId, id, from, patch, generation) {
      const set = changesOf(patch);
      const upTo = generation === undefined ? {} : { sealed_generation: { $lte: generation } };
      const where = { _id: id, app_id: appId, status: { $in: [...from] }, ...upTo };
      const changed =
        Object.keys(set).length === 0
          ? await parts.grants.findOne(where, { ...latest, hint: '_id_' })
          : await parts.grants.findOneAndUpdate(where, { $set: set }, { returnDocument: 'after', hint: { _id: 1 } });
      return grants.decodeOrNull(changed);
    },

    async timedOut(now, limit, skip) {
      const over = parts.grants.find(isOver(now), { ...shows, hint: 'over' }).sort({ grant_expires_at: 1 });
      return (await over.skip(skip).limit(limit).toArray()).map((stored) => grants.decode(stored));
    },

    async expire(appId, id, now) {
      const ended = await parts.grants.findOneAndUpdate(
        { _id: id, app_id: appId, ...isOver(now) },
        { $set: grants.changes({ status: 'expired', updated_at: now }) },
        { returnDocument: 'after', hint: { _id: 1 } },
      );
      return grants.decodeOrNull(ended);
    },

    async revoke(appId, id, how, queued, generation) {
      if (queued) assertOfGrant(appId, id, queued);
      return revokeGrant(parts, { appId, id }, how, queued && outbox.encode(queued), generation ?? null);
    },

    async unrecorded(before, limit, skip) {
      const kept = { ending_since: { $lte: before }, unrecorded: { $gte: '' } };
      const found = parts.grants.find(kept, { ...shows, hint: 'ending' }).sort({ ending_since: 1 });
      return (await found.skip(skip).limit(limit).toArray()).map((stored) => grants.decode(stored));
    },

    async shared({ issuer, client_id, account_key }, exceptId) {
      const other = await parts.grants.findOne(
        { issuer, client_id, account_key, live: true, _id: { $ne: exceptId } },
        { ...decides, hint: 'shared', projection: { _id: 1 } },
      );
      return other !== null;
    },
  };
}

const isOver = (now: number) => ({
  status: { $in: ['active', 'pending'] },
  grant_expires_at: { $lte: now, $gte: 0 },
});

/** @throws TypeError for the one change that must destroy ciphertext too */
function changesOf(patch: GrantPatch): Record<string, unknown> {
  if (patch.status === 'revoked') throw new TypeError('only revoke() ends a grant: it destroys the ciphertext with it');
  return grants.changes(patch);
}

/** @throws TypeError when rows that stand together name different grants */
function assertOfGrant(appId: string, id: string, row: { app_id: string; grant_id: string }): void {
  if (row.app_id !== appId || row.grant_id !== id) throw new TypeError('the row is of another grant');
}
