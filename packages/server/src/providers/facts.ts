/** An entry in words for an operator: what `alter providers show` prints and the documentation's pages say. */
import type { FlowKind, Provider, RevokeEndpoint, Variable } from './provider.ts';

export type Fact = readonly [name: string, words: string];

/** Shown wherever an operator meets an entry that nobody ran against the real service. */
export const notRun = 'not run against the real provider';

/** How far an entry may be trusted; empty: it was run. */
export function trustOf({ verified, verifyBeforeRelease }: Provider): string {
  if (verified) return '';
  return verifyBeforeRelease ? `${notRun}; check its facts against the vendor’s documentation` : notRun;
}

const kinds: Readonly<Record<Provider['flowKinds'][number], string>> = {
  authorization_code: 'authorization code',
  client_credentials: 'client credentials',
  device_code: 'device code',
  oauth1: 'OAuth 1.0a',
};

export const factsOf = (entry: Provider): Fact[] => [
  ['flows', entry.flowKinds.map((kind) => kinds[kind]).join(', ')],
  ...Object.entries(entry.kinds).map(([kind, { setup }]): Fact => [`for ${kinds[kind as FlowKind]}`, setup]),
  ['PKCE', pkceWords(entry)],
  ['client', clientWords(entry)],
  ['refresh', refreshWords(entry)],
  ...(entry.authorize.offline === null ? [] : ([['refresh tokens by', entry.authorize.offline]] as Fact[])),
  ['account', accountWords(entry)],
  ['revocation', revokeWords(entry.endpoints.revoke)],
  ['token sent as', injectWords(entry)],
];

const pkceWords = ({ authorize }: Provider): string =>
  `${authorize.pkceSupport} by the vendor, ${authorize.pkce ? 'sent' : 'not sent'}` +
  (authorize.pkceOffBecause === undefined ? '' : `: ${authorize.pkceOffBecause}`);

function clientWords({ token }: Provider): string {
  if (token.clientAuth === 'none') return 'public, known by its id and PKCE';
  return `secret ${token.clientAuth === 'basic' ? 'in a Basic header' : 'in the body'}, ${token.body} body`;
}

const rotations: Readonly<Record<Provider['refresh']['rotation'], string>> = {
  none: 'no refresh tokens',
  static: 'the refresh token stays the same',
  'single-use': 'each refresh token works once',
  'rotates-old-stays-valid': 'the refresh token changes, the one before stays valid',
};

function refreshWords({ refresh }: Provider): string {
  const { rotation, accessTtlSeconds, refreshTtlSeconds, graceSeconds, swap } = refresh;
  return [
    swap ? 'a living token is traded for a younger one' : rotations[rotation],
    ...(accessTtlSeconds === null ? [] : [`access tokens live ${duration(accessTtlSeconds)}`]),
    ...(refreshTtlSeconds === null ? [] : [`an unused refresh token ${duration(refreshTtlSeconds)}`]),
    ...(graceSeconds === undefined ? [] : [`a used one still answers for ${duration(graceSeconds)}`]),
  ].join('; ');
}

function accountWords({ account, accountInToken, hooks }: Provider): string {
  const paths = account ?? accountInToken;
  if (paths) return `known by ${paths.identity.join(' and ')}${account ? '' : ', out of the token answer or callback'}`;
  return hooks.identity ? 'out of the token answer' : 'unknown: each connect makes a new grant';
}

export function revokeWords(revoke: RevokeEndpoint | null): string {
  if (!revoke) return 'the provider has no endpoint for it';
  return revoke.scope === 'token' ? 'ends this grant alone' : 'may end every grant of the same client and account';
}

const injectWords = ({ api: { inject } }: Provider): string =>
  `${inject.in === 'query' ? 'query parameter' : 'header'} ${inject.name}: ${inject.format}` +
  (inject.proof === undefined ? '' : `, with its proof as query parameter ${inject.proof}`);

/** Where its value comes from. */
export function variableWords({ label, from, default: preset, example, secret }: Variable): string {
  const said = {
    operator: 'the operator’s',
    person: 'asked of the person at connect',
    callback: 'comes with the callback',
    token: 'comes with the token answer',
    account: 'comes with the account',
    places: 'asked for after the connect; known where there is exactly one',
  }[from];
  const hint = preset !== undefined ? `, default ${preset}` : example !== undefined ? `, e.g. ${example}` : '';
  return `${label} (${said}${hint}${secret ? ', a secret' : ''})`;
}

const units: readonly [seconds: number, name: string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** The largest unit that divides it, or nearly. */
function duration(seconds: number): string {
  const [size, name] = units.find(([unit]) => seconds >= unit && seconds % unit === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${String(count)} ${name}${count === 1 ? '' : 's'}`;
}
