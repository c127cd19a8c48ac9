/** Providers for tests: a custom one whose every endpoint is below one origin, and one discovered at a real server. */
import { customEntry, type ServerMetadata } from '../../src/providers/custom.ts';
import { discover } from '../../src/providers/discover.ts';
import type { CustomProvider } from '../../src/providers/custom-schema.ts';
import type { Provider, ProviderConfig, ResolvedProvider } from '../../src/providers/provider.ts';
import { resolveProvider } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';

export const clientSecret = 'Client-Secret_3f9a2b7c8d1e4f60';
export const redirectUri = 'http://127.0.0.1:9/oauth/callback/custom';
/** A time far from the machine's, so that a test sees whose clock counts. */
export const now = Date.UTC(2031, 4, 5);

const custom: CustomProvider = {
  name: 'Acme Sign-in',
  issuer: null,
  endpoints: null,
  hosts: ['api.acme.example'],
  scopeWords: {},
  settingsUrl: null,
};

const config: ProviderConfig = {
  id: '0a0f5c9e-6f0f-5a53-9f5c-111111111111',
  appId: '0a0f5c9e-6f0f-5a53-9f5c-222222222222',
  providerId: 'acme',
  clientId: 'client-1',
  clientSecret: new Secret(clientSecret),
  scopes: [],
  variables: {},
  generation: 1,
  source: 'file',
  flowKinds: null,
  ownEndpoints: true,
};

const metadataAt = (origin: string): ServerMetadata => ({
  issuer: null,
  authorize: `${origin}/authorize`,
  token: `${origin}/token`,
  revoke: `${origin}/revoke`,
  introspect: null,
  userinfo: `${origin}/userinfo`,
  jwks: null,
  idTokenAlgs: null,
  basicAuth: true,
  issParameter: false,
});

export interface Changes {
  custom?: Partial<CustomProvider>;
  config?: Partial<ProviderConfig>;
  metadata?: Partial<ServerMetadata>;
  entry?: (entry: Provider) => Provider;
}

export function providerAt(origin: string, changes: Changes = {}): ResolvedProvider {
  const metadata = { ...metadataAt(origin), ...changes.metadata };
  const entry = customEntry('acme', { ...custom, ...changes.custom }, metadata);
  return resolveProvider(changes.entry?.(entry) ?? entry, { ...config, ...changes.config });
}

export async function discovered(issuer: string): Promise<ResolvedProvider> {
  const metadata = await discover(issuer, { fetch: globalThis.fetch, signal: AbortSignal.timeout(10_000) });
  return providerAt(issuer, { metadata, custom: { issuer } });
}

export const client = (uri = redirectUri) => ({
  client_id: config.clientId,
  client_secret: clientSecret,
  redirect_uris: [uri],
  grant_types: ['authorization_code', 'refresh_token'],
});

export const call = (provider: ResolvedProvider, signal: AbortSignal = AbortSignal.timeout(10_000)) => ({
  provider,
  fetch: globalThis.fetch,
  signal,
  now,
});
