import type { VaultRow } from '../../stores/store.ts';
import type { SealContext } from '../../vault/seal.ts';

/** What a vault row's ciphertext is bound to. */
export const contextOf = (vault: Pick<VaultRow, 'app_id' | 'grant_id' | 'generation'>): SealContext => ({
  appId: vault.app_id,
  objectId: vault.grant_id,
  generation: vault.generation,
});
