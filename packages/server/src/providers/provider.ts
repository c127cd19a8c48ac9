/**
 * What the service knows about a provider. A member of the set is one file in `entries/` that default-exports a
 * `Provider`, written with `defineProvider`; nothing outside that file mentions its id. What differs from plain OAuth 2.0 is
 * data, or one of the hooks below: the list of hooks is closed, and a provider that needs a new one gets the hook reviewed,
 * not an `if`.
 */
import type { FlowKind } from '@alter/protocol';
import type { Secret } from '../vault/secret.ts';
import type { Category } from './category.ts';

/** How a grant can come to be. The endpoints that a kind needs are under `endpoints`. */
export type { FlowKind };

export interface Provider {
  id: string;
  aliases?: readonly string[];
  name: string;
  category: Category;
  /** Two letters and a hue in degrees for the monogram tile. */
  monogram: string;
  hue: number;
  /** The first is the one that a connect session uses, unless a config says which its client is registered for. */
  flowKinds: readonly FlowKind[];
  /** What a kind beside the first takes: each of them is here. */
  kinds: Readonly<Partial<Record<FlowKind, KindFacts>>>;
  /** What the endpoints are made of, e.g. GitLab's host; `{name}` in any URL, host, header or parameter below. */
  variables: readonly Variable[];
  /** The issuer identifier when there is one; else the token endpoint's origin stands for it. May be a template. */
  issuer?: string;
  endpoints: {
    authorize: string;
    token: string;
    /** Where refresh calls go, when it is not the token endpoint. */
    refresh?: string;
    revoke: RevokeEndpoint | null;
    /** RFC 7662, or the vendor's own; closed to callers. */
    introspect?: string;
    /** RFC 8628 §3.1, for `device_code`. */
    deviceAuthorization?: string;
    /** RFC 5849 §2.1 to §2.3, for `oauth1`; the page that asks the person is `authorize` above, unless it is another. */
    oauth1?: { request: string; authorize?: string; access: string };
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
    /** How a refresh token is had, in words for the operator; null: it simply comes, or there is none. */
    offline: string | null;
    /** What the vendor says about PKCE. `required` and `supported` always send it. */
    pkceSupport: 'required' | 'supported' | 'limited' | 'unsupported' | 'unknown';
    /** A challenge is sent; with the other three only because the vendor is known to ignore it safely. */
    pkce: boolean;
    /** Why none is sent although the vendor supports it. */
    pkceOffBecause?: string;
    /** The page is a route of a single-page app: the query goes behind this in the fragment. */
    fragment?: string;
    /** How the vendor spells S256. */
    challengeMethod?: string;
    /** OpenID Connect: a nonce is sent and the ID token is validated. */
    oidc: boolean;
    /** Algorithms of its ID tokens; RS256 when absent. */
    idTokenAlgs?: readonly string[];
    /** The server always answers with `iss`: a callback without it is refused (RFC 9207 §2.4). */
    issParameter?: boolean;
    /** Query parameters that make the provider ask which account; they replace those of `query`. */
    switchAccount?: Readonly<Record<string, string>>;
  };
  /** What the callback calls things where it is not RFC 6749 §4.1.2. Values that it brings are `variables`. */
  callback: {
    /** Parameter with the code, e.g. `spapi_oauth_code`. */
    code?: string;
    /** Parameter with the scopes that the person left ticked. */
    scope?: string;
    /** What is sent as `redirect_uri`, where the vendor speaks of it by a name; variables are filled in. */
    redirectUri?: string;
    /** Parameters that must come back exactly so; variables are filled in. */
    expect?: Readonly<Record<string, string>>;
  };
  token: {
    /** `none`: a public client, known by its id and PKCE alone. */
    clientAuth: 'post' | 'basic' | 'none';
    body: 'form' | 'json';
    /** Sent with token requests, beside Accept: application/json. */
    headers?: Readonly<Record<string, string>>;
    /** What the vendor calls `client_id`, here and in the authorize URL. */
    clientIdName?: string;
    /**
     * Further members of the request that trades the code; variables and the flow's `{state}` are filled in, `''` drops the
     * library's.
     */
    extra?: Readonly<Record<string, string>>;
    /** The first token is short-lived and is traded for a long-lived one at once. */
    swap?: TokenSwap;
  };
  refresh: {
    /** What happens to a refresh token that was used. What is not plainly one of the other three is `single-use`. */
    rotation: 'none' | 'static' | 'single-use' | 'rotates-old-stays-valid';
    /** A used single-use token still answers for this long, with the same successor. */
    graceSeconds?: number;
    /** Life of an access token in seconds when the answer does not say; null: does not expire. */
    accessTtlSeconds: number | null;
    /** Life of an unused refresh token in seconds, when the answer does not say; null: no end is known. */
    refreshTtlSeconds: number | null;
    /** Seconds before expiry from which a refresh is due; absent: the default of `mechanisms.md` §2.7. */
    marginSeconds?: number;
    /** Further members of the refresh request; as `token.extra`. */
    extra?: Readonly<Record<string, string>>;
    /** There is no refresh token: a living access token is traded for a younger one. */
    swap?: TokenSwap;
  };
  account:
    | ({
        /** `{access_token}` where the provider wants the token in the path. */
        url: string;
        method: 'GET' | 'POST';
        body?: string;
        headers?: Readonly<Record<string, string>>;
        /** Where the token goes, if not as in API calls. */
        inject?: { name: string; format: string };
      } & AccountPaths)
    | null;
  /** The token answer, or a variable, says whose account it is: no call is made. */
  accountInToken: AccountPaths | null;
  /** A cheap call that says whether a token works (2xx: yes; 401: no). The account's, unless the entry names another. */
  verify: { url: string; method: 'GET' | 'POST'; body?: string; headers?: Readonly<Record<string, string>> } | null;
  api: {
    /** Hosts that a credential may go to: exact names, no wildcards. May be templates. */
    hosts: readonly string[];
    /**
     * Sent when the caller did not send them. Variables, `{client_id}` and `{client_secret}` are filled in; one without a
     * value is left out.
     */
    defaultHeaders: Readonly<Record<string, string>>;
    /** The same for query parameters, e.g. an app's key. */
    defaultQuery?: Readonly<Record<string, string>>;
    /**
     * Where the token goes: a header (or query parameter) and its template. `proof`: a query parameter beside it, with the
     * HMAC-SHA256 of the token by the client secret, in hex.
     */
    inject: { in?: 'header' | 'query'; name: string; format: string; proof?: string };
    rateLimit: RateLimit;
    places?: Places;
  };
  scopes: readonly ScopeWords[];
  /** The vendor has none that could be asked for: what decides instead, in words for the operator. */
  noScopes?: string;
  /** Where an operator registers an app, and where a person removes one. */
  consoleUrl: string;
  settingsUrl: string | null;
  /** Short steps for the operator. */
  setup: readonly string[];
  /** False until the entry was run against the real provider; shown to operators. */
  verified: boolean;
  /** Some facts are from memory or a single source: an operator is told to check them against the vendor's documentation. */
  verifyBeforeRelease: boolean;
  hooks: ProviderHooks;
}

/** How a kind of flow beside the preferred one is had at this provider. */
export interface KindFacts {
  /** What the operator does for it, in words. */
  setup: string;
  /** Further members of its token request; variables are filled in. */
  extra?: Readonly<Record<string, string>>;
}

/**
 * Sites, organisations or companies that one token is for, and of which a call names one. They are asked for at connect and told
 * to the app; the one variable `from: 'places'` is the id, and has a value where there is exactly one.
 */
export interface Places {
  /** Asked with GET, and with the token as in API calls. May be a template. */
  url: string;
  /** Path of the list in the answer; absent: the answer is the list. */
  list?: string;
  /** Path of an item's name, for people. */
  name: string;
}

/** Paths into an answer, e.g. `data.viewer.id`; `{name}` is a variable's value. */
export interface AccountPaths {
  /** Together they identify the account, e.g. `['team_id', 'user_id']`. All must be there. */
  identity: readonly string[];
  /** What a person knows the account by: the first path with a value. */
  label: readonly string[];
  /** Display name: the first path with a value. */
  name?: readonly string[];
}

export interface Variable {
  name: string;
  label: string;
  /**
   * What a value may stand for: a whole host (with a port, if it has one; never a person's), one DNS label before a
   * fixed suffix, one path segment, or a `value` of a header, query or body, never part of a URL.
   */
  kind: 'host' | 'label' | 'path' | 'value';
  /**
   * `operator`: given in the config. `person`: one DNS label under `suffix`, asked at connect. The others arrive, at `at`,
   * in the callback's query, the token answer, the account's answer or an item of {@link Places}, and stay with the grant: a
   * value that does not match is refused before a code, secret or token goes anywhere.
   */
  from: 'operator' | 'person' | 'callback' | 'token' | 'account' | 'places';
  /** Whole-value pattern. For a host that arrives it is a closed list or ends in a fixed suffix: `patterns.ts`. */
  pattern: RegExp;
  /** As it comes; shown where it is asked for, and what the life-cycle tests use. */
  example?: string;
  /** Name of the callback's parameter, or path into the answer. A URL there gives its host. */
  at?: string;
  /** The first group of this is the value, where it is only a part of what arrives. */
  capture?: RegExp;
  /** Nothing is missing without it: what would hold it is left out. */
  optional?: boolean;
  /** The operator's `value` that nobody is to read: given as a reference, kept sealed, sent in headers of API calls alone. */
  secret?: boolean;
  default?: string;
  suffix?: string;
}

/** Trades a token for a longer-lived one, in a call that is no standard's. */
export interface TokenSwap {
  url: string;
  method: 'GET' | 'POST';
  grantType: string;
  /** Parameter that carries the token. */
  field: string;
  /** What the client proves itself with. */
  client: 'id-and-secret' | 'secret' | 'none';
}

/**
 * How the provider says that calls come too fast, beside status 429. `Retry-After` counts wherever it comes; header names
 * are in lower case.
 */
export interface RateLimit {
  /** Calls that are left. Alone it decides nothing: it goes with the window’s end, or with `statuses`. */
  remaining?: string;
  /** When the window ends: epoch seconds or milliseconds, or seconds or milliseconds from now. */
  resetAt?: string;
  resetAtMs?: string;
  resetIn?: string;
  resetInMs?: string;
  /** One header with both, the window's end in seconds from now: `limit=100, remaining=0, reset=8`. */
  together?: string;
  /** How long a limit holds that the vendor does not say with its answer, in seconds. */
  pauseSeconds?: number;
  /** Other statuses that mean a limit when `remaining` is 0 or `Retry-After` is there. */
  statuses?: readonly number[];
  /** An answer whose body says it: the value at `path` is one of `values`. */
  inBody?: { status: number; path: string; values: readonly string[] };
}

export interface RevokeEndpoint {
  url: string;
  method: 'POST' | 'DELETE' | 'GET';
  /**
   * `client-header`: `Authorization: Client <secret>`; `client-bearer`: `Bearer <secret>`. `client-id`: the id alone. `bearer`:
   * the token, as in API calls.
   */
  auth: 'client-post' | 'client-basic' | 'client-header' | 'client-bearer' | 'client-id' | 'bearer' | 'none';
  /** Where the token goes. `path`: the URL has `{token}`. `{client_id}` is filled in any URL. */
  carries: 'form' | 'json' | 'path' | 'bearer';
  /** Name of the body field. */
  field: string;
  /** What the field has where it is not a token, e.g. an account's id; variables are filled in. */
  value?: string;
  /** What the vendor calls the client's id and secret, when not as in token requests. */
  clientMembers?: { id: string; secret: string };
  /** Which token is revoked: the one that ends the most. `either`: the refresh token, or the access token without one. */
  token: 'access' | 'refresh' | 'either';
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
  /** Whether a callback is the provider's own, where it signs it. False: refused before the code goes anywhere. */
  callbackGenuine?: (parameters: URLSearchParams, clientSecret: Secret | null) => boolean;
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
  callbackGenuine: true,
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

/** How an app is registered with a provider. */
export interface Registration {
  appId: string;
  /** What sessions and grants call it: a catalog id, or a custom provider's own. As an operator gives it, also an alias. */
  providerId: string;
  clientId: string;
  /** Null: a public client. */
  clientSecret: Secret | null;
  /** What may be asked; a session may only narrow. */
  scopes: readonly string[];
  /** A secret one is a {@link Secret}, and no other is. */
  variables: Readonly<Record<string, string | Secret>>;
  /** Kinds of flow that the client is registered for, the preferred first; null: the entry's. */
  flowKinds: readonly FlowKind[] | null;
}

/** An app's use of a provider: from alter.config or from the store. */
export interface ProviderConfig extends Registration {
  /** UUID; a file config's is UUIDv5 of app id and config name. */
  id: string;
  generation: number;
  source: 'file' | 'store';
  /** Endpoints were given by an operator: the callback URL is then per config id. */
  ownEndpoints: boolean;
}

/** Provider and config with every template filled: what stations work with. */
export interface ResolvedProvider {
  /** With the kinds of flow that the config is for. */
  entry: Provider;
  config: ProviderConfig;
  /** Values of operator variables but secret ones, and of a person's once known: until then its `{name}` stays in the URLs. */
  variables: Readonly<Record<string, string>>;
  issuer: string;
  endpoints: {
    authorize: string;
    token: string;
    refresh: string;
    revoke: RevokeEndpoint | null;
    jwks: string | null;
    /** The entry's, and its authorization, token and revocation endpoints. */
    closed: readonly string[];
  };
  account: Provider['account'];
  verify: Provider['verify'];
  hosts: readonly string[];
  /** `api.defaultHeaders` and `api.defaultQuery`, filled; those without a value are left out. `sent-headers.ts` */
  headers: Readonly<Record<string, string | Secret>>;
  query: Readonly<Record<string, string>>;
  /** Path of the callback: `/oauth/callback/<catalog id>` or `/oauth/callback/<config id>`. */
  callbackPath: string;
}
