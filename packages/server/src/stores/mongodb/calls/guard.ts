import { StoreClosed, StoreUnavailable } from '../../store.ts';
import { errorOf } from './failure.ts';
import { answered } from './patience.ts';

type Verb = (...args: unknown[]) => Promise<unknown>;

/** Stands before every verb: refuses when the store is closed or not ready, and puts the driver's errors into the store's words. */
export class Guard {
  #closed = false;
  #held: { words: string; lets: 'nothing' | 'what finishes work' } | null = null;
  #running = 0;
  #idle: PromiseWithResolvers<undefined> | null = null;

  /** @param finishing which of them only bring to an end what was begun before a hold */
  verbs<T extends object>(verbs: T, finishing: readonly (keyof T)[] = []): T {
    const guarded = Object.entries(verbs).map(([name, verb]) => [
      name,
      (...args: unknown[]) => this.run(() => answered((verb as Verb)(...args)), finishing.includes(name as keyof T)),
    ]);
    return Object.fromEntries(guarded) as T;
  }

  /** @throws StoreUnavailable, or Error when a row was refused */
  async run<T>(verb: () => Promise<T>, finishes = false): Promise<T> {
    if (this.#closed) throw new StoreClosed('the store cannot be used: it was closed');
    if (this.#held !== null && !(finishes && this.#held.lets === 'what finishes work'))
      throw new StoreUnavailable(this.#held.words);
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

  /** Refuses every verb from now on, in these words; null: serves again. @param lets which verbs go on all the same */
  hold(words: string | null, lets: 'nothing' | 'what finishes work' = 'nothing'): void {
    this.#held = words === null ? null : { words, lets };
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
