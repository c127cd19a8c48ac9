/** What is wrong with catalog entries, all of it, in words. An entry is data that decides where secrets go. */
import { hookNames, type Provider, type Variable } from './provider.ts';
import { fill, placeholders } from './template.ts';
import { endpointMistake, hostMistake } from './url-form.ts';

type Report = (mistake: string) => void;

/** Authorize parameters that the service sets itself. */
const reserved = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge'];

/** Stand-ins for variables, so that a template can be judged as the URL it becomes. */
const sample = { host: 'sample.example', label: 'sample', path: 'sample' } as const;

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
  checkVariables,
  checkUrls,
  checkHosts,
  checkAuthorize,
  checkRevoke,
  checkAccount,
  checkWords,
  checkHooks,
];

function checkNames({ id, aliases = [] }: Provider, report: Report): void {
  for (const name of [id, ...aliases]) {
    if (!/^[a-z][a-z0-9-]{0,49}$/.test(name)) report(`"${name}" is not an id of a-z, 0-9 and -, at most 50 characters`);
  }
}

function checkVariables({ variables }: Provider, report: Report): void {
  for (const { name, kind, from, suffix, label, pattern, default: preset } of variables) {
    if (label === '') report(`variable ${name} needs a label`);
    if (kind === 'host' && from === 'person') report(`variable ${name}: a whole host is the operator's to give`);
    if (kind === 'label' && !suffix) report(`variable ${name}: a label needs the suffix it stands before`);
    if (preset !== undefined && !matchesWhole(pattern, preset)) report(`variable ${name}: its default does not match`);
  }
}

/** Anchors whatever pattern an entry has: a value matches whole or not at all. */
export const matchesWhole = (pattern: RegExp, value: string): boolean =>
  new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', '')).test(value);

function checkUrls(entry: Provider, report: Report): void {
  const { authorize, token, revoke, jwks, closed } = entry.endpoints;
  const given: [string, string, string[]][] = [
    ['authorize', authorize, []],
    ['token', token, []],
    ...(entry.issuer ? ([['issuer', entry.issuer, []]] as [string, string, string[]][]) : []),
    ...(revoke ? ([['revoke', revoke.url, ['token', 'client_id']]] as [string, string, string[]][]) : []),
    ...(jwks ? ([['jwks', jwks, []]] as [string, string, string[]][]) : []),
    ...(entry.account ? ([['account', entry.account.url, ['access_token']]] as [string, string, string[]][]) : []),
  ];
  for (const [name, template, own] of given) {
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
  for (const place of placeholders(template)) {
    const variable = entry.variables.find((one) => one.name === place);
    if (!variable && !own.includes(place)) report(`${name} endpoint: {${place}} is no variable of this entry`);
    if (variable && !standsRight(variable, template)) {
      report(`${name} endpoint: {${place}} does not stand where a ${variable.kind} may`);
    }
  }
}

/** A value can only ever fill the part of a URL that its kind is meant for. */
function standsRight({ name, kind, suffix = '' }: Variable, template: string): boolean {
  if (kind === 'host') return template.startsWith(`https://{${name}}/`) || template === `https://{${name}}`;
  if (kind === 'label') return template.startsWith(`https://{${name}}${suffix}/`);
  return !/^https:\/\/[^/]*$/.test(template.slice(0, template.indexOf(`{${name}}`)));
}

const filled = (entry: Provider, template: string): string =>
  fill(template, Object.fromEntries(entry.variables.map(({ name, kind }) => [name, sample[kind]])));

function checkHosts(entry: Provider, report: Report): void {
  if (entry.api.hosts.length === 0) report('needs the API hosts that a credential may go to');
  for (const template of entry.api.hosts) {
    const mistake = hostMistake(filled(entry, template));
    if (mistake) report(`API host ${mistake}`);
  }
}

function checkAuthorize({ authorize, endpoints, issuer }: Provider, report: Report): void {
  for (const name of [...Object.keys(authorize.query), ...Object.keys(authorize.switchAccount ?? {})]) {
    if (reserved.includes(name)) report(`authorize parameter ${name} is set by the service`);
  }
  const tolerated = authorize.pkceSupport === 'required' || authorize.pkceSupport === 'supported';
  if (authorize.oidc && !(endpoints.jwks && issuer)) report('oidc needs an issuer and its keys (jwks)');
  if (tolerated && !authorize.pkce) report(`PKCE is ${authorize.pkceSupport}, so it must be sent`);
}

function checkRevoke({ endpoints: { revoke } }: Provider, report: Report): void {
  if (!revoke) return;
  const inPath = revoke.url.includes('{token}');
  if (inPath !== (revoke.carries === 'path'))
    report('revoke: {token} stands in the URL exactly when it is carried there');
  if (revoke.carries === 'bearer' && revoke.auth !== 'bearer')
    report('revoke: a bearer token is its own authentication');
  if ((revoke.carries === 'form' || revoke.carries === 'json') && revoke.field === '') report('revoke: name the field');
}

function checkAccount(entry: Provider, report: Report): void {
  if (!entry.account) return;
  if (entry.account.identity.length === 0) report('account: name what identifies the account');
  if (entry.account.label.length === 0) report('account: name what a person knows the account by');
}

function checkWords(entry: Provider, report: Report): void {
  for (const field of ['name', 'category'] as const) if (entry[field].trim() === '') report(`${field} is missing`);
  if (!/^\p{L}[\p{L}\p{N}]$/u.test(entry.monogram)) report('the monogram is two letters');
  if (!(entry.hue >= 0 && entry.hue < 360)) report('the hue is in degrees, 0 to 359');
  if (entry.setup.length === 0 || entry.setup.some((step) => step.trim() === '')) report('setup steps are missing');
  const seen = new Set<string>();
  for (const { scope, description } of entry.scopes) {
    if (description.trim() === '') report(`scope ${scope} has no words`);
    if (seen.has(scope)) report(`scope ${scope} is described twice`);
    seen.add(scope);
  }
}

function checkHooks({ hooks }: Provider, report: Report): void {
  for (const name of Object.keys(hooks)) {
    if (!hookNames.includes(name)) report(`there is no hook named ${name}; the hooks are ${hookNames.join(', ')}`);
  }
}
