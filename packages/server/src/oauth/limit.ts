/** A provider's word that calls come too fast, and when they may come again: in the header names of its entry. */
import type { RateLimit } from '../providers/provider.ts';
import { memberAt } from './member.ts';
import { retryAfterOf } from './transport.ts';

export interface Limit {
  /** Seconds from now; null: it did not say. */
  retryAfter: number | null;
}

/** What is longer than a day is something else than the end of a window. */
const longestSeconds = 86_400;

/**
 * Null: the answer says nothing of a limit.
 * @param body JSON of the answer, where it is known
 * @param now epoch milliseconds
 */
export function limitOf(
  limits: RateLimit,
  status: number,
  headers: Headers,
  now: number,
  body?: () => unknown,
): Limit | null {
  const retryAfter = retryAfterOf(headers, now);
  const isLimit = status === 429 || isByHeader(limits, status, headers, retryAfter) || isInBody(limits, status, body);
  return isLimit ? { retryAfter: retryAfter ?? windowEnd(limits, headers, now) ?? limits.pauseSeconds ?? null } : null;
}

const isByHeader = (limits: RateLimit, status: number, headers: Headers, retryAfter: number | null): boolean =>
  limits.statuses?.includes(status) === true && (retryAfter !== null || callsLeft(limits, headers) === 0);

function isInBody({ inBody }: RateLimit, status: number, body: (() => unknown) | undefined): boolean {
  if (!inBody || inBody.status !== status || !body) return false;
  const value = memberAt(body(), inBody.path);
  return value !== null && inBody.values.includes(value);
}

/** Seconds until the window ends. Calls that are left mean that another limit was met, of which nothing is known. */
function windowEnd(limits: RateLimit, headers: Headers, now: number): number | null {
  if ((callsLeft(limits, headers) ?? 0) > 0) return null;
  const left = secondsLeft(limits, headers, now);
  return left !== null && left >= 0 && left <= longestSeconds ? Math.ceil(left) : null;
}

const callsLeft = ({ remaining, together }: RateLimit, headers: Headers): number | null =>
  numberOf(textOf(headers, remaining)) ?? numberOf(memberOf(textOf(headers, together), 'remaining'));

function secondsLeft(limits: RateLimit, headers: Headers, now: number): number | null {
  const seconds =
    numberOf(textOf(headers, limits.resetIn)) ?? numberOf(memberOf(textOf(headers, limits.together), 'reset'));
  if (seconds !== null) return seconds;
  const inMs = numberOf(textOf(headers, limits.resetInMs));
  if (inMs !== null) return inMs / 1000;
  const at = numberOf(textOf(headers, limits.resetAtMs)) ?? timeOf(textOf(headers, limits.resetAt));
  return at === null ? null : (at - now) / 1000;
}

const textOf = (headers: Headers, name: string | undefined): string | null =>
  name === undefined ? null : (headers.get(name)?.trim() ?? null);

/** Of `limit=100, remaining=0, reset=8`. */
const memberOf = (text: string | null, name: string): string | null =>
  text
    ?.split(/[,;]/)
    .map((member) => member.split('=', 2))
    .find(([one]) => one?.trim() === name)?.[1]
    ?.trim() ?? null;

const numberOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : null;

/** Epoch milliseconds, from epoch seconds or a date. */
function timeOf(text: string | null): number | null {
  const seconds = numberOf(text);
  if (seconds !== null) return seconds * 1000;
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
