/**
 * An entry says only what differs from plain OAuth 2.0; the rest is filled in here. Defaults are the most common form, and
 * where nobody knows, the careful one: no challenge is sent to a vendor that is not known to take it, an endpoint that
 * revokes is taken to end everything.
 */
import type { AccountPaths, Provider, RevokeEndpoint, ScopeWords } from './provider.ts';

type Required = 'id' | 'name' | 'category' | 'monogram' | 'hue' | 'consoleUrl' | 'settingsUrl' | 'setup';
type Optional =
  | 'aliases'
  | 'noScopes'
  | 'flowKinds'
  | 'kinds'
  | 'variables'
  | 'issuer'
  | 'callback'
  | 'verified'
  | 'verifyBeforeRelease'
  | 'hooks';

export type AccountEntry = Omit<NonNullable<Provider['account']>, 'method'> & { method?: 'GET' | 'POST' };

/** What an entry's file says. */
export interface ProviderEntry extends Pick<Provider, Required>, Partial<Pick<Provider, Optional>> {
  endpoints: Pick<Provider['endpoints'], 'authorize' | 'token'> &
    Partial<Omit<Provider['endpoints'], 'revoke'>> & {
      /**
       * POST with the client's authentication and `token=<refresh token>` in a form (RFC 7009), unless said. With
       * `auth: 'bearer'` the access token goes where it goes in API calls, and there is no body.
       */
      revoke?: (Pick<RevokeEndpoint, 'url' | 'scope'> & Partial<RevokeEndpoint>) | null;
    };
  authorize?: Partial<Omit<Provider['authorize'], 'pkce'>> & {
    /** The vendor does not speak of PKCE and is known to ignore a challenge. */
    pkceSafeToSend?: boolean;
  };
  token?: Partial<Provider['token']>;
  /** What happens to a used refresh token is never guessed: what is not plainly harmless is `single-use`. */
  refresh: Pick<Provider['refresh'], 'rotation'> & Partial<Provider['refresh']>;
  /** GET with the token, unless said. */
  account?: AccountEntry | null;
  accountInToken?: AccountPaths;
  /** The account's call, unless said. */
  verify?: (Omit<NonNullable<Provider['verify']>, 'method'> & { method?: 'GET' | 'POST' }) | null;
  api: Pick<Provider['api'], 'hosts'> & Partial<Provider['api']>;
  /** Scope to what a person reads ("read your calendar") and how much harm it can do. */
  scopes?: Readonly<Record<string, readonly [description: string, risk: ScopeWords['risk']]>>;
}

const bearer = { name: 'authorization', format: 'Bearer {token}' };

export function defineProvider(entry: ProviderEntry): Provider {
  const token = { clientAuth: 'post', body: 'form', ...entry.token } as const;
  const account = entry.account ? { method: 'GET' as const, ...entry.account } : null;
  return {
    flowKinds: ['authorization_code'],
    kinds: {},
    variables: [],
    callback: {},
    verified: false,
    verifyBeforeRelease: false,
    hooks: {},
    ...entry,
    endpoints: { closed: [], ...entry.endpoints, revoke: revokeOf(entry, token.clientAuth) },
    authorize: authorizeOf(entry.authorize),
    token,
    refresh: { accessTtlSeconds: null, refreshTtlSeconds: null, ...entry.refresh },
    account,
    accountInToken: entry.accountInToken ?? null,
    verify: verifyOf(entry, account),
    api: { defaultHeaders: {}, inject: bearer, rateLimit: {}, ...entry.api },
    scopes: Object.entries(entry.scopes ?? {}).map(([scope, [description, risk]]) => ({ scope, description, risk })),
  };
}

function revokeOf({ endpoints }: ProviderEntry, clientAuth: Provider['token']['clientAuth']): RevokeEndpoint | null {
  const { revoke } = endpoints;
  if (!revoke) return null;
  const auth = revoke.auth ?? (clientAuth === 'none' ? 'client-id' : (`client-${clientAuth}` as const));
  const carries = revoke.carries ?? (auth === 'bearer' ? 'bearer' : 'form');
  const field = carries === 'form' || carries === 'json' ? 'token' : '';
  return { method: 'POST', auth, carries, field, token: auth === 'bearer' ? 'access' : 'refresh', ...revoke };
}

/** PKCE is sent wherever the vendor takes it (RFC 9700 §2.1.1). */
function authorizeOf(given: ProviderEntry['authorize'] = {}): Provider['authorize'] {
  const { pkceSafeToSend = false, ...authorize } = given;
  const { pkceSupport = 'unknown', pkceOffBecause } = authorize;
  const taken = pkceSupport === 'required' || pkceSupport === 'supported' || pkceSafeToSend;
  return {
    query: {},
    scopeSeparator: ' ',
    identityScopes: [],
    offline: null,
    oidc: false,
    ...authorize,
    pkceSupport,
    pkce: taken && pkceOffBecause === undefined,
  };
}

/** A token that travels in a URL is not used for a look whether it works. */
function verifyOf({ verify }: ProviderEntry, account: Provider['account']): Provider['verify'] {
  if (verify !== undefined) return verify && { method: 'GET', ...verify };
  if (!account || account.url.includes('{access_token}')) return null;
  const { url, method, body, headers } = account;
  return { url, method, ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) };
}
