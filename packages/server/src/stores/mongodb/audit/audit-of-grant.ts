import type { Collection, Filter } from 'mongodb';
import type { AuditRow } from '../../store.ts';
import { auditRowsOf, pageSpanMs } from './audit-page.ts';
import { pagesAbout } from './audit-places.ts';
import { shows } from '../calls/concerns.ts';
import type { Stored } from '../documents/shape.ts';

interface Asked {
  appId: string;
  grantId: string;
  limit: number;
  /** The last row of the list before. */
  before: { at: number; id: string } | null;
}

/**
 * Rows about one grant, newest first. Pages come by the time of their newest row, and rows of one may lie between those of
 * another: a row's place is certain when every page to come is older than it.
 */
export async function rowsOfGrant(collection: Collection<Stored>, asked: Asked): Promise<AuditRow[]> {
  const { limit, before } = asked;
  const pages = collection
    .find(about(asked), { ...shows, hint: 'grant', batchSize: limit + 1, projection: projection(asked) })
    .sort({ at: -1 });
  const rows: AuditRow[] = [];
  for await (const page of pages) {
    if (rows.filter(({ at }) => at > (page['at'] as number)).length >= limit) break;
    rows.push(...auditRowsOf(page).filter((row) => before === null || isOlder(row, before)));
  }
  return rows.sort((a, b) => (isOlder(a, b) ? 1 : -1)).slice(0, limit);
}

const about = ({ appId, grantId, before }: Asked): Filter<Stored> => ({
  ...pagesAbout(appId, grantId),
  // A page with a row of that time is less than a page's span newer.
  ...(before ? { at: { $lt: before.at + pageSpanMs } } : {}),
});

const projection = ({ grantId }: Asked) => ({
  app_id: 1,
  at: 1,
  rows: { $filter: { input: '$rows', as: 'row', cond: { $eq: ['$$row.grant_id', grantId] } } },
});

const isOlder = (row: { at: number; id: string }, than: { at: number; id: string }): boolean =>
  row.at < than.at || (row.at === than.at && row.id < than.id);
