/** Trades a token for a longer-lived one at a vendor that has no refresh tokens. */
import { fill } from '../providers/template.ts';
import type { ResolvedProvider, TokenSwap } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';
import type { Refused } from './refusal.ts';
import { callTokenEndpoint, type Answer, type TokenCall } from './token-call.ts';

/** The answer is judged like any token answer: the longer-lived token is its `access_token`. */
export const swapToken = (call: TokenCall, swap: TokenSwap, token: Secret): Promise<Answer | Refused> =>
  callTokenEndpoint(call, [token], () => {
    const url = new URL(fill(swap.url, call.provider.variables));
    const members = membersOf(call.provider, swap, token);
    if (swap.method === 'GET') url.search = members.toString();
    return call.fetch(url.href, {
      method: swap.method,
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal: call.signal,
      ...(swap.method === 'GET' ? {} : { body: members }),
    });
  });

function membersOf({ config }: ResolvedProvider, swap: TokenSwap, token: Secret): URLSearchParams {
  const secret = config.clientSecret?.reveal();
  return new URLSearchParams({
    grant_type: swap.grantType,
    ...(swap.client === 'id-and-secret' ? { client_id: config.clientId } : {}),
    ...(swap.client !== 'none' && secret !== undefined ? { client_secret: secret } : {}),
    [swap.field]: token.reveal(),
  });
}
