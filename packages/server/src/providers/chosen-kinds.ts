/** An entry as one config uses it: with the kinds of flow that the operator's client is registered for. */
import type { Provider, ProviderConfig } from './provider.ts';

/**
 * A client of OAuth 1.0a is another client than that of OAuth 2.0, and where a provider has both, its page is another one:
 * such a config is for that kind alone.
 */
export function withChosenKinds(
  entry: Provider,
  { flowKinds, scopes }: Pick<ProviderConfig, 'flowKinds' | 'scopes'>,
  mistakes: string[],
): Provider {
  const page = entry.endpoints.oauth1?.authorize;
  const offered = entry.flowKinds;
  const usual = page === undefined ? offered : offered.filter((kind) => kind !== 'oauth1');
  const chosen = flowKinds ?? usual;
  const strange = chosen.filter((kind) => !offered.includes(kind));
  if (chosen.length === 0 || strange.length > 0)
    mistakes.push(
      `flow kinds: choose among ${offered.join(', ')}${strange.length > 0 ? `, not ${strange.join(', ')}` : ''}`,
    );
  if (page === undefined || !chosen.includes('oauth1')) return { ...entry, flowKinds: chosen };
  if (chosen.length > 1) mistakes.push('flow kinds: oauth1 has a client of its own, so it stands alone');
  if (scopes.length > 0) mistakes.push('OAuth 1.0a has no scopes: leave them out');
  return overOAuth1(entry, page);
}

/** What belongs to OAuth 2.0 alone is not there. */
const overOAuth1 = (entry: Provider, page: string): Provider => ({
  ...entry,
  flowKinds: ['oauth1'],
  scopes: [],
  noScopes: 'OAuth 1.0a has none: what an app may do is chosen where it is registered.',
  endpoints: {
    ...entry.endpoints,
    authorize: page,
    revoke: null,
    closed: [
      ...entry.endpoints.closed,
      entry.endpoints.authorize,
      ...(entry.endpoints.revoke ? [entry.endpoints.revoke.url] : []),
    ],
  },
  authorize: { ...entry.authorize, query: {}, identityScopes: [], switchAccount: {}, pkce: false, oidc: false },
  refresh: { rotation: 'none', accessTtlSeconds: null, refreshTtlSeconds: null },
});
