/** One person's whole way through a real authorization server, up to the code and up to the tokens. */
import { signIn } from '../../../../test/provider/sign-in.ts';
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { codeChallenge, newCodeVerifier } from '../../src/oauth/pkce.ts';
import type { TokenSet } from '../../src/oauth/oauth.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { call, redirectUri } from './custom-provider.ts';

/** What comes back to the callback, as the exchange wants it. */
export async function codeFor(provider: ResolvedProvider, login = 'alice') {
  const verifier = newCodeVerifier();
  const url = buildAuthorizeUrl({
    provider,
    redirectUri,
    scopes: ['email', 'read'],
    state: 'state-1',
    nonce: 'nonce-1',
    codeChallenge: codeChallenge(verifier),
  });
  const back = await signIn(url, { login });
  return { redirectUri, callbackParameters: back.searchParams, codeVerifier: verifier, nonce: 'nonce-1' };
}

export async function tokensFor(provider: ResolvedProvider): Promise<TokenSet> {
  const outcome = await exchangeCode({ ...call(provider), ...(await codeFor(provider)) });
  if (outcome.kind !== 'ok') throw new Error(outcome.error);
  return outcome.tokens;
}
