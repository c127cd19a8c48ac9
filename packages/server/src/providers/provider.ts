/**
 * What the service knows about a provider. A member of the set is one file here that default-exports a `Provider`;
 * nothing outside that file mentions its id. What differs from plain OAuth 2.0 is data, or one of the hooks below:
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
    /** Further endpoints a credential must not be sent to through `/request`: introspection, token-carrying account pages. */
    closed: readonly string[];
  };
  authorize: {
    /** Fixed query parameters. */
    query: Readonly<Record<string, string>>;
    scopeSeparator: ' ' | ',';
    /** Always asked for, beside the config's scopes. */
    identityScopes: readonly string[];
    pkce: boolean;
    /** OpenID Connect: a nonce is sent and the ID token is validated. */
    oidc: boolean;
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
    /** What ends a grant when `revoke` is called: this token, or everything of the client and account. */
  };
  account: {
    url: string;
    method: 'GET' | 'POST';
    body?: string;
    /** Paths into the answer that together identify the account, e.g. `['team_id', 'user_id']`. */
    identity: readonly string[];
    label: readonly string[];
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
  /** Where the token goes. `path`: the URL has `{token}`. */
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
  /** Adds or moves authorize parameters, e.g. Slack's `user_scope`. */
  authorize?: (query: URLSearchParams, scopes: readonly string[]) => void;
  /**
   * Rewrites a token answer into RFC 6749 form (or error form) before it is judged: errors that come with status 200,
   * nested tokens, `token_type` that is missing or odd, null members, scope lists.
   */
  tokenAnswer?: (answer: RawTokenAnswer) => RawTokenAnswer;
  /** Further secret fields of a token answer, e.g. Slack's bot token beside the user token. */
  tokenFields?: (body: Record<string, unknown>) => Record<string, string>;
  /** Vault field that is injected, when it is not `access_token`. */
  injectField?: (body: Record<string, unknown>) => string;
  /** Identity out of the token answer, where there is no account endpoint or the answer knows better. */
  identity?: (body: Record<string, unknown>) => Partial<AccountFacts> | null;
  /** The provider's own error words, classed. */
  errorClass?: (error: string, body: Record<string, unknown>) => TokenErrorClass | null;
}

/** `mechanisms.md` §2.6. */
export type TokenErrorClass = 'permanent' | 'configuration' | 'transient' | 'indeterminate';

export interface AccountFacts {
  /** Joined identity values; null: none. */
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
  /** Values of operator variables, and of a person's once known. */
  variables: Readonly<Record<string, string>>;
  issuer: string;
  endpoints: { authorize: string; token: string; revoke: RevokeEndpoint | null; closed: readonly string[] };
  account: Provider['account'];
  hosts: readonly string[];
  /** Path of the callback: `/oauth/callback/<catalog id>` or `/oauth/callback/<config id>`. */
  callbackPath: string;
}
