/** The query of a list of grants: every combination of filters runs along an index, newest first. */
import type { GrantStatus } from '@alter/protocol';
import type { Collection, Filter } from 'mongodb';
import { countLimit, isEveryExpired, listExpired, type EveryExpired, type ExpiredGrants } from '../expired-list.ts';
import type { GrantFilter, GrantPage, GrantRow, PageRequest } from '../store.ts';
import { decides } from './calls/concerns.ts';
import { grants } from './documents/grant-shape.ts';
import { principalText, type Stored } from './documents/shape.ts';

interface Conditions {
  hint: string;
  where: Filter<Stored>;
}

export async function listGrants(
  collection: Collection<Stored>,
  appId: string,
  filter: GrantFilter,
  page: PageRequest,
): Promise<GrantPage> {
  if (isEveryExpired(filter)) return listExpired(expiredOf(collection, appId, filter), page);
  const asked = conditions(appId, filter);
  // One row more than the page holds says whether there is another.
  const [found, total] = await Promise.all([
    rowsOf(collection, asked, { ...page, limit: page.limit + 1 }),
    countOf(collection, asked),
  ]);
  return { rows: found.slice(0, page.limit), total, has_more: found.length > page.limit };
}

async function rowsOf(collection: Collection<Stored>, asked: Conditions, page: PageRequest): Promise<GrantRow[]> {
  const { hint, where } = asked;
  const found = collection
    .find(page.after ? { $and: [where, olderThan(page.after)] } : where, { ...decides, hint })
    .sort({ created_at: -1, _id: -1 })
    .skip(page.after ? 0 : page.offset)
    .limit(page.limit);
  return (await found.toArray()).map((stored) => grants.decode(stored));
}

const countOf = (collection: Collection<Stored>, { hint, where }: Conditions): Promise<number> =>
  collection.countDocuments(where, { ...decides, hint, limit: countLimit });

/** The first condition bounds the index, the second tells rows of one millisecond apart. */
const olderThan = ({ created_at, id }: { created_at: number; id: string }): Filter<Stored> => ({
  created_at: { $lte: created_at },
  $or: [{ created_at: { $lt: created_at } }, { _id: { $lt: id } }],
});

function expiredOf(collection: Collection<Stored>, appId: string, { provider_id, at }: EveryExpired): ExpiredGrants {
  const ofProvider = provider_id ? { provider_id } : {};
  const marked = conditions(appId, { ...ofProvider, status: 'expired' });
  return {
    async overdue(limit) {
      // All of it stands in the index.
      const options = { ...decides, hint: 'overdue', projection: { _id: 1, created_at: 1 } };
      const found = await collection
        .find({ app_id: appId, ...timedOut(at), ...ofProvider }, options)
        .limit(limit)
        .toArray();
      return found.map(({ _id, created_at }) => ({ id: _id, created_at: created_at as number }));
    },
    marked: (page) => rowsOf(collection, marked, page),
    countMarked: () => countOf(collection, marked),
    async rows(ids) {
      const which = { app_id: appId, _id: { $in: [...ids] } };
      return (await collection.find(which, { ...decides, hint: '_id_' }).toArray()).map((one) => grants.decode(one));
    },
    walk: (page) => rowsOf(collection, conditions(appId, { ...ofProvider, status: 'expired', at }), page),
  };
}

const timedOut = (at: number) => ({
  status: { $in: ['active', 'pending'] },
  grant_expires_at: { $lte: at, $gte: 0 },
});

/** The planner would try several indexes; the order here knows which filter leaves the fewest rows. */
function conditions(appId: string, filter: GrantFilter): Conditions {
  const parts = [
    filter.principal && { hint: 'principal', where: { principal: principalText(filter.principal) } },
    filter.account && { hint: 'identifier', where: { account_identifier: filter.account } },
    filter.label && { hint: 'label', where: { label: filter.label } },
    filter.provider_id && { hint: 'provider', where: { provider_id: filter.provider_id } },
    filter.needs_reconnect && { hint: 'status', where: { status: 'needs_reauth' } },
    filter.status && statusPart(filter.status, filter.at),
  ].filter((part) => typeof part === 'object');
  const ends = filter.at !== undefined && (filter.status === 'active' || filter.status === 'pending');
  const rest = [
    ...(filter.needs_reconnect === false ? [{ status: { $ne: 'needs_reauth' } }] : []),
    ...(filter.live ? [{ live: true }] : []),
    ...(ends ? [{ $or: [{ grant_expires_at: null }, { grant_expires_at: { $gt: filter.at } }] }] : []),
  ];
  const all: Filter<Stored>[] = [...parts.map((part) => part.where), ...rest];
  const [first, second] = parts;
  return {
    hint: first?.hint === 'provider' && second?.hint === 'status' ? 'provider_status' : (first?.hint ?? 'app'),
    where: all.length === 0 ? { app_id: appId } : { app_id: appId, $and: all },
  };
}

/** Expired is what the row says, or what the time says. */
function statusPart(status: GrantStatus, at: number | undefined): Conditions {
  if (status !== 'expired' || at === undefined) return { hint: 'status', where: { status } };
  return { hint: 'app', where: { $or: [{ status: 'expired' }, timedOut(at)] } };
}
