/** A code comes back through the browser. @see RFC 6749 §4.1; RFC 7636 */
import { randomToken } from '../../lib/random.ts';
import { buildAuthorizeUrl } from '../../oauth/authorize-url.ts';
import { exchangeCode } from '../../oauth/exchange.ts';
import { codeChallenge, newCodeVerifier } from '../../oauth/pkce.ts';
import { exchangeRefusal, providerRefusal } from '../flow-end.ts';
import type { PersonKind } from './kind.ts';

export const authorizationCode: PersonKind = {
  async begin({ provider: { entry } }) {
    return {
      kind: 'begun',
      secrets: entry.authorize.pkce ? { code_verifier: newCodeVerifier() } : null,
      nonce: entry.authorize.oidc ? randomToken(16) : null,
      expiresAt: null,
    };
  },

  leave({ provider, flow, secrets, state, switchAccount }) {
    const verifier = secrets['code_verifier'];
    return buildAuthorizeUrl({
      provider,
      redirectUri: flow.redirect_uri,
      scopes: flow.scopes,
      state,
      nonce: flow.nonce,
      codeChallenge: verifier ? codeChallenge(verifier) : null,
      switchAccount,
    });
  },

  async answer({ flow, secrets, parameters, ...reach }) {
    const error = once(parameters, 'error');
    if (error) return providerRefusal(error, once(parameters, 'error_description'));
    const exchanged = await exchangeCode({
      ...reach,
      redirectUri: flow.redirect_uri,
      callbackParameters: parameters,
      codeVerifier: secrets['code_verifier'] ?? null,
      nonce: flow.nonce,
    });
    return exchanged.kind === 'ok' ? { kind: 'tokens', tokens: exchanged.tokens } : exchangeRefusal(exchanged);
  },
};

/** A parameter that came exactly once; repeated ones are not trusted (RFC 6749 §3.1). */
export function once(parameters: URLSearchParams, name: string): string | null {
  const [value = '', ...more] = parameters.getAll(name);
  return more.length === 0 && value.length > 0 && value.length <= 4096 ? value : null;
}
