/**
 * What a sweep does to many rows that wait, batch after batch. A row to which it cannot be done stays where it stands, and the
 * next batch begins behind it: it keeps no other from its turn, until there are more of them than one sweep goes through.
 */
import type { Deps } from '../state.ts';
import { StoreUnavailable } from '../stores/store.ts';

/** Of one sweep, in the log; of the others it says how many. */
const named = 3;

/** Takes note of a row to which it could not be done. */
export type Failed = (grantId: string | null, err: unknown) => void;

interface Batches<T> {
  /** Rows of a batch. */
  size: number;
  /** Batches of a sweep. The rest is for the next, which begins with those that stayed. */
  most: number;
  /** From who waits longest on, without the first `skip`. */
  read: (limit: number, skip: number) => Promise<readonly T[]>;
  /** Resolves with how many of them stay: so many does the next batch leave out. */
  act: (some: readonly T[], failed: Failed) => Promise<number>;
}

/** @param words for the log, of a row to which it could not be done */
export async function inBatches<T>(
  { log }: Pick<Deps, 'log'>,
  words: string,
  { size, most, read, act }: Batches<T>,
): Promise<void> {
  let failures = 0;
  const failed: Failed = (grantId, err) => {
    if (++failures <= named) log.error({ err, grant_id: grantId }, words);
  };
  let stayed = 0;
  try {
    for (let batch = 0; batch < most; batch++) {
      const some = await read(size, stayed);
      if (some.length > 0) stayed += await act(some, failed);
      if (some.length < size) return;
    }
  } finally {
    if (failures > named) log.error({ more: failures - named }, words);
  }
}

/** Each for itself; none is let go of while it goes on. @throws what the first of them rejected with, once all have settled */
export async function settled<T>(all: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

/**
 * Does it to all at once; when that fails, to each by itself, so it must do no harm to do it twice.
 * @returns those to which it could not be done
 * @throws StoreUnavailable: that is not for any of them
 */
export async function togetherOrEach<T>(
  some: readonly T[],
  act: (some: readonly T[]) => Promise<unknown>,
  failed: (one: T, err: unknown) => void,
): Promise<T[]> {
  if (some.length === 0) return [];
  try {
    await act(some);
    return [];
  } catch (err) {
    if (err instanceof StoreUnavailable) throw err;
    if (some.length === 1) {
      failed(some[0]!, err);
      return [...some];
    }
  }
  const failing: T[] = [];
  for (const one of some) failing.push(...(await togetherOrEach([one], act, failed)));
  return failing;
}
