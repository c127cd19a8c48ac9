/** Each word of an entry about its vendor's request limits, and what goes wrong without it. */
import { describe, expect, test } from 'vitest';
import { limitOf, type Limit } from '../../src/oauth/limit.ts';
import { entries } from '../../src/providers/index.generated.ts';
import type { RateLimit } from '../../src/providers/provider.ts';

const now = 1_795_348_800_000;
const seconds = 40;

interface Case {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** What the entry makes of it. */
  limit: Limit | null;
}

/** Where the window's end stands in the vendor's answer. */
const ends = (limits: RateLimit): Record<string, string> => ({
  ...(limits.resetAt && { [limits.resetAt]: String(now / 1000 + seconds) }),
  ...(limits.resetAtMs && { [limits.resetAtMs]: String(now + seconds * 1000) }),
  ...(limits.resetIn && { [limits.resetIn]: String(seconds) }),
  ...(limits.resetInMs && { [limits.resetInMs]: String(seconds * 1000) }),
  ...(limits.together && { [limits.together]: `limit=100, remaining=0, reset=${String(seconds)}` }),
});

const at = (path: string, value: string): unknown =>
  path.split('.').reduceRight<unknown>((inner, name) => (name === '0' ? [inner] : { [name]: inner }), value);

/** An answer that only this member explains. Null: alone it decides nothing. */
function caseOf(limits: RateLimit, member: string): Case | null {
  const { statuses = [], inBody, pauseSeconds, remaining } = limits;
  switch (member) {
    case 'statuses':
      return { status: statuses[0]!, headers: { 'retry-after': '7' }, body: {}, limit: { retryAfter: 7 } };
    case 'inBody':
      return {
        status: inBody!.status,
        headers: { 'retry-after': '7' },
        body: at(inBody!.path, inBody!.values[0]!),
        limit: { retryAfter: 7 },
      };
    case 'pauseSeconds':
      return { status: 429, headers: {}, body: {}, limit: { retryAfter: pauseSeconds! } };
    case 'remaining':
      // With calls left it was another limit, of whose end nothing is known.
      return Object.keys(ends(limits)).length === 0
        ? null
        : { status: 429, headers: { ...ends(limits), [remaining!]: '3' }, body: {}, limit: { retryAfter: null } };
    default:
      return { status: 429, headers: ends(limits), body: {}, limit: { retryAfter: seconds } };
  }
}

const cases = entries.flatMap(({ name, api: { rateLimit } }) =>
  Object.keys(rateLimit).flatMap((member) => {
    const given = caseOf(rateLimit, member);
    return given ? [[name, member, rateLimit, given] as const] : [];
  }),
);

describe('what an entry says of request limits', () => {
  test.each(cases)('%s: %s decides when calls may come again', (_name, member, limits, given) => {
    const { status, headers, body, limit } = given;
    const read = (words: RateLimit) => limitOf(words, status, new Headers(headers), now, () => body);
    const without = Object.fromEntries(Object.entries(limits).filter(([one]) => one !== member));
    expect(read(limits)).toEqual(limit);
    expect(read(without)).not.toEqual(limit);
  });

  test('every word that there is for it is some entry’s', () => {
    const known = 'inBody pauseSeconds remaining resetAt resetAtMs resetIn resetInMs statuses together';
    expect([...new Set(cases.map(([, member]) => member))].sort()).toEqual(known.split(' '));
  });
});
