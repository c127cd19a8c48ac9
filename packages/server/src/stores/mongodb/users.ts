import type { Collection } from 'mongodb';
import type { UserRow, UserStore } from '../store.ts';
import { readByPair, readByReference } from './documents/reads.ts';
import { plain, Shape, type Stored } from './documents/shape.ts';

export const users = new Shape<UserRow>('id', {
  id: plain(),
  app_id: plain(),
  reference: plain(),
  display_name: plain(),
  subject: plain(),
  created_at: plain(),
  updated_at: plain(),
});

export function userStore(collection: Collection<Stored>): UserStore {
  const byPair = readByPair(collection);
  const byReference = readByReference(collection);
  return {
    async upsert({ id, app_id, reference, display_name }, now) {
      const fresh = { _id: id, display_name, subject: null, created_at: now, updated_at: now };
      const known = await collection.findOneAndUpdate(
        { app_id, reference },
        { $setOnInsert: fresh },
        { upsert: true, returnDocument: 'after' },
      );
      if (display_name === null || known?.['display_name'] === display_name) return users.decode(known!);
      const renamed = await collection.findOneAndUpdate(
        { _id: known!._id, app_id },
        { $set: { display_name, updated_at: now } },
        { returnDocument: 'after', hint: { _id: 1 } },
      );
      return users.decode(renamed ?? known!);
    },

    find: async (appId, id) => users.sharedOrNull(await byPair.read({ appId, id })),

    findByReference: async (appId, reference) => users.sharedOrNull(await byReference.read({ appId, id: reference })),
  };
}
