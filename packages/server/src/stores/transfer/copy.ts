/** All rows of one store into another, as they are; then both are read again and compared. */
import { compareKind, type Compared, type Tick } from './compare.ts';
import { isOver, kinds, type Holdings, type Kind } from './holdings.ts';

/** The target has rows that the source has not, or has otherwise: nothing was written. */
export class TargetHolds extends Error {
  override readonly name = 'TargetHolds';
  readonly kinds: readonly Compared[];

  constructor(place: string, differing: readonly Compared[]) {
    super(`${place} is not empty, and what it holds is not of this source`);
    this.kinds = differing;
  }
}

export interface CopyOptions {
  from: Holdings;
  to: Holdings;
  now: number;
  onProgress: (act: 'copying' | 'comparing', ...about: Parameters<Tick>) => void;
}

export interface Copied {
  /** As they were found at the end. */
  kinds: Compared[];
  /** Rows that an earlier, unfinished copy had put there. */
  before: number;
  /** Whether the source was written to meanwhile; null: it cannot tell. */
  writtenSince: boolean | null;
}

/**
 * Safe to repeat: what is there already and the same is left, and what is missing is added.
 * @throws TargetHolds before anything is written
 */
export async function copyStore({ from, to, now, onProgress }: CopyOptions): Promise<Copied> {
  const comparing: Tick = (kind, done) => onProgress('comparing', kind, done);
  const before = (await isEmpty(to)) ? [] : await compareAll(from, to, now, comparing);
  const foreign = before.filter(({ extra, different }) => extra + different > 0);
  if (foreign.length > 0) throw new TargetHolds(to.place, foreign);
  for (const kind of kinds) await fill(kind, from, to, now, (done) => onProgress('copying', kind, done));
  const after = await compareAll(from, to, now, comparing);
  return {
    kinds: after,
    before: before.reduce((sum, { same }) => sum + same, 0),
    writtenSince: await from.writtenSince(),
  };
}

export const isWhole = ({ kinds }: Copied): boolean =>
  kinds.every(({ missing, extra, different }) => missing + extra + different === 0);

async function compareAll(from: Holdings, to: Holdings, now: number, tick: Tick): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const kind of kinds) compared.push(await compareKind(kind, from, to, now, tick));
  return compared;
}

async function isEmpty(holdings: Holdings): Promise<boolean> {
  for (const kind of kinds) {
    for await (const { rows, halves } of holdings.read(kind)) if (rows.length + halves.length > 0) return false;
  }
  return true;
}

async function fill(
  kind: Kind,
  from: Holdings,
  to: Holdings,
  now: number,
  onDone: (done: number) => void,
): Promise<void> {
  let done = 0;
  for await (const batch of from.read(kind)) {
    const rows = batch.rows.filter((row) => !isOver(kind, row, now));
    if (rows.length > 0) await to.insert(kind, rows);
    done += rows.length;
    onDone(done);
  }
}
