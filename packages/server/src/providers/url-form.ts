import { isLoopbackName } from '../config.ts';

/** Names of which nobody can doubt that they are canonical; everything else is parsed. */
const plainHost = /^(?!.*xn--)(?:[a-z0-9-]+\.)+[a-z]{2,}$/;
const plainUrl = /^https:\/\/([a-z0-9.-]+)(\/[\w\-.~{}/?=&%:,@+]*)?$/;

/**
 * What is wrong with an endpoint's URL, in words; null: nothing. Plain http is for loopback only, and whether loopback is
 * dialled at all is the egress's decision.
 */
export function endpointMistake(text: string): string | null {
  const [, host] = plainUrl.exec(text) ?? [];
  // A catalog has a thousand of these, all read at start.
  if (host !== undefined && plainHost.test(host)) return null;
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
  if (plainHost.test(host)) return null;
  if (host.includes('*')) return `${host} is a wildcard: name every host`;
  const url = URL.parse(`https://${host}/`);
  return url?.host === host ? null : `${host} is not a host name in lower case, with a port or without`;
}
