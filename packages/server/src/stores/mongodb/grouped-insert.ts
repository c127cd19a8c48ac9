import { StoreUnavailable } from '../store.ts';

/** Items in one call. */
const maxGroup = 1_000;
/** Items that wait, after which the database is too slow for the load and the next is told so. */
const maxWaiting = 20_000;

interface Waiting<Item, Result> {
  items: readonly Item[];
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
}

/** Inserts of one process, one call at a time: what arrives while one is under way goes into the next. */
export class GroupedInsert<Item, Result> {
  readonly #insert: (items: readonly Item[]) => Promise<readonly Result[]>;
  #waiting: Waiting<Item, Result>[] = [];
  #count = 0;
  #busy = false;

  /** @param insert durable when it resolves, with a result per item */
  constructor(insert: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#insert = insert;
  }

  /** Resolves when `items` are durable; they stand together, in order. @throws StoreUnavailable when too many wait */
  add(items: readonly Item[]): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      if (this.#count >= maxWaiting) {
        throw new StoreUnavailable('the store cannot be used: too many writes wait for the database');
      }
      this.#waiting.push({ items, resolve, reject });
      this.#count += items.length;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#busy = true;
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const group = this.#take();
    try {
      const results = await this.#insert(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of group) resolve(results.slice(from, (from += items.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#busy = false;
      this.#schedule();
    }
  }

  #take(): Waiting<Item, Result>[] {
    let size = 0;
    let calls = 0;
    // At least one, however large.
    while (calls < this.#waiting.length && (calls === 0 || size < maxGroup))
      size += this.#waiting[calls++]!.items.length;
    this.#count -= size;
    return this.#waiting.splice(0, calls);
  }
}
