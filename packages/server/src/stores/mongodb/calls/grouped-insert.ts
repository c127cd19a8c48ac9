import { whenSettled } from './turns.ts';
import { NotBegun, turnMs, WaitingLine, type Waiter } from './waiting-line.ts';

/** Items in one call. */
const maxGroup = 1_000;
/** Items that are worth a call of their own while another is under way. */
const worthALane = 4;
/** Items that wait, after which the database is too slow for the load and the next is told so. */
const maxWaiting = 20_000;

interface Waiting<Item, Result> extends Waiter {
  items: readonly Item[];
  alone: boolean;
  resolve: (results: Result[]) => void;
}

export interface HowToInsert {
  /** Milliseconds until they must be on their way. What is on its way is not given up. */
  patienceMs?: number;
  /** In a call that nobody shares. */
  alone?: boolean;
}

/** Makes one call; when it resolves, there is a result per item. When it rejects, that is what all of them are told. */
export type Insert<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * Inserts of one process. Each lane has at most one call under way; what arrives while all have one goes into the next.
 * More than one is for load: beside another, a call takes no fewer than {@link worthALane} items, unless the other one hangs.
 */
export class GroupedInsert<Item, Result> {
  /** Lanes without a call under way. */
  readonly #idle: Insert<Item, Result>[];
  readonly #lanes: number;
  readonly #waiting = new WaitingLine<Waiting<Item, Result>>(() => this.#schedule());
  #scheduled = false;

  constructor(...lanes: Insert<Item, Result>[]) {
    this.#idle = lanes;
    this.#lanes = lanes.length;
  }

  /**
   * Resolves when the call with `items` has ended; they stand together, in order.
   * @throws NotBegun when too many wait, or when they were not on their way in time
   */
  add(items: readonly Item[], { patienceMs = turnMs, alone = false }: HowToInsert = {}): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size >= maxWaiting) {
        throw new NotBegun('the store cannot be used: too many writes wait for the database');
      }
      this.#waiting.join({ items, size: items.length, since: 0, until: 0, alone, resolve, reject }, patienceMs);
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
    whenSettled(() => this.#waiting.size, go);
  }

  #mayGo(): boolean {
    if (this.#idle.length === 0) return false;
    if (this.#idle.length === this.#lanes) return this.#waiting.size > 0;
    // What waits so long waits behind a call that hangs, not behind one that is about to take it along.
    return this.#waiting.size >= worthALane || this.#waiting.isLong;
  }

  async #flush(): Promise<void> {
    const insert = this.#idle.pop()!;
    const group = this.#take();
    this.#schedule();
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

  /** At least one caller's, however many they are. */
  #take(): Waiting<Item, Result>[] {
    let isShared = true;
    return this.#waiting.take(({ alone }, taken) => {
      if (taken > 0 && (alone || !isShared || taken >= maxGroup)) return false;
      isShared = !alone;
      return true;
    });
  }
}
