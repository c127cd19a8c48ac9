/**
 * Where a page stands in the index `grant`, for each grant that it tells of: under the grant's id, or, for a row that is a use of
 * it, under a place of its own instead. So the newest use is found past any number of rows that are none, and a row costs the
 * index one entry as before. Pages of an older version have ids only.
 */
import { isUse, type AuditRow } from '../store.ts';

/** No id has a space. */
export const placeOfUses = (grantId: string): string => `${grantId} used`;

/** All places where rows about a grant may stand. */
export const placesOf = (grantId: string): string[] => [grantId, placeOfUses(grantId)];

/** Null: about no grant. */
export function placeOf(row: Pick<AuditRow, 'grant_id' | 'event' | 'decision'>): string | null {
  if (row.grant_id === null) return null;
  return isUse(row) ? placeOfUses(row.grant_id) : row.grant_id;
}
