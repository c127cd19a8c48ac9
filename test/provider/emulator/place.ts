/** Where an endpoint is: a host and segments, of which `{name}` is any one. */
import type { Asked } from './wire.ts';

export interface Pattern {
  host: string;
  segments: readonly string[];
}

export function patternOf(url: string): Pattern {
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]+)([^?#]*)/.exec(url) ?? [];
  return { host: host.toLowerCase(), segments: segmentsOf(path) };
}

const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);

/** `below`: the pattern is the beginning of the path. */
export function matches({ host, segments }: Pattern, asked: Pick<Asked, 'host' | 'path'>, how?: 'below'): boolean {
  if (host !== asked.host.toLowerCase()) return false;
  const given = segmentsOf(asked.path);
  if (how === 'below' ? given.length < segments.length : given.length !== segments.length) return false;
  return segments.every((segment, i) => fits(segment, given[i] ?? ''));
}

function fits(wanted: string, given: string): boolean {
  if (!wanted.includes('{')) return wanted === given;
  const [before = '', after = ''] = wanted.split(/\{[^}]*\}/);
  return given.length > before.length + after.length && given.startsWith(before) && given.endsWith(after);
}
