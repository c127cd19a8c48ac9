/** The provider's answer: its head, and a body that is held back until someone reads it. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerFlow, AnswerSink, Egress, OutboundFailure, OutboundRequest } from '../../egress/egress.ts';

/** Bytes that are taken in before anybody reads: enough for most answers whole, so that the socket is free early. */
const holdBytes = 65_536;

export interface AnswerReader {
  data(chunk: Buffer): void;
  end(): void;
  failed(failure: OutboundFailure): void;
}

/** Sends, and resolves with the head. @throws OutboundFailed when no head came */
export function exchange(egress: Egress, request: OutboundRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sink = new Held(resolve, reject);
    egress.dispatch(request, sink);
  });
}

export class OutboundFailed extends Error {
  override readonly name = 'OutboundFailed';
  readonly failure: OutboundFailure;

  constructor(failure: OutboundFailure) {
    super(`the call failed: ${failure.kind}`, { cause: failure.cause });
    this.failure = failure;
  }
}

class Held implements AnswerSink {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: OutboundFailed) => void;
  #answer: Answer | null = null;

  constructor(resolve: (answer: Answer) => void, reject: (error: OutboundFailed) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  head(status: number, headers: IncomingHttpHeaders, flow: AnswerFlow): void {
    this.#answer = new Answer(status, headers, flow);
    this.#resolve(this.#answer);
  }

  data(chunk: Buffer): void {
    this.#answer?.take(chunk);
  }

  end(): void {
    this.#answer?.finish();
  }

  failed(failure: OutboundFailure): void {
    if (this.#answer) this.#answer.fail(failure);
    else this.#reject(new OutboundFailed(failure));
  }
}

export class Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly #flow: AnswerFlow;
  #chunks: Buffer[] = [];
  #reader: AnswerReader | null = null;
  #failure: OutboundFailure | null = null;
  /** Body bytes that came so far. */
  size = 0;
  /** The whole body has come. */
  ended = false;

  constructor(status: number, headers: IncomingHttpHeaders, flow: AnswerFlow) {
    this.status = status;
    this.headers = headers;
    this.#flow = flow;
  }

  /** What came so far goes to the reader at once, then everything as it comes. */
  read(reader: AnswerReader): void {
    this.#reader = reader;
    for (const chunk of this.#chunks) reader.data(chunk);
    this.#chunks = [];
    if (this.#failure) reader.failed(this.#failure);
    else if (this.ended) reader.end();
    else this.#flow.resume();
  }

  /** The whole body of an answer that has ended. */
  whole(): Buffer {
    const [only] = this.#chunks;
    return this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
  }

  /** Nobody will read it. */
  discard(): void {
    this.#chunks = [];
    this.#reader = { data: () => undefined, end: () => undefined, failed: () => undefined };
    if (!this.ended && !this.#failure) this.#flow.abort(new Error('the answer is not needed'));
  }

  pause(): void {
    this.#flow.pause();
  }

  resume(): void {
    this.#flow.resume();
  }

  take(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.#reader) {
      this.#reader.data(chunk);
      return;
    }
    this.#chunks.push(chunk);
    if (this.size >= holdBytes) this.#flow.pause();
  }

  finish(): void {
    this.ended = true;
    this.#reader?.end();
  }

  fail(failure: OutboundFailure): void {
    this.#failure = failure;
    this.#reader?.failed(failure);
  }
}
