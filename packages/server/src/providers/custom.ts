/**
 * Any OAuth 2.0 or OpenID Connect server as an entry: by discovery, or by endpoints that the operator gives. It has the
 * abilities of a catalog entry but hooks, is judged like one, and has its own callback URL.
 */
import type { CustomProvider } from './custom-schema.ts';
import { variablesOf } from './custom-variables.ts';
import { defineProvider, type AccountEntry, type ProviderEntry } from './define-provider.ts';
import type { FlowKind, Provider } from './provider.ts';
import { endpointMistake } from './url-form.ts';
import { mistakesOf } from './validate.ts';
import { hasStandardWords, scopeWords } from './words.ts';

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
  /** The rest is never discovered. */
  refresh?: string;
  temporary?: string;
  oauth1?: NonNullable<Provider['endpoints']['oauth1']>;
  closed?: readonly string[];
}

/** Metadata out of endpoints that were given. Null: there are none, the issuer has to be asked. */
export function givenMetadata(custom: CustomProvider): ServerMetadata | null {
  const { authorize, token } = custom.endpoints ?? {};
  if (authorize === undefined || token === undefined) return null;
  const nothing = { revoke: null, introspect: null, userinfo: null, device: null, jwks: null, idTokenAlgs: null };
  const server = { issuer: custom.issuer, authorize, token, ...nothing, basicAuth: true, issParameter: false };
  return serverOf(custom, server);
}

/** What the operator gave goes before what was discovered. */
export const serverOf = ({ endpoints }: CustomProvider, metadata: ServerMetadata): ServerMetadata => ({
  ...metadata,
  ...endpoints,
});

/** What the server of an issuer may turn out to have: for what can be judged before it is asked. */
export function supposedMetadata({ issuer }: CustomProvider): ServerMetadata {
  const at = issuer ?? '';
  const found = { authorize: at, token: at, revoke: at, introspect: at, userinfo: at, device: at, jwks: at };
  return { issuer, ...found, idTokenAlgs: null, basicAuth: true, issParameter: false };
}

/** What is wrong with a custom provider, in words. */
export function customMistakes(
  id: string,
  custom: CustomProvider,
  metadata: ServerMetadata,
  entry = customEntry(id, custom, metadata),
): string[] {
  const { revoke, userinfo } = serverOf(custom, metadata);
  const unused = userinfo === null || entry.account?.url === userinfo ? null : endpointMistake(userinfo);
  return [
    ...(/^[a-z0-9][a-z0-9-]{0,49}$/.test(id) ? [] : [`"${id}" is not an id of a-z, 0-9 and -, at most 50 characters`]),
    ...(unused === null ? [] : [unused]),
    ...(custom.revoke && revoke === null ? ['revoke needs endpoints.revoke'] : []),
    ...(custom.account && !entry.account ? ['account needs a url, or endpoints.userinfo'] : []),
    // RFC 9700 §2.1.1: nothing else binds a public client's code to who asked for it.
    ...(isPublic(entry) && !entry.authorize.pkce ? ['a client without a secret needs PKCE'] : []),
    ...mistakesOf([asJudged(entry, custom)]).map((mistake) => mistake.replace(/^custom: /, '')),
  ];
}

const isPublic = ({ token, flowKinds }: Provider): boolean =>
  token.clientAuth === 'none' && flowKinds.includes('authorization_code');

/**
 * A catalog is stricter with itself: an id of an operator's may begin with a digit, their short forms may repeat what the
 * service sets anyway, the page where people take access back may be an intranet's, OAuth 1.0a may share the one page, and
 * scopes need no words: people see those as they are.
 */
function asJudged(entry: Provider, custom: CustomProvider): Provider {
  const { oauth1, authorize } = entry.endpoints;
  const plain = entry.authorize.identityScopes.filter(
    (scope) => hasStandardWords(scope) && !entry.scopes.some((one) => one.scope === scope),
  );
  return {
    ...entry,
    id: 'custom',
    noScopes: entry.noScopes ?? 'not said',
    scopes: [...entry.scopes, ...plain.map((scope) => scopeWords(entry, scope))],
    settingsUrl: entry.settingsUrl?.startsWith('https:') ? entry.settingsUrl : null,
    endpoints: { ...entry.endpoints, ...(oauth1 ? { oauth1: { authorize, ...oauth1 } } : {}) },
    authorize: { ...entry.authorize, query: custom.authorize?.query ?? {} },
  };
}

export function customEntry(id: string, custom: CustomProvider, metadata: ServerMetadata): Provider {
  const server = serverOf(custom, metadata);
  const clientAuth = custom.token?.clientAuth ?? custom.clientAuth ?? (server.basicAuth ? 'basic' : 'post');
  const { authorize, pkce } = authorizeOf(custom, server);
  const account = accountOf(custom, server.userinfo);
  const flowKinds = custom.flowKinds ?? ['authorization_code'];
  const entry = defineProvider({
    id,
    name: custom.name,
    category: custom.category ?? 'custom',
    monogram: custom.monogram ?? monogramOf(custom.name),
    hue: custom.hue ?? hueOf(id),
    flowKinds,
    kinds: kindsOf(flowKinds, custom),
    variables: variablesOf(custom.variables),
    ...(server.issuer === null ? {} : { issuer: server.issuer }),
    endpoints: endpointsOf(custom, server, flowKinds),
    authorize,
    callback: custom.callback ?? {},
    token: { body: custom.tokenBody ?? 'form', ...custom.token, clientAuth },
    // Nobody said: the careful reading is that a refresh token works once.
    refresh: { rotation: custom.rotation ?? 'single-use', ...custom.refresh },
    account,
    ...(custom.accountInToken ? { accountInToken: custom.accountInToken } : {}),
    ...verifyOf(custom, account, server.userinfo),
    api: { hosts: custom.hosts, ...custom.api },
    ...(custom.noScopes === undefined ? {} : { noScopes: custom.noScopes }),
    scopes: Object.fromEntries(
      Object.entries(custom.scopeWords).map(([scope, said]) =>
        typeof said === 'string' ? [scope, [said, 'medium']] : [scope, [said.words, said.risk]],
      ),
    ),
    consoleUrl: custom.consoleUrl ?? server.issuer ?? originOf(server.authorize),
    settingsUrl: custom.settingsUrl,
    setup: custom.setup ?? usualSetup,
  });
  return { ...entry, authorize: { ...entry.authorize, pkce } };
}

/** A variable may stand in it. */
const originOf = (url: string): string => /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? url;

const usualSetup = [
  'Register a client for the authorization code grant at this server.',
  'Enter the callback URL shown here as its redirect URI, and take the client id and the client secret.',
];

const usualKinds: Readonly<Record<FlowKind, string>> = {
  authorization_code: 'Allow the client the authorization code grant.',
  client_credentials: 'Allow the client the client credentials grant.',
  device_code: 'Allow the client the device authorization grant.',
  oauth1: 'Register a client for OAuth 1.0a.',
};

const kindsOf = ([, ...further]: readonly FlowKind[], { kinds = {} }: CustomProvider): Provider['kinds'] => ({
  ...Object.fromEntries(further.map((kind) => [kind, { setup: usualKinds[kind] }])),
  ...kinds,
});

function endpointsOf(
  custom: CustomProvider,
  { authorize, token, refresh, revoke, device, temporary, oauth1, jwks, introspect, closed = [] }: ServerMetadata,
  flowKinds: readonly FlowKind[],
): ProviderEntry['endpoints'] {
  const short = temporary === undefined ? null : { request: temporary, access: token };
  const isSpoken = flowKinds.includes('oauth1');
  const own = oauth1 ?? (isSpoken ? short : null);
  return {
    authorize,
    token,
    ...(refresh === undefined ? {} : { refresh }),
    revoke: revoke === null ? null : { scope: custom.revokeScope ?? 'client_user', ...custom.revoke, url: revoke },
    ...(device ? { deviceAuthorization: device } : {}),
    ...(own ? { oauth1: own } : {}),
    ...(jwks === null ? {} : { jwks }),
    ...(introspect === null ? {} : { introspect }),
    closed: [...closed, ...(short && !isSpoken ? [short.request] : [])],
  };
}

function authorizeOf(custom: CustomProvider, { jwks, issuer, idTokenAlgs, issParameter }: ServerMetadata) {
  const said = custom.authorize ?? {};
  const oidc = said.oidc ?? (jwks !== null && issuer !== null && custom.oidc !== false);
  const { pkceSupport = 'unknown', pkceOffBecause } = said;
  // A server that does not say is sent a challenge: RFC 6749 §3.1 has it ignore what it does not know.
  const isTaken = pkceSupport !== 'limited' && pkceSupport !== 'unsupported' && pkceOffBecause === undefined;
  return {
    pkce: custom.pkce ?? isTaken,
    authorize: {
      query: custom.authorizeQuery ?? {},
      scopeSeparator: custom.scopeSeparator ?? ' ',
      identityScopes: oidc ? ['openid'] : [],
      ...(idTokenAlgs === null ? {} : { idTokenAlgs }),
      issParameter,
      ...(oidc ? { switchAccount: { prompt: 'select_account' } } : {}),
      ...said,
      oidc,
    },
  };
}

function accountOf(custom: CustomProvider, userinfo: string | null): AccountEntry | null {
  const { account: said, accountInToken } = custom;
  const url = said?.url ?? userinfo;
  if (said === null || url === null || (accountInToken && !said)) return null;
  const identity = said?.identity ?? custom.identity ?? ['sub'];
  const named = custom.accountLabel?.length ? custom.accountLabel : [...usualLabels, ...identity];
  return { name: ['name'], ...said, url, identity, label: said?.label ?? named };
}

const usualLabels = ['email', 'preferred_username', 'login', 'username', 'name'];

/** The account's, unless another is named; where the account is known without a call, userinfo still tells a token's life. */
function verifyOf(custom: CustomProvider, account: AccountEntry | null, userinfo: string | null) {
  if (custom.verify !== undefined) return { verify: custom.verify };
  return account || userinfo === null ? {} : { verify: { url: userinfo } };
}

/** Two letters of the name: of its first two words, else of the first. */
function monogramOf(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [];
  const [first = 'Xx', second] = words;
  const letters = second ? `${first.charAt(0)}${second.charAt(0)}` : first.slice(0, 2);
  const monogram = letters.charAt(0).toUpperCase() + (letters.charAt(1) || 'x').toLowerCase();
  return /^\p{L}{2}$/u.test(monogram) ? monogram : 'Xx';
}

/** The same id has the same hue everywhere. */
function hueOf(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 360;
  return sum;
}
