/** A provider and an app's config become one thing with every template filled: what the stations work with. */
import { ConfigMistakes } from '../config.ts';
import { Refusal } from '../lib/assert.ts';
import type { Provider, ProviderConfig, ResolvedProvider, RevokeEndpoint, Variable } from './provider.ts';
import { fill } from './template.ts';
import { endpointMistake, hostMistake } from './url-form.ts';
import { matchesWhole } from './validate.ts';

type Values = Readonly<Record<string, string>>;

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const pathSegment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/;

/**
 * Fills the entry with the operator's variables. Those of a person stay open until {@link resolveVariables}.
 * @throws ConfigMistakes with every variable, endpoint and host that is wrong
 */
export function resolveProvider(entry: Provider, config: ProviderConfig): ResolvedProvider {
  const mistakes: string[] = [];
  const values = operatorValues(entry, config, mistakes);
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
  const { entry, config } = provider;
  const issues: { path: string; message: string }[] = [];
  const values: Record<string, string> = operatorValues(entry, config, []);
  for (const name of Object.keys(given)) {
    if (!entry.variables.some((one) => one.name === name))
      issues.push(issue(name, 'this provider has no such variable'));
  }
  for (const variable of entry.variables.filter(({ from }) => from === 'person')) {
    const value = given[variable.name] ?? variable.default;
    const mistake = value === undefined ? `${variable.label} is missing` : valueMistake(variable, value);
    if (mistake !== null) issues.push(issue(variable.name, mistake));
    else if (value !== undefined) values[variable.name] = value;
  }
  if (issues.length > 0) throw new Refusal('invalid_request', { issues });
  return filled(entry, config, values);
}

const issue = (name: string, message: string) => ({ path: `variables.${name}`, message });

function operatorValues(entry: Provider, config: ProviderConfig, mistakes: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  const own = entry.variables.filter(({ from }) => from === 'operator');
  for (const name of Object.keys(config.variables)) {
    if (!own.some((one) => one.name === name)) mistakes.push(`there is no variable "${name}" to set here`);
  }
  for (const variable of own) {
    const value = config.variables[variable.name] ?? variable.default;
    const mistake = value === undefined ? 'is missing' : valueMistake(variable, value);
    if (mistake !== null) mistakes.push(`variable "${variable.name}" (${variable.label}): ${mistake}`);
    else if (value !== undefined) values[variable.name] = value;
  }
  return values;
}

/** A value is judged whole, by the entry's pattern and by what its kind may be, before it gets near a URL. */
function valueMistake(variable: Variable, value: string): string | null {
  if (!matchesWhole(variable.pattern, value)) return 'the value does not have the form this provider uses';
  if (variable.kind === 'host') return hostMistake(value);
  if (variable.kind === 'label') return dnsLabel.test(value) ? null : 'the value must be one DNS label';
  return pathSegment.test(value) ? null : 'the value must be one path segment';
}

function filled(entry: Provider, config: ProviderConfig, values: Values): ResolvedProvider {
  const own = { ...values, client_id: encodeURIComponent(config.clientId) };
  const { authorize, token, revoke, jwks } = entry.endpoints;
  const endpoints = {
    authorize: fill(authorize, values),
    token: fill(token, values),
    revoke: revoke && { ...revoke, url: fill(revoke.url, own) },
    jwks: jwks === undefined ? null : fill(jwks, values),
  };
  return {
    entry,
    config,
    variables: values,
    issuer: entry.issuer === undefined ? originOf(endpoints.token) : fill(entry.issuer, values),
    endpoints: { ...endpoints, closed: closedEndpoints(entry, endpoints, values) },
    account: entry.account && { ...entry.account, url: fill(entry.account.url, values) },
    hosts: entry.api.hosts.map((host) => fill(host, values)),
    callbackPath: `/oauth/callback/${hasOwnEndpoints(entry, config) ? config.id : entry.id}`,
  };
}

/** No issuer of its own: the token endpoint's origin stands for it. A person's label may still be open. */
const originOf = (tokenEndpoint: string): string => /^https?:\/\/[^/]+/.exec(tokenEndpoint)?.[0] ?? tokenEndpoint;

function closedEndpoints(
  entry: Provider,
  own: { authorize: string; token: string; revoke: RevokeEndpoint | null },
  values: Values,
): string[] {
  const named = entry.endpoints.closed.map((url) => fill(url, values));
  return [...new Set([own.authorize, own.token, ...(own.revoke ? [own.revoke.url] : []), ...named])];
}

/** Endpoints of an operator's choosing get a callback of their own (mix-up, RFC 9700 §4.4.2.2). */
function hasOwnEndpoints(entry: Provider, config: ProviderConfig): boolean {
  const moved = ({ kind, name, default: preset }: Variable) =>
    kind === 'host' && (config.variables[name] ?? preset) !== preset;
  return config.ownEndpoints || entry.variables.some(moved);
}

/** URLs and hosts as they came out; open templates of a person are judged when they are filled. */
function placesMistaken({ endpoints, account, hosts }: ResolvedProvider): string[] {
  const { authorize, token, revoke, jwks } = endpoints;
  const urls = [authorize, token, revoke?.url, jwks, account?.url].filter((url) => typeof url === 'string');
  const open = (text: string) => /^https?:\/\/[^/]*\{/.test(text) || /^\{|\{[a-z_]+\}\./i.test(text);
  return [
    ...urls.filter((url) => !open(url)).map(endpointMistake),
    ...hosts.filter((host) => !open(host)).map(hostMistake),
  ].filter((mistake) => mistake !== null);
}
