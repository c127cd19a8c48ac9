import type { Collection, Filter } from 'mongodb';
import { StoreUnavailable, type StoreLog } from '../store.ts';
import { shows } from './concerns.ts';
import { errorOf } from './failure.ts';
import type { Stored } from './shape.ts';

/** Documents of one kind in one sweep; the rest is for the next. */
export const chunk = 500;

interface Look {
  collection: Collection<Stored>;
  where: Filter<Stored>;
  hint: string;
}

/**
 * Acts on one document after the other. What cannot be done to one is in the log, and the next has its turn.
 * @returns the sum of what `act` says
 * @throws StoreUnavailable when it is not the document's fault
 */
export async function eachDocument(
  { collection, where, hint }: Look,
  log: Pick<StoreLog, 'error'>,
  act: (found: Stored) => Promise<number>,
): Promise<number> {
  let [done, passed, sum] = [0, 0, 0];
  for await (const found of collection.find(where, { ...shows, hint })) {
    try {
      sum += await act(found);
      done++;
    } catch (error) {
      passOver(collection, found, error, log);
      passed++;
    }
    if (done === chunk || passed === chunk) break;
  }
  return sum;
}

/** @throws StoreUnavailable */
export function passOver(
  collection: Collection<Stored>,
  { _id, id }: { _id: string; id?: string },
  error: unknown,
  log: Pick<StoreLog, 'error'>,
): void {
  const known = errorOf(error);
  if (known instanceof StoreUnavailable) throw known;
  const why = known instanceof Error ? known.message : String(known);
  // A document with an id beside is found by a bearer's hash, which does not belong into a log.
  log.error(`the sweep passed over ${id ?? _id} of "${collection.collectionName}": ${why}`);
}
