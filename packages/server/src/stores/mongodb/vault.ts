import type { Collection } from 'mongodb';
import type { VaultStore } from '../store.ts';
import { vault } from './grant-shape.ts';
import { readByPair } from './reads.ts';
import type { Stored } from './shape.ts';

/** Written together with its grant only: see `grants.ts`. */
export function vaultStore(collection: Collection<Stored>): VaultStore {
  const byPair = readByPair(collection);
  return {
    read: async (appId, grantId) => vault.decodeOrNull(await byPair.read({ appId, id: grantId })),
  };
}
