/** Rows that may stand already. Ids are unique: of two who append the same at the same time one is refused. */
import type { Collection } from 'mongodb';
import type { AuditRow } from '../store.ts';
import { latest } from './concerns.ts';
import { exactly } from './exact-pairs.ts';
import type { Stored } from './shape.ts';

/** Those whose ids do not stand yet. */
export async function missingOf(collection: Collection<Stored>, rows: readonly AuditRow[]): Promise<AuditRow[]> {
  if (rows.length === 0) return [];
  const pairs = rows.map(({ app_id, id }) => ({ appId: app_id, id }));
  const found = collection.find(exactly(pairs), { ...latest, hint: '_id_', projection: { _id: 1 } });
  const standing = new Set((await found.toArray()).map(({ _id }) => _id));
  return rows.filter(({ id }) => !standing.has(id));
}
