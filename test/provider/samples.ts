/** A config and values for an entry, made from the entry. */
import { randomUUID } from 'node:crypto';
import type { Provider, ProviderConfig, Variable } from '../../packages/server/src/providers/provider.ts';
import { Secret } from '../../packages/server/src/vault/secret.ts';

/** As it is typed or arrives. */
export const sampleOf = ({ example, default: preset }: Variable): string => example ?? preset ?? '';

/** Values of the variables that come from there, by name. */
export const samplesFrom = (entry: Provider, from: Variable['from']): Record<string, string> =>
  Object.fromEntries(
    entry.variables
      .filter((variable) => variable.from === from && sampleOf(variable) !== '')
      .map((variable): [string, string] => [variable.name, sampleOf(variable)]),
  );

/** By the name or path at which they arrive. */
export const arrivals = (entry: Provider, from: Variable['from']): [at: string, value: string][] =>
  entry.variables
    .filter((variable) => variable.from === from && sampleOf(variable) !== '')
    .map((variable): [string, string] => [variable.at ?? variable.name, sampleOf(variable)]);

export const sampleConfig = (entry: Provider): ProviderConfig => ({
  id: randomUUID(),
  appId: randomUUID(),
  providerId: entry.id,
  // The characters that are encoded by some and not by others.
  clientId: 'client_id-1.~x',
  clientSecret: new Secret('client_secret-1.~x'),
  scopes: entry.scopes.slice(0, 3).map(({ scope }) => scope),
  variables: samplesFrom(entry, 'operator'),
  generation: 1,
  source: 'file',
  ownEndpoints: false,
});
