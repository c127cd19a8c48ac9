/** OAuth 1.0a: temporary credentials are asked for first, and the callback brings a verifier. @see RFC 5849 §2 */
import { beginOAuth1, exchangeOAuth1, oauth1Answer, oauth1AuthorizeUrl } from '../../oauth/oauth1.ts';
import { beginRefusal, exchangeRefusal, failed } from '../flow-end.ts';
import { kept, type PersonKind } from './kind.ts';

export const oauth1: PersonKind = {
  async begin({ state, redirectUri, ...reach }) {
    // There is no `state` in RFC 5849: ours travels in the callback's own address.
    const callback = `${redirectUri}?state=${encodeURIComponent(state)}`;
    const outcome = await beginOAuth1({ ...reach, callback });
    if (outcome.kind === 'refused') return beginRefusal(outcome);
    const { token, secret } = outcome.credentials;
    return { kind: 'begun', secrets: { token, token_secret: secret }, nonce: null, expiresAt: null };
  },

  leave: ({ provider, secrets, switchAccount }) => oauth1AuthorizeUrl(provider, kept(secrets, 'token'), switchAccount),

  async answer({ flow: _flow, secrets, parameters, ...reach }) {
    const temporary = { token: kept(secrets, 'token'), secret: kept(secrets, 'token_secret') };
    const answer = oauth1Answer(parameters, temporary.token);
    if (answer.kind !== 'verifier')
      return answer.kind === 'declined' ? { kind: 'declined' } : failed('issuer_mismatch');
    const exchanged = await exchangeOAuth1({ ...reach, temporary, verifier: answer.verifier });
    return exchanged.kind === 'ok' ? { kind: 'tokens', tokens: exchanged.tokens } : exchangeRefusal(exchanged);
  },
};
