import * as oauth from 'oauth4webapi';
import type { ResolvedProvider } from '../providers/provider.ts';
import { unsafePlainHttp } from '../providers/unsafe-plain-http.ts';
import { Secret } from '../vault/secret.ts';
import { redirectUriOf } from './authorize-url.ts';
import { clientAuth } from './client-auth.ts';
import type { TokenOutcome } from './oauth.ts';
import { callbackScopes, learnCallback } from './callback.ts';
import { learnToken } from './learn-token.ts';
import { invalidAnswer, issuerMismatch, type Refused } from './refusal.ts';
import { swapToken } from './swap.ts';
import { authorizationServer, client } from './server.ts';
import { callTokenEndpoint, type Answer, type TokenCall } from './token-call.ts';
import { tokenSet } from './token-set.ts';

export interface ExchangeRequest extends TokenCall {
  redirectUri: string;
  /** The callback's query, with the code. The state is the flow's to check: it was consumed before this. */
  callbackParameters: URLSearchParams;
  /** Null where no challenge was sent. */
  codeVerifier: Secret | null;
  nonce: string | null;
}

/**
 * Trades the code for tokens. A callback that names another issuer is refused before anything is sent.
 * @see RFC 6749 §4.1.3; RFC 9207 §2.4; OpenID Connect Core 1.0 §3.1.3
 */
export async function exchangeCode(request: ExchangeRequest): Promise<TokenOutcome> {
  const { codeVerifier } = request;
  if (!isOwnIssuer(request.provider, request.callbackParameters)) return issuerMismatch();
  // What decides where the code goes is judged before it goes anywhere.
  const known = learnCallback(request.provider, request.callbackParameters);
  if (known.kind === 'refused') return invalidAnswer('permanent', known.words);
  const { provider } = known;
  const parameters = callbackOf(provider, request.callbackParameters);
  const [code, ...more] = parameters?.getAll('code') ?? [];
  if (!parameters || !code || more.length > 0)
    return invalidAnswer('permanent', 'the callback has not exactly one code');
  const secrets = [new Secret(code), ...(codeVerifier ? [codeVerifier] : [])];
  const answer = await callTokenEndpoint({ ...request, provider, state: parameters.get('state') }, secrets, (options) =>
    oauth.authorizationCodeGrantRequest(
      authorizationServer(provider),
      client(provider),
      clientAuth(provider.config, provider.entry.token.clientAuth),
      parameters,
      redirectUriOf(provider, request.redirectUri),
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- for vendors that refuse a challenge; the entry says which
      codeVerifier ? codeVerifier.reveal() : oauth.nopkce,
      options,
    ),
  );
  const lasting = answer.kind === 'refused' ? answer : await longLived({ ...request, provider }, answer);
  return lasting.kind === 'refused' ? lasting : judge({ ...request, provider }, lasting);
}

/** A vendor without refresh tokens gives a short-lived one first. */
async function longLived(call: TokenCall, answer: Answer): Promise<Answer | Refused> {
  const { swap } = call.provider.entry.token;
  const short = answer.body['access_token'];
  if (!swap || typeof short !== 'string') return answer;
  const swapped = await swapToken(call, swap, new Secret(short));
  if (swapped.kind === 'refused') return swapped;
  const body = { ...answer.body, ...swapped.body };
  return { kind: 'answer', body, response: Response.json(body) };
}

/**
 * RFC 9207. Where a provider's issuer is known it must be that one; else the named issuer must at least live where the
 * provider's own endpoints do.
 */
function isOwnIssuer({ entry, issuer, endpoints }: ResolvedProvider, parameters: URLSearchParams): boolean {
  const named = parameters.getAll('iss');
  const [iss] = named;
  if (iss === undefined) return entry.authorize.issParameter !== true;
  if (named.length > 1) return false;
  if (entry.issuer !== undefined) return iss === issuer;
  const origin = URL.parse(iss)?.origin;
  return origin === new URL(endpoints.authorize).origin || origin === new URL(endpoints.token).origin;
}

/** The library takes a callback only after it has validated it. Null: repeated or missing parameters, an error. */
function callbackOf(provider: ResolvedProvider, given: URLSearchParams): URLSearchParams | null {
  const parameters = new URLSearchParams(given);
  const { code: name = 'code' } = provider.entry.callback;
  if (name !== 'code') {
    parameters.delete('code');
    for (const code of given.getAll(name)) parameters.append('code', code);
  }
  // Judged above, where the issuer need not be known.
  parameters.delete('iss');
  const server = { ...authorizationServer(provider), authorization_response_iss_parameter_supported: false };
  try {
    return oauth.validateAuthResponse(server, client(provider), parameters, oauth.skipStateCheck);
  } catch {
    return null;
  }
}

async function judge(request: ExchangeRequest, { body, response }: Answer): Promise<TokenOutcome> {
  const { provider, nonce } = request;
  const server = authorizationServer(provider);
  const { oidc } = provider.entry.authorize;
  try {
    const tokens = await oauth.processAuthorizationCodeResponse(server, client(provider), response, {
      ...(oidc ? { requireIdToken: true, expectedNonce: nonce ?? oauth.expectNoNonce } : {}),
    });
    if (oidc) await checkSignature(request, server, response);
    const subject = oidc ? (oauth.getValidatedIdTokenClaims(tokens)?.sub ?? null) : null;
    const known = learnToken(provider, body);
    if (known.kind === 'refused') return invalidAnswer('permanent', known.words);
    const set = tokenSet(provider, body, tokens, subject, request.now);
    const scopes = set.scopes ?? callbackScopes(provider, request.callbackParameters);
    return { kind: 'ok', tokens: { ...set, scopes, ...known.kept } };
  } catch (cause) {
    return invalidAnswer('permanent', wordsOf(cause));
  }
}

const checkSignature = (
  { provider, fetch, signal }: ExchangeRequest,
  server: oauth.AuthorizationServer,
  response: Response,
): Promise<void> =>
  oauth.validateApplicationLevelSignature(server, response, {
    signal,
    [oauth.customFetch]: (url, { method, headers, redirect }) => fetch(url, { method, headers, redirect, signal }),
    ...unsafePlainHttp(server.jwks_uri ?? provider.endpoints.token),
  });

/** The library's messages name what is wrong; their evidence holds the tokens and stays behind. */
const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'the token answer is not valid');
