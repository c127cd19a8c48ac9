/** Tells a provider that a grant is over. */
import { withProof } from '../credentials/token-proof.ts';
import type { ResolvedProvider, RevokeEndpoint } from '../providers/provider.ts';
import { sentHeaders } from '../providers/sent-headers.ts';
import { placeholders } from '../providers/template.ts';
import type { Secret } from '../vault/secret.ts';
import { basicAuth } from './client-auth.ts';
import type { RevocationOutcome } from './oauth.ts';
import { plainWords } from './plain-words.ts';
import { readBody, type Body } from './read-body.ts';
import { refreshTokens } from './refresh.ts';
import { rewriteAnswer } from './token-answer.ts';

export interface RevokeRequest {
  provider: ResolvedProvider;
  /** The vault fields of the grant. */
  fields: Readonly<Record<string, Secret>>;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

const namesClient: readonly RevokeEndpoint['auth'][] = ['client-post', 'client-header', 'client-bearer', 'client-id'];

/** `unknown`: the provider does not know the access token, or not any more. */
type Verdict = RevocationOutcome | { kind: 'unknown' };

/**
 * Calls the entry's revocation endpoint; whether it may be called (`revoke.scope`) is the caller's to decide. A token
 * that the provider does not know any more counts as revoked.
 * @throws RangeError when the provider has no such endpoint
 * @see RFC 7009 §2.1
 */
export async function revokeToken(request: RevokeRequest): Promise<RevocationOutcome> {
  const endpoint = request.provider.endpoints.revoke;
  if (!endpoint) throw new RangeError(`${request.provider.entry.id} has no revocation endpoint`);
  const verdict = await revokeOnce(request, endpoint);
  return verdict.kind === 'unknown' ? revokeFresh(request, endpoint) : verdict;
}

/** An access token that has expired cannot end its grant; a refresh token that lives on gets one that can. */
async function revokeFresh(request: RevokeRequest, endpoint: RevokeEndpoint): Promise<RevocationOutcome> {
  const refreshToken = request.fields['refresh_token'];
  if (!refreshToken) return { kind: 'confirmed' };
  // Lives of tokens do not matter here, so neither does the time.
  const refreshed = await refreshTokens({ ...request, refreshToken, now: 0 });
  if (refreshed.kind === 'refused') {
    if (refreshed.class === 'permanent') return { kind: 'confirmed' };
    return failed(refreshed.class === 'transient', refreshed.error);
  }
  const verdict = await revokeOnce({ ...request, fields: refreshed.tokens.fields }, endpoint);
  if (verdict.kind === 'unknown') return failed(false, 'the provider refuses the token that it has just given');
  // A single-use token was spent and its successor is not in the queue: a second try would have nothing to send.
  const spent = request.provider.entry.refresh.rotation === 'single-use';
  return verdict.kind === 'failed' && spent ? { ...verdict, retry: false } : verdict;
}

async function revokeOnce(request: RevokeRequest, endpoint: RevokeEndpoint): Promise<Verdict> {
  const token = tokenFor(endpoint, request.fields);
  const isKnown = placeholders(endpoint.value ?? '').length === 0;
  if (!token || !isKnown) return failed(false, 'there is no token that the endpoint takes');
  let response: Response;
  let body: Body | null;
  try {
    response = await send(request, endpoint, token);
    body = await readBody(response);
  } catch {
    // The cause may hold the URL, and the URL the token.
    return failed(true, 'the revocation endpoint did not answer');
  }
  return judge(request, endpoint, response.status, body ?? {});
}

/** The token that ends the most; a form takes the other kind as well (RFC 7009 §2.1). */
function tokenFor(endpoint: RevokeEndpoint, fields: RevokeRequest['fields']): Secret | undefined {
  if (endpoint.token === 'access') return fields['access_token'];
  const either = endpoint.token === 'either' || endpoint.carries === 'form';
  return fields['refresh_token'] ?? (either ? fields['access_token'] : undefined);
}

function send({ provider, fetch, signal }: RevokeRequest, endpoint: RevokeEndpoint, token: Secret): Promise<Response> {
  const { clientId, clientSecret } = provider.config;
  const { api, token: calls } = provider.entry;
  const headers: Record<string, string> = { accept: 'application/json', ...sentHeaders(provider) };
  const members: Record<string, string> = {};
  const named = endpoint.clientMembers ?? { id: calls.clientIdName ?? 'client_id', secret: 'client_secret' };
  const secret = clientSecret?.reveal() ?? '';
  const url = new URL(endpoint.url.replace('{token}', encodeURIComponent(token.reveal())));
  if (endpoint.auth === 'bearer') {
    const credential = api.inject.format.replace('{token}', () => token.reveal());
    if (api.inject.in === 'query') url.searchParams.set(api.inject.name, credential);
    else headers[api.inject.name] = credential;
  }
  if (endpoint.auth === 'client-basic') headers['authorization'] = basicAuth(clientId, secret);
  if (endpoint.auth === 'client-header') headers['authorization'] = `Client ${secret}`;
  if (endpoint.auth === 'client-bearer') headers['authorization'] = `Bearer ${secret}`;
  if (namesClient.includes(endpoint.auth)) members[named.id] = clientId;
  if (endpoint.auth === 'client-post' && clientSecret) members[named.secret] = secret;
  if (endpoint.carries === 'form' || endpoint.carries === 'json')
    members[endpoint.field] = endpoint.value ?? token.reveal();
  const isJson = endpoint.carries === 'json';
  const empty = Object.keys(members).length === 0;
  if (!empty) headers['content-type'] = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return fetch((endpoint.auth === 'bearer' ? withProof(url, provider, token) : url).href, {
    method: endpoint.method,
    headers,
    redirect: 'manual',
    signal,
    ...(empty ? {} : { body: isJson ? JSON.stringify(members) : new URLSearchParams(members).toString() }),
  });
}

/** @see RFC 7009 §2.2 */
function judge(request: RevokeRequest, endpoint: RevokeEndpoint, sentStatus: number, raw: Body): Verdict {
  const { entry, config } = request.provider;
  const { status, body } = rewriteAnswer(entry, { status: sentStatus, body: raw });
  const error = typeof body['error'] === 'string' ? body['error'] : null;
  if (status >= 200 && status < 300) return { kind: 'confirmed' };
  if (status === 429 || status === 408 || status >= 500) return failed(true, `status ${status}`);
  if (isUnknown(request, endpoint, error, sentStatus, body)) {
    return endpoint.token === 'access' ? { kind: 'unknown' } : { kind: 'confirmed' };
  }
  const secrets = [...Object.values(request.fields), ...(config.clientSecret ? [config.clientSecret] : [])];
  return failed(false, plainWords(error ?? `status ${status}`, secrets));
}

/** Words for a token alone: a client's secret, a trial or a subscription that has expired leaves the token alive. */
const saysOver =
  /^(?:invalid_token|expired_(?:access_|refresh_)?token|(?:access_|refresh_|oauth_)?token_(?:is_|has_)?expired)$/i;

function isUnknown(
  { provider }: RevokeRequest,
  endpoint: RevokeEndpoint,
  error: string | null,
  status: number,
  body: Body,
): boolean {
  if (endpoint.auth === 'bearer' && status === 401) return true;
  // Deleting what is not there any more.
  if (endpoint.method === 'DELETE' && status === 404) return true;
  if (error === null) return false;
  return saysOver.test(error) || provider.entry.hooks.errorClass?.(error, body) === 'permanent';
}

const failed = (retry: boolean, error: string): RevocationOutcome => ({ kind: 'failed', retry, error });
