/**
 * A catalog entry's vendor as switches. The entry's data is read here and nowhere else in the emulator, and none of the
 * service's functions is called: what an entry says the vendor wants is refused when it does not come. What data cannot
 * say, the form of odd answers, is in `vendors/`.
 */
import type { Provider, Variable } from '../../../packages/server/src/providers/provider.ts';
import type { Behaviour, Differs, EndpointName, Json, Swap } from './behaviour.ts';
import { sampleOf } from './samples.ts';
import { vendorAt } from './vendors/index.ts';

export interface VendorOfEntry {
  behaviour: Differs;
  /** What the operator has for a secret; null: a public client. */
  clientSecret: string | null;
  /** What an operator writes into the config, and what a person answers. Secret ones are among them. */
  config: Record<string, string>;
  person: Record<string, string>;
  /** One of the API's hosts. */
  apiHost: string;
  /** Scopes to ask for, beside the identity's. */
  scopes: readonly string[];
}

/** The operator's app at the vendor. */
export interface Client {
  id: string;
  secret: string;
  /** Callback URLs that are registered, the one in use first. */
  callbacks: readonly string[];
}

type Texts = Readonly<Record<string, string>>;

export function vendorOf(entry: Provider, client: Client): VendorOfEntry {
  // What nobody has to give is not given: what would hold it is then left out.
  const given = entry.variables.filter((one) => !one.optional || one.example !== undefined);
  const values = Object.fromEntries(given.map((one) => [one.name, sampleOf(one).value]));
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const fillAll = (texts: Texts = {}): Texts =>
    Object.fromEntries(
      Object.entries(texts)
        .map(([name, text]) => [name, withClient(fill(text), client)] as const)
        .filter(([, text]) => !entry.variables.some(({ name }) => text.includes(`{${name}}`))),
    );
  // Before the callback, a variable that it brings has its default: so the browser goes there first.
  const early = (text: string) =>
    fill(text.replace(/\{(\w+)\}/g, (whole, name: string) => arriving(entry, name)?.default ?? whole));
  const scopes = entry.scopes
    .map(({ scope }) => scope)
    .filter((scope) => !entry.authorize.identityScopes.includes(scope));
  const asked = [...entry.authorize.identityScopes, ...scopes.slice(0, 2)];
  const derived: Differs = {
    endpoints: endpointsOf(entry, fill, early, client),
    api: {
      places: entry.api.hosts.map(fill),
      inject: { in: 'header', ...entry.api.inject },
      headers: fillAll(entry.api.defaultHeaders),
      query: fillAll(entry.api.defaultQuery),
    },
    client: {
      id: client.id,
      secret: entry.token.clientAuth === 'none' ? null : client.secret,
      auth: entry.token.clientAuth,
      idName: entry.token.clientIdName ?? 'client_id',
    },
    authorize: {
      required: fillAll(entry.authorize.query),
      scopeSeparator: entry.authorize.scopeSeparator,
      scopes: asked,
      pkce: pkceOf(entry),
      challengeMethod: entry.authorize.challengeMethod ?? 'S256',
      iss: entry.authorize.issParameter === true,
      callback: {
        ...arrivals(entry, 'callback'),
        ...fillAll(entry.callback.expect),
        ...(entry.callback.scope === undefined
          ? {}
          : { [entry.callback.scope]: asked.join(entry.authorize.scopeSeparator) }),
      },
      callbackHmac: entry.hooks.callbackGenuine !== undefined,
      codeName: entry.callback.code ?? 'code',
      redirectUris: client.callbacks,
      redirectNames:
        entry.callback.redirectUri === undefined
          ? {}
          : { [fill(entry.callback.redirectUri)]: client.callbacks[0] ?? '' },
    },
    oidc: entry.authorize.oidc
      ? { issuer: fill(entry.issuer ?? ''), alg: entry.authorize.idTokenAlgs?.[0] === 'ES256' ? 'ES256' : 'RS256' }
      : null,
    token: tokenOf(entry, fillAll, asked),
    answer: {
      extra: nested({ ...accountInToken(entry), ...arrivals(entry, 'token') }),
      ...(entry.refresh.rotation === 'none' || entry.refresh.swap ? { refreshToken: 'missing' } : {}),
    },
    access: { seconds: entry.refresh.accessTtlSeconds },
    refresh: refreshOf(entry),
    swap: swapOf(entry.token.swap),
    renew: swapOf(entry.refresh.swap),
    account: {
      method: entry.account?.method ?? 'GET',
      body: entry.account?.body ?? '',
      carries: entry.account?.url.includes('{access_token}') ? 'path' : 'credential',
      inject: entry.account?.inject ?? null,
      headers: fillAll(entry.account?.headers),
      unasked: Object.keys(entry.api.defaultHeaders).filter((name) =>
        holdsAccount(entry, entry.api.defaultHeaders[name]),
      ),
      answer: accountAnswer(entry, values),
      subject: 'account-1',
    },
    places: { answer: placesAnswer(entry) },
    // The least that there is: nobody waits for a person here.
    device: { intervalSeconds: 1 },
    ...revokeOf(entry, fill),
  };
  return {
    behaviour: over(derived, vendorAt(fill(entry.endpoints.token))),
    clientSecret:
      entry.token.clientAuth !== 'none' ||
      Object.values(entry.api.defaultHeaders).some((text) => text.includes('{client_secret}'))
        ? client.secret
        : null,
    config: pick(entry, 'operator', values),
    person: pick(entry, 'person', values),
    apiHost: fill(entry.api.hosts[0] ?? ''),
    scopes: scopes.slice(0, 2),
  };
}

const withClient = (text: string, { id, secret }: Client): string =>
  text.replace('{client_id}', id).replace('{client_secret}', secret);

const arriving = (entry: Provider, name: string): Variable | undefined =>
  entry.variables.find((one) => one.name === name && ['callback', 'token', 'account'].includes(one.from));

/** What only the account's answer says cannot be sent to ask for it. */
const holdsAccount = ({ variables }: Provider, text = ''): boolean =>
  variables.some(({ name, from }) => (from === 'account' || from === 'places') && text.includes(`{${name}}`));

const pick = (entry: Provider, from: Variable['from'], values: Texts): Record<string, string> =>
  Object.fromEntries(
    entry.variables
      .filter((one) => one.from === from && values[one.name] !== undefined)
      .map(({ name }) => [name, values[name] ?? '']),
  );

function endpointsOf(
  { endpoints, account, verify, token, refresh, flowKinds, authorize, api: { places } }: Provider,
  fill: (text: string) => string,
  early: (text: string) => string,
  { id }: Client,
): Partial<Record<EndpointName, string>> {
  const named: Partial<Record<EndpointName, string | undefined>> = {
    // Behind a fragment the page's own script reads the query: see `visitVendor`.
    [flowKinds[0] === 'oauth1' ? 'authorize1' : 'authorize']:
      authorize.fragment === undefined
        ? early(endpoints.authorize)
        : early(endpoints.authorize).replace(/\/$/, '') + authorize.fragment,
    token: fill(endpoints.token),
    refresh: endpoints.refresh && fill(endpoints.refresh),
    swap: token.swap && fill(token.swap.url),
    renew: refresh.swap && fill(refresh.swap.url),
    revoke: endpoints.revoke ? fill(endpoints.revoke.url).replace('{client_id}', encodeURIComponent(id)) : undefined,
    introspect: endpoints.introspect && fill(endpoints.introspect),
    device: endpoints.deviceAuthorization && fill(endpoints.deviceAuthorization),
    // The vendor says it in its answer: no entry needs to.
    verification: endpoints.deviceAuthorization && new URL('/activate', fill(endpoints.deviceAuthorization)).href,
    temporary: endpoints.oauth1 && fill(endpoints.oauth1.request),
    token1: endpoints.oauth1 && fill(endpoints.oauth1.access),
    account: account ? fill(account.url) : undefined,
    verify: verify && ![account?.url, places?.url].includes(verify.url) ? fill(verify.url) : undefined,
    places: places && fill(places.url),
    jwks: endpoints.jwks && fill(endpoints.jwks),
  };
  return Object.fromEntries(Object.entries(named).filter(([, url]) => url !== undefined));
}

function pkceOf({ authorize }: Provider): Behaviour['authorize']['pkce'] {
  if (authorize.pkceSupport === 'required') return 'required';
  if (authorize.pkceSupport === 'supported') return authorize.pkceOffBecause === undefined ? 'required' : 'refused';
  // A vendor that is not known to take a challenge gets none; one that ignores it safely keeps nothing of it.
  return authorize.pkce ? 'ignored' : 'refused';
}

function tokenOf(
  { token, refresh, authorize, kinds }: Provider,
  fillAll: (texts?: Texts) => Texts,
  scopes: readonly string[],
): Partial<Behaviour['token']> {
  const sent = (texts: Texts | undefined) =>
    Object.fromEntries(
      Object.entries(fillAll(texts)).map(([name, text]) => [
        name,
        text.replace('{scope}', scopes.join(authorize.scopeSeparator)),
      ]),
    );
  const repeated = Object.entries(token.extra ?? {}).filter(([, text]) => text === '{state}');
  const wanted = sent(Object.fromEntries(Object.entries(token.extra ?? {}).filter(([, text]) => text !== '{state}')));
  const toRefresh = sent(refresh.extra);
  const kept = (texts: Texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
  const dropped = Object.keys(wanted).filter((name) => wanted[name] === '');
  // A vendor that wants no grant_type says what is asked for by another member, which differs between the two.
  const other = Object.keys(wanted).find((name) => wanted[name] !== '' && wanted[name] !== toRefresh[name]);
  const renamed = dropped.includes('grant_type') && other !== undefined;
  return {
    body: token.body,
    headers: fillAll(token.headers),
    required: kept(wanted),
    requiredToRefresh: kept(toRefresh),
    requiredOfClient: sent(kinds.client_credentials?.extra),
    requiredOfDevice: sent(kinds.device_code?.extra),
    state: repeated.length > 0,
    unwanted: dropped,
    ...(renamed
      ? {
          grantTypeName: other,
          grantTypes: {
            authorization_code: wanted[other] ?? '',
            refresh_token: toRefresh[other] ?? '',
            client_credentials: 'client_credentials',
            device_code: 'device_code',
          },
        }
      : {}),
  };
}

const refreshOf = ({ refresh }: Provider): Partial<Behaviour['refresh']> => ({
  rotation: refresh.swap ? 'none' : refresh.rotation,
  graceMs: (refresh.graceSeconds ?? 0) * 1000,
  grace: 'repeat',
  reuse: 'revoke-family',
});

const swapOf = (swap: Provider['token']['swap']): Swap | null =>
  swap ? { method: swap.method, grantType: swap.grantType, field: swap.field, client: swap.client } : null;

function revokeOf(
  { endpoints: { revoke }, api, token }: Provider,
  fill: (text: string) => string,
): Pick<Differs, 'revoke'> {
  if (!revoke) return {};
  const { method, auth, carries, field, value, scope, clientMembers, url } = revoke;
  const queryName = /[?&](\w+)=\{token\}/.exec(url)?.[1];
  return {
    revoke: {
      method,
      auth,
      ...(queryName === undefined ? { carries, field } : { carries: 'query' as const, field: queryName }),
      value: value === undefined ? null : fill(value),
      ends: scope,
      headers: auth === 'bearer' ? api.defaultHeaders : {},
      clientMembers: clientMembers ?? { id: token.clientIdName ?? 'client_id', secret: 'client_secret' },
      unknown: unknownToken(method, auth),
    },
  };
}

/** RFC 7009 §2.2: a token that is not known is no error; what is not plain RFC 7009 says it in its own way. */
function unknownToken(method: string, auth: string): Behaviour['revoke']['unknown'] {
  if (auth === 'bearer') return { status: 401, body: { error: 'invalid_token' } };
  if (method === 'DELETE') return { status: 404, body: { message: 'not found' } };
  return auth === 'none' ? { status: 400, body: { error: 'invalid_token' } } : null;
}

/** Values that the vendor itself brings, by the names or paths where they stand. */
function arrivals({ variables }: Pick<Provider, 'variables'>, from: Variable['from']): Record<string, string> {
  const mine = variables.filter((one) => one.from === from && (!one.optional || one.example !== undefined));
  return Object.fromEntries(mine.map((one) => [one.at ?? one.name, sampleOf(one).arrives]));
}

/** Paths of the token answer that say whose account it is; those in braces are variables. */
const accountInToken = ({ accountInToken: paths }: Provider): Record<string, string> => ({
  ...Object.fromEntries(paths?.label.filter(isPath).map((path) => [path, 'alice@example.com']) ?? []),
  ...Object.fromEntries(paths?.identity.filter(isPath).map((path) => [path, '{subject}']) ?? []),
});

const isPath = (path: string): boolean => !path.includes('{');

function accountAnswer(entry: Provider, values: Texts): Json {
  const fillPath = (path: string) => path.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const { identity, label, name = [] } = entry.account ?? { identity: [], label: [] };
  const paths: [string, string][] = [
    ...Object.entries(arrivals(entry, 'account')),
    ...identity.map((path): [string, string] => [fillPath(path), '{subject}']),
    ...label.map((path): [string, string] => [fillPath(path), 'alice@example.com']),
    ...name.map((path): [string, string] => [fillPath(path), 'Alice Example']),
  ];
  return nested(Object.fromEntries(paths.reverse()));
}

/** One, as most people have; it may be listed for each product again. */
function placesAnswer({ api: { places }, variables }: Provider): Json {
  if (!places) return [];
  const item = nested({ ...arrivals({ variables }, 'places'), [places.name]: 'Acme' });
  return [item, item];
}

/** `{ 'a.0.b': v }` as `{ a: [{ b: v }] }`. */
function nested(paths: Readonly<Record<string, string>>): Record<string, Json> {
  const answer: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(paths)) {
    const names = path.split('.');
    let at = answer;
    names.forEach((name, i) => {
      const next = names[i + 1];
      if (next === undefined) at[name] = value;
      else at = (at[name] ??= /^\d+$/.test(next) ? [] : {}) as Record<string, unknown>;
    });
  }
  return answer as Record<string, Json>;
}

/** What a vendor's own file says goes over what the entry says, switch by switch. */
function over(derived: Differs, vendor: Differs): Differs {
  const sections = Object.entries(vendor) as [keyof Behaviour, object][];
  const merged = sections.map(([name, section]) => [name, { ...(derived[name] as object | undefined), ...section }]);
  return { ...derived, ...(Object.fromEntries(merged) as Differs) };
}
