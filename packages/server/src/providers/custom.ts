/**
 * Any OAuth 2.0 or OpenID Connect server as an entry: by discovery, or by endpoints that the operator gives. It has the
 * same abilities as a catalog entry, and its own callback URL.
 */
import type { CustomProvider } from './directory.ts';
import type { FlowKind, Provider, RevokeEndpoint } from './provider.ts';
import { endpointMistake, hostMistake } from './url-form.ts';

/** What discovery found, or the operator gave: a server's metadata as far as it is used. */
export interface ServerMetadata {
  issuer: string | null;
  authorize: string;
  token: string;
  revoke: string | null;
  introspect: string | null;
  userinfo: string | null;
  /** Device authorization, RFC 8628. */
  device?: string | null;
  /** Where ID tokens are signed; null: it gives none. */
  jwks: string | null;
  idTokenAlgs: readonly string[] | null;
  /** The server accepts Basic client authentication, or does not say (RFC 6749 §2.3.1 requires it). */
  basicAuth: boolean;
  /** The server announces that it answers with `iss` (RFC 9207). */
  issParameter: boolean;
}

/** Metadata out of endpoints that were given. Null: there are none, the issuer has to be asked. */
export function givenMetadata(custom: CustomProvider): ServerMetadata | null {
  if (!custom.endpoints) return null;
  const { authorize, token, revoke, introspect, userinfo, device, jwks } = custom.endpoints;
  return {
    issuer: custom.issuer,
    authorize,
    token,
    revoke: revoke ?? null,
    introspect: introspect ?? null,
    userinfo: userinfo ?? null,
    device: device ?? null,
    jwks: jwks ?? null,
    idTokenAlgs: null,
    basicAuth: true,
    issParameter: false,
  };
}

/** What is wrong with a custom provider, in words. */
export function customMistakes(id: string, custom: CustomProvider, metadata: ServerMetadata): string[] {
  const { issuer, authorize, token, revoke, introspect, userinfo, device, jwks } = metadata;
  const urls = [
    issuer,
    authorize,
    token,
    revoke,
    introspect,
    userinfo,
    device,
    custom.endpoints?.temporary,
    jwks,
  ].filter((url) => url != null);
  return [
    ...(/^[a-z0-9][a-z0-9-]{0,49}$/.test(id) ? [] : [`"${id}" is not an id of a-z, 0-9 and -, at most 50 characters`]),
    ...(custom.hosts.length > 0 ? [] : ['name the hosts that a credential may go to']),
    ...urls.map(endpointMistake),
    ...custom.hosts.map(hostMistake),
    ...(custom.flowKinds ?? []).map((kind) => endpointMissing(kind, custom, metadata)),
  ].filter((mistake) => mistake !== null);
}

function endpointMissing(kind: FlowKind, { endpoints }: CustomProvider, { device }: ServerMetadata): string | null {
  if (kind === 'device_code' && !device) return 'the device flow needs a device authorization endpoint';
  if (kind === 'oauth1' && !endpoints?.temporary) return 'OAuth 1.0a needs an endpoint for temporary credentials';
  return null;
}

export function customEntry(id: string, custom: CustomProvider, metadata: ServerMetadata): Provider {
  const clientAuth = custom.clientAuth ?? (metadata.basicAuth ? 'basic' : 'post');
  const temporary = custom.endpoints?.temporary;
  const oidc = metadata.jwks !== null && metadata.issuer !== null && custom.oidc !== false;
  return {
    id,
    name: custom.name,
    category: 'custom',
    monogram: monogramOf(custom.name),
    hue: hueOf(id),
    flowKinds: custom.flowKinds ?? ['authorization_code'],
    kinds: {},
    variables: [],
    ...(metadata.issuer === null ? {} : { issuer: metadata.issuer }),
    endpoints: {
      authorize: metadata.authorize,
      token: metadata.token,
      revoke: revokeEndpoint(metadata.revoke, clientAuth, custom.revokeScope),
      ...(metadata.device ? { deviceAuthorization: metadata.device } : {}),
      ...(temporary === undefined ? {} : { oauth1: { request: temporary, access: metadata.token } }),
      ...(metadata.jwks === null ? {} : { jwks: metadata.jwks }),
      ...(metadata.introspect === null ? {} : { introspect: metadata.introspect }),
      closed: [],
    },
    authorize: {
      query: custom.authorizeQuery ?? {},
      scopeSeparator: custom.scopeSeparator ?? ' ',
      identityScopes: oidc ? ['openid'] : [],
      offline: null,
      pkceSupport: 'unknown',
      pkce: custom.pkce ?? true,
      oidc,
      ...(metadata.idTokenAlgs === null ? {} : { idTokenAlgs: metadata.idTokenAlgs }),
      issParameter: metadata.issParameter,
      ...(oidc ? { switchAccount: { prompt: 'select_account' } } : {}),
    },
    callback: {},
    token: { clientAuth, body: custom.tokenBody ?? 'form' },
    // Nobody said: the careful reading is that a refresh token works once.
    refresh: { rotation: custom.rotation ?? 'single-use', accessTtlSeconds: null, refreshTtlSeconds: null },
    account: accountOf(custom, metadata.userinfo),
    accountInToken: null,
    verify: metadata.userinfo === null ? null : { url: metadata.userinfo, method: 'GET' },
    api: {
      hosts: custom.hosts,
      defaultHeaders: {},
      inject: { name: 'authorization', format: 'Bearer {token}' },
      rateLimit: {},
    },
    scopes: Object.entries(custom.scopeWords).map(([scope, description]) => ({ scope, description, risk: 'medium' })),
    consoleUrl: metadata.issuer ?? new URL(metadata.authorize).origin,
    settingsUrl: custom.settingsUrl,
    setup: [
      'Register a client for the authorization code grant at this server.',
      'Enter the callback URL shown here as its redirect URI, and take the client id and the client secret.',
    ],
    verified: false,
    verifyBeforeRelease: false,
    hooks: {},
  };
}

function revokeEndpoint(
  url: string | null,
  clientAuth: 'post' | 'basic',
  scope: RevokeEndpoint['scope'] | undefined,
): RevokeEndpoint | null {
  if (url === null) return null;
  return {
    url,
    method: 'POST',
    auth: `client-${clientAuth}`,
    carries: 'form',
    field: 'token',
    token: 'refresh',
    scope: scope ?? 'client_user',
  };
}

function accountOf(custom: CustomProvider, userinfo: string | null): Provider['account'] {
  if (userinfo === null) return null;
  const identity = custom.identity ?? ['sub'];
  return {
    url: userinfo,
    method: 'GET',
    identity,
    label: custom.accountLabel ?? ['email', 'preferred_username', 'login', 'username', 'name', ...identity],
    name: ['name'],
  };
}

/** Two letters of the name: of its first two words, else of the first. */
function monogramOf(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [];
  const [first = 'Xx', second] = words;
  const letters = second ? `${first.charAt(0)}${second.charAt(0)}` : first.slice(0, 2);
  return letters.charAt(0).toUpperCase() + (letters.charAt(1) || 'x').toLowerCase();
}

/** The same id has the same hue everywhere. */
function hueOf(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return sum;
}
