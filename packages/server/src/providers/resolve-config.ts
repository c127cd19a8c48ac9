/** A config of the file or of the store, with its entry, catalog or custom. */
import { sha256 } from '../lib/encoding.ts';
import type { ProviderConfigRow } from '../stores/store.ts';
import type { Sealer } from '../vault/seal.ts';
import { Secret } from '../vault/secret.ts';
import type { Catalog } from './catalog.ts';
import { serverOf, type ServerMetadata } from './custom.ts';
import type { FileProviderConfig } from './declared-config.ts';
import { entryFor } from './entry-for.ts';
import type { Provider, ProviderConfig, ResolvedProvider } from './provider.ts';
import { resolveProvider } from './resolve.ts';
import type { StoredEntries } from './stored-entries.ts';

/** @throws ConfigMistakes */
export function resolveFile(
  file: FileProviderConfig,
  found: ServerMetadata | null,
  catalog: Catalog,
): ResolvedProvider {
  const metadata = file.custom && found ? serverOf(file.custom, found) : found;
  const entry = entryFor(file.providerId, file.custom, metadata, catalog);
  const config: ProviderConfig = {
    id: file.id,
    appId: file.appId,
    providerId: file.providerId,
    clientId: file.clientId,
    clientSecret: file.clientSecret,
    scopes: file.scopes,
    variables: asDeclared(entry, file.variables),
    flowKinds: file.flowKinds,
    generation: fingerprint([file.clientId, file.variables, file.flowKinds, metadata, file.custom]),
    source: 'file',
    ownEndpoints: file.custom !== null,
  };
  return resolveProvider(entry, config);
}

/** A file has no counter of saves: what a flow must not outlive a change of, as a number of 48 bits. */
const fingerprint = (facts: unknown): number => parseInt(sha256(JSON.stringify(facts)).slice(0, 12), 16);

/** Opens the client secret. @throws ConfigMistakes, SealBroken */
export function resolveRow(
  row: ProviderConfigRow,
  entries: Pick<StoredEntries, 'of'>,
  vault: Pick<Sealer, 'openField'>,
): ResolvedProvider {
  const { entry, flowKinds, ownEndpoints } = entries.of(row);
  const context = { appId: row.app_id, objectId: row.id, generation: row.generation };
  const config: ProviderConfig = {
    id: row.id,
    appId: row.app_id,
    providerId: row.provider_id,
    clientId: row.client_id,
    clientSecret: row.secret && vault.openField(context, row.secret, 'client_secret'),
    scopes: row.scopes,
    variables: { ...row.variables, ...secretVariables(row, entry, vault) },
    flowKinds,
    generation: row.generation,
    source: 'store',
    ownEndpoints,
  };
  return resolveProvider(entry, config);
}

/** Anything may be given as a reference; what is no secret is read like the rest. */
export const asDeclared = (entry: Provider, given: FileProviderConfig['variables']): ProviderConfig['variables'] =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const secret = entry.variables.some((one) => one.name === name && one.secret);
      return [name, value instanceof Secret && !secret ? value.reveal() : value];
    }),
  );

/** Name of the sealed field that holds a secret variable, beside the client's secret. */
export const variableField = (name: string): string => `variable:${name}`;

function secretVariables(
  row: ProviderConfigRow,
  { variables }: Provider,
  vault: Pick<Sealer, 'openField'>,
): Record<string, Secret> {
  const { secret, app_id: appId, id: objectId, generation } = row;
  if (secret === null) return {};
  const found = variables
    .filter((one) => one.secret)
    .map(({ name }) => [name, vault.openField({ appId, objectId, generation }, secret, variableField(name))] as const);
  return Object.fromEntries(found.filter((one): one is [string, Secret] => one[1] !== null));
}
