import type { ResolvedProvider } from '../../packages/server/src/providers/provider.ts';

/** `https://host/path` as a path of the emulator: the host stays in it, so that no two endpoints meet. */
export const relocated = (url: string, origin: string): string => url.replace(/^https?:\/\//, `${origin}/`);

/** The same provider with every endpoint on one loopback origin; hosts, issuer and everything else stay. */
export function relocate(provider: ResolvedProvider, origin: string): ResolvedProvider {
  const { authorize, token, revoke, jwks, closed } = provider.endpoints;
  return {
    ...provider,
    endpoints: {
      authorize: relocated(authorize, origin),
      token: relocated(token, origin),
      revoke: revoke && { ...revoke, url: relocated(revoke.url, origin) },
      jwks: jwks && relocated(jwks, origin),
      closed,
    },
    account: provider.account && { ...provider.account, url: relocated(provider.account.url, origin) },
  };
}
