/** The only way out of the process. */
import { Agent, type Dispatcher } from 'undici';
import { AddressBlocked, checkedConnector, systemResolve } from './connect.ts';
import type { AnswerSink, Egress, EgressOptions, OutboundFailure, OutboundRequest } from './egress.ts';
import { boundedFetch } from './fetch.ts';
import { beforeWriting } from './before-writing.ts';

/** Sockets that one origin may hold; what comes beyond waits its turn. */
const connectionsPerOrigin = 512;
const maxHeaderBytes = 32_768;

export function createEgress(options: EgressOptions): Egress {
  let connections = 0;
  const agent = new Agent({
    allowH2: false,
    connections: connectionsPerOrigin,
    headersTimeout: options.timeouts.headersMs,
    bodyTimeout: options.timeouts.idleMs,
    maxHeaderSize: maxHeaderBytes,
    connect: checkedConnector({
      unsafeAllowLoopback: options.unsafeAllowLoopback,
      connectMs: options.timeouts.connectMs,
      resolve: options.resolve ?? systemResolve,
      dialer: options.dialer,
      onOpen: (socket) => {
        connections++;
        socket.once('close', () => connections--);
      },
    }),
  });
  return {
    dispatch: (request, sink) => {
      const exchange = new Exchange(request, sink);
      if (exchange.settled) return;
      const { url } = request;
      agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: request.headers,
          body: request.body,
        },
        exchange,
      );
    },
    fetch: boundedFetch(agent, options),
    watchedFetch: (beforeWrite) => boundedFetch(beforeWriting(agent, beforeWrite), options),
    stats: () => ({ connections }),
    close: () => agent.destroy(),
  };
}

/** One call: passes what happens on to the sink, and at most one end. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: OutboundRequest;
  readonly #sink: AnswerSink;
  #controller: Dispatcher.DispatchController | null = null;
  settled = false;

  constructor(request: OutboundRequest, sink: AnswerSink) {
    this.#request = request;
    this.#sink = sink;
    if (request.signal.aborted) this.#onAbort();
    else request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  readonly #onAbort = (): void => {
    const reason = reasonOf(this.#request.signal);
    this.#fail({ kind: 'aborted', sent: this.#controller !== null, cause: reason });
    this.#controller?.abort(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) {
      controller.abort(reasonOf(this.#request.signal));
      return;
    }
    // From here on bytes may have left, also when the very first write fails.
    this.#controller = controller;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Parameters<AnswerSink['head']>[1],
  ): void {
    if (status < 200 || this.settled) return;
    this.#sink.head(status, headers, controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.settled) this.#sink.data(chunk, controller);
  }

  onResponseEnd(): void {
    if (this.#settle()) this.#sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(failureOf(error, this.#controller !== null));
  }

  #fail(failure: OutboundFailure): void {
    if (this.#settle()) this.#sink.failed(failure);
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('the call was ended', { cause: signal.reason });

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const unreadable = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

function failureOf(error: Error, sent: boolean): OutboundFailure {
  if (error instanceof AddressBlocked) {
    return { kind: 'blocked_address', sent: false, addressClass: error.addressClass, cause: error };
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (timeouts.has(code)) return { kind: 'timeout', sent, cause: error };
  if (unreadable.has(code) || error.name === 'HTTPParserError') return { kind: 'invalid_answer', sent, cause: error };
  return { kind: 'unreachable', sent, cause: error };
}
