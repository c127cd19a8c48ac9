/**
 * What the service knows about a provider. A member of the set is one file in `entries/` that default-exports a
 * `Provider`; nothing outside that file mentions its id. What differs from plain OAuth 2.0 is data, or one of the hooks below:
 * the list of hooks is closed, and a provider that needs a new one gets the hook reviewed, not an `if`.
 */
import type { Secret } from '../vault/secret.ts';

export interface Provider {
  id: string;
  aliases?: readonly string[];
  name: string;
  category: string;
  /** Two letters and a hue in degrees for the monogram tile. */
  monogram: string;
  hue: number;
  /** Labels the endpoints are made of, e.g. GitLab's host; `{name}` in any URL or host below. */
  variables: readonly Variable[];
  /** The issuer identifier when there is one; else the token endpoint's origin stands for it. May be a template. */
  issuer?: string;
  endpoints: {
    authorize: string;
    token: string;
    revoke: RevokeEndpoint | null;
    /** Keys of ID tokens, for `oidc` entries. */
    jwks?: string;
    /**
     * Further endpoints a credential must not be sent to through `/request`: introspection, token-carrying account pages.
     * `{name}` that is no variable stands for one path segment.
     */
    closed: readonly string[];
  };
  authorize: {
    /** Fixed query parameters. */
    query: Readonly<Record<string, string>>;
    scopeSeparator: ' ' | ',';
    /** Always asked for, beside the config's scopes. */
    identityScopes: readonly string[];
    /** What the vendor says about PKCE. `required` and `supported` always send it. */
    pkceSupport: 'required' | 'supported' | 'limited' | 'unsupported' | 'unknown';
    /** A challenge is sent; with the other three only because the vendor is known to ignore it safely. */
    pkce: boolean;
    /** OpenID Connect: a nonce is sent and the ID token is validated. */
    oidc: boolean;
    /** Algorithms of its ID tokens; RS256 when absent. */
    idTokenAlgs?: readonly string[];
    /** The server always answers with `iss`: a callback without it is refused (RFC 9207 §2.4). */
    issParameter?: boolean;
    /** Query parameters that make the provider ask which account; they replace those of `query`. */
    switchAccount?: Readonly<Record<string, string>>;
  };
  token: {
    clientAuth: 'post' | 'basic';
    body: 'form' | 'json';
    /** Sent with token requests, beside Accept: application/json. */
    headers?: Readonly<Record<string, string>>;
  };
  refresh: {
    rotation: 'none' | 'static' | 'single-use' | 'rotates-old-stays-valid';
    /** Life of an access token in seconds when the answer does not say; null: does not expire. */
    accessTtlSeconds: number | null;
    /** Life of an unused refresh token in seconds; null: no end is known. */
    refreshTtlSeconds?: number | null;
    /** Seconds before expiry from which a refresh is due; absent: the default of `mechanisms.md` §2.7. */
    marginSeconds?: number;
    /** There is no refresh token: a living access token is traded for a younger one. */
    swap?: { url: string };
  };
  account: {
    /** `{access_token}` where the provider wants the token in the path. */
    url: string;
    method: 'GET' | 'POST';
    body?: string;
    /** Paths into the answer that together identify the account, e.g. `['team_id', 'user_id']`. All must be there. */
    identity: readonly string[];
    /** What a person knows the account by: the first path with a value. */
    label: readonly string[];
    /** Display name: the first path with a value. */
    name?: readonly string[];
    headers?: Readonly<Record<string, string>>;
  } | null;
  api: {
    /** Hosts that a credential may go to: exact names, no wildcards. May be templates. */
    hosts: readonly string[];
    /** Sent when the caller did not send them. */
    defaultHeaders: Readonly<Record<string, string>>;
    /** Header template for the token. */
    inject: { name: string; format: string };
    rateLimitSignals: readonly string[];
  };
  scopes: readonly ScopeWords[];
  /** Where an operator registers an app, and where a person removes one. */
  consoleUrl: string;
  settingsUrl: string | null;
  /** Short steps for the operator. */
  setup: readonly string[];
  /** False until the entry was run against the real provider; shown to operators. */
  verified: boolean;
  hooks: ProviderHooks;
}

export interface Variable {
  name: string;
  label: string;
  /**
   * What a value may stand for: a whole host (with a port, if it has one; the operator's only), one DNS label before a
   * fixed suffix, or one path segment.
   */
  kind: 'host' | 'label' | 'path';
  /** `operator`: given in the config. `person`: one DNS label under `suffix`, asked at connect. */
  from: 'operator' | 'person';
  /** Whole-value pattern. */
  pattern: RegExp;
  default?: string;
  suffix?: string;
}

export interface RevokeEndpoint {
  url: string;
  method: 'POST' | 'DELETE';
  auth: 'client-post' | 'client-basic' | 'bearer' | 'none';
  /** Where the token goes. `path`: the URL has `{token}`. `{client_id}` is filled in any URL. */
  carries: 'form' | 'json' | 'path' | 'bearer';
  /** Name of the body field. */
  field: string;
  /** Which token is revoked: the one that ends the most. */
  token: 'access' | 'refresh';
  /** `client_user`: ends every grant of the same client and account; unknown counts as this. */
  scope: 'token' | 'client_user';
}

export interface ScopeWords {
  scope: string;
  /** What a person reads: "read your calendar". */
  description: string;
  risk: 'low' | 'medium' | 'high';
}

/** A token answer as it came, before the library judges it. */
export interface RawTokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** The closed list. Each is pure: it rewrites what it is given and calls nobody. */
export interface ProviderHooks {
  /** Adds or moves authorize parameters, e.g. a second scope parameter. */
  authorize?: (query: URLSearchParams, scopes: readonly string[]) => void;
  /**
   * Rewrites a token answer into RFC 6749 form (or error form) before it is judged: errors that come with status 200,
   * nested tokens, `token_type` that is missing or odd, null members, scope lists.
   */
  tokenAnswer?: (answer: RawTokenAnswer) => RawTokenAnswer;
  /** Further secret fields of a (rewritten) token answer, e.g. a bot's token beside the person's. */
  tokenFields?: (body: Record<string, unknown>) => Record<string, string>;
  /** Vault field that is injected, when it is not `access_token`. */
  injectField?: (body: Record<string, unknown>) => string;
  /** Identity out of the token answer without its tokens, where there is no account endpoint or the answer knows better. */
  identity?: (body: Record<string, unknown>) => Partial<AccountFacts> | null;
  /** The provider's own error words, classed. Null: as RFC 6749 has them. */
  errorClass?: (error: string, body: Record<string, unknown>) => TokenErrorClass | null;
}

/** Names of the hooks, for the check that an entry has no other. */
export const hookNames = Object.keys({
  authorize: true,
  tokenAnswer: true,
  tokenFields: true,
  injectField: true,
  identity: true,
  errorClass: true,
} satisfies Record<keyof ProviderHooks, true>);

/** `mechanisms.md` §2.6. */
export type TokenErrorClass = 'permanent' | 'configuration' | 'transient' | 'indeterminate';

export interface AccountFacts {
  /** Identity values, joined so that no two lists give the same text; null: none. */
  key: string | null;
  identifier: string | null;
  displayName: string | null;
}

/** An app's use of a provider: from alter.config or from the store. */
export interface ProviderConfig {
  /** UUID; a file config's is UUIDv5 of app id and config name. */
  id: string;
  appId: string;
  /** What sessions and grants call it: a catalog id, or a custom provider's own. */
  providerId: string;
  clientId: string;
  clientSecret: Secret | null;
  /** What may be asked; a session may only narrow. */
  scopes: readonly string[];
  variables: Readonly<Record<string, string>>;
  generation: number;
  source: 'file' | 'store';
  /** Endpoints were given by an operator: the callback URL is then per config id. */
  ownEndpoints: boolean;
}

/** Provider and config with every template filled: what stations work with. */
export interface ResolvedProvider {
  entry: Provider;
  config: ProviderConfig;
  /** Values of operator variables, and of a person's once known: until then its `{name}` stays in the URLs. */
  variables: Readonly<Record<string, string>>;
  issuer: string;
  endpoints: {
    authorize: string;
    token: string;
    revoke: RevokeEndpoint | null;
    jwks: string | null;
    /** The entry's, and its authorization, token and revocation endpoints. */
    closed: readonly string[];
  };
  account: Provider['account'];
  hosts: readonly string[];
  /** Path of the callback: `/oauth/callback/<catalog id>` or `/oauth/callback/<config id>`. */
  callbackPath: string;
}
