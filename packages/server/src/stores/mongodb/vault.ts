import type { Collection } from 'mongodb';
import { refreshRecords, type AuditRow, type RefreshIntent, type RefreshRecord, type VaultStore } from '../store.ts';
import { shows } from './calls/concerns.ts';
import { exactly } from './documents/exact-pairs.ts';
import { heldVault, owed as owedField, owedRow } from './documents/grant-shape.ts';
import { readByPlace } from './documents/reads.ts';
import type { Stored } from './documents/shape.ts';

/** On top of the history, whose end falls off. */
const onTop = (record: RefreshRecord) => ({ history: { $each: [record], $position: 0, $slice: refreshRecords } });

/** What an outcome adds: to the history, and to what is owed. */
export const pushed = (record: RefreshRecord | null, owed: AuditRow | undefined) =>
  record || owed ? { $push: { ...(record && onTop(record)), ...(owed && { owed: owedRow(owed) }) } } : {};

/** Ciphertext is written together with its grant only: see `grants.ts`. */
export function vaultStore(collection: Collection<Stored>): VaultStore {
  const byPlace = readByPlace(collection, { place: 0, history: 0 });
  return {
    read: async (appId, grantId) => heldVault.sharedOrNull(await byPlace.read({ appId, id: grantId })),

    async mark(appId, grantId, { generation, intent }, marks, record, owed) {
      const { matchedCount } = await collection.updateOne(
        { _id: grantId, app_id: appId, generation, 'refresh.intent.id': intent },
        { $set: { refresh: marks }, ...pushed(record, owed) } as object,
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

    async owing(before, limit, skip) {
      const owing = collection
        .find({ 'owed.at': { $lte: before } }, { ...shows, hint: 'owed', projection: { owed: 1 } })
        // No sort: a shard's index has the order, and MongoDB would sort in memory, since a document may stand there twice.
        .skip(skip)
        .limit(limit);
      const owed = (await owing.toArray()).flatMap((row) => owedField.read(row['owed']));
      // Younger ones of the same grant are those that somebody may be about to append.
      return owed.filter(({ at }) => at <= before);
    },

    async paid(rows) {
      if (rows.length === 0) return;
      const pairs = rows.map(({ app_id, grant_id }) => ({ appId: app_id, id: grant_id ?? '' }));
      const pull = { $pull: { owed: { id: { $in: rows.map(({ id }) => id) } } } } as object;
      await collection.updateMany(exactly(pairs), pull, { hint: '_id_' });
    },
  };
}
