import { join } from 'node:path';
import { openEmbedded, type EmbeddedOptions } from './embedded/open.ts';
import type { Store, StoreLog } from './store.ts';

export { openEmbedded, type EmbeddedOptions, type EmbeddedStore } from './embedded/open.ts';
export * from './store.ts';

/** The store that the configuration names; without one, the embedded store in the data folder. @throws StoreUnavailable */
export async function openStore(
  config: { dataDir: string; storeUrl?: string | null },
  options: Pick<EmbeddedOptions, 'clock'> & { log?: StoreLog } = {},
): Promise<Store> {
  if (!config.storeUrl) return openEmbedded({ ...options, file: join(config.dataDir, 'alter.db') });
  // Loaded when it is asked for: the driver would be half of what the server reads at start.
  const { openMongodb } = await import('./mongodb/open-mongodb.ts');
  return openMongodb({ ...options, url: config.storeUrl });
}
