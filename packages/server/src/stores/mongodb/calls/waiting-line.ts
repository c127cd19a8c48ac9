import { StoreUnavailable } from '../../store.ts';

/** Milliseconds that a caller waits for its turn: as long as for a connection of the pool. */
export const turnMs = 2_000;
/** Milliseconds between two looks at who has waited too long. */
const lookMs = 100;
/** Looks after which the first of the line has waited long. */
const longLooks = 2;

/** What was asked for was never on its way. */
export class NotBegun extends StoreUnavailable {}

export interface Waiter {
  /** Of all that may wait. */
  size: number;
  /** The line's own: at which look it came, and at which its time is over. */
  since: number;
  until: number;
  reject: (error: unknown) => void;
}

/**
 * Callers in the order in which they came. Who is not taken in time is told so, and is never asked for. Time is counted in
 * looks, so that a process that stood still itself does not refuse those who could go on.
 */
export class WaitingLine<T extends Waiter> {
  #line: T[] = [];
  #size = 0;
  #looks = 0;
  #isWatched = false;
  readonly #onLook: () => void;

  /** @param onLook called now and then while somebody waits */
  constructor(onLook: () => void = () => undefined) {
    this.#onLook = onLook;
  }

  /** Whether the first has waited longer than a call takes that goes well. */
  get isLong(): boolean {
    const [first] = this.#line;
    return first !== undefined && this.#looks - first.since >= longLooks;
  }

  get size(): number {
    return this.#size;
  }

  join(waiter: T, patienceMs: number): void {
    waiter.since = this.#looks;
    waiter.until = this.#looks + Math.ceil(patienceMs / lookMs);
    this.#line.push(waiter);
    this.#size += waiter.size;
    this.#watch();
  }

  /** From the first on, as long as they may come along. @param along asked with what those before add up to */
  take(along: (waiter: T, size: number) => boolean): T[] {
    let count = 0;
    let size = 0;
    for (const waiter of this.#line) {
      if (!along(waiter, size)) break;
      size += waiter.size;
      count++;
    }
    this.#size -= size;
    return this.#line.splice(0, count);
  }

  #watch(): void {
    if (this.#isWatched || this.#line.length === 0) return;
    this.#isWatched = true;
    setTimeout(this.#look, lookMs);
  }

  readonly #look = (): void => {
    this.#looks++;
    const late = this.#line.filter(({ until }) => until <= this.#looks);
    if (late.length > 0) this.#line = this.#line.filter(({ until }) => until > this.#looks);
    this.#isWatched = false;
    this.#watch();
    for (const { size } of late) this.#size -= size;
    for (const { reject } of late) {
      reject(new NotBegun('the store cannot be used: the database does not keep up with what is asked'));
    }
    this.#onLook();
  };
}
