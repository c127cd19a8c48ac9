/** Which URLs a grant's credential may go to. Pure: addresses are judged later, at the socket. */
import { isIPv4 } from 'node:net';

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
  if (isClosed(rules.closed, url)) return { kind: 'deny', reason: 'provider_endpoint' };
  return { kind: 'allow' };
}

/** https, or http to a loopback name where the operator allows it. */
export function schemeAllowed(url: URL, unsafeAllowLoopback: boolean): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && unsafeAllowLoopback && isLoopbackHost(url.hostname);
}

/** A `URL` has already made one form of all spellings of an address. */
const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (hostname.startsWith('127.') && isIPv4(hostname));

/** `URL.host` leaves the default port out; an entry may still write it. */
function sameHost(host: string, url: URL): boolean {
  const entry = host.toLowerCase();
  return entry === url.host || (url.port === '' && entry === `${url.host}:${url.protocol === 'https:' ? 443 : 80}`);
}

interface Endpoint {
  host: string;
  segments: readonly string[];
}

/** A provider's list is the same array for every call: it is read once. */
const known = new WeakMap<readonly string[], readonly Endpoint[]>();

function endpointsOf(closed: readonly string[]): readonly Endpoint[] {
  const read = known.get(closed);
  if (read) return read;
  const urls = closed.map((text) => URL.parse(text)).filter((url) => url !== null);
  const endpoints = urls.map(({ host, pathname }) => ({ host, segments: comparableSegments(pathname) }));
  known.set(closed, endpoints);
  return endpoints;
}

function isClosed(closed: readonly string[], url: URL): boolean {
  const near = endpointsOf(closed).filter(({ host }) => host === url.host);
  if (near.length === 0) return false;
  const asked = comparableSegments(url.pathname);
  return near.some(({ segments }) => sameSegments(segments, asked));
}

/** `{name}` stands for any one segment. */
const sameSegments = (wanted: readonly string[], asked: readonly string[]): boolean =>
  wanted.length === asked.length && wanted.every((part, i) => /^\{.+\}$/.test(part) || part === asked[i]);

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
