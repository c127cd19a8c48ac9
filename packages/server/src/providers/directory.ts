/**
 * Which providers an app has, from the file and from the store. Configs of the file are read once, at start; those of the
 * store at every call, so that a saved change, in whatever process, holds for the very next one: nothing here is stale.
 */
import { ConfigMistakes } from '../config.ts';
import type { ProviderConfigRow, ProviderConfigStore } from '../stores/store.ts';
import { SealBroken, type Sealer } from '../vault/seal.ts';
import { loadCatalog, type Catalog } from './catalog.ts';
import type { FileProviderConfig } from './declared-config.ts';
import { FileConfigs, type Discovery } from './file-configs.ts';
import { entries } from './index.generated.ts';
import type { Provider, ResolvedProvider } from './provider.ts';
import { resolveRow } from './resolve-config.ts';
import { StoredEntries } from './stored-entries.ts';

export interface ProviderDirectory {
  /** The whole catalog. */
  entries(): readonly Provider[];
  /** Catalog entry by id or alias. */
  entry(id: string): Provider | null;
  /** The app's active config for a provider id or alias. Null: not configured. */
  resolve(appId: string, providerId: string): Promise<ResolvedProvider | null>;
  resolveConfig(appId: string, configId: string): Promise<ResolvedProvider | null>;
  list(appId: string): Promise<ResolvedProvider[]>;
  /**
   * What people call a provider; the id itself when it is not known (any more). The name of a custom provider that lives
   * in the store is the one this process read last.
   */
  nameOf(appId: string, providerId: string): string;
}

export interface DirectoryOptions extends Discovery {
  files: readonly FileProviderConfig[];
  store: { providerConfigs: Pick<ProviderConfigStore, 'find' | 'list'> };
  vault: Pick<Sealer, 'openField'>;
  /** For tests. */
  catalog?: Catalog;
}

export interface Directory extends ProviderDirectory {
  /** Asks again the servers of the file that could not be discovered. How many are still missing. */
  rediscover(signal: AbortSignal): Promise<number>;
}

/**
 * A server that does not answer to discovery at start leaves its own provider out, not the others: see
 * {@link Directory.rediscover}. Everything else that is wrong in the file stops the start.
 * @throws ConfigMistakes with every mistake
 */
export async function createDirectory(options: DirectoryOptions): Promise<Directory> {
  const { store, vault, onProblem, catalog = loadCatalog(entries) } = options;
  const file = new FileConfigs(options.files, catalog);
  await file.discover(options);
  const stored = new StoredEntries(catalog);
  const names = new Map<string, string>();

  const fromRow = (row: ProviderConfigRow): ResolvedProvider | null => {
    if (row.status !== 'active') return null;
    try {
      const resolved = resolveRow(row, stored, vault);
      names.set(`${row.app_id} ${row.provider_id}`, resolved.entry.name);
      return resolved;
    } catch (cause) {
      if (!(cause instanceof ConfigMistakes || cause instanceof SealBroken)) throw cause;
      const words = cause instanceof ConfigMistakes ? cause.mistakes.join('; ') : cause.message;
      onProblem(`provider config ${row.id} cannot be used: ${words}`);
      return null;
    }
  };
  const rows = async (appId: string) =>
    (await store.providerConfigs.list(appId)).filter((row) => !file.declares(appId, row.provider_id));

  return {
    entries: () => catalog.list(),
    entry: (id) => catalog.entry(id),
    async resolve(appId, providerId) {
      const id = catalog.entry(providerId)?.id ?? providerId;
      if (file.declares(appId, id)) return file.resolve(appId, id);
      const row = (await rows(appId)).find((one) => one.provider_id === id && one.status === 'active');
      return row ? fromRow(row) : null;
    },
    async resolveConfig(appId, configId) {
      if (file.has(appId, configId)) return file.resolveConfig(appId, configId);
      const row = await store.providerConfigs.find(appId, configId);
      return row && !file.declares(appId, row.provider_id) ? fromRow(row) : null;
    },
    async list(appId) {
      return [...file.list(appId), ...(await rows(appId)).map(fromRow).filter((one) => one !== null)];
    },
    nameOf: (appId, providerId) =>
      catalog.entry(providerId)?.name ??
      file.nameOf(appId, providerId) ??
      names.get(`${appId} ${providerId}`) ??
      providerId,
    rediscover: (signal) => file.discover({ ...options, signal }),
  };
}
