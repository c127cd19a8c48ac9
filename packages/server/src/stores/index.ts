import { join } from 'node:path';
import { openEmbedded, type EmbeddedOptions, type EmbeddedStore } from './embedded/open.ts';

export { openEmbedded, type EmbeddedOptions, type EmbeddedStore } from './embedded/open.ts';
export * from './store.ts';

/** The store that the configuration names; without one, the embedded store in the data folder. @throws StoreUnavailable */
export const openStore = (
  config: { dataDir: string },
  options: Omit<EmbeddedOptions, 'file'> = {},
): Promise<EmbeddedStore> => openEmbedded({ ...options, file: join(config.dataDir, 'alter.db') });
