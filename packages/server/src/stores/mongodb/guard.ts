import { StoreUnavailable } from '../store.ts';
import { errorOf } from './failure.ts';
import { answered } from './patience.ts';

type Verb = (...args: unknown[]) => Promise<unknown>;

/** Stands before every verb: refuses when the store is closed or not ready, and puts the driver's errors into the store's words. */
export class Guard {
  #closed = false;
  #held: string | null = null;
  #running = 0;
  #idle: PromiseWithResolvers<undefined> | null = null;

  verbs<T extends object>(verbs: T): T {
    const guarded = Object.entries(verbs).map(([name, verb]) => [
      name,
      (...args: unknown[]) => this.run(() => answered((verb as Verb)(...args))),
    ]);
    return Object.fromEntries(guarded) as T;
  }

  /** @throws StoreUnavailable, or Error when a row was refused */
  async run<T>(verb: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreUnavailable('the store cannot be used: it was closed');
    if (this.#held !== null) throw new StoreUnavailable(this.#held);
    this.#running++;
    try {
      return await verb();
    } catch (error) {
      throw errorOf(error);
    } finally {
      if (--this.#running === 0) this.#idle?.resolve(undefined);
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Refuses every verb from now on, in these words; null: serves again. */
  hold(words: string | null): void {
    this.#held = words;
  }

  /** Resolves when what was asked before is done, or does not end. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running === 0) return;
    this.#idle ??= Promise.withResolvers();
    // What has not ended by then hangs, or is a sweep, which goes on where it stopped.
    await answered(this.#idle.promise).catch(() => undefined);
  }
}
