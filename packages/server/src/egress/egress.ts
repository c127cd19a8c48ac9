/**
 * The only way out. Two forms over one set of pinned connections: `fetch` for small calls of our own (token, account,
 * revocation endpoints), `dispatch` for a caller's call, streamed. Both resolve a name once, refuse special-purpose
 * addresses by class, and dial the address that was checked.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import type { Dialer, Resolve } from './connect.ts';

export interface EgressOptions {
  unsafeAllowLoopback: boolean;
  timeouts: Pick<Config['timeouts'], 'connectMs' | 'headersMs' | 'idleMs' | 'tokenCallMs'>;
  /** For tests: names that answer what a test wants. */
  resolve?: Resolve;
  /** For tests: records, and dials only what it may. */
  dialer?: Dialer;
}

export interface OutboundRequest {
  method: string;
  url: URL;
  /** Names in lower case; credential already injected. */
  headers: Record<string, string>;
  body: Buffer | Readable | null;
  /** Ends the call when it fires: the client went away, the drain ended. */
  signal: AbortSignal;
}

/** What the caller of `dispatch` gets, in order: `head`, any number of `data`, then `end` or `failed`; or `failed` alone. */
export interface AnswerSink {
  head(status: number, headers: IncomingHttpHeaders, flow: AnswerFlow): void;
  data(chunk: Buffer, flow: AnswerFlow): void;
  end(): void;
  failed(failure: OutboundFailure): void;
}

export interface AnswerFlow {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

export interface OutboundFailure {
  kind: 'blocked_address' | 'unreachable' | 'timeout' | 'aborted' | 'invalid_answer';
  /** Whether any byte of the request may have reached the provider. */
  sent: boolean;
  /** Named address class for `blocked_address`, e.g. `loopback`. */
  addressClass?: string;
  cause: unknown;
}

export interface Egress {
  dispatch(request: OutboundRequest, sink: AnswerSink): void;
  /** A Web `fetch` over the same connections: no redirects, a deadline, at most `maxBytes` of body. */
  fetch: typeof globalThis.fetch;
  /**
   * The same, and `beforeWrite` is called each time that the next thing to happen is the first byte of the request on the
   * network: what it throws prevents that.
   */
  watchedFetch(beforeWrite: () => void): typeof globalThis.fetch;
  /** Sockets now open, for readiness and tests. */
  stats(): { connections: number };
  close(): Promise<void>;
}
