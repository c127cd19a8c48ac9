/** When grants were last used, each asked along the index, a few at once. */
import type { Collection } from 'mongodb';
import { placeOfUses } from './audit-places.ts';
import { shows } from './concerns.ts';
import type { Stored } from './shape.ts';

/** Grants asked about at once: a list of a hundred must not take the whole pool. */
const atOnce = 8;
/** Pages looked at first: the newest nearly always has it, and one more tells so. */
const fewPages = 2;

export async function lastUsesOf(
  collection: Collection<Stored>,
  appId: string,
  grantIds: readonly string[],
): Promise<Map<string, number>> {
  const uses = new Map<string, number>();
  const left = new Set(grantIds).values();
  const ask = async (): Promise<void> => {
    for (const id of left) {
      const at = await lastUse(collection, appId, id);
      if (at !== null) uses.set(id, at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return uses;
}

/**
 * Pages come by the time of their newest row, which need not be a use of this grant: the newest use is certain when no page to
 * come is newer.
 */
async function lastUse(collection: Collection<Stored>, appId: string, grantId: string): Promise<number | null> {
  for (let limit = fewPages; ; limit *= 8) {
    const pages = await collection
      .find(
        { app_id: appId, grant_ids: placeOfUses(grantId) },
        { ...shows, hint: 'grant', projection: newest(grantId) },
      )
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .toArray();
    const used = Math.max(...pages.map((page) => page['used_at'] as number));
    if (pages.length < limit || (pages.at(-1)!['at'] as number) <= used) return pages.length === 0 ? null : used;
  }
}

/** Of a page, its newest use of the grant: of many rows one number comes over. */
const newest = (grantId: string) => ({
  at: 1,
  used_at: {
    $max: {
      $map: { input: { $filter: { input: '$rows', as: 'row', cond: isUse(grantId) } }, as: 'row', in: '$$row.at' },
    },
  },
});

const isUse = (grantId: string) => ({
  $and: [
    { $eq: ['$$row.grant_id', grantId] },
    { $eq: ['$$row.event', 'request.begun'] },
    { $eq: ['$$row.decision', 'allow'] },
  ],
});
