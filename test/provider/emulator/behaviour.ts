/**
 * How one vendor behaves. Every quirk is a switch, and all of it is JSON: a test in another process sets it over HTTP.
 * {@link plain} is a strict and ordinary server; a tenant says only where it differs.
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** JSON with places such as `{access}` in its texts; a text that is one place becomes the value itself. See `template.ts`. */
export type Template = Json;

export interface FixedReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  body: Template;
}

export type EndpointName =
  | 'authorize'
  | 'token'
  | 'refresh'
  | 'swap'
  | 'renew'
  | 'revoke'
  | 'account'
  | 'verify'
  | 'places'
  | 'introspect'
  | 'jwks'
  | 'discovery'
  | 'device'
  | 'verification'
  | 'temporary'
  | 'authorize1'
  | 'token1';

/** Errors of RFC 6749 §5.2 and RFC 8628 §3.5, by which a vendor's own form is chosen. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token';

export interface Behaviour {
  /** Absolute URLs; `{name}` stands for one segment. What is not there does not answer. */
  endpoints: Partial<Record<EndpointName, string>>;
  /** Everything at these (host, or host and path) that is no endpoint is the API. */
  api: {
    places: readonly string[];
    /** `proof`: a query parameter with the token's HMAC by the client secret, without which no token is believed. */
    inject: { in: 'header' | 'query'; name: string; format: string; proof?: string };
    /** Headers that every call must have. */
    headers: Readonly<Record<string, string>>;
    query: Readonly<Record<string, string>>;
    /** Status and body for a token that is not live. */
    refused: FixedReply;
  };
  client: {
    id: string;
    secret: string | null;
    /** The other ways are refused. */
    auth: 'post' | 'basic' | 'either' | 'none';
    /** What the vendor calls `client_id`, e.g. `client_key`. */
    idName: string;
  };
  authorize: {
    /** Must be there with this value. */
    required: Readonly<Record<string, string>>;
    /** Parameters that scopes come in, e.g. `scope` and `user_scope`. */
    scopeNames: readonly string[];
    scopeSeparator: string;
    /** Null: any. A scope that is not known is refused, so a wrong separator is too. */
    scopes: readonly string[] | null;
    pkce: 'required' | 'supported' | 'ignored' | 'refused';
    challengeMethod: string;
    /** What the person does. */
    person: 'agrees' | 'denies';
    /** Scopes that the person leaves ticked; null: all. */
    ticked: readonly string[] | null;
    /** RFC 9207: the callback carries `iss`. */
    iss: boolean;
    /** Further callback parameters. */
    callback: Readonly<Record<string, string>>;
    /** The callback is signed with the client secret: `hmac` over the other parameters, sorted. */
    callbackHmac: boolean;
    /** Name of the code in the callback. */
    codeName: string;
    /** Redirect URIs that are registered; null: any. */
    redirectUris: readonly string[] | null;
    /** Names that stand for a registered redirect URI, where the vendor wants those, and nothing else then. */
    redirectNames: Readonly<Record<string, string>>;
  };
  /** OpenID Connect: an ID token comes with a code. */
  oidc: { issuer: string; alg: 'RS256' | 'ES256' } | null;
  token: {
    method: 'POST' | 'GET';
    /** Body of a token request; the other form is refused. */
    body: 'form' | 'json' | 'either';
    /** Request headers that must be there. */
    headers: Readonly<Record<string, string>>;
    /** Members that must be there with this value when a code comes. */
    required: Readonly<Record<string, string>>;
    /** The same for refresh requests. `grant_type` may be left out where one of these says it. */
    requiredToRefresh: Readonly<Record<string, string>>;
    /** The same where a client speaks for itself, and where a device's code comes. */
    requiredOfClient: Readonly<Record<string, string>>;
    requiredOfDevice: Readonly<Record<string, string>>;
    /** The state of the authorize request has to come again with the code. */
    state: boolean;
    /** How the vendor names the grants. */
    grantTypes: Readonly<Record<'authorization_code' | 'refresh_token' | 'client_credentials' | 'device_code', string>>;
    /** Parameter with the grant type: `type` at some. */
    grantTypeName: string;
    /** Members that must not be there. */
    unwanted: readonly string[];
    /** The redirect URI has to be repeated (RFC 6749 §4.1.3). */
    redirectUri: boolean;
  };
  answer: {
    status: number;
    encoding: 'json' | 'form' | 'form-unless-json';
    /** Null: missing. */
    tokenType: string | null;
    /** How `expires_in` is said; `says` is its value where it is wrong. */
    expiresIn: 'number' | 'text' | 'null' | 'missing';
    /** Seconds that are said; null: the true life. */
    says: number | null;
    /** `first`: only with a code. `null`: the member is null, and there is none. */
    refreshToken: 'always' | 'first' | 'null' | 'missing';
    scope: 'text' | 'list' | 'missing';
    /** Path under which the tokens stand, e.g. `data` or `authed_user`. */
    nested: string | null;
    /** Members beside the tokens. */
    extra: Readonly<Record<string, Template>>;
    /** Forms of their own instead of all this, for a code and for a refresh. */
    code: Template;
    refresh: Template;
  };
  errors: {
    /** Errors come with this status, e.g. 200; null: as RFC 6749 has it. */
    status: number | null;
    /** The vendor's own answers. */
    own: Readonly<Partial<Record<OAuthError, FixedReply>>>;
    /** What is said of a dead token is said of other mistakes, too: nobody can end a grant for it at once. */
    vague: boolean;
  };
  access: {
    /** True life in seconds; null: does not end. */
    seconds: number | null;
  };
  refresh: {
    rotation: 'none' | 'static' | 'single-use' | 'rotates-old-stays-valid';
    /** A spent token is taken for this long after its use; 0: never. */
    graceMs: number;
    /** In the grace time: the same answer again, or new tokens. */
    grace: 'repeat' | 'new';
    /** A spent token that comes after that ends its whole family. */
    reuse: 'refuse' | 'revoke-family';
    /** Token pairs of one grant: with 2, a bot's pair rotates apart from the person's. */
    pairs: 1 | 2;
  };
  /** Trades an access token for a longer-lived one after the code, and for a younger one later; null: neither. */
  swap: Swap | null;
  renew: Swap | null;
  account: {
    method: 'GET' | 'POST';
    body: string;
    /** `path`: the access token stands in the URL. */
    carries: 'credential' | 'path';
    /** Where the token goes, when it is not as in API calls. */
    inject: { name: string; format: string } | null;
    /** Wanted beside those of the API. */
    headers: Readonly<Record<string, string>>;
    /** Headers of the API that are not wanted here. */
    unasked: readonly string[];
    answer: Template;
    /** Whose account it is. */
    subject: string;
  };
  /** What the token is for, as a list that a live token gets. */
  places: { answer: Template };
  revoke: {
    method: 'POST' | 'DELETE' | 'GET';
    /**
     * `client-header`: `Authorization: Client <secret>`; `client-bearer`: `Bearer <secret>`. `client-id`: the id alone. `bearer`:
     * the token, as in API calls.
     */
    auth: 'client-post' | 'client-basic' | 'client-header' | 'client-bearer' | 'client-id' | 'bearer' | 'none';
    /** `bearer`: it is the credential itself. */
    carries: 'form' | 'json' | 'path' | 'query' | 'bearer';
    field: string;
    /** The field has this, which stands for the account, and no token; null: a token. */
    value: string | null;
    /** Names of the client's id and secret. */
    clientMembers: { id: string; secret: string };
    /** What ends: that token's grant, or all grants of the same person. */
    ends: 'token' | 'client_user';
    headers: Readonly<Record<string, string>>;
    /** For a token that is not known; null: RFC 7009 §2.2. */
    unknown: FixedReply | null;
  };
  device: { intervalSeconds: number; lifeSeconds: number };
  /** OAuth 1.0a tokens and their secrets, of the client above. */
  oauth1: { method: 'HMAC-SHA1' | 'HMAC-SHA256' | 'PLAINTEXT' };
}

export interface Swap {
  method: 'GET' | 'POST';
  grantType: string;
  /** Parameter with the token. */
  field: string;
  client: 'id-and-secret' | 'secret' | 'none';
}

/** What differs from another behaviour: switches by their sections. `endpoints`, and what may be null, is given whole. */
export type Differs = {
  [S in keyof Behaviour]?: S extends 'endpoints'
    ? Behaviour[S]
    : null extends Behaviour[S]
      ? Behaviour[S]
      : Partial<Behaviour[S]>;
};

export const plain: Behaviour = {
  endpoints: {},
  api: {
    places: [],
    inject: { in: 'header', name: 'authorization', format: 'Bearer {token}' },
    headers: {},
    query: {},
    refused: {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      body: { error: 'invalid_token' },
    },
  },
  client: { id: 'client-1', secret: 'client-secret-1', auth: 'either', idName: 'client_id' },
  authorize: {
    required: {},
    scopeNames: ['scope'],
    scopeSeparator: ' ',
    scopes: null,
    pkce: 'supported',
    challengeMethod: 'S256',
    person: 'agrees',
    ticked: null,
    iss: false,
    callback: {},
    callbackHmac: false,
    codeName: 'code',
    redirectUris: null,
    redirectNames: {},
  },
  oidc: null,
  token: {
    method: 'POST',
    body: 'form',
    headers: {},
    required: {},
    requiredToRefresh: {},
    requiredOfClient: {},
    requiredOfDevice: {},
    state: false,
    grantTypes: {
      authorization_code: 'authorization_code',
      refresh_token: 'refresh_token',
      client_credentials: 'client_credentials',
      device_code: 'urn:ietf:params:oauth:grant-type:device_code',
    },
    grantTypeName: 'grant_type',
    unwanted: [],
    redirectUri: true,
  },
  answer: {
    status: 200,
    encoding: 'json',
    tokenType: 'Bearer',
    expiresIn: 'number',
    says: null,
    refreshToken: 'always',
    scope: 'text',
    nested: null,
    extra: {},
    code: null,
    refresh: null,
  },
  errors: { status: null, own: {}, vague: false },
  access: { seconds: 3600 },
  refresh: { rotation: 'single-use', graceMs: 0, grace: 'repeat', reuse: 'revoke-family', pairs: 1 },
  swap: null,
  renew: null,
  account: {
    method: 'GET',
    body: '',
    carries: 'credential',
    inject: null,
    headers: {},
    unasked: [],
    answer: { sub: '{subject}', email: '{subject}@example.com' },
    subject: 'alice',
  },
  places: { answer: [] },
  revoke: {
    method: 'POST',
    auth: 'client-post',
    carries: 'form',
    field: 'token',
    value: null,
    clientMembers: { id: 'client_id', secret: 'client_secret' },
    ends: 'token',
    headers: {},
    unknown: null,
  },
  device: { intervalSeconds: 5, lifeSeconds: 600 },
  oauth1: { method: 'HMAC-SHA1' },
};

type Tree = Readonly<Record<string, unknown>>;

export function differing(base: Behaviour, differs: Differs): Behaviour {
  return merged(base as unknown as Tree, differs, 0) as unknown as Behaviour;
}

/** Two levels: sections, and their switches. A map from names, as `endpoints`, is given whole. */
function merged(base: Tree, differs: Tree, depth: number): Tree {
  const changed = Object.entries(differs).filter(([, value]) => value !== undefined);
  for (const [name] of changed) if (!(name in base)) throw new Error(`there is no switch "${name}"`);
  return {
    ...base,
    ...Object.fromEntries(
      changed.map(([name, value]) => {
        const old = base[name];
        const section = depth === 0 && name !== 'endpoints' && isTree(old) && isTree(value);
        return [name, section ? merged(old, value, depth + 1) : value];
      }),
    ),
  };
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
