import type { Provider } from '../../packages/server/src/providers/provider.ts';

/** `https://host/path` as a path of the emulator: the host stays in it, so that no two endpoints meet. */
export const relocated = (url: string, origin: string): string => url.replace(/^https?:\/\//, `${origin}/`);

/** The same entry with every endpoint on one loopback origin; hosts, issuer and everything else stay. */
export function relocate(entry: Provider, origin: string): Provider {
  const at = (url: string) => relocated(url, origin);
  const moved = <T extends { url: string } | null | undefined>(call: T): T => call && { ...call, url: at(call.url) };
  const { authorize, token, refresh, revoke, jwks, introspect, deviceAuthorization, oauth1, closed } = entry.endpoints;
  return {
    ...entry,
    endpoints: {
      authorize: at(authorize),
      token: at(token),
      revoke: moved(revoke),
      closed,
      ...(refresh === undefined ? {} : { refresh: at(refresh) }),
      ...(jwks === undefined ? {} : { jwks: at(jwks) }),
      ...(introspect === undefined ? {} : { introspect: at(introspect) }),
      ...(deviceAuthorization === undefined ? {} : { deviceAuthorization: at(deviceAuthorization) }),
      ...(oauth1 === undefined ? {} : { oauth1: { request: at(oauth1.request), access: at(oauth1.access) } }),
    },
    token: { ...entry.token, ...(entry.token.swap ? { swap: moved(entry.token.swap) } : {}) },
    refresh: { ...entry.refresh, ...(entry.refresh.swap ? { swap: moved(entry.refresh.swap) } : {}) },
    account: moved(entry.account),
    verify: moved(entry.verify),
  };
}
