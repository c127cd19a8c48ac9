import type { Provider, ResolvedProvider } from './provider.ts';

/** Which providers an app has, from the file and from the store. */
export interface ProviderDirectory {
  /** Catalog entry by id or alias. */
  entry(id: string): Provider | null;
  /** The app's active config for a provider id or alias. Null: not configured. */
  resolve(appId: string, providerId: string): Promise<ResolvedProvider | null>;
  resolveConfig(appId: string, configId: string): Promise<ResolvedProvider | null>;
  list(appId: string): Promise<ResolvedProvider[]>;
}
