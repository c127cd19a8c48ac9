/** When grants were last used: one call for all that are asked, which looks at a page or two of each along the index. */
import type { Db } from 'mongodb';
import { placeOfApp, placeOfUses } from './audit-places.ts';
import { collections } from '../schema/collections.ts';
import { shows } from '../calls/concerns.ts';

/** Of each grant at first: the newest nearly always has its last use, and one more tells so. */
const fewPages = 2;

interface Pages {
  grant: string;
  /** The newest first. Of a page with another row of the grant, and a use of one at the same place, it is null. */
  pages: { at: number; used_at: number | null }[];
}

/**
 * Pages come by the time of their newest row, which need not be a use of this grant: its last use is certain when no page to
 * come is newer. Grants of which it is not yet are asked about again, for more pages.
 */
export async function lastUsesOf(
  db: Db,
  appId: string,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const uses = new Map<string, number>();
  let left = [...new Set(grantIds)];
  for (let limit = fewPages; left.length > 0; limit *= 8) {
    const found = await newestPages(db, appId, left, limit);
    left = [];
    for (const { grant, pages } of found) {
      const used = Math.max(0, ...pages.map(({ used_at }) => used_at ?? 0));
      if (pages.length === limit && pages.at(-1)!.at > used) left.push(grant);
      else if (used > 0) uses.set(grant, used);
    }
  }
  return uses;
}

/** The server takes the index `grant` for each, since no other has the order; a hint cannot be given here. */
function newestPages(db: Db, appId: string, grantIds: readonly string[], limit: number): Promise<Pages[]> {
  const asked = grantIds.map((id) => ({ grant: { $literal: id }, place: { $literal: placeOfUses(id) } }));
  const found = [
    {
      $match: {
        app_id: appId,
        app_place: placeOfApp(appId),
        // Not a page of another grant at the same place.
        $expr: { $in: ['$$grant', '$rows.grant_id'] },
      },
    },
    { $sort: { at: -1 } },
    { $limit: limit },
    { $project: { _id: 0, at: 1, used_at: newestUse } },
  ];
  const { name: from } = collections.audit;
  const join = { from, localField: 'place', foreignField: 'places', let: { grant: '$grant' }, pipeline: found };
  const stages = [{ $documents: asked }, { $lookup: { ...join, as: 'pages' } }];
  return db.aggregate<Pages>(stages, shows).toArray();
}

/** Of a page: of all its rows one number comes over. */
const newestUse = {
  $max: {
    $map: {
      input: {
        $filter: {
          input: '$rows',
          as: 'row',
          cond: {
            $and: [
              { $eq: ['$$row.grant_id', '$$grant'] },
              { $eq: ['$$row.event', 'request.begun'] },
              { $eq: ['$$row.decision', 'allow'] },
            ],
          },
        },
      },
      as: 'row',
      in: '$$row.at',
    },
  },
};
