import { isLoopbackName } from '../config.ts';

/**
 * What is wrong with an endpoint's URL, in words; null: nothing. Plain http is for loopback only, and whether loopback is
 * dialled at all is the egress's decision.
 */
export function endpointMistake(text: string): string | null {
  const url = URL.parse(text);
  if (!url) return `${text} is not an absolute URL`;
  if (url.username !== '' || url.password !== '') return `${text} must not contain user info`;
  if (url.hash !== '') return `${text} must not have a fragment`;
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && isLoopbackName(url.hostname)) return null;
  return `${text} must be https`;
}

/** What is wrong with a host that credentials may go to: it must be the exact, canonical `host` or `host:port`. */
export function hostMistake(host: string): string | null {
  if (host.includes('*')) return `${host} is a wildcard: name every host`;
  const url = URL.parse(`https://${host}/`);
  return url?.host === host ? null : `${host} is not a host name in lower case, with a port or without`;
}
