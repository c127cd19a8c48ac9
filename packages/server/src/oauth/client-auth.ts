/** How the service proves to an authorization server that it is the client. @see RFC 6749 §2.3.1 */
import * as oauth from 'oauth4webapi';
import type { ProviderConfig } from '../providers/provider.ts';

export function clientAuth(config: ProviderConfig, method: 'post' | 'basic' | 'none'): oauth.ClientAuth {
  const { clientId, clientSecret } = config;
  if (clientSecret === null || method === 'none') return oauth.None();
  if (method === 'post') return oauth.ClientSecretPost(clientSecret.reveal());
  return (_server, _client, _body, headers) => {
    headers.set('authorization', basicAuth(clientId, clientSecret.reveal()));
  };
}

/**
 * Percent-encoded as little as the form encoding of RFC 6749 allows (`-`, `_`, `.` and `~` stay), so that servers that
 * decode and the many that do not read the same; the library's own encodes these four as well.
 */
export function basicAuth(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
