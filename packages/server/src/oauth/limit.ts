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
  return isLimit ? { retryAfter: retryAfter ?? windowEnd(limits, headers, now) } : null;
}

const isByHeader = (limits: RateLimit, status: number, headers: Headers, retryAfter: number | null): boolean =>
  limits.statuses?.includes(status) === true && (retryAfter !== null || numberOf(headers, limits.remaining) === 0);

function isInBody({ inBody }: RateLimit, status: number, body: (() => unknown) | undefined): boolean {
  if (!inBody || inBody.status !== status || !body) return false;
  const value = memberAt(body(), inBody.path);
  return value !== null && inBody.values.includes(value);
}

/** Seconds until the window ends. Calls that are left mean that another limit was met, of which nothing is known. */
function windowEnd(limits: RateLimit, headers: Headers, now: number): number | null {
  if ((numberOf(headers, limits.remaining) ?? 0) > 0) return null;
  const inMs = numberOf(headers, limits.resetInMs);
  const at = timeOf(headers, limits.resetAt);
  const seconds = numberOf(headers, limits.resetIn) ?? (inMs === null ? null : inMs / 1000);
  const left = seconds ?? (at === null ? null : (at - now) / 1000);
  return left !== null && left >= 0 && left <= longestSeconds ? Math.ceil(left) : null;
}

function numberOf(headers: Headers, name: string | undefined): number | null {
  const value = name === undefined ? undefined : headers.get(name)?.trim();
  return value !== undefined && /^\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** Epoch milliseconds, from epoch seconds or a date. */
function timeOf(headers: Headers, name: string | undefined): number | null {
  const seconds = numberOf(headers, name);
  if (seconds !== null) return seconds * 1000;
  const at = Date.parse((name === undefined ? null : headers.get(name)) ?? '');
  return Number.isNaN(at) ? null : at;
}
