import { StoreUnavailable } from '../../store.ts';
import { answered } from './patience.ts';
import { whenSettled } from './turns.ts';
import { turnMs, WaitingLine, type Waiter } from './waiting-line.ts';

/** Calls of one collection under way at once; what comes meanwhile shares the next one. */
const maxInFlight = 4;
/** Keys in one call. */
const maxKeys = 500;
/** Readers that wait, after which the database is too slow for the load and the next is told so. */
const maxWaiting = 10_000;

interface Waiting<Key, Row> extends Waiter {
  key: Key;
  resolve: (row: Row | null) => void;
}

/**
 * Reads that arrive in the same turn, or in the few after it while more arrive, share one call of the driver: a call costs
 * twenty times what a document does. Each caller gets the row of its own key and no other.
 */
export class SharedRead<Key, Row> {
  readonly #fetch: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Row>>;
  readonly #nameOf: (key: Key) => string;
  readonly #waiting = new WaitingLine<Waiting<Key, Row>>();
  #scheduled = false;
  #inFlight = 0;

  /**
   * @param fetch finds rows by exact keys; the map is by the key's name
   * @param nameOf the same for the same key, different for any other
   */
  constructor(fetch: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Row>>, nameOf: (key: Key) => string) {
    this.#fetch = fetch;
    this.#nameOf = nameOf;
  }

  /** @throws StoreUnavailable when too many wait, or when it was not asked for in time */
  read(key: Key): Promise<Row | null> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= maxWaiting) {
        throw new StoreUnavailable('the store cannot be used: too many reads wait for the database');
      }
      this.#waiting.join({ key, size: 1, since: 0, until: 0, resolve, reject }, turnMs);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.size === 0 || this.#inFlight >= maxInFlight) return;
    this.#scheduled = true;
    const go = (): void => {
      this.#scheduled = false;
      if (this.#waiting.size > 0) void this.#flush();
    };
    whenSettled(() => this.#waiting.size, go);
  }

  async #flush(): Promise<void> {
    const group = this.#waiting.take((_waiting, taken) => taken < maxKeys);
    this.#inFlight++;
    this.#schedule();
    try {
      const keys = new Map(group.map(({ key }) => [this.#nameOf(key), key]));
      const rows = await answered(this.#fetch([...keys.values()]));
      for (const { key, resolve } of group) resolve(rows.get(this.#nameOf(key)) ?? null);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#inFlight--;
      this.#schedule();
    }
  }
}
