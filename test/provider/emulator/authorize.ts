/** The authorization endpoint: refuses what the vendor would, else the person answers at once. RFC 6749 §4.1.1 */
import { createHmac, randomUUID } from 'node:crypto';
import { refusedPage, type Call } from './call.ts';
import type { Reply } from './wire.ts';

export function authorize(call: Call): Reply {
  const { behaviour, tenant, entry } = call;
  const { query } = call.asked;
  entry.client = query.get(behaviour.client.idName);
  const mistake = mistakeOf(call);
  if (mistake !== null) return refusedPage(call, mistake);
  const redirectUri = query.get('redirect_uri') ?? '';
  const destination = behaviour.authorize.redirectNames[redirectUri] ?? redirectUri;
  if (behaviour.authorize.person === 'denies') {
    entry.outcome = 'denied';
    return back(call, destination, { error: 'access_denied', error_description: 'The person said no' });
  }
  const asked = scopesOf(call);
  const { ticked, codeName } = behaviour.authorize;
  const code = `code-${tenant.id}-${randomUUID()}`;
  tenant.codes.set(code, {
    scopes: ticked === null ? asked : asked.filter((scope) => ticked.includes(scope)),
    nonce: query.get('nonce'),
    challenge: behaviour.authorize.pkce === 'ignored' ? null : query.get('code_challenge'),
    redirectUri,
    state: query.get('state'),
  });
  entry.outcome = 'agreed';
  return back(call, destination, { [codeName]: code, ...behaviour.authorize.callback });
}

function scopesOf({ behaviour, asked }: Call): string[] {
  const { scopeNames, scopeSeparator } = behaviour.authorize;
  const texts = scopeNames.map((name) => asked.query.get(name)).filter((text) => text !== null);
  return texts.flatMap((text) => text.split(scopeSeparator)).filter((scope) => scope !== '');
}

/** What is wrong with the request, in words; null: nothing. */
function mistakeOf(call: Call): string | null {
  const { authorize: wants, client } = call.behaviour;
  const { query } = call.asked;
  for (const name of new Set(query.keys())) if (query.getAll(name).length > 1) return `${name} came twice`;
  if (query.get('response_type') !== 'code') return 'response_type is not code';
  if (query.get(client.idName) !== client.id) return `${client.idName} is not known`;
  for (const [name, value] of Object.entries(wants.required)) {
    if (query.get(name) !== value) return `${name} is ${String(query.get(name))}, not ${value}`;
  }
  const named = query.get('redirect_uri') ?? '';
  const names = Object.keys(wants.redirectNames);
  if (names.length > 0 && !names.includes(named)) return 'redirect_uri is not one of the names that it has here';
  const redirectUri = wants.redirectNames[named] ?? named;
  if (!URL.canParse(redirectUri)) return 'redirect_uri is missing';
  if (wants.redirectUris && !wants.redirectUris.includes(redirectUri)) return 'redirect_uri is not registered';
  if ((query.get('state') ?? '').length < 8) return 'state is missing or short';
  const strange = scopesOf(call).find((scope) => wants.scopes && !wants.scopes.includes(scope));
  if (strange !== undefined) return `scope ${strange} is not known`;
  if (call.behaviour.oidc && !query.get('nonce')) return 'nonce is missing';
  return challengeMistake(call);
}

/** RFC 7636 §4.3. */
function challengeMistake({ behaviour, asked }: Call): string | null {
  const { pkce, challengeMethod } = behaviour.authorize;
  const challenge = asked.query.get('code_challenge');
  if (pkce === 'refused') return challenge === null ? null : 'code_challenge is not a parameter here';
  if (challenge === null) return pkce === 'required' ? 'code_challenge is missing' : null;
  if (pkce === 'ignored') return null;
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) return 'code_challenge is not a SHA-256';
  const method = asked.query.get('code_challenge_method');
  return method === challengeMethod ? null : `code_challenge_method is ${String(method)}, not ${challengeMethod}`;
}

function back({ behaviour, asked }: Call, redirectUri: string, answer: Record<string, string>): Reply {
  const url = new URL(redirectUri);
  const state = asked.query.get('state') ?? '';
  const issuer = behaviour.oidc?.issuer ?? originOf(behaviour.endpoints.authorize ?? '');
  const members = { ...answer, state, ...(behaviour.authorize.iss ? { iss: issuer } : {}) };
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  if (behaviour.authorize.callbackHmac) {
    url.searchParams.set('hmac', signed(url.searchParams, behaviour.client.secret ?? ''));
  }
  return { status: 302, headers: { location: url.href } };
}

const originOf = (url: string): string => new URL(url).origin;

/** The other parameters, sorted by name and joined as a query, under the client secret. */
function signed(parameters: URLSearchParams, secret: string): string {
  const text = [...parameters]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return createHmac('sha256', secret).update(text).digest('hex');
}
