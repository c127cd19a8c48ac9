/** OAuth 1.0 signatures: the base string and what is made of it. @see RFC 5849 §3.4 */
import { createHmac } from 'node:crypto';
import { randomToken } from '../lib/random.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';

export type Pair = readonly [name: string, value: string];

export interface SignedRequest {
  method: string;
  /** As it is called; its query is signed, its fragment is not. */
  url: URL;
  /** Parameters of a form body (RFC 5849 §3.4.1.3.1); other bodies are not signed. */
  form: readonly Pair[];
  /** `oauth_…`, without the signature. */
  protocol: readonly Pair[];
}

export interface OAuth1Client {
  key: string;
  secret: Secret | null;
}

export interface OAuth1Token {
  token: Secret;
  secret: Secret;
}

export interface SignOptions {
  client: OAuth1Client;
  /** Null: there is none yet. */
  token: OAuth1Token | null;
  /** Epoch milliseconds. */
  now: number;
  nonce: string;
}

/** Everything but unreserved characters, in upper-case UTF-8 octets. @see RFC 5849 §3.6 */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** @see RFC 5849 §3.4.1.1 */
export function baseString({ method, url, form, protocol }: SignedRequest): string {
  const signed = protocol.filter(([name]) => name !== 'realm');
  const sorted = [...formPairs(url.search.slice(1)), ...form, ...signed]
    .map(([name, value]): Pair => [encoded(name), encoded(value)])
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`);
  return [method.toUpperCase(), encoded(baseUri(url)), encoded(sorted.join('&'))].join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A `URL` has put scheme and host in lower case and left the default port out. @see RFC 5849 §3.4.1.2 */
const baseUri = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

/** Names and values of a query or a form body, decoded. @see RFC 5849 §3.4.1.3.1 */
export const formPairs = (text: string): Pair[] => [...new URLSearchParams(text)];

/** HMAC-SHA1. @see RFC 5849 §3.4.2 */
export function signature(request: SignedRequest, { client, token }: SignOptions): string {
  const key = `${encoded(client.secret?.reveal() ?? '')}&${encoded(token?.secret.reveal() ?? '')}`;
  return createHmac('sha1', key).update(baseString(request)).digest('base64');
}

/** The `Authorization` header of a signed request. @param extra further protocol parameters @see RFC 5849 §3.1, §3.5.1 */
export function oauth1Header(
  request: Omit<SignedRequest, 'protocol'>,
  options: SignOptions,
  extra: readonly Pair[] = [],
): string {
  const { client, token, now, nonce } = options;
  const protocol: Pair[] = [
    ['oauth_consumer_key', client.key],
    ...(token ? [['oauth_token', token.token.reveal()] as const] : []),
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_nonce', nonce],
    ['oauth_version', '1.0'],
    ...extra,
  ];
  const signed: Pair[] = [...protocol, ['oauth_signature', signature({ ...request, protocol }, options)]];
  return `OAuth ${signed.map(([name, value]) => `${encoded(name)}="${encoded(value)}"`).join(', ')}`;
}

/** How a provider's requests are signed now. */
export const signOptions = ({ config }: ResolvedProvider, token: OAuth1Token | null, now: number): SignOptions => ({
  client: { key: config.clientId, secret: config.clientSecret },
  token,
  now,
  nonce: randomToken(16),
});
