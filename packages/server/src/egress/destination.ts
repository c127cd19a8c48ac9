/** Which URLs a grant's credential may go to. Pure: addresses are judged later, at the socket. */
import { isIP } from 'node:net';
import { addressClass } from './address.ts';

export interface DestinationRules {
  /** Exact hosts of the grant; `host` means the scheme's default port, `host:port` that port. */
  hosts: readonly string[];
  /** The provider's own endpoints, which no credential is sent to through a caller's call; `{name}` stands for one segment. */
  closed: readonly string[];
  /** Development only: http to loopback. */
  unsafeAllowLoopback: boolean;
}

export type DestinationDecision =
  { kind: 'allow' } | { kind: 'deny'; reason: 'scheme' | 'user_info' | 'host' | 'provider_endpoint' };

export function judgeDestination(url: URL, rules: DestinationRules): DestinationDecision {
  if (!schemeAllowed(url, rules.unsafeAllowLoopback)) return { kind: 'deny', reason: 'scheme' };
  if (url.username !== '' || url.password !== '') return { kind: 'deny', reason: 'user_info' };
  if (!rules.hosts.some((host) => sameHost(host, url))) return { kind: 'deny', reason: 'host' };
  if (rules.closed.some((closed) => isEndpoint(closed, url))) return { kind: 'deny', reason: 'provider_endpoint' };
  return { kind: 'allow' };
}

/** https, or http to a loopback name where the operator allows it. */
export function schemeAllowed(url: URL, unsafeAllowLoopback: boolean): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && unsafeAllowLoopback && isLoopbackHost(url.hostname);
}

function isLoopbackHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? bare === 'localhost' : addressClass(bare) === 'loopback';
}

/** `URL.host` leaves the default port out; an entry may still write it. */
function sameHost(host: string, url: URL): boolean {
  const entry = host.toLowerCase();
  return entry === url.host || (url.port === '' && entry === `${url.host}:${url.protocol === 'https:' ? 443 : 80}`);
}

function isEndpoint(closed: string, url: URL): boolean {
  // Most entries live on another host: parsing is left to those that could match.
  if (!closed.toLowerCase().includes(url.hostname)) return false;
  const endpoint = URL.parse(closed);
  if (!endpoint || endpoint.host !== url.host) return false;
  const wanted = comparableSegments(endpoint.pathname);
  const asked = comparableSegments(url.pathname);
  return wanted.length === asked.length && wanted.every((part, i) => /^\{.+\}$/.test(part) || part === asked[i]);
}

/**
 * What servers may take for the same path: percent-decoded once, backslashes and repeated slashes as one, path parameters
 * and dot segments removed, case folded, a trailing slash ignored.
 */
function comparableSegments(pathname: string): string[] {
  const decoded = pathname.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const segments: string[] = [];
  for (const raw of decoded.toLowerCase().split(/[/\\]+/)) {
    const segment = raw.split(';', 1)[0] ?? '';
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}
