/** What the store's columns have no name for: a custom provider's URLs by name, and settings as one JSON text. */
import { flowKinds } from '@alter/protocol';
import { z } from 'zod';
import { ConfigMistakes } from '../config.ts';
import type { ProviderConfigRow } from '../stores/store.ts';
import type { CustomProvider } from './custom-schema.ts';
import { serverOf, type ServerMetadata } from './custom.ts';
import type { FlowKind } from './provider.ts';

type Columns = Pick<ProviderConfigRow, 'endpoints' | 'hosts' | 'name'>;

const urls = [
  'issuer',
  'authorize',
  'token',
  'refresh',
  'revoke',
  'introspect',
  'userinfo',
  'device',
  'temporary',
  'jwks',
] as const;

export function toColumns(custom: CustomProvider, metadata: ServerMetadata): Columns {
  const { name, hosts, issuer: _issuer, endpoints: _endpoints, ...settings } = custom;
  const server = serverOf(custom, metadata);
  const { idTokenAlgs, basicAuth, issParameter, oauth1, closed } = server;
  const given = urls
    .map((key): [string, string | null] => [key, server[key] ?? null])
    .filter(([, url]) => url !== null);
  return {
    name,
    hosts: [...hosts],
    endpoints: {
      ...(Object.fromEntries(given) as Record<string, string>),
      settings: JSON.stringify({ ...settings, idTokenAlgs, basicAuth, issParameter, oauth1, closed }),
    },
  };
}

/** Null when the row is not a custom provider's, or lacks what one needs. @throws ConfigMistakes */
export function fromColumns(row: Columns): { custom: CustomProvider; metadata: ServerMetadata } | null {
  const { endpoints, hosts, name } = row;
  const { authorize, token } = endpoints ?? {};
  if (!endpoints || !authorize || !token || !hosts || name === null) return null;
  const kept = settingsOf(row) as Partial<CustomProvider & ServerMetadata & Chosen>;
  const { idTokenAlgs, basicAuth, issParameter, oauth1, closed, chosen: _chosen, ...settings } = kept;
  const { refresh, temporary } = endpoints;
  const metadata: ServerMetadata = {
    issuer: endpoints['issuer'] ?? null,
    authorize,
    token,
    revoke: endpoints['revoke'] ?? null,
    introspect: endpoints['introspect'] ?? null,
    userinfo: endpoints['userinfo'] ?? null,
    device: endpoints['device'] ?? null,
    jwks: endpoints['jwks'] ?? null,
    idTokenAlgs: idTokenAlgs ?? null,
    basicAuth: basicAuth ?? true,
    issParameter: issParameter ?? false,
    ...(refresh === undefined ? {} : { refresh }),
    ...(temporary === undefined ? {} : { temporary }),
    ...(oauth1 === undefined ? {} : { oauth1 }),
    ...(closed === undefined ? {} : { closed }),
  };
  const custom = {
    scopeWords: {},
    settingsUrl: null,
    ...settings,
    name,
    hosts,
    issuer: metadata.issuer,
    endpoints: null,
  };
  return { custom, metadata };
}

/** Kinds of flow that a config's client is registered for. */
interface Chosen {
  chosen: readonly FlowKind[];
}

const chosenSettings = z.looseObject({ chosen: z.array(z.enum(flowKinds)).optional() });

export function withChosen(endpoints: Columns['endpoints'], chosen: readonly FlowKind[] | null): Columns['endpoints'] {
  if (chosen === null) return endpoints;
  const settings = JSON.parse(endpoints?.['settings'] ?? '{}') as object;
  return { ...endpoints, settings: JSON.stringify({ ...settings, chosen }) };
}

/** Null: nobody chose. @throws ConfigMistakes */
export const chosenOf = (row: Columns): FlowKind[] | null => settingsOf(row).chosen ?? null;

/** They may be damaged, or of a newer version. */
function settingsOf({ endpoints }: Columns): z.output<typeof chosenSettings> {
  const parsed = chosenSettings.safeParse(jsonOf(endpoints?.['settings'] ?? '{}'));
  if (!parsed.success) throw new ConfigMistakes(['its stored settings cannot be read']);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
