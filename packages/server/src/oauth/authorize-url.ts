import type { ResolvedProvider } from '../providers/provider.ts';
import { filledMembers } from '../providers/resolve.ts';
import { fill } from '../providers/template.ts';

export interface AuthorizeRequest {
  provider: ResolvedProvider;
  redirectUri: string;
  /** The entry's identity scopes are added to these. */
  scopes: readonly string[];
  state: string;
  /** For entries with `oidc`. */
  nonce: string | null;
  /** S256; for entries with `pkce`. */
  codeChallenge: string | null;
  /** Have the provider ask which account, as far as it can. */
  switchAccount?: boolean;
}

/**
 * Where the browser goes to ask the person.
 * @throws RangeError when the entry wants a nonce or a challenge and there is none: a flow never goes out weaker
 * @see RFC 6749 §4.1.1; RFC 7636 §4.3
 */
export function buildAuthorizeUrl(request: AuthorizeRequest): URL {
  const { provider, codeChallenge, nonce } = request;
  const { authorize, ...entry } = provider.entry;
  if (authorize.pkce && codeChallenge === null) throw new RangeError(`${entry.id}: no code challenge`);
  if (authorize.oidc && nonce === null) throw new RangeError(`${entry.id}: no nonce`);
  const url = new URL(provider.endpoints.authorize);
  const query = new URLSearchParams(url.search);
  const fixed = { ...authorize.query, ...(request.switchAccount ? authorize.switchAccount : {}) };
  for (const [name, value] of Object.entries(filledMembers(fixed, provider.variables))) query.set(name, value);
  query.set('response_type', 'code');
  query.set(entry.token.clientIdName ?? 'client_id', provider.config.clientId);
  query.set('redirect_uri', redirectUriOf(provider, request.redirectUri));
  const scopes = [...new Set([...authorize.identityScopes, ...request.scopes])];
  if (scopes.length > 0) query.set('scope', scopes.join(authorize.scopeSeparator));
  query.set('state', request.state);
  if (authorize.oidc && nonce !== null) query.set('nonce', nonce);
  if (authorize.pkce && codeChallenge !== null) {
    query.set('code_challenge', codeChallenge);
    query.set('code_challenge_method', authorize.challengeMethod ?? 'S256');
  }
  entry.hooks.authorize?.(query, scopes);
  // A space as %20 is read the same by everybody; a space as + is not.
  const search = query.toString().replaceAll('+', '%20');
  if (authorize.fragment === undefined) url.search = search;
  else url.hash = `${authorize.fragment}?${search}`;
  return url;
}

/** Some vendors speak of a registered callback by a name (RFC 6749 §3.1.2.2 leaves them no room for it). */
export const redirectUriOf = ({ entry, variables }: ResolvedProvider, redirectUri: string): string =>
  entry.callback.redirectUri === undefined ? redirectUri : fill(entry.callback.redirectUri, variables);
