/** An entry of the catalog as an operator would declare it: what is data, in snake_case. */
import type { Provider, Variable } from '../../src/providers/provider.ts';

/** Names inside these are the provider's own, not fields. */
const maps = ['query', 'extra', 'headers', 'defaultHeaders', 'defaultQuery', 'expect', 'switchAccount'];

/** `null` here is said; elsewhere it is the default. */
const nothings = ['account', 'verify'];

export function declaredAs(entry: Provider): Record<string, unknown> {
  const { endpoints, authorize, api, account, accountInToken, variables } = entry;
  const { pkce, ...page } = authorize;
  const { hosts, ...calls } = api;
  const { revoke, introspect, deviceAuthorization, ...addresses } = endpoints;
  const { url: revocation, ...request } = revoke ?? { url: undefined };
  return snake({
    name: entry.name,
    category: entry.category,
    monogram: entry.monogram,
    hue: entry.hue,
    issuer: entry.issuer,
    endpoints: { ...addresses, revoke: revocation, introspect, device: deviceAuthorization },
    hosts,
    ...(variables.length === 0 ? {} : { variables: Map.groupBy(variables, ({ name }) => name) }),
    flowKinds: entry.flowKinds,
    kinds: entry.kinds,
    pkce,
    authorize: { switchAccount: {}, ...page },
    callback: entry.callback,
    token: entry.token,
    refresh: entry.refresh,
    account: accountInToken ? undefined : account && { name: [], ...account },
    accountInToken: accountInToken ?? undefined,
    verify: entry.verify,
    api: calls,
    revoke: revoke ? request : undefined,
    scopeWords: new Map(entry.scopes.map(({ scope, description, risk }) => [scope, { words: description, risk }])),
    noScopes: entry.noScopes,
    settingsUrl: entry.settingsUrl ?? undefined,
    consoleUrl: entry.consoleUrl,
    setup: entry.setup,
  }) as Record<string, unknown>;
}

function declaredVariable({ name: _name, pattern, capture, ...facts }: Variable): unknown {
  const isNarrow = facts.kind === 'host' && facts.from !== 'operator' && facts.from !== 'person';
  return { ...facts, ...(isNarrow ? narrow(pattern) : { pattern: pattern.source }), capture: capture?.source };
}

/** What `underSuffix` and `oneOf` were given. */
function narrow({ source }: RegExp): { under: string[] } | { values: string[] } {
  const plain = (texts: string) => texts.split('|').map((text) => text.replace(/\\(.)/g, '$1'));
  const [, suffixes] = /\((\\\.[^()]*)\)$/.exec(source) ?? [];
  return suffixes === undefined ? { values: plain(source) } : { under: plain(suffixes) };
}

function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, one]: [string, unknown]) => [name, snake(asVariable(one))]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => one !== undefined && (one !== null || nothings.includes(name)))
      .map(([name, one]: [string, unknown]) => [snakeName(name), maps.includes(name) ? one : snake(one)]),
  );
}

const asVariable = (one: unknown): unknown => (Array.isArray(one) ? declaredVariable(one[0] as Variable) : one);

const snakeName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
