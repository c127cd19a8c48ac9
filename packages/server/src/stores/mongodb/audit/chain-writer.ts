import type { Collection } from 'mongodb';
import { chainStart, linkCanonical, type CanonicalRow } from '../../../audit/chain.ts';
import { newId } from '../../../lib/random.ts';
import { appOf, pagesOf, type Link } from './audit-page.ts';
import { refusedBy } from '../calls/failure.ts';
import { answered } from '../calls/patience.ts';
import { refusedDocument, type RefusedDocument } from '../calls/refused-document.ts';
import type { Stored } from '../documents/shape.ts';

/** A row on its way. */
export interface Entry {
  row: CanonicalRow;
  /** With what else it is appended: what one caller appends is refused together. */
  call: unknown;
  /** In a page of its own, which another process may have written. */
  apart: boolean;
  /** Null until it is known. */
  fate: Fate | null;
}

/** `stands`: it was there already. */
export type Fate = 'written' | 'stands' | { error: unknown };

interface Head {
  sequence: number;
  hash: string;
}

interface EntryLink extends Link {
  entry: Entry;
}

/** Links of one app that follow each other and may stand in one page. */
interface Run {
  /** What may share it: null everything that has no reason not to. */
  key: unknown;
  previousHash: string;
  links: EntryLink[];
}

interface Page {
  stored: Stored;
  links: readonly EntryLink[];
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
    const suspects = new Set<unknown>();
    try {
      let rest = entries;
      while (rest.length > 0) {
        const pages = this.#pagesOf(rest, suspects);
        const refused = await this.#write(pages.map(({ stored }) => stored));
        for (let n = 0; n < (refused?.at ?? pages.length); n++) this.#goOn(pages[n]!);
        if (!refused) break;
        judge(pages[refused.at]!, refused.error, suspects, rest);
        rest = rest.filter(({ fate }) => fate === null);
      }
    } catch (error) {
      this.#writer = newId();
      this.#heads.clear();
      for (const entry of entries) entry.fate ??= { error };
    }
    return entries.map(({ fate }) => fate!);
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

  #goOn({ links }: Page): void {
    const { sequence, hash, entry } = links.at(-1)!;
    this.#heads.set(appOf(entry.row), { sequence, hash });
    for (const link of links) link.entry.fate = 'written';
  }

  #pagesOf(entries: readonly Entry[], suspects: ReadonlySet<unknown>): Page[] {
    const pages: Page[] = [];
    for (const { previousHash, links } of this.#runsOf(entries, suspects)) {
      let from = 0;
      for (const stored of pagesOf(this.#writer, previousHash, links)) {
        const end = from + (stored['rows'] as unknown[]).length;
        pages.push({ stored, links: links.slice(from, end) });
        from = end;
      }
    }
    return pages;
  }

  #runsOf(entries: readonly Entry[], suspects: ReadonlySet<unknown>): Run[] {
    const runs: Run[] = [];
    const heads = new Map<string, Head>();
    const current = new Map<string, Run>();
    for (const entry of entries) {
      const { row, call, apart } = entry;
      const appId = appOf(row);
      const head = heads.get(appId) ?? this.#heads.get(appId) ?? { sequence: 0, hash: chainStart(appId, this.#writer) };
      const key = apart ? entry : suspects.has(call) ? call : null;
      let run = current.get(appId);
      if (!run || run.key !== key) {
        run = { key, previousHash: head.hash, links: [] };
        runs.push(run);
        current.set(appId, run);
      }
      const link = { row, sequence: head.sequence + 1, hash: linkCanonical(head.hash, row), entry };
      run.links.push(link);
      heads.set(appId, link);
    }
    return runs;
  }
}

/** Whom a refused page is of: when of several callers, each of them gets pages of their own, which then tell. */
function judge({ links }: Page, error: unknown, suspects: Set<unknown>, rest: readonly Entry[]): void {
  const calls = new Set(links.map(({ entry }) => entry.call));
  const first = links[0]!.entry;
  if (calls.size > 1) for (const call of calls) suspects.add(call);
  // What it observed is durable with the next write that a majority acknowledges.
  else if (first.apart) first.fate = refusedBy(error) === '_id_' ? 'stands' : { error };
  else for (const entry of rest) if (entry.call === first.call) entry.fate ??= { error };
}
