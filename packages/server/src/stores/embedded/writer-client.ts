import { Worker, type WorkerOptions } from 'node:worker_threads';
import { StoreClosed, type StoreUnavailable } from '../store.ts';
import { errorOf } from './failure.ts';
import type { Batch, WriteArguments, WriteName, Writes } from './verbs.ts';
import type { FromWriter, ToWriter } from './writer.ts';

type Answer<Name extends WriteName> = ReturnType<Writes[Name]>;

/** The caller's side of the writer thread. */
export interface Writer {
  /** Resolves when the write is durable. @throws StoreUnavailable, or Error when a row breaks a rule of the schema */
  run<Name extends WriteName>(name: Name, ...args: WriteArguments<Name>): Promise<Answer<Name>>;
  /** The same for writes that destroy ciphertext: resolves when the write-ahead log does not hold it any more either. */
  destroy<Name extends WriteName>(name: Name, ...args: WriteArguments<Name>): Promise<Answer<Name>>;
}

/** Counted since the store was opened. */
export interface WriterStats {
  /** Write calls that were answered. */
  writes: number;
  /** Transactions they shared. */
  commits: number;
  /** Most calls in one transaction. */
  largestGroup: number;
}

/** Calls that go to the thread at once, without waiting for the turn's end. */
const groupSize = 16;

export type StartWorker = (file: URL, options: WorkerOptions) => Worker;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * From source the thread is the file beside this one. The build makes one bundle per entry, so that in `dist/alter.js` and
 * `dist/cli.js` it is `dist/writer.js`.
 */
const writerFile = new URL(import.meta.url.endsWith('.ts') ? './writer.ts' : './writer.js', import.meta.url);

const startWorker: StartWorker = (file, options) => new Worker(file, options);

export class WriterClient implements Writer {
  readonly stats: WriterStats = { writes: 0, commits: 0, largestGroup: 0 };
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #exited = Promise.withResolvers<undefined>();
  #batch: Batch = [];
  #waiting: Waiting[] = [];
  #cleaning: PromiseWithResolvers<undefined> | null = null;
  #fault: StoreUnavailable | null = null;
  #closing = false;

  constructor(file: string, start: StartWorker = startWorker) {
    // Neither the environment's secrets nor the flags of a test runner are the writer's business.
    this.#worker = start(writerFile, { name: 'store-writer', workerData: { file }, env: {}, execArgv: [] });
    this.#worker.on('message', (message: FromWriter) => this.#hear(message));
    this.#worker.on('error', (error: unknown) => {
      this.#fail(`its writer stopped: ${error instanceof Error ? error.message : String(error)}`);
    });
    this.#worker.on('exit', () => {
      this.#fail(this.#closing ? 'it was closed' : 'its writer stopped');
      this.#exited.resolve(undefined);
    });
  }

  /** Resolves when the thread has the file open. @throws StoreUnavailable */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** @throws StoreUnavailable when closed, or without a writer */
  assertOpen(): void {
    if (this.#fault) throw this.#fault;
    if (this.#closing) throw new StoreClosed('the store cannot be used: it was closed');
  }

  run<Name extends WriteName>(name: Name, ...args: WriteArguments<Name>): Promise<Answer<Name>> {
    return new Promise<Answer<Name>>((resolve, reject) => {
      this.assertOpen();
      // The calls of one turn of the event loop travel together, in groups that keep the thread busy while a long turn
      // still serves others.
      if (this.#batch.length === 0) setImmediate(() => this.#flush());
      this.#batch.push(name, args);
      this.#waiting.push({ resolve: resolve as Waiting['resolve'], reject });
      if (this.#batch.length === 2 * groupSize) this.#flush();
    });
  }

  async destroy<Name extends WriteName>(name: Name, ...args: WriteArguments<Name>): Promise<Answer<Name>> {
    const result = await this.run(name, ...args);
    await this.#cleaning?.promise;
    return result;
  }

  /** Answers what was asked, then ends the thread. */
  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#flush();
      this.#send('close');
    }
    await this.#exited.promise;
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#send(batch);
  }

  #send(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWriter): void {
    if (message === 'ready') return this.#ready.resolve(undefined);
    if (message === 'cleaned') return this.#cleaned();
    if (message.destroyed) this.#cleaning ??= Promise.withResolvers();
    const { results, failures } = message;
    const answered = this.#waiting.splice(0, results.length);
    this.stats.commits++;
    this.stats.writes += answered.length;
    this.stats.largestGroup = Math.max(this.stats.largestGroup, answered.length);
    for (const [index, failure] of failures) answered[index]?.reject(errorOf(failure));
    // What was rejected stays so.
    for (let i = 0; i < answered.length; i++) answered[i]!.resolve(results[i]);
  }

  #cleaned(): void {
    this.#cleaning?.resolve(undefined);
    this.#cleaning = null;
  }

  /** The first reason stays; whoever waits is told it. */
  #fail(why: string): void {
    this.#fault ??= new StoreClosed(`the store cannot be used: ${why}`);
    this.#ready.promise.catch(() => undefined);
    this.#ready.reject(this.#fault);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#fault);
    this.#cleaned();
  }
}
