/** What a sweep does to many rows that wait: one to which it cannot be done keeps no other from its turn. */
import { StoreUnavailable } from '../stores/store.ts';

interface Batches<T> {
  size: number;
  /** The rest is for the next sweep; so many that fail hold up those behind them. */
  most: number;
  /** From who waits longest on, without the first `skip`. */
  read: (limit: number, skip: number) => Promise<readonly T[]>;
  /** Resolves with how many stay where they stand: the next batch begins behind them. */
  act: (some: readonly T[]) => Promise<number>;
}

export async function inBatches<T>({ size, most, read, act }: Batches<T>): Promise<void> {
  let stayed = 0;
  for (let batch = 0; batch < most; batch++) {
    const some = await read(size, stayed);
    if (some.length > 0) stayed += await act(some);
    if (some.length < size) return;
  }
}

/**
 * Does it to all at once; when that fails, to each by itself.
 * @returns those to which it could not be done, each of which `failed` was told of
 * @throws StoreUnavailable when it is the fault of none of them
 */
export async function togetherOrEach<T>(
  some: readonly T[],
  act: (some: readonly T[]) => Promise<unknown>,
  failed: (one: T, cause: unknown) => void,
): Promise<T[]> {
  try {
    await act(some);
    return [];
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    const [one] = some;
    if (some.length > 1 || one === undefined) return each(some, act, failed);
    failed(one, cause);
    return [one];
  }
}

async function each<T>(...[some, act, failed]: Parameters<typeof togetherOrEach<T>>): Promise<T[]> {
  const failing: T[] = [];
  for (const one of some) failing.push(...(await togetherOrEach([one], act, failed)));
  return failing;
}
