/** Audit rows are read and put back in pages; a page put back need not be one that was read. */
import type { Collection } from 'mongodb';
import { canonicalRow } from '../../../audit/chain.ts';
import type { ChainedAuditRow } from '../../store.ts';
import { misplacedPage } from '../../transfer/misplaced.ts';
import { chainedRowsOf, isInPlace, pagesOf } from '../audit/audit-page.ts';
import { shows } from '../calls/concerns.ts';
import type { Stored } from '../documents/shape.ts';
import type { Shelf } from './shelf.ts';

export const auditShelf: Shelf<ChainedAuditRow> = {
  collection: 'audit',
  sort: { app_id: 1, writer: 1, sequence: 1 },
  read: async (found) => ({
    rows: found.flatMap(chainedRowsOf),
    halves: [],
    misplaced: found.filter((page) => !isInPlace(page)).map(({ _id, app_id }) => misplacedPage(_id, app_id as string)),
  }),

  async write(rows, there) {
    const chains = Map.groupBy(rows, ({ row, writer }) => `${row.app_id}\n${writer}`);
    const pages = await Promise.all(Array.from(chains.values(), (chain) => missingPages(chain, there)));
    return pages.flat();
  },

  /** What every chain's last page says: the whole number, as long as no page was lost. */
  async count(there) {
    const ends = there.aggregate<{ sequence: number }>(
      [
        { $sort: { app_id: -1, writer: -1, sequence: -1 } },
        { $group: { _id: { app_id: '$app_id', writer: '$writer' }, sequence: { $first: '$sequence' } } },
      ],
      { ...shows, hint: 'chain' },
    );
    let rows = 0;
    for await (const { sequence } of ends) rows += sequence;
    return rows;
  },
};

/** Pages of those rows of one chain that do not stand yet. */
async function missingPages(chain: readonly ChainedAuditRow[], there: Collection<Stored>): Promise<Stored[]> {
  const standing = await sequencesIn(chain, there);
  const runs: ChainedAuditRow[][] = [];
  for (const chained of chain) {
    if (standing.has(chained.sequence)) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.sequence === chained.sequence - 1) run.push(chained);
    else runs.push([chained]);
  }
  return runs.flatMap((run) => pagesOf(run[0]!.writer, run[0]!.previous_hash, run.map(linkOf)));
}

async function sequencesIn(chain: readonly ChainedAuditRow[], there: Collection<Stored>): Promise<Set<number>> {
  const [first, last] = [chain[0]!, chain.at(-1)!];
  const pages = there
    .find(
      { app_id: first.row.app_id, writer: first.writer, sequence: { $gte: first.sequence } },
      { ...shows, hint: 'chain', projection: { sequence: 1, 'rows.id': 1 } },
    )
    .sort({ sequence: 1 });
  const standing = new Set<number>();
  for await (const page of pages) {
    const end = page['sequence'] as number;
    const begin = end - (page['rows'] as unknown[]).length + 1;
    for (let sequence = begin; sequence <= end; sequence++) standing.add(sequence);
    if (end >= last.sequence) break;
  }
  return standing;
}

const linkOf = ({ row, sequence, hash }: ChainedAuditRow) => ({ row: canonicalRow(row), sequence, hash });
