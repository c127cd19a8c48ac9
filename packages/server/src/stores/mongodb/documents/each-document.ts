import type { Collection, Document, Filter, FindCursor } from 'mongodb';
import { StoreUnavailable, type StoreLog } from '../../store.ts';
import { shows } from '../calls/concerns.ts';
import { errorOf } from '../calls/failure.ts';
import type { Stored } from './shape.ts';

/** Documents of one kind that one sweep looks at; the rest is for the next. */
const chunk = 500;
/** Of one kind, in the log of one sweep; of the others it says how many. */
const named = 3;

/**
 * The way through the documents of one kind, from sweep to sweep. Those that nothing could be done about stay where they stand, so
 * the next sweep goes on behind them, and begins anew after the last: none keeps another from its turn. Each process has its own.
 */
export interface Walk {
  /** What the documents are, in the log. */
  readonly kind: string;
  /** The next sweep goes on here, behind `stayed` documents; null: from the first. */
  from: number | null;
  stayed: number;
}

export const walkOf = (kind: string): Walk => ({ kind, from: null, stayed: 0 });

interface Look {
  collection: Collection<Stored>;
  /** With an upper bound of `by`, a number: what has none there is no number either, and is not found. */
  where: Filter<Stored>;
  hint: string;
  /** The field in whose order that index has them. */
  by: string;
  walk: Walk;
  log: Pick<StoreLog, 'error'>;
}

/** How many documents went; `stays` when this one does, because nothing was to be done about it yet. */
type Done = number | 'stays';

/**
 * Acts on one document after the other. What cannot be done to one is in the log, and the next has its turn.
 * @returns the sum of what `act` says
 * @throws StoreUnavailable when it is not the document's fault
 */
export const eachDocument = (look: Look, act: (found: Stored) => Promise<Done>): Promise<number> =>
  inTurn(look, following(look), act);

/** The same, all of them together; when one makes that fail, each for itself. @param fields that `act` needs of them */
export async function allDocuments(
  look: Look,
  fields: Document,
  act: (some: readonly Stored[]) => Promise<number>,
): Promise<number> {
  const found = await following(look)
    .project<Stored>({ ...fields, [look.by]: 1 })
    .toArray();
  const sum = found.length === 0 ? 0 : await act(found).catch(() => null);
  if (sum === null) return inTurn(look, found, (one) => act([one]));
  if (found.length < chunk) beginAnew(look.walk);
  return sum;
}

function following({ collection, where, hint, by, walk: { from, stayed } }: Look): FindCursor<Stored> {
  const onwards = from === null ? where : { ...where, [by]: { ...(where[by] as Document | undefined), $gte: from } };
  const found = collection.find<Stored>(onwards, { ...shows, hint });
  return found
    .sort({ [by]: 1 })
    .skip(stayed)
    .limit(chunk);
}

async function inTurn(
  look: Look,
  found: AsyncIterable<Stored> | Iterable<Stored>,
  act: (found: Stored) => Promise<Done>,
): Promise<number> {
  const { collection, walk, log } = look;
  let [looked, passed, sum] = [0, 0, 0];
  try {
    for await (const one of found) {
      looked++;
      try {
        const done = await act(one);
        if (done === 'stays') goBehind(look, one);
        else sum += done;
      } catch (error) {
        // Whosever fault it is: the next sweep does not begin with this one.
        goBehind(look, one);
        const why = faultOf(error);
        if (++passed <= named)
          log.error(`the sweep passed over ${nameOf(one)} of "${collection.collectionName}": ${why}`);
      }
    }
    if (looked < chunk) beginAnew(walk);
  } finally {
    const more = passed - named;
    if (more > 0) log.error(`the sweep passed over ${more} more of "${collection.collectionName}" (${walk.kind})`);
  }
  return sum;
}

function goBehind({ walk, by }: Look, one: Stored): void {
  const at = Number(one[by]);
  if (walk.from === null || at > walk.from) {
    walk.from = at;
    walk.stayed = 0;
  }
  walk.stayed++;
}

function beginAnew(walk: Walk): void {
  walk.from = null;
  walk.stayed = 0;
}

/** A document with an id beside is found by a bearer's hash, which does not belong into a log. */
const nameOf = ({ _id, id }: { _id: string; id?: string }): string => id ?? _id;

/** @throws StoreUnavailable */
function faultOf(error: unknown): string {
  const known = errorOf(error);
  if (known instanceof StoreUnavailable) throw known;
  return known instanceof Error ? known.message : String(known);
}
