/** What is wrong with catalog entries, all of it, in words. An entry is data that decides where secrets go. */
import { categories } from './category.ts';
import { hookNames, type Provider, type ScopeWords, type Variable } from './provider.ts';
import { fill, placeholders } from './template.ts';
import { endpointMistake, hostMistake } from './url-form.ts';

type Report = (mistake: string) => void;

/** Authorize parameters that the service sets itself. */
const reserved = ['response_type', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge', 'client_id'];

/** Stand-ins for variables, so that a template can be judged as the URL it becomes. */
const sample = { host: 'sample.example', label: 'sample', path: 'sample', value: '{value}' } as const;

export function mistakesOf(entries: readonly Provider[]): string[] {
  const mistakes: string[] = [];
  const taken = new Map<string, string>();
  for (const entry of entries) {
    const report: Report = (mistake) => mistakes.push(`${entry.id}: ${mistake}`);
    for (const check of checks) check(entry, report);
    for (const name of [entry.id, ...(entry.aliases ?? [])]) {
      const other = taken.get(name);
      if (other !== undefined) report(`"${name}" is already an id or alias of ${other}`);
      taken.set(name, entry.id);
    }
  }
  return mistakes;
}

const checks: readonly ((entry: Provider, report: Report) => void)[] = [
  checkNames,
  checkFlowKinds,
  checkVariables,
  checkUrls,
  checkHosts,
  checkAuthorize,
  checkRevoke,
  checkRefresh,
  checkTemplates,
  checkAccount,
  checkPlaces,
  checkWords,
  checkHooks,
];

function checkNames({ id, aliases = [] }: Provider, report: Report): void {
  for (const name of [id, ...aliases]) {
    if (!/^[a-z][a-z0-9-]{0,49}$/.test(name)) report(`"${name}" is not an id of a-z, 0-9 and -, at most 50 characters`);
  }
}

function checkVariables({ variables }: Provider, report: Report): void {
  for (const variable of variables) {
    const { name, kind, from, suffix, label, pattern, at, capture, example, default: preset, secret } = variable;
    if (!Object.hasOwn(sample, kind)) {
      report(`variable ${name} is of a kind that this version does not know`);
      continue;
    }
    if (preset === undefined && example === undefined && !variable.optional)
      report(`variable ${name} needs an example`);
    if (label === '') report(`variable ${name} needs a label`);
    if (kind === 'host' && from === 'person') report(`variable ${name}: a whole host is the operator's to give`);
    if (arrives(from) && kind === 'host' && matchesWhole(pattern, sample.host)) {
      report(`variable ${name}: a host that arrives needs a closed list or a suffix`);
    }
    if (!arrives(from) && (at !== undefined || capture)) report(`variable ${name} does not arrive from anywhere`);
    if (kind === 'label' && !suffix) report(`variable ${name}: a label needs the suffix it stands before`);
    if (secret && (kind !== 'value' || from !== 'operator' || preset !== undefined))
      report(`variable ${name}: a secret is a value of the operator's, without a default`);
    if (preset !== undefined && !matchesWhole(pattern, preset)) report(`variable ${name}: its default does not match`);
  }
}

const arrives = (from: Variable['from']): boolean => from !== 'operator' && from !== 'person';

/** Each kind of flow has endpoints that it cannot do without. */
function checkFlowKinds({ flowKinds, kinds, endpoints }: Provider, report: Report): void {
  const [first, ...further] = flowKinds;
  if (first === undefined) report('needs a kind of flow');
  for (const kind of further) if (!kinds[kind]?.setup.trim()) report(`say in kinds what an operator does for ${kind}`);
  for (const kind of Object.keys(kinds)) {
    if (!further.some((one) => one === kind)) report(`kinds speaks of ${kind}, which is no further kind of this entry`);
  }
  if (flowKinds.includes('oauth1') && first !== 'oauth1' && !endpoints.oauth1?.authorize)
    report('oauth1 beside another kind needs a page of its own');
  if (flowKinds.includes('device_code') && !endpoints.deviceAuthorization)
    report('device_code needs a device authorization endpoint');
  if (flowKinds.includes('oauth1') !== (endpoints.oauth1 !== undefined))
    report('oauth1 and its request and access endpoints go together');
}

/** Anchors whatever pattern an entry has: a value matches whole or not at all. */
export const matchesWhole = (pattern: RegExp, value: string): boolean =>
  new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', '')).test(value);

function checkUrls(entry: Provider, report: Report): void {
  const { authorize, token, refresh, revoke, jwks, introspect, deviceAuthorization, oauth1, closed } = entry.endpoints;
  const given: [name: string, url: string | undefined, own?: string[]][] = [
    ['authorize', authorize],
    ['token', token],
    ['refresh', refresh],
    ['issuer', entry.issuer],
    ['revoke', revoke?.url, ['token', 'client_id']],
    ['jwks', jwks],
    ['introspect', introspect, ['access_token', 'client_id']],
    ['device authorization', deviceAuthorization],
    ['request token', oauth1?.request],
    ['access token', oauth1?.access],
    ['OAuth 1.0a page', oauth1?.authorize],
    ['account', entry.account?.url, ['access_token']],
    ['verify', entry.verify?.url],
    ['places', entry.api.places?.url],
    ['swap', entry.token.swap?.url],
    ['swap', entry.refresh.swap?.url],
  ];
  for (const [name, template, own = []] of given) {
    if (template === undefined) continue;
    checkPlaceholders(entry, name, template, own, report);
    const mistake = endpointMistake(filled(entry, template));
    if (mistake) report(`${name} endpoint: ${mistake}`);
  }
  // Pages of the vendor's console may be told apart by their fragment.
  const pages = [entry.consoleUrl, ...(entry.settingsUrl === null ? [] : [entry.settingsUrl])];
  for (const url of [...closed, ...pages.map((page) => page.replace(/#.*$/, ''))]) {
    const mistake = endpointMistake(filled(entry, url));
    if (mistake) report(mistake);
  }
}

function checkPlaceholders(entry: Provider, name: string, template: string, own: string[], report: Report): void {
  const places = placeholders(template);
  if (places.length > 0 && !beginsPlainly.test(template))
    report(`${name} endpoint: what has a variable begins with https:// in lower case, and the host right behind it`);
  for (const place of places) {
    const variable = entry.variables.find((one) => one.name === place);
    if (!variable && !own.includes(place)) report(`${name} endpoint: {${place}} is no variable of this entry`);
    if (!variable && own.includes(place) && !standsBehindHost(place, template))
      report(`${name} endpoint: {${place}} does not stand behind the host`);
    if (variable && !standsRight(variable, template)) {
      report(`${name} endpoint: {${place}} does not stand where a ${variable.kind} may`);
    }
  }
}

/** A URL parser takes more than this for a scheme and its slashes; where a host ends could then not be told by reading. */
const beginsPlainly = /^https?:\/\/[^/\s\\]/;

const standsBehindHost = (name: string, template: string): boolean =>
  !/^https?:\/\/[^/]*$/.test(template.slice(0, template.indexOf(`{${name}}`)));

/** A value can only ever fill the part of a URL that its kind is meant for. */
function standsRight({ name, kind, suffix = '' }: Variable, template: string): boolean {
  if (kind === 'host') return template.startsWith(`https://{${name}}/`) || template === `https://{${name}}`;
  if (kind === 'label')
    return /^https:\/\/\{\w+\}[^/{}:@?#\\\s]*\//.exec(template)?.[0].endsWith(`${suffix}/`) === true;
  if (kind === 'value') return false;
  return standsBehindHost(name, template);
}

const filled = (entry: Provider, template: string): string =>
  fill(template, Object.fromEntries(entry.variables.map(({ name, kind }) => [name, sample[kind]])));

function checkHosts(entry: Provider, report: Report): void {
  if (entry.api.hosts.length === 0) report('needs the API hosts that a credential may go to');
  for (const template of entry.api.hosts) {
    const mistake = hostMistake(filled(entry, template));
    if (mistake) report(`API host ${mistake}`);
    checkPlaceholders(entry, 'API host', `https://${template}/`, [], report);
  }
}

function checkAuthorize({ authorize, endpoints, issuer }: Provider, report: Report): void {
  for (const name of [...Object.keys(authorize.query), ...Object.keys(authorize.switchAccount ?? {})]) {
    if (reserved.includes(name)) report(`authorize parameter ${name} is set by the service`);
  }
  const tolerated = authorize.pkceSupport === 'required' || authorize.pkceSupport === 'supported';
  if (authorize.oidc && !(endpoints.jwks && issuer)) report('oidc needs an issuer and its keys (jwks)');
  if (tolerated && !authorize.pkce && !authorize.pkceOffBecause)
    report(`PKCE is ${authorize.pkceSupport}, so it must be sent`);
}

function checkRevoke({ endpoints: { revoke } }: Provider, report: Report): void {
  if (!revoke) return;
  const inPath = revoke.url.includes('{token}');
  if (inPath !== (revoke.carries === 'path'))
    report('revoke: {token} stands in the URL exactly when it is carried there');
  if (revoke.method === 'GET' && revoke.carries !== 'path') report('revoke: GET has no body');
  if (revoke.carries === 'bearer' && revoke.auth !== 'bearer')
    report('revoke: a bearer token is its own authentication');
  if ((revoke.carries === 'form' || revoke.carries === 'json') && revoke.field === '') report('revoke: name the field');
}

const rotations = {
  none: true,
  static: true,
  'single-use': true,
  'rotates-old-stays-valid': true,
} satisfies Record<Provider['refresh']['rotation'], true>;

function checkRefresh({ refresh }: Provider, report: Report): void {
  const { rotation, accessTtlSeconds, refreshTtlSeconds, marginSeconds, graceSeconds, swap } = refresh;
  for (const seconds of [accessTtlSeconds, refreshTtlSeconds, marginSeconds, graceSeconds]) {
    if (typeof seconds === 'number' && !(seconds > 0)) report('refresh: lives and margins are seconds above 0');
  }
  if (!Object.hasOwn(rotations, rotation)) report(`refresh: there is no rotation ${rotation}`);
  if (graceSeconds !== undefined && rotation !== 'single-use') report('refresh: grace is of a single-use token');
  if (swap && rotation !== 'rotates-old-stays-valid')
    report('refresh: a token that is swapped stays valid beside the new one');
}

/** `{name}` in what is sent along must be something that has a value. */
function checkTemplates(entry: Provider, report: Report): void {
  const { authorize, callback, token, refresh, api, kinds, endpoints } = entry;
  const sent: [string, Readonly<Record<string, string>> | undefined, string[]][] = [
    ['authorize parameter', authorize.query, []],
    ['callback parameter', callback.expect, []],
    ['callback', { redirectUri: callback.redirectUri ?? '' }, []],
    ['token parameter', token.extra, ['state']],
    ['refresh parameter', refresh.extra, []],
    ['revocation', { value: endpoints.revoke?.value ?? '' }, []],
    ...Object.entries(kinds).map(([kind, { extra }]): [string, typeof extra, string[]] => [
      `${kind} parameter`,
      extra,
      [],
    ]),
    ['header', api.defaultHeaders, ['client_id', 'client_secret']],
    ['query parameter', api.defaultQuery, ['client_id']],
  ];
  for (const [what, members = {}, own] of sent) {
    for (const [name, template] of Object.entries(members)) {
      for (const place of placeholders(template).filter((one) => !own.includes(one))) {
        const variable = entry.variables.find((one) => one.name === place);
        if (!variable) report(`${what} ${name}: {${place}} is no variable of this entry`);
        if (variable?.secret && what !== 'header')
          report(`${what} ${name}: {${place}} is a secret, for headers of API calls alone`);
      }
    }
  }
  if (!api.inject.format.includes('{token}')) report('the token stands nowhere in what is injected');
}

function checkAccount({ account, accountInToken, variables }: Provider, report: Report): void {
  for (const paths of [account, accountInToken]) {
    if (!paths) continue;
    if (paths.identity.length === 0) report('account: name what identifies the account');
    if (paths.label.length === 0) report('account: name what a person knows the account by');
    for (const place of [...paths.identity, ...paths.label].flatMap(placeholders)) {
      if (!variables.some(({ name }) => name === place)) report(`account: {${place}} is no variable of this entry`);
    }
  }
}

/** Several or none may come, so nothing may depend on one. */
function checkPlaces({ api, variables }: Provider, report: Report): void {
  const ids = variables.filter(({ from }) => from === 'places');
  if (ids.length !== (api.places ? 1 : 0)) report('places and the one variable that is their id go together');
  for (const { name, kind, optional } of ids)
    if (kind !== 'path' || !optional) report(`variable ${name}: the id of a place is an optional path segment`);
}

const risks = { low: true, medium: true, high: true } satisfies Record<ScopeWords['risk'], true>;

function checkWords(entry: Provider, report: Report): void {
  if (entry.name.trim() === '') report('name is missing');
  if (!Object.hasOwn(categories, entry.category)) report(`there is no category ${entry.category}`);
  if (!/^\p{L}[\p{L}\p{N}]$/u.test(entry.monogram)) report('the monogram is two letters');
  if (!(entry.hue >= 0 && entry.hue < 360)) report('the hue is in degrees, 0 to 359');
  if (entry.setup.length === 0 || entry.setup.some((step) => step.trim() === '')) report('setup steps are missing');
  if ((entry.noScopes ?? '').trim() === '' && entry.scopes.length === 0)
    report('describe the common scopes, or say in noScopes what decides instead');
  const seen = new Set<string>();
  for (const { scope, description, risk } of entry.scopes) {
    if (description.trim() === '') report(`scope ${scope} has no words`);
    if (!Object.hasOwn(risks, risk)) report(`scope ${scope}: there is no risk ${risk}`);
    if (seen.has(scope)) report(`scope ${scope} is described twice`);
    seen.add(scope);
  }
  for (const scope of entry.authorize.identityScopes) {
    if (!seen.has(scope)) report(`scope ${scope} is always asked for, and has no words`);
  }
}

function checkHooks({ hooks }: Provider, report: Report): void {
  for (const name of Object.keys(hooks)) {
    if (!hookNames.includes(name)) report(`there is no hook named ${name}; the hooks are ${hookNames.join(', ')}`);
  }
}
