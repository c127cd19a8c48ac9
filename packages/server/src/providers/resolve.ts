/** A provider and an app's config become one thing with every template filled: what the stations work with. */
import { ConfigMistakes } from '../config.ts';
import { Refusal } from '../lib/assert.ts';
import { Secret } from '../vault/secret.ts';
import { withChosenKinds } from './chosen-kinds.ts';
import type { Provider, ProviderConfig, ResolvedProvider, RevokeEndpoint, Variable } from './provider.ts';
import { fill, placeholders } from './template.ts';
import { endpointMistake, hostMistake } from './url-form.ts';
import { matchesWhole } from './validate.ts';

type Values = Readonly<Record<string, string>>;

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const printable = /^[\x20-\x7e]+$/;
const pathSegment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/;

/**
 * Fills the entry with the operator's variables. Those of a person stay open until {@link resolveVariables}.
 * @throws ConfigMistakes with every variable, endpoint and host that is wrong
 */
export function resolveProvider(known: Provider, config: ProviderConfig): ResolvedProvider {
  const mistakes: string[] = [];
  const entry = withChosenKinds(known, config, mistakes);
  const values = ownValues(entry, config, mistakes);
  checkSecrets(entry, config, mistakes);
  if (config.ownEndpoints) checkPublicClient(entry, config, mistakes);
  const provider = filled(entry, config, values);
  if (mistakes.length === 0) mistakes.push(...placesMistaken(provider));
  if (mistakes.length > 0) {
    throw new ConfigMistakes(mistakes.map((mistake) => `provider ${config.providerId}: ${mistake}`));
  }
  return provider;
}

/**
 * Fills in what a person answered at connect. The operator's own variables are the config's, whatever is given here.
 * @throws Refusal `invalid_request` for a variable that is unknown, missing or does not match whole
 */
export function resolveVariables(provider: ResolvedProvider, given: Values): ResolvedProvider {
  return withAnswers(provider, given, ({ from }) => from === 'operator' || from === 'person');
}

/**
 * The same for what a flow or grant has kept: a person's answers, and what arrived from the provider (`learn.ts`).
 * @throws Refusal `invalid_request`, when the entry has become stricter meanwhile
 */
export const resolveKept = (provider: ResolvedProvider, kept: Values): ResolvedProvider =>
  withAnswers(provider, kept, () => true);

function withAnswers(
  provider: ResolvedProvider,
  given: Values,
  mayBeGiven: (variable: Variable) => boolean,
): ResolvedProvider {
  const { entry, config } = provider;
  const issues: { path: string; message: string }[] = [];
  const values: Record<string, string> = ownValues(entry, config, []);
  for (const name of Object.keys(given)) {
    if (!entry.variables.some((one) => one.name === name && mayBeGiven(one)))
      issues.push(issue(name, 'this provider has no such variable'));
  }
  for (const variable of entry.variables.filter((one) => one.from !== 'operator' && mayBeGiven(one))) {
    const value = given[variable.name] ?? variable.default;
    if (value === undefined && variable.from !== 'person') continue;
    const mistake = value === undefined ? `${variable.label} is missing` : valueMistake(variable, value);
    if (mistake !== null) issues.push(issue(variable.name, mistake));
    else if (value !== undefined) values[variable.name] = value;
  }
  if (issues.length > 0) throw new Refusal('invalid_request', { issues });
  return filled(entry, config, values);
}

/** Fills in values that were judged already. */
export const withValues = (provider: ResolvedProvider, values: Values = {}): ResolvedProvider =>
  Object.keys(values).length === 0
    ? provider
    : filled(provider.entry, provider.config, { ...provider.variables, ...values });

const issue = (name: string, message: string) => ({ path: `variables.${name}`, message });

/** The operator's values, and the defaults of those that may still arrive. */
function ownValues(entry: Provider, config: ProviderConfig, mistakes: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, from, default: preset } of entry.variables) {
    if (preset !== undefined && from !== 'operator' && from !== 'person') values[name] = preset;
  }
  const own = entry.variables.filter(({ from }) => from === 'operator');
  for (const name of Object.keys(config.variables)) {
    if (!own.some((one) => one.name === name)) mistakes.push(`there is no variable "${name}" to set here`);
  }
  for (const variable of own) {
    const value = plainValue(variable, config);
    if (value === undefined && variable.optional) continue;
    const mistake = value === undefined ? 'is missing' : valueMistake(variable, value);
    if (mistake !== null) mistakes.push(`variable "${variable.name}" (${variable.label}): ${mistake}`);
    else if (value !== undefined && !variable.secret) values[variable.name] = value;
  }
  return values;
}

/** Of a secret one, to be judged; it is not among the values. */
function plainValue({ name, default: preset }: Variable, { variables }: ProviderConfig): string | undefined {
  const value = variables[name];
  return value instanceof Secret ? value.reveal() : (value ?? preset);
}

/** Secrets that were given in plain, and a client secret that every call needs. */
function checkSecrets({ variables, api }: Provider, config: ProviderConfig, mistakes: string[]): void {
  for (const { name, secret } of variables) {
    if (secret && typeof config.variables[name] === 'string')
      mistakes.push(`variable "${name}" is a secret: give it as a reference, not in plain`);
  }
  const needed = Object.values(api.defaultHeaders).some((text) => placeholders(text).includes('client_secret'));
  if (needed && config.clientSecret === null) mistakes.push('every call needs the client secret, and there is none');
}

/** Without a secret it is public, whatever its `client_auth`: nothing else binds a code to who asked (RFC 9700 §2.1.1). */
function checkPublicClient(
  { flowKinds, authorize }: Provider,
  { clientSecret }: ProviderConfig,
  mistakes: string[],
): void {
  if (clientSecret === null && flowKinds.includes('authorization_code') && !authorize.pkce)
    mistakes.push('a client without a secret needs PKCE: give it a client secret, or let a challenge be sent');
}

/** A value is judged whole, by the entry's pattern and by what its kind may be, before it gets near a URL. */
export function valueMistake(variable: Variable, value: string): string | null {
  if (value.length > longestOf(variable)) return 'the value is too long';
  if (!matchesWhole(variable.pattern, value)) return 'the value does not have the form this provider uses';
  if (variable.kind === 'host') return hostMistake(value);
  if (variable.kind === 'value') return printable.test(value) ? null : 'the value must be printable ASCII';
  if (variable.kind === 'label') return dnsLabel.test(value) ? null : 'the value must be one DNS label';
  return pathSegment.test(value) ? null : 'the value must be one path segment';
}

/** Longer than a host name can be (RFC 1035 §2.3.4), or than what still fits a header beside others: no pattern is asked. */
const longestOf = ({ kind }: Variable): number => (kind === 'value' ? 4096 : 253);

function filled(entry: Provider, config: ProviderConfig, values: Values): ResolvedProvider {
  const own = { ...values, client_id: encodeURIComponent(config.clientId) };
  const { authorize, token, revoke, jwks } = entry.endpoints;
  const endpoints = {
    authorize: fill(authorize, values),
    token: fill(token, values),
    refresh: fill(entry.endpoints.refresh ?? token, values),
    revoke: revoke && {
      ...revoke,
      url: fill(revoke.url, own),
      ...(revoke.value === undefined ? {} : { value: fill(revoke.value, values) }),
    },
    jwks: jwks === undefined ? null : fill(jwks, values),
  };
  const ids = { ...values, client_id: config.clientId };
  return {
    entry,
    config,
    variables: values,
    issuer: entry.issuer === undefined ? originOf(endpoints.token) : fill(entry.issuer, values),
    endpoints: { ...endpoints, closed: closedEndpoints(entry, endpoints, values) },
    account: entry.account && { ...entry.account, url: fill(entry.account.url, values) },
    verify: entry.verify && { ...entry.verify, url: fill(entry.verify.url, values) },
    hosts: entry.api.hosts.map((host) => fill(host, values)),
    headers: headersOf(entry, config, ids),
    query: filledMembers(entry.api.defaultQuery ?? {}, ids),
    callbackPath: `/oauth/callback/${hasOwnEndpoints(entry, config) ? config.id : entry.id}`,
  };
}

/** A header that holds a secret is one. */
function headersOf(entry: Provider, { variables, clientSecret }: ProviderConfig, values: Values) {
  const secrets = Object.fromEntries(
    [['client_secret', clientSecret] as const, ...Object.entries(variables)].flatMap(([name, value]) =>
      value instanceof Secret ? [[name, value.reveal()] as const] : [],
    ),
  );
  const templates = entry.api.defaultHeaders;
  return Object.fromEntries(
    Object.entries(filledMembers(templates, { ...values, ...secrets })).map(
      ([name, value]): [string, string | Secret] => {
        const places = placeholders(templates[name] ?? '');
        return [name, places.some((place) => place in secrets) ? new Secret(value) : value];
      },
    ),
  );
}

/** No issuer of its own: the token endpoint's origin stands for it. A person's label may still be open. */
const originOf = (tokenEndpoint: string): string => /^https?:\/\/[^/]+/.exec(tokenEndpoint)?.[0] ?? tokenEndpoint;

/** Members whose value is known whole. */
export const filledMembers = (templates: Values, values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(templates)
      .map(([name, template]): [string, string] => [name, fill(template, values)])
      .filter(([, value]) => placeholders(value).length === 0),
  );

function closedEndpoints(
  entry: Provider,
  own: { authorize: string; token: string; refresh: string; revoke: RevokeEndpoint | null },
  values: Values,
): string[] {
  const { introspect, deviceAuthorization, oauth1, closed } = entry.endpoints;
  const swaps = [entry.token.swap, entry.refresh.swap].map((swap) => swap?.url);
  const named = [introspect, deviceAuthorization, ...Object.values(oauth1 ?? {}), ...swaps, ...closed]
    .filter((url): url is string => url !== undefined)
    .map((url) => fill(url, values));
  return [...new Set([own.authorize, own.token, own.refresh, ...(own.revoke ? [own.revoke.url] : []), ...named])];
}

/**
 * Path of the callback before there is a config. Null: the operator gives a host, and the config gets a callback of its own.
 */
export const catalogCallbackPath = (entry: Provider): string | null =>
  entry.variables.some(
    ({ kind, from, default: preset, optional }) =>
      kind === 'host' && from === 'operator' && preset === undefined && !optional,
  )
    ? null
    : `/oauth/callback/${entry.id}`;

/** Endpoints of an operator's choosing get a callback of their own (mix-up, RFC 9700 §4.4.2.2). */
function hasOwnEndpoints(entry: Provider, config: ProviderConfig): boolean {
  const moved = ({ kind, name, default: preset }: Variable) =>
    kind === 'host' && (config.variables[name] ?? preset) !== preset;
  return config.ownEndpoints || entry.variables.some(moved);
}

/** URLs and hosts as they came out; open templates of a person are judged when they are filled. */
function placesMistaken({ endpoints, account, verify, hosts }: ResolvedProvider): string[] {
  const { authorize, token, refresh, revoke, jwks } = endpoints;
  const urls = [authorize, token, refresh, revoke?.url, jwks, account?.url, verify?.url].filter(
    (url) => typeof url === 'string',
  );
  const open = (text: string) => /^https?:\/\/[^/]*\{/.test(text) || /^\{|\{[a-z_]+\}\./i.test(text);
  return [
    ...urls.filter((url) => !open(url)).map(endpointMistake),
    ...hosts.filter((host) => !open(host)).map(hostMistake),
  ].filter((mistake) => mistake !== null);
}
