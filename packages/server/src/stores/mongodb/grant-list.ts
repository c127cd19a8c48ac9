/** The query of a list of grants: every combination of filters runs along an index, newest first. */
import type { GrantStatus } from '@alter/protocol';
import type { Collection, Filter } from 'mongodb';
import type { GrantFilter, GrantPage, PageRequest } from '../store.ts';
import { shows } from './concerns.ts';
import { grants } from './grant-shape.ts';
import { principalText, type Stored } from './shape.ts';

/** Totals are counted to here. */
const countLimit = 10_000;

export async function listGrants(
  collection: Collection<Stored>,
  appId: string,
  filter: GrantFilter,
  page: PageRequest,
): Promise<GrantPage> {
  const { hint, where } = conditions(appId, filter);
  // One row more than the page holds says whether there is another.
  const rows = collection
    .find(page.after ? { $and: [where, olderThan(page.after)] } : where, { ...shows, hint })
    .sort({ created_at: -1, _id: -1 })
    .skip(page.after ? 0 : page.offset)
    .limit(page.limit + 1)
    .toArray();
  const [found, total] = await Promise.all([
    rows,
    collection.countDocuments(where, { ...shows, hint, limit: countLimit }),
  ]);
  return {
    rows: found.slice(0, page.limit).map((stored) => grants.decode(stored)),
    total,
    has_more: found.length > page.limit,
  };
}

/** The first condition bounds the index, the second tells rows of one millisecond apart. */
const olderThan = ({ created_at, id }: { created_at: number; id: string }): Filter<Stored> => ({
  created_at: { $lte: created_at },
  $or: [{ created_at: { $lt: created_at } }, { _id: { $lt: id } }],
});

/** The planner would try several indexes; the order here knows which filter leaves the fewest rows. */
function conditions(appId: string, filter: GrantFilter): { hint: string; where: Filter<Stored> } {
  const parts = [
    filter.principal && { hint: 'principal', where: { principal: principalText(filter.principal) } },
    filter.account && { hint: 'identifier', where: { account_identifier: filter.account } },
    filter.label && { hint: 'label', where: { label: filter.label } },
    filter.provider_id && { hint: 'provider', where: { provider_id: filter.provider_id } },
    filter.status && statusPart(filter.status, filter.at),
    filter.needs_reconnect && { hint: 'status', where: { status: 'needs_reauth' } },
  ].filter((part) => typeof part === 'object');
  const ends = filter.at !== undefined && (filter.status === 'active' || filter.status === 'pending');
  const rest = [
    ...(filter.needs_reconnect === false ? [{ status: { $ne: 'needs_reauth' } }] : []),
    ...(filter.live ? [{ live: true }] : []),
    ...(ends ? [{ $or: [{ grant_expires_at: null }, { grant_expires_at: { $gt: filter.at } }] }] : []),
  ];
  const all: Filter<Stored>[] = [...parts.map((part) => part.where), ...rest];
  return {
    hint: parts[0]?.hint ?? 'app',
    where: all.length === 0 ? { app_id: appId } : { app_id: appId, $and: all },
  };
}

/** Expired is what the row says, or what the time says. */
function statusPart(status: GrantStatus, at: number | undefined): { hint: string; where: Filter<Stored> } {
  if (status !== 'expired' || at === undefined) return { hint: 'status', where: { status } };
  const timedOut = { status: { $in: ['active', 'pending'] }, grant_expires_at: { $lte: at, $gte: 0 } };
  return { hint: 'app', where: { $or: [{ status: 'expired' }, timedOut] } };
}
