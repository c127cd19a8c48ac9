import { describe, expect, it } from 'vitest';
import { limitOf } from '../../src/oauth/limit.ts';
import airtable from '../../src/providers/entries/airtable.ts';
import close from '../../src/providers/entries/close.ts';
import exactOnline from '../../src/providers/entries/exact-online.ts';
import type { RateLimit } from '../../src/providers/provider.ts';

const now = 1_795_348_800_000;
const names = { remaining: 'x-left', resetAt: 'x-at', statuses: [403] };

describe('an answer that says that calls come too fast', () => {
  it.each([
    ['429 without more', 429, {}, null],
    ['Retry-After, before the entry’s own header', 429, { 'retry-after': '7', 'x-at': String(now / 1000 + 60) }, 7],
    ['the end of the window', 429, { 'x-left': '0', 'x-at': String(now / 1000 + 60) }, 60],
    ['the end of a window in which calls are left: another limit', 429, { 'x-left': '3', 'x-at': '9999999999' }, null],
    ['an end that is over', 429, { 'x-at': String(now / 1000 - 1) }, null],
    ['an end that is too far away to be one', 429, { 'x-at': String(now / 1000 + 90_000) }, null],
    ['an end that nobody can read', 429, { 'x-at': 'soon' }, null],
    ['another status of the entry’s, with no call left', 403, { 'x-left': '0', 'x-at': String(now / 1000 + 60) }, 60],
  ])('%s', (_what, status, headers, retryAfter) => {
    expect(limitOf(names, status, new Headers(headers), now)).toEqual({ retryAfter });
  });

  it.each([
    ['403 with calls left', 403, { 'x-left': '3' }],
    ['403 without a word', 403, {}],
    ['500 with no call left', 500, { 'x-left': '0' }],
  ])('%s is none', (_what, status, headers) => {
    expect(limitOf(names, status, new Headers(headers), now)).toBeNull();
  });

  it.each<[string, RateLimit, Record<string, string>, number | null]>([
    ['in epoch milliseconds', { resetAtMs: 'x-at' }, { 'x-at': String(now + 30_000) }, 30],
    ['in milliseconds from now', { resetInMs: 'x-in' }, { 'x-in': '1500' }, 2],
    ['in one header with all of it', { together: 'ratelimit' }, { ratelimit: 'limit=60, remaining=0, reset=5' }, 5],
    [
      'in one header, with calls left: another limit',
      { together: 'ratelimit' },
      { ratelimit: 'limit=60, remaining=2, reset=5' },
      null,
    ],
    ['in one header that nobody can read', { together: 'ratelimit' }, { ratelimit: '"default";r=0;t=5' }, null],
    ['nowhere: as long as it is known to take', { pauseSeconds: 30 }, {}, 30],
    ['before how long it is known to take', { pauseSeconds: 30, resetIn: 'x-in' }, { 'x-in': '4' }, 4],
  ])('whose end it tells %s', (_how, limits, headers, retryAfter) => {
    expect(limitOf(limits, 429, new Headers(headers), now)).toEqual({ retryAfter });
  });

  it('of Exact Online, whose minute ends at a time in milliseconds', () => {
    const headers = { 'x-ratelimit-minutely-remaining': '0', 'x-ratelimit-minutely-reset': String(now + 30_000) };
    expect(limitOf(exactOnline.api.rateLimit, 429, new Headers(headers), now)).toEqual({ retryAfter: 30 });
  });

  it('of Close, which has one header for all of it', () => {
    const headers = { ratelimit: 'limit=100, remaining=0, reset=8' };
    expect(limitOf(close.api.rateLimit, 429, new Headers(headers), now)).toEqual({ retryAfter: 8 });
  });

  it('of Airtable, which says nothing and stays shut for half a minute', () => {
    expect(limitOf(airtable.api.rateLimit, 429, new Headers(), now)).toEqual({ retryAfter: 30 });
  });

  it('in its body, at the path of the entry', () => {
    const inBody = { status: 403, path: 'error.errors.0.reason', values: ['quotaExceeded'] };
    const body = (reason: string) => () => ({ error: { errors: [{ reason }] } });
    const of = (status: number, reason: string) => limitOf({ inBody }, status, new Headers(), now, body(reason));
    expect(of(403, 'quotaExceeded')).toEqual({ retryAfter: null });
    expect(of(403, 'forbidden')).toBeNull();
    expect(of(400, 'quotaExceeded')).toBeNull();
  });
});
