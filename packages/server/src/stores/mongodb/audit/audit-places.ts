/**
 * Where a page stands in the index `grant`, for each grant that it tells of: a number, since a call adds two to an index that is
 * as wide as there are grants, and what it costs to find their places grows with the length of the keys. The number of a row
 * that is a use of the grant is another one, next to the first. So the newest use is found past any number of rows that are none.
 *
 * The app has a number before those: what an app asks for by ids that are not its own stands apart from the rows of whose they are.
 * Two ids can have one number (`place.ts`), so whoever looks along the index names the app, and takes of a page the rows that
 * are meant.
 */
import { placeOf } from '../../place.ts';
import { isUse, type AuditRow } from '../../store.ts';

export const placeOfApp = placeOf;

const placeOfOthers = (grantId: string): bigint => placeOf(grantId) << 1n;
export const placeOfUses = (grantId: string): bigint => placeOfOthers(grantId) | 1n;

/** Both places where rows about a grant may stand. */
export const placesOf = (grantId: string): bigint[] => [placeOfOthers(grantId), placeOfUses(grantId)];

/** The pages that may tell of a grant. */
export const pagesAbout = (appId: string, grantId: string) => ({
  app_id: appId,
  app_place: placeOfApp(appId),
  places: { $in: placesOf(grantId) },
});

/** Null: about no grant. */
export function placeOfRow(row: Pick<AuditRow, 'grant_id' | 'event' | 'decision'>): bigint | null {
  if (row.grant_id === null) return null;
  return isUse(row) ? placeOfUses(row.grant_id) : placeOfOthers(row.grant_id);
}
