import type { Secret } from '../vault/secret.ts';
import type { CustomProvider } from './custom-schema.ts';
import type { FlowKind } from './provider.ts';

/** A provider config as alter.config declares it (`apps/file.ts`). */
export interface FileProviderConfig {
  id: string;
  appId: string;
  /** Catalog id or alias; for `custom`, the provider's own id. */
  providerId: string;
  clientId: string;
  clientSecret: Secret | null;
  scopes: readonly string[];
  /** A {@link Secret} was given as a reference. */
  variables: Readonly<Record<string, string | Secret>>;
  /** Kinds of flow that the client is registered for; null: the entry's. */
  flowKinds: readonly FlowKind[] | null;
  custom: CustomProvider | null;
}
