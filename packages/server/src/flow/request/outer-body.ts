/** The raw form's body on its way through: counted, limited, hashed, never held. */
import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { assert, Refusal } from '../../lib/assert.ts';
import { CallEnded } from './call-ended.ts';

export interface OuterBodyOptions {
  /** Hex SHA-256 that was signed; null: unsigned. */
  hash: string | null;
  /** Bytes; 0: unlimited. */
  limit: number;
  /** Between two chunks of the client. */
  idleMs: number;
}

/** Milliseconds that a client may go on sending after the provider has answered early. */
const lingerMs = 10_000;

/**
 * Destroying this stream leaves the request's socket alone, so that an answer can still be written to it. With a hash,
 * the newest chunk is withheld until the next one comes: the provider never gets a whole body that was not the signed one.
 */
export class OuterBody extends Readable {
  readonly #source: IncomingMessage;
  readonly #options: OuterBodyOptions;
  readonly #hash: Hash | null;
  #idle: NodeJS.Timeout | null = null;
  #withheld: Buffer | null = null;
  /** Bytes that came so far. */
  size = 0;

  /**
   * Null when the request has no body.
   * @throws Refusal `body_too_large` when the announced length says so
   */
  static of(source: IncomingMessage, options: OuterBodyOptions): OuterBody | null {
    const announced = source.headers['content-length'];
    if (announced === '0' || (announced === undefined && source.headers['transfer-encoding'] === undefined)) {
      assert(options.hash === null || options.hash === emptyHash, 'body_hash_mismatch', { sent: false });
      return null;
    }
    assert(options.limit === 0 || Number(announced ?? 0) <= options.limit, 'body_too_large', { limit: options.limit });
    return new OuterBody(source, options);
  }

  constructor(source: IncomingMessage, options: OuterBodyOptions) {
    super({ highWaterMark: 65_536 });
    this.#source = source;
    this.#options = options;
    this.#hash = options.hash === null ? null : createHash('sha256');
  }

  override _construct(done: () => void): void {
    // Attaching a data listener would make the stream flow; nothing is read before someone asks.
    this.#source.pause();
    this.#source.on('data', this.#take).on('end', this.#end).on('error', this.#cut).on('close', this.#cut);
    done();
  }

  override _read(): void {
    this.#idle ??= setTimeout(() => this.destroy(new CallEnded('idle')), this.#options.idleMs).unref();
    this.#source.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stopWaiting();
    const source = this.#source
      .off('data', this.#take)
      .off('end', this.#end)
      .off('error', this.#cut)
      .off('close', this.#cut);
    source.on('error', () => undefined);
    if (!source.readableEnded && !source.destroyed) {
      // What is left is read and dropped for a while, else a busy client never reads the answer.
      const linger = setTimeout(() => source.destroy(), lingerMs).unref();
      source.once('close', () => clearTimeout(linger)).once('end', () => clearTimeout(linger));
      source.resume();
    }
    done(error);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#idle?.refresh();
    this.size += chunk.length;
    const { limit } = this.#options;
    if (limit !== 0 && this.size > limit) {
      this.destroy(new Refusal('body_too_large', { limit }));
      return;
    }
    this.#hash?.update(chunk);
    const next = this.#hash ? this.#withheld : chunk;
    if (this.#hash) this.#withheld = chunk;
    if (next && !this.push(next)) this.#pause();
  };

  readonly #end = (): void => {
    this.#stopWaiting();
    if (this.#hash && this.#hash.digest('hex') !== this.#options.hash) {
      this.destroy(new Refusal('body_hash_mismatch'));
      return;
    }
    if (this.#withheld) this.push(this.#withheld);
    this.push(null);
  };

  readonly #cut = (): void => {
    if (!this.#source.readableEnded) this.destroy(new CallEnded('client'));
  };

  #pause(): void {
    this.#stopWaiting();
    this.#source.pause();
  }

  #stopWaiting(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
  }
}

const emptyHash = createHash('sha256').digest('hex');
