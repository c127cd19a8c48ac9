import type { Secret } from '../vault/secret.ts';
import type { Provider, ResolvedProvider } from './provider.ts';

/** Which providers an app has, from the file and from the store. */
export interface ProviderDirectory {
  /** Catalog entry by id or alias. */
  entry(id: string): Provider | null;
  /** The app's active config for a provider id or alias. Null: not configured. */
  resolve(appId: string, providerId: string): Promise<ResolvedProvider | null>;
  resolveConfig(appId: string, configId: string): Promise<ResolvedProvider | null>;
  list(appId: string): Promise<ResolvedProvider[]>;
  /** What people call a provider; the id itself when it is not known (any more). */
  nameOf(appId: string, providerId: string): string;
}

/** A provider config as alter.config declares it (`apps/file.ts`). */
export interface FileProviderConfig {
  id: string;
  appId: string;
  /** Catalog id or alias; for `custom`, the provider's own id. */
  providerId: string;
  clientId: string;
  clientSecret: Secret | null;
  scopes: readonly string[];
  variables: Readonly<Record<string, string>>;
  custom: CustomProvider | null;
}

/** Any OAuth 2.0 or OIDC server: by discovery under `issuer`, or by endpoints. */
export interface CustomProvider {
  name: string;
  issuer: string | null;
  endpoints: {
    authorize: string;
    token: string;
    revoke?: string | undefined;
    userinfo?: string | undefined;
  } | null;
  hosts: readonly string[];
  /** Scope to what a person reads. */
  scopeWords: Readonly<Record<string, string>>;
  settingsUrl: string | null;
}
