import type { Collection } from 'mongodb';
import { chainStart, linkCanonical, type CanonicalRow } from '../../audit/chain.ts';
import { newId } from '../../lib/random.ts';
import { appOf, pagesOf, type Link } from './audit-page.ts';
import { refusedBy } from './failure.ts';
import { answered } from './patience.ts';
import { refusedDocument, type RefusedDocument } from './refused-document.ts';
import type { Stored } from './shape.ts';

/** A row on its way. */
export interface Entry {
  row: CanonicalRow;
  /** Who appends it: what one caller appends is refused together. */
  call: string;
  /** In a page of its own, which another process may have written. */
  apart: boolean;
}

/** `stands`: it was there already. */
export type Fate = 'written' | 'stands' | { error: unknown };

interface Head {
  sequence: number;
  hash: string;
}

/** Links of one app that follow each other and may stand in one page. */
interface Run {
  /** What may share it: null everything that has no reason not to. */
  key: unknown;
  previousHash: string;
  links: Link[];
  entries: Entry[];
}

interface Page {
  stored: Stored;
  entries: readonly Entry[];
}

/**
 * Each app's rows chained in memory and written in one call at a time, in order, so that what stands of a chain is whole. What
 * the database refuses is left out, and the chain goes on without it. When nobody knows how far a write came, the writer
 * begins a chain of its own under another name.
 */
export class ChainWriter {
  readonly #collection: Collection<Stored>;
  /** Of what stands. */
  readonly #heads = new Map<string, Head>();
  #writer = newId();

  constructor(collection: Collection<Stored>) {
    this.#collection = collection;
  }

  /** Never rejects: each entry has a fate of its own. */
  async insert(entries: readonly Entry[]): Promise<Fate[]> {
    const fates = new Map<Entry, Fate>();
    const suspects = new Set<string>();
    try {
      for (let rest = entries; rest.length > 0; rest = entries.filter((entry) => !fates.has(entry))) {
        const pages = this.#pagesOf(rest, suspects);
        const refused = await this.#write(pages.map(({ stored }) => stored));
        for (const page of pages.slice(0, refused?.at)) this.#goOn(page, fates);
        if (refused) judge(pages[refused.at]!, refused.error, { fates, suspects, rest });
      }
    } catch (error) {
      this.#writer = newId();
      this.#heads.clear();
      for (const entry of entries) if (!fates.has(entry)) fates.set(entry, { error });
    }
    return entries.map((entry) => fates.get(entry)!);
  }

  /** @returns which was refused; null: none. @throws when nobody knows how many were written */
  async #write(pages: readonly Stored[]): Promise<RefusedDocument | null> {
    try {
      // Mostly it is one, for which the driver has a shorter way.
      const written =
        pages.length === 1
          ? this.#collection.insertOne(pages[0]!)
          : this.#collection.insertMany(pages, { ordered: true });
      await answered<unknown>(written);
      return null;
    } catch (error) {
      const refused = refusedDocument(error);
      if (refused === null) throw error;
      return refused;
    }
  }

  #goOn({ stored, entries }: Page, fates: Map<Entry, Fate>): void {
    const { app_id, sequence, hash } = stored as unknown as Head & { app_id: string };
    this.#heads.set(app_id, { sequence, hash });
    for (const entry of entries) fates.set(entry, 'written');
  }

  #pagesOf(entries: readonly Entry[], suspects: ReadonlySet<string>): Page[] {
    return this.#runsOf(entries, suspects).flatMap(({ previousHash, links, entries: linked }) => {
      let from = 0;
      return pagesOf(this.#writer, previousHash, links).map((stored) => {
        const count = (stored['rows'] as unknown[]).length;
        return { stored, entries: linked.slice(from, (from += count)) };
      });
    });
  }

  #runsOf(entries: readonly Entry[], suspects: ReadonlySet<string>): Run[] {
    const runs: Run[] = [];
    const heads = new Map<string, Head>();
    const current = new Map<string, Run>();
    for (const entry of entries) {
      const { row, call, apart } = entry;
      const appId = appOf(row);
      const head = heads.get(appId) ?? this.#heads.get(appId) ?? { sequence: 0, hash: chainStart(appId, this.#writer) };
      const key = apart ? entry : suspects.has(call) ? call : null;
      let run = current.get(appId);
      if (run?.key !== key) {
        run = { key, previousHash: head.hash, links: [], entries: [] };
        runs.push(run);
        current.set(appId, run);
      }
      const link = { row, sequence: head.sequence + 1, hash: linkCanonical(head.hash, row) };
      run.links.push(link);
      run.entries.push(entry);
      heads.set(appId, link);
    }
    return runs;
  }
}

interface Judged {
  fates: Map<Entry, Fate>;
  suspects: Set<string>;
  rest: readonly Entry[];
}

/** Whom a refused page is of: when of several callers, each of them gets pages of their own, which then tell. */
function judge(page: Page, error: unknown, { fates, suspects, rest }: Judged): void {
  const [first] = page.entries;
  const calls = new Set(page.entries.map(({ call }) => call));
  if (calls.size > 1) for (const call of calls) suspects.add(call);
  // What it observed is durable with the next write that a majority acknowledges.
  else if (first!.apart) fates.set(first!, refusedBy(error) === '_id_' ? 'stands' : { error });
  else for (const entry of rest) if (entry.call === first!.call && !fates.has(entry)) fates.set(entry, { error });
}
