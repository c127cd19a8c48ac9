import type { Collection } from 'mongodb';
import type { KeyRow, KeyStore } from '../store.ts';
import { decides, latest } from './calls/concerns.ts';
import { readByHash } from './documents/reads.ts';
import { plain, Shape, type Stored } from './documents/shape.ts';

export const keys = new Shape<KeyRow>('hash', {
  id: plain(),
  app_id: plain(),
  hash: plain(),
  kind: plain(),
  name: plain(),
  prefix: plain(),
  scopes: plain(),
  signed_only: plain(),
  cidr_allowlist: plain(),
  created_at: plain(),
  expires_at: plain(),
  deprecated_at: plain(),
  revoked_at: plain(),
  grace_until: plain(),
  rotated_to: plain(),
  last_used_at: plain(),
});

/**
 * A successor is written first, `unborn`, then the old key names it, which is the step that counts; then the mark goes. A
 * crash before the step leaves a key that never worked, one after it a key that works: `unborn` keys are asked about.
 */
export function keyStore(collection: Collection<Stored>): KeyStore {
  const byHash = readByHash(collection);
  return {
    async create(row) {
      await collection.insertOne(keys.encode(row));
    },

    async findByHash(hash) {
      const stored = await byHash.read(hash);
      return stored && (await isBorn(collection, stored)) ? keys.shared(stored) : null;
    },

    async list(appId) {
      const found = await collection
        .find({ app_id: appId }, { ...decides, hint: 'app' })
        .sort({ created_at: 1, id: 1 })
        .toArray();
      const successors = new Set(found.map((stored) => stored['rotated_to'] as string | null));
      const born = found.filter(
        (stored) => stored['unborn_since'] === undefined || successors.has(stored['id'] as string),
      );
      return born.map((stored) => keys.decode(stored));
    },

    async revoke(appId, id, at) {
      const _id = await hashOf(collection, appId, id);
      if (_id === null) return false;
      const { modifiedCount } = await collection.updateOne(
        { _id, app_id: appId, revoked_at: null },
        { $set: { revoked_at: at } },
        { hint: '_id_' },
      );
      return modifiedCount === 1;
    },

    async rotate(appId, id, successor, graceUntil) {
      if (successor.app_id !== appId) throw new TypeError('a key is succeeded by one of its own app');
      const _id = await hashOf(collection, appId, id);
      if (_id === null) return false;
      const unborn = { unborn_since: successor.created_at, unborn_of: id, unborn_of_hash: _id };
      await collection.insertOne({ ...keys.encode(successor), ...unborn });
      const { modifiedCount } = await collection.updateOne(
        { _id, app_id: appId, revoked_at: null, rotated_to: null },
        { $set: { grace_until: graceUntil, rotated_to: successor.id } },
        { hint: '_id_' },
      );
      if (modifiedCount === 1) await bear(collection, successor.hash);
      else await collection.deleteOne({ _id: successor.hash });
      return modifiedCount === 1;
    },

    async touch(used) {
      if (used.size === 0) return;
      const which = { ...latest, hint: 'id', projection: { id: 1 } };
      const found = await collection.find({ id: { $in: [...used.keys()] } }, which).toArray();
      const updates = found.map(({ _id, ...key }) => {
        const at = used.get(key['id'] as string);
        return { updateOne: { filter: { _id }, update: { $max: { last_used_at: at } }, hint: '_id_' } };
      });
      if (updates.length > 0) await collection.bulkWrite(updates, { ordered: false });
    },
  };
}

/** What a key of an app is found by; a write names it, so that a cluster sharded by it sends it to one shard. */
async function hashOf(collection: Collection<Stored>, appId: string, id: string): Promise<string | null> {
  const options = { ...latest, hint: 'id', projection: { _id: 1 } };
  return (await collection.findOne({ id, app_id: appId }, options))?._id ?? null;
}

/** Whether a key stands: an unborn one does when its predecessor names it, which is found by its hash. */
export async function isBorn(collection: Collection<Stored>, stored: Stored): Promise<boolean> {
  if (stored['unborn_since'] === undefined) return true;
  const { app_id, id, unborn_of, unborn_of_hash: hash } = stored as Record<string, unknown>;
  const named = { app_id: app_id as string, rotated_to: id as string };
  if (typeof hash === 'string') {
    return (await collection.findOne({ _id: hash, ...named }, { ...decides, hint: '_id_' })) !== null;
  }
  // An older version did not write the hash: a cluster asks all shards, until the sweep takes the mark.
  return (await collection.findOne({ id: unborn_of, ...named }, { ...decides, hint: 'id' })) !== null;
}

export async function bear(collection: Collection<Stored>, hash: string): Promise<void> {
  await collection.updateOne({ _id: hash }, { $unset: { unborn_since: '', unborn_of: '', unborn_of_hash: '' } });
}
