import * as oauth from 'oauth4webapi';
import type { Secret } from '../vault/secret.ts';
import { clientAuth } from './client-auth.ts';
import type { TokenOutcome } from './oauth.ts';
import { invalidAnswer } from './refusal.ts';
import { authorizationServer, client } from './server.ts';
import { swapToken } from './swap.ts';
import { callTokenEndpoint, type Answer, type TokenCall } from './token-call.ts';
import { tokenSet } from './token-set.ts';

export interface RefreshRequest extends TokenCall {
  refreshToken: Secret;
  /** What the vault holds of the grant: fields that the answer does not replace are kept. */
  fields: Readonly<Record<string, Secret>>;
}

/**
 * Asks for new tokens. On success `fields` is the whole next content of the vault row; a refresh token that the answer
 * does not replace stays (RFC 6749 §6).
 */
export async function refreshTokens(request: RefreshRequest): Promise<TokenOutcome> {
  const { provider, refreshToken } = request;
  const secrets = [refreshToken, ...Object.values(request.fields)];
  const { swap } = provider.entry.refresh;
  const answer = swap
    ? await swapToken(request, swap, refreshToken)
    : await callTokenEndpoint(request, secrets, (options) =>
        oauth.refreshTokenGrantRequest(
          authorizationServer(provider),
          client(provider),
          clientAuth(provider.config, provider.entry.token.clientAuth),
          refreshToken.reveal(),
          options,
        ),
      );
  return answer.kind === 'refused' ? answer : judge(request, answer);
}

async function judge({ provider, fields, refreshToken, now }: RefreshRequest, answer: Answer): Promise<TokenOutcome> {
  // A new ID token says nothing that is needed here, and its nonce is long gone.
  const { id_token: _idToken, ...body } = answer.body;
  try {
    const response = Response.json(body);
    const tokens = await oauth.processRefreshTokenResponse(authorizationServer(provider), client(provider), response);
    const fresh = tokenSet(provider, body, tokens, null, now);
    const kept = { ...fields, refresh_token: refreshToken };
    return { kind: 'ok', tokens: { ...fresh, fields: { ...kept, ...fresh.fields } } };
  } catch (cause) {
    // The token may be spent and its successor is not readable: the fate is unknown, as after a cut.
    return invalidAnswer('indeterminate', cause instanceof Error ? cause.message : 'the token answer is not valid');
  }
}
