/** OAuth 1.0a: temporary credentials, the person's word, token credentials. @see RFC 5849 §2 */
import { timingSafeEqual } from 'node:crypto';
import type { ResolvedProvider } from '../providers/provider.ts';
import { fill } from '../providers/template.ts';
import { Secret } from '../vault/secret.ts';
import type { TokenOutcome } from './oauth.ts';
import { tokenField, tokenSecretField } from '../credentials/oauth1.ts';
import { oauth1Header, signOptions, type OAuth1Token, type Pair } from '../credentials/oauth1-signature.ts';
import { readBody, type Body } from './read-body.ts';
import { failedCall, invalidAnswer, unreadable, type Refused } from './refusal.ts';
import { plainWords } from './plain-words.ts';
import type { TokenCall } from './token-call.ts';

export type TemporaryOutcome = { kind: 'ok'; credentials: OAuth1Token } | Refused;

/** Asks for temporary credentials; the callback has to be confirmed (the session fixation of 1.0). @see RFC 5849 §2.1 */
export async function beginOAuth1(call: TokenCall & { callback: string }): Promise<TemporaryOutcome> {
  const url = endpoint(call.provider, 'request');
  const answer = await post(call, url, null, [['oauth_callback', call.callback]]);
  if ('kind' in answer) return answer;
  if (String(answer.body['oauth_callback_confirmed']) !== 'true') {
    return invalidAnswer('permanent', 'the provider did not confirm the callback: it does not speak OAuth 1.0a');
  }
  const credentials = credentialsOf(answer.body);
  return credentials ? { kind: 'ok', credentials } : noCredentials();
}

/** Where the person says yes. @see RFC 5849 §2.2 */
export function oauth1AuthorizeUrl(provider: ResolvedProvider, temporary: Secret, switchAccount: boolean): URL {
  const { query, switchAccount: other } = provider.entry.authorize;
  const url = new URL(provider.endpoints.authorize);
  for (const [name, value] of Object.entries({ ...query, ...(switchAccount ? other : {}) }))
    url.searchParams.set(name, value);
  url.searchParams.set('oauth_token', temporary.reveal());
  return url;
}

export type OAuth1Answer = { kind: 'verifier'; verifier: Secret } | { kind: 'declined' } | { kind: 'mismatch' };

/** What the callback says; `denied` is how the providers that say so at all say no. */
export function oauth1Answer(parameters: URLSearchParams, temporary: Secret): OAuth1Answer {
  const [token, ...more] = parameters.getAll('oauth_token');
  const [verifier, ...others] = parameters.getAll('oauth_verifier');
  const denied = parameters.get('denied');
  if (denied !== null && same(denied, temporary)) return { kind: 'declined' };
  if (token === undefined || more.length > 0 || others.length > 0 || !same(token, temporary))
    return { kind: 'mismatch' };
  return verifier ? { kind: 'verifier', verifier: new Secret(verifier) } : { kind: 'declined' };
}

function same(given: string, temporary: Secret): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(temporary.reveal())];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Trades the temporary credentials for those of the token. @see RFC 5849 §2.3 */
export async function exchangeOAuth1(
  call: TokenCall & { temporary: OAuth1Token; verifier: Secret },
): Promise<TokenOutcome> {
  const url = endpoint(call.provider, 'access');
  const answer = await post(call, url, call.temporary, [['oauth_verifier', call.verifier.reveal()]]);
  if ('kind' in answer) return answer;
  const credentials = credentialsOf(answer.body);
  if (!credentials) return noCredentials();
  const { oauth_token: _token, oauth_token_secret: _secret, ...facts } = answer.body;
  return {
    kind: 'ok',
    tokens: {
      fields: { [tokenField]: credentials.token, [tokenSecretField]: credentials.secret },
      injectField: tokenField,
      expiresAt: null,
      scopes: null,
      subject: null,
      facts,
    },
  };
}

function endpoint({ entry, variables }: ResolvedProvider, name: 'request' | 'access'): URL {
  const { oauth1 } = entry.endpoints;
  if (!oauth1) throw new Error(`${entry.id} has no OAuth 1.0a endpoints`);
  return new URL(fill(oauth1[name], variables));
}

async function post(
  { provider, fetch, signal, now }: TokenCall,
  url: URL,
  token: OAuth1Token | null,
  extra: readonly Pair[],
): Promise<Refused | { body: Body }> {
  const options = signOptions(provider, token, now);
  const authorization = oauth1Header({ method: 'POST', url, form: [] }, options, extra);
  const endedBefore = signal.aborted;
  let response: Response;
  let body: Body | null;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { authorization, accept: 'application/x-www-form-urlencoded, application/json;q=0.5' },
      redirect: 'manual',
      signal,
    });
    body = await readForm(response);
  } catch (cause) {
    return failedCall(cause, endedBefore);
  }
  if (response.ok && body) return { body };
  return refusedBy(response, body, now, [options.client.secret, token?.token, token?.secret]);
}

/** Many label the form as HTML or as plain text (RFC 5849 §2.1 wants a form). */
async function readForm(response: Response): Promise<Body | null> {
  const text = await response.text();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  if (text.trim().startsWith('{')) return readBody(new Response(text));
  return /^[\w.-]+=[^<>\s]*$/.test(text.trim()) ? readBody(new Response(text, { headers: type })) : null;
}

/** There is no error form in RFC 5849: 401 is about the client's or the token's credentials, and some say more. */
function refusedBy(
  response: Response,
  body: Body | null,
  now: number,
  secrets: readonly (Secret | null | undefined)[],
): Refused {
  if (response.status === 429 || response.status >= 500) return unreadable({}, response.status, response.headers, now);
  const problem = body?.['oauth_problem'];
  const error = typeof problem === 'string' ? problem : `status_${response.status}`;
  const known = secrets.filter((secret) => secret != null);
  return {
    kind: 'refused',
    class: /consumer_key|signature/.test(error) ? 'configuration' : 'permanent',
    error: /consumer_key/.test(error) ? 'invalid_client' : plainWords(error, known).slice(0, 100),
    description:
      typeof body?.['oauth_problem_advice'] === 'string' ? plainWords(body['oauth_problem_advice'], known) : null,
    status: response.status,
    retryAfter: null,
  };
}

function credentialsOf(body: Body): OAuth1Token | null {
  const { oauth_token: token, oauth_token_secret: secret } = body;
  if (typeof token !== 'string' || token === '' || typeof secret !== 'string') return null;
  return { token: new Secret(token), secret: new Secret(secret) };
}

const noCredentials = (): Refused => invalidAnswer('permanent', 'the answer has no token and token secret');
