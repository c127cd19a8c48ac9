import type { Collection } from 'mongodb';
import type { CanonicalRow } from '../../../audit/chain.ts';
import { ChainWriter, type Entry, type Fate } from './chain-writer.ts';
import { GroupedInsert } from '../calls/grouped-insert.ts';
import type { Stored } from '../documents/shape.ts';

const lanesUnderLoad = 4;
/**
 * Milliseconds until the row of what has happened is on its way. It is given longer than a call that can still be refused:
 * there are no more of them than calls that were begun.
 */
const happenedMs = 10_000;

/**
 * The rows of this process. Under load up to four calls are under way at once, each with a chain of its own: a call waits for
 * the disks, and rows of two requests have no order that anybody was told.
 */
export class AuditChain {
  readonly #inserts: GroupedInsert<Entry, Fate>;

  constructor(collection: Collection<Stored>) {
    const lanes = Array.from({ length: lanesUnderLoad }, () => new ChainWriter(collection));
    this.#inserts = new GroupedInsert(...lanes.map((lane) => (entries: readonly Entry[]) => lane.insert(entries)));
  }

  /**
   * Resolves when the rows are durable. They stand together, in order.
   * @param patienceMs until they must be on their way
   */
  async append(rows: readonly CanonicalRow[], patienceMs = happenedMs): Promise<void> {
    const entries = rows.map((row) => ({ row, call: rows, apart: false, fate: null }));
    counted(await this.#inserts.add(entries, { patienceMs }));
  }

  /**
   * Rows that may stand already, each in a page of its own, which has the row's id: of two who append the same at the same
   * time the database refuses one, for whom the row stands. Nobody else's rows are in the call.
   * @returns how many did not stand
   */
  async appendApart(rows: readonly CanonicalRow[]): Promise<number> {
    const entries = rows.map((row) => ({ row, call: rows, apart: true, fate: null }));
    return counted(await this.#inserts.add(entries, { patienceMs: happenedMs, alone: true }));
  }
}

/** @throws what one of them was refused with */
function counted(fates: readonly Fate[]): number {
  let written = 0;
  for (const fate of fates) {
    if (typeof fate === 'object') throw fate.error;
    if (fate === 'written') written++;
  }
  return written;
}
