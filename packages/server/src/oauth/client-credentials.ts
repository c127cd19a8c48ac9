/** Tokens of the app itself: no person is asked. @see RFC 6749 §4.4 */
import * as oauth from 'oauth4webapi';
import { clientAuth } from './client-auth.ts';
import { learnToken } from './learn-token.ts';
import type { TokenOutcome } from './oauth.ts';
import { invalidAnswer } from './refusal.ts';
import { authorizationServer, client } from './server.ts';
import { callTokenEndpoint, type Answer, type TokenCall } from './token-call.ts';
import { tokenSet } from './token-set.ts';

export interface ClientCredentialsRequest extends TokenCall {
  scopes: readonly string[];
}

/** Nothing is spent by asking, so asking again is how such tokens are renewed. */
export async function askAsClient(request: ClientCredentialsRequest): Promise<TokenOutcome> {
  const { provider, scopes } = request;
  const { entry, config } = provider;
  const scope = scopes.join(entry.authorize.scopeSeparator);
  const answer = await callTokenEndpoint(request, [], (options) =>
    oauth.clientCredentialsGrantRequest(
      authorizationServer(provider),
      client(provider),
      clientAuth(config, entry.token.clientAuth),
      scope === '' ? {} : { scope },
      options,
    ),
  );
  return answer.kind === 'refused' ? answer : judge(request, answer);
}

async function judge({ provider, now }: TokenCall, { body }: Answer): Promise<TokenOutcome> {
  // RFC 6749 §4.4.3: a refresh token has no place here, and an ID token speaks of nobody.
  const { refresh_token: _refresh, id_token: _id, ...kept } = body;
  try {
    const response = Response.json(kept);
    const tokens = await oauth.processClientCredentialsResponse(
      authorizationServer(provider),
      client(provider),
      response,
    );
    const known = learnToken(provider, kept);
    return known.kind === 'refused'
      ? invalidAnswer('permanent', known.words)
      : { kind: 'ok', tokens: { ...tokenSet(provider, kept, tokens, null, now), ...known.kept } };
  } catch (cause) {
    return invalidAnswer('transient', cause instanceof Error ? cause.message : 'the token answer is not valid');
  }
}
