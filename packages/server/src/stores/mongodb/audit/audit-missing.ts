/** Rows that may stand already. Of two who append the same at the same time one is refused. */
import type { Collection } from 'mongodb';
import type { AuditRow } from '../../store.ts';
import { pageSpanMs } from './audit-page.ts';
import { pagesAbout } from './audit-places.ts';
import { latest } from '../calls/concerns.ts';
import type { Stored } from '../documents/shape.ts';

/** Those whose ids do not stand yet. @param rows each about a grant */
export async function missingOf(collection: Collection<Stored>, rows: readonly AuditRow[]): Promise<AuditRow[]> {
  if (rows.length === 0) return [];
  const places = rows.map(({ app_id, grant_id, at, id }) => ({
    ...pagesAbout(app_id, grant_id ?? ''),
    at: { $gte: at, $lt: at + pageSpanMs },
    'rows.id': id,
  }));
  const projection = { 'rows.id': 1 };
  const pages = await collection.find({ $or: places }, { ...latest, hint: 'grant', projection }).toArray();
  const standing = new Set(pages.flatMap((page) => (page['rows'] as { id: string }[]).map(({ id }) => id)));
  return rows.filter(({ id }) => !standing.has(id));
}
