import type { Collection } from 'mongodb';
import type { ConfigFlag, ProviderConfigRow, ProviderConfigStore } from '../store.ts';
import { decides, shows } from './calls/concerns.ts';
import { refusedBy } from './calls/failure.ts';
import { readByPair } from './documents/reads.ts';
import { json, plain, Shape, type Stored } from './documents/shape.ts';

export const configs = new Shape<ProviderConfigRow>('id', {
  id: plain(),
  app_id: plain(),
  provider_id: plain(),
  client_id: plain(),
  secret: plain(),
  scopes: plain(),
  variables: json(),
  endpoints: json(),
  hosts: plain(),
  name: plain(),
  status: plain(),
  generation: plain(),
  created_at: plain(),
  updated_at: plain(),
});

/** Beside the row: `_id`, of both ids. */
export const configFlags = new Shape<ConfigFlag & { id: string }>('id', {
  id: plain(),
  app_id: plain(),
  config_id: plain(),
  error: plain(),
  since: plain(),
});

/** An app's id has no line feed. */
export const flagId = (appId: string, configId: string): string => `${appId}\n${configId}`;

export function providerConfigStore(collection: Collection<Stored>, flags: Collection<Stored>): ProviderConfigStore {
  const byPair = readByPair(collection);
  return {
    /** Id and birth stay: grants name the config by its id, and so does its callback URL. */
    async save(row) {
      const { _id, app_id, provider_id, created_at, ...fields } = configs.encode({ ...row, generation: 1 });
      delete fields['generation'];
      const saved = await collection.findOneAndUpdate(
        { app_id: app_id as string, provider_id: provider_id as string },
        { $set: fields, $setOnInsert: { _id, created_at }, $inc: { generation: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return configs.decode(saved!);
    },

    find: async (appId, id) => configs.sharedOrNull(await byPair.read({ appId, id })),

    async list(appId) {
      const found = collection.find({ app_id: appId }, { ...decides, hint: 'app' }).sort({ created_at: 1, _id: 1 });
      return (await found.toArray()).map((stored) => configs.decode(stored));
    },

    async remove(appId, id) {
      const { deletedCount } = await collection.deleteOne({ _id: id, app_id: appId }, { hint: '_id_' });
      return deletedCount === 1;
    },

    async flag(flag) {
      try {
        await flags.insertOne(configFlags.encode({ ...flag, id: flagId(flag.app_id, flag.config_id) }));
        return true;
      } catch (error) {
        if (refusedBy(error) === '_id_') return false;
        throw error;
      }
    },

    async unflag(appId, configId) {
      const { deletedCount } = await flags.deleteOne({ _id: flagId(appId, configId), app_id: appId }, { hint: '_id_' });
      return deletedCount === 1;
    },

    async flags(appId) {
      const found = await flags.find({ app_id: appId }, { ...shows, hint: 'app' }).toArray();
      return found.map((stored) => {
        const { id: _id, ...flag } = configFlags.decode(stored);
        return flag;
      });
    },
  };
}
