import type { VaultRow, VaultStore } from '../store.ts';
import type { Reader } from './reader.ts';
import { plain, sealed, Table } from './table.ts';

/** Written together with its grant only: see `grants.ts`. */
export const vault = new Table<VaultRow>('vault', {
  app_id: plain(),
  grant_id: plain(),
  generation: plain(),
  sealed,
  updated_at: plain(),
});

const byGrant = `SELECT ${vault.list} FROM vault WHERE grant_id = ? AND app_id = ?`;

export const vaultStore = (reader: Reader): VaultStore => ({
  read: async (appId, grantId) => vault.decodeOrNull(reader.get(byGrant, grantId, appId)),
});
