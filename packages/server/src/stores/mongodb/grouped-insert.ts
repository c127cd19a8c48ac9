import { StoreUnavailable } from '../store.ts';
import { whenSettled } from './turns.ts';

/** Items in one call. */
const maxGroup = 1_000;
/** Items that are worth a call of their own while another is under way. */
const worthALane = 4;
/** Items that wait, after which the database is too slow for the load and the next is told so. */
const maxWaiting = 20_000;

interface Waiting<Item, Result> {
  items: readonly Item[];
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
}

/** Makes one call; durable when it resolves, with a result per item. */
export type Insert<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * Inserts of one process. Each lane has at most one call under way; what arrives while all have one goes into the next.
 * More than one is for load alone: beside another, a call takes no fewer than {@link worthALane} items.
 */
export class GroupedInsert<Item, Result> {
  /** Lanes without a call under way. */
  readonly #idle: Insert<Item, Result>[];
  readonly #lanes: number;
  #waiting: Waiting<Item, Result>[] = [];
  #count = 0;
  #scheduled = false;

  constructor(...lanes: Insert<Item, Result>[]) {
    this.#idle = lanes;
    this.#lanes = lanes.length;
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
    if (this.#scheduled || !this.#mayGo()) return;
    this.#scheduled = true;
    const go = (): void => {
      this.#scheduled = false;
      if (this.#mayGo()) void this.#flush();
    };
    whenSettled(() => this.#count, go);
  }

  #mayGo(): boolean {
    if (this.#idle.length === 0) return false;
    return this.#count >= (this.#idle.length === this.#lanes ? 1 : worthALane);
  }

  async #flush(): Promise<void> {
    const insert = this.#idle.pop()!;
    const group = this.#take();
    try {
      const results = await insert(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of group) resolve(results.slice(from, (from += items.length)));
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#idle.push(insert);
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
