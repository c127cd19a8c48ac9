/** Faults of an endpoint: each is used up by the calls that meet it, in the order in which they were given. */
import type { EndpointName, FixedReply } from './behaviour.ts';
import type { LogEntry } from './log.ts';

export interface Fault {
  /** Which calls; `refresh` and `code` are the token endpoint's, by what is asked of it. */
  on: EndpointName | 'api' | 'code';
  /** How many calls; null: all, until faults are cleared. */
  times: number | null;
  /** Milliseconds before the answer leaves. */
  delayMs?: number;
  /** Instead of the true answer. `cut`: none, the connection ends; `garbage`: bytes that are no answer. */
  answer?: FixedReply | 'cut' | 'garbage';
  /** The request is carried out before: a single-use token is spent and its successor is never told. */
  handled?: boolean;
}

type On = Pick<Fault, 'on' | 'times'>;

/** RFC 6585 §4. */
export const tooMany = (on: Fault['on'], times: number | null, retryAfterSeconds: number): Fault => ({
  on,
  times,
  answer: { status: 429, headers: { 'retry-after': String(retryAfterSeconds) }, body: { error: 'rate_limited' } },
});

/** 503 as a balancer says it. */
export const busy = (on: Fault['on'], times: number | null): Fault => ({
  on,
  times,
  answer: { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>503 Service Unavailable</h1>' },
});

/** 503 with an OAuth error body, as an authorization server says it before it touches a token. */
export const busyInWords = (on: Fault['on'], times: number | null): Fault => ({
  on,
  times,
  answer: { status: 503, body: { error: 'temporarily_unavailable', error_description: 'try again' } },
});

/** Read, then cut; with `handled` after it was carried out. */
export const cut = (given: On & { handled: boolean }): Fault => ({ ...given, answer: 'cut' });

export const garbage = (given: On & { handled: boolean }): Fault => ({ ...given, answer: 'garbage' });

/** Carried out at once, answered late. */
export const slow = (on: Fault['on'], times: number | null, delayMs: number): Fault => ({
  on,
  times,
  delayMs,
  handled: true,
});

export class Faults {
  #waiting: Fault[] = [];

  add(faults: readonly Fault[]): void {
    this.#waiting.push(...faults.map((one) => ({ ...one })));
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that this call meets. */
  take(entry: LogEntry): Fault | null {
    const found = this.#waiting.find((fault) => meets(fault, entry));
    if (!found) return null;
    if (found.times !== null) {
      found.times--;
      if (found.times <= 0) this.#waiting = this.#waiting.filter((one) => one !== found);
    }
    return found;
  }
}

function meets({ on }: Fault, { endpoint, grantType }: LogEntry): boolean {
  if (on === 'refresh') return grantType === 'refresh_token';
  if (on === 'code') return grantType === 'authorization_code';
  return on === endpoint || (on === 'token' && endpoint === 'refresh');
}
