/** Signatures of OAuth 1.0a, from the text of RFC 5849 §3.4 alone. */
import { createHmac } from 'node:crypto';

export interface Signed1 {
  method: string;
  /** Scheme, host and path, as the client meant them. */
  url: URL;
  /** Every parameter, of the query, the form and the header, decoded; without `realm` and `oauth_signature`. */
  parameters: readonly (readonly [string, string])[];
}

/** RFC 5849 §3.6: everything but letters, digits, `-`, `.`, `_` and `~`, in upper case. */
export const encode1 = (text: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** RFC 5849 §3.4.1. */
export function baseString1({ method, url, parameters }: Signed1): string {
  const place = `${url.protocol}//${url.host}${url.pathname}`;
  const pairs = parameters.map(([name, value]) => [encode1(name), encode1(value)] as const);
  const sorted = pairs.toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const joined = sorted.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), place, joined].map(encode1).join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 5849 §3.4.2 to §3.4.4. */
export function signature1(
  how: 'HMAC-SHA1' | 'HMAC-SHA256' | 'PLAINTEXT',
  signed: Signed1,
  clientSecret: string,
  tokenSecret: string,
): string {
  const key = `${encode1(clientSecret)}&${encode1(tokenSecret)}`;
  if (how === 'PLAINTEXT') return key;
  return createHmac(how === 'HMAC-SHA1' ? 'sha1' : 'sha256', key)
    .update(baseString1(signed))
    .digest('base64');
}

/** `Authorization: OAuth …`. RFC 5849 §3.5.1 */
export function readHeader1(header: string): Map<string, string> {
  const list = /^OAuth\s+(.*)$/is.exec(header)?.[1] ?? '';
  const found = list.matchAll(/([^\s,=]+)="([^"]*)"/g);
  return new Map([...found].map(([, name = '', value = '']) => [decodeURIComponent(name), decodeURIComponent(value)]));
}
