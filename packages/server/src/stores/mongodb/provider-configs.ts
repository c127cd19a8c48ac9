import type { Collection } from 'mongodb';
import type { ProviderConfigRow, ProviderConfigStore } from '../store.ts';
import { decides, shows } from './concerns.ts';
import { json, plain, Shape, type Stored } from './shape.ts';

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

export const providerConfigStore = (collection: Collection<Stored>): ProviderConfigStore => ({
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

  find: async (appId, id) =>
    configs.decodeOrNull(await collection.findOne({ _id: id, app_id: appId }, { ...decides, hint: '_id_' })),

  async list(appId) {
    const found = collection.find({ app_id: appId }, { ...shows, hint: 'app' }).sort({ created_at: 1, _id: 1 });
    return (await found.toArray()).map((stored) => configs.decode(stored));
  },

  async remove(appId, id) {
    const { deletedCount } = await collection.deleteOne({ _id: id, app_id: appId }, { hint: '_id_' });
    return deletedCount === 1;
  },
});
