/** An entry as a config of some app uses it, and what the OAuth steps make of it. */
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import { rewriteAnswer } from '../../src/oauth/token-answer.ts';
import type { Provider, ProviderConfig, ResolvedProvider } from '../../src/providers/provider.ts';
import { resolveProvider } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';

export type Texts = Record<string, string>;

export const redirectUri = 'https://alter.example/oauth/callback/x';

export const configId = 'c0a80101-0000-5000-8000-000000000001';

/** Of an app, as the configuration file gives it. */
export const configOf = (
  entry: Provider,
  clientId: string,
  clientSecret: string,
  variables: ProviderConfig['variables'] = {},
): ProviderConfig => ({
  id: configId,
  appId: 'c0a80101-0000-5000-8000-000000000002',
  providerId: entry.id,
  clientId,
  clientSecret: new Secret(clientSecret),
  scopes: [],
  variables,
  generation: 1,
  source: 'file',
  flowKinds: null,
  ownEndpoints: false,
});

/** Resolves entries for an app whose client has this secret. */
export const resolveWith =
  (clientSecret: string) =>
  (entry: Provider, variables: Texts = {}): ResolvedProvider =>
    resolveProvider(entry, configOf(entry, 'client-1', clientSecret, variables));

export const authorizeQuery = (provider: ResolvedProvider, scopes: string[] = []): URLSearchParams =>
  buildAuthorizeUrl({
    provider,
    redirectUri,
    scopes,
    state: 'state-1',
    nonce: 'nonce-1',
    codeChallenge: 'challenge-1',
  }).searchParams;

export const rewrite = (entry: Provider, body: Record<string, unknown>, status = 200) =>
  rewriteAnswer(entry, { status, body });
