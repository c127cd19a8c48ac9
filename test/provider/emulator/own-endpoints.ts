import type { Differs } from './behaviour.ts';

/** A set of endpoints on the emulator's own address, for a tenant that stands for no vendor. */
export function ownEndpoints(
  origin: string,
  id: string,
  { api, oidc }: Differs,
): Pick<Differs, 'endpoints' | 'api' | 'oidc'> {
  const base = `${origin}/${id}`;
  return {
    endpoints: {
      authorize: `${base}/authorize`,
      token: `${base}/token`,
      revoke: `${base}/revoke`,
      account: `${base}/account`,
      introspect: `${base}/introspect`,
      jwks: `${base}/jwks`,
      discovery: `${base}/.well-known/openid-configuration`,
      device: `${base}/device`,
      verification: `${base}/activate`,
      temporary: `${base}/oauth1/temporary`,
      authorize1: `${base}/oauth1/authorize`,
      token1: `${base}/oauth1/token`,
    },
    api: { ...api, places: [`${new URL(origin).host}/${id}/api`] },
    ...(oidc === undefined || oidc === null ? {} : { oidc: { ...oidc, issuer: base } }),
  };
}
