import type { Collection } from 'mongodb';
import { chainStart, linkCanonical, type CanonicalRow } from '../../audit/chain.ts';
import { newId } from '../../lib/random.ts';
import { appOf, pagesOf, type Link } from './audit-page.ts';
import { GroupedInsert } from './grouped-insert.ts';
import { answered } from './patience.ts';
import type { Stored } from './shape.ts';

const lanesUnderLoad = 4;

/** A row on its way; `apart`: in a page of its own. */
interface Entry {
  row: CanonicalRow;
  apart: boolean;
}

/**
 * The rows of this process. Under load up to four calls are under way at once, each with a chain of its own: a call waits for
 * the disks, and rows of two requests have no order that anybody was told.
 */
export class AuditChain {
  readonly #inserts: GroupedInsert<Entry, undefined>;

  constructor(collection: Collection<Stored>) {
    const lanes = Array.from({ length: lanesUnderLoad }, () => new ChainWriter(collection));
    this.#inserts = new GroupedInsert(...lanes.map((lane) => (entries: readonly Entry[]) => lane.insert(entries)));
  }

  /** Resolves when the rows are durable. They stand together, in order. */
  async append(rows: readonly CanonicalRow[]): Promise<void> {
    await this.#inserts.add(rows.map((row) => ({ row, apart: false })));
  }

  /** Each in a page of its own, which has the row's id: of two who append the same row at the same time one is refused. */
  async appendApart(rows: readonly CanonicalRow[]): Promise<void> {
    await this.#inserts.add(rows.map((row) => ({ row, apart: true })));
  }
}

interface Head {
  sequence: number;
  hash: string;
}

/** Links of one app that follow each other and may stand in one page. */
interface Run {
  previousHash: string;
  links: Link[];
  isOpen: boolean;
}

/**
 * Each app's rows chained in memory and written in one call at a time. A writer begins a chain of its own, and another one
 * when a write failed, since nobody knows then how many of its pages were written. They are written in order, so what
 * stands of a chain is whole.
 */
class ChainWriter {
  readonly #collection: Collection<Stored>;
  readonly #heads = new Map<string, Head>();
  #writer = newId();

  constructor(collection: Collection<Stored>) {
    this.#collection = collection;
  }

  async insert(entries: readonly Entry[]): Promise<undefined[]> {
    try {
      const runs = this.#link(entries);
      const pages = runs.flatMap(({ previousHash, links }) => pagesOf(this.#writer, previousHash, links));
      await answered(this.#write(pages));
      return [];
    } catch (error) {
      this.#writer = newId();
      this.#heads.clear();
      throw error;
    }
  }

  #write(pages: readonly Stored[]): Promise<unknown> {
    // Mostly it is one, for which the driver has a shorter way.
    return pages.length === 1
      ? this.#collection.insertOne(pages[0]!)
      : this.#collection.insertMany(pages, { ordered: true });
  }

  #link(entries: readonly Entry[]): Run[] {
    const runs: Run[] = [];
    const current = new Map<string, Run>();
    for (const { row, apart } of entries) {
      const appId = appOf(row);
      const head = this.#heads.get(appId) ?? { sequence: 0, hash: chainStart(appId, this.#writer) };
      let run = current.get(appId);
      if (!run?.isOpen || apart) {
        run = { previousHash: head.hash, links: [], isOpen: !apart };
        runs.push(run);
        current.set(appId, run);
      }
      const link = { row, sequence: head.sequence + 1, hash: linkCanonical(head.hash, row) };
      run.links.push(link);
      this.#heads.set(appId, link);
    }
    return runs;
  }
}
