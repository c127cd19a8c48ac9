import { isDeepStrictEqual } from 'node:util';
import { compareKeys, isOver, keyOf, type Batch, type Half, type Held, type Holdings, type Kind } from './holdings.ts';

/** The rows of one kind in two stores, side by side. */
export interface Compared {
  kind: Kind;
  /** Rows that are to be in the target. */
  source: number;
  target: number;
  same: number;
  /** In the source only, in the target only, in both but not the same. */
  missing: number;
  extra: number;
  different: number;
  /** Of the source: over at `now`, and halves of acts that were broken off. */
  over: number;
  halves: Half[];
  /** The keys of the first few of each. */
  examples: Record<'missing' | 'extra' | 'different', string[]>;
}

/** Called with how many rows were looked at. */
export type Tick = (kind: Kind, done: number) => void;

const mostExamples = 3;

/** Reads both in key order, so that neither has to fit into memory. Rows whose time was over at `now` count in neither. */
export async function compareKind(
  kind: Kind,
  source: Holdings,
  target: Holdings,
  now: number,
  tick: Tick,
): Promise<Compared> {
  const result: Compared = { kind, ...nothing(), halves: [], examples: { missing: [], extra: [], different: [] } };
  const note = (outcome: 'missing' | 'extra' | 'different', row: Held[Kind]): void => {
    result[outcome]++;
    if (result.examples[outcome].length < mostExamples) result.examples[outcome].push(keyOf(kind, row).join('/'));
  };
  const left = new RowReader(kind, source, now, (over, halves) => {
    result.over += over;
    result.halves.push(...halves);
  });
  const right = new RowReader(kind, target, now);
  let [one, other] = [await left.next(), await right.next()];
  while (one || other) {
    const order = !one ? 1 : !other ? -1 : compareKeys(keyOf(kind, one), keyOf(kind, other));
    if (order < 0 && one) note('missing', one);
    if (order > 0 && other) note('extra', other);
    if (order === 0 && one) {
      if (isDeepStrictEqual(one, other)) result.same++;
      else note('different', one);
    }
    if (order <= 0) result.source++;
    if (order >= 0) result.target++;
    [one, other] = [order <= 0 ? await left.next() : one, order >= 0 ? await right.next() : other];
    if ((result.source + result.target) % 2_000 < 2) tick(kind, result.source);
  }
  return result;
}

const nothing = () => ({ source: 0, target: 0, same: 0, missing: 0, extra: 0, different: 0, over: 0 });

/** Row by row out of batches. */
class RowReader<K extends Kind> {
  readonly #kind: K;
  readonly #batches: AsyncIterator<Batch<Held[K]>, undefined>;
  readonly #now: number;
  readonly #onLeftOut: (over: number, halves: readonly Half[]) => void;
  #rows: Held[K][] = [];
  #at = 0;

  constructor(
    kind: K,
    holdings: Holdings,
    now: number,
    onLeftOut: (over: number, halves: readonly Half[]) => void = () => undefined,
  ) {
    this.#kind = kind;
    this.#batches = holdings.read(kind)[Symbol.asyncIterator]();
    this.#now = now;
    this.#onLeftOut = onLeftOut;
  }

  async next(): Promise<Held[K] | null> {
    while (this.#at === this.#rows.length) {
      const { done, value } = await this.#batches.next();
      if (done) return null;
      this.#rows = value.rows.filter((row) => !isOver(this.#kind, row, this.#now));
      this.#at = 0;
      this.#onLeftOut(value.rows.length - this.#rows.length, value.halves);
    }
    return this.#rows[this.#at++]!;
  }
}
