import type { Collection } from 'mongodb';
import { refreshRecords, type RefreshIntent, type RefreshRecord, type VaultStore } from '../store.ts';
import { shows } from './concerns.ts';
import { heldVault } from './grant-shape.ts';
import { readByPair } from './reads.ts';
import type { Stored } from './shape.ts';

/** On top of the history, whose end falls off. */
export const onTop = (record: RefreshRecord | null) =>
  record && { history: { $each: [record], $position: 0, $slice: refreshRecords } };

/** Ciphertext is written together with its grant only: see `grants.ts`. */
export function vaultStore(collection: Collection<Stored>): VaultStore {
  const byPair = readByPair(collection, { history: 0 });
  return {
    read: async (appId, grantId) => heldVault.decodeOrNull(await byPair.read({ appId, id: grantId })),

    async mark(appId, grantId, { generation, intent }, marks, record) {
      const pushed = onTop(record);
      const { matchedCount } = await collection.updateOne(
        { _id: grantId, app_id: appId, generation, 'refresh.intent.id': intent },
        { $set: { refresh: marks }, ...(pushed ? { $push: pushed } : {}) } as object,
        { hint: '_id_' },
      );
      return matchedCount === 1;
    },

    async history(appId, grantId) {
      const projection = { history: 1 };
      const row = await collection.findOne({ _id: grantId, app_id: appId }, { ...shows, hint: '_id_', projection });
      return (row?.['history'] as RefreshRecord[] | undefined) ?? [];
    },

    async openIntents(limit) {
      const open = collection
        .find({ 'refresh.intent.at': { $gt: 0 } }, { ...shows, hint: 'refresh', projection: { app_id: 1, refresh: 1 } })
        .sort({ 'refresh.intent.at': 1 })
        .limit(limit);
      return (await open.toArray()).map((row) => ({
        app_id: row['app_id'] as string,
        grant_id: row._id,
        intent: (row['refresh'] as { intent: RefreshIntent }).intent,
      }));
    },
  };
}
