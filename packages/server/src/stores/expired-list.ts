/**
 * The list of grants that are over: those whose row says so, and those whose time is over and that no sweep has marked yet.
 * No index has both in one order, so each half runs along its own, and they are merged here.
 */
import type { GrantFilter, GrantPage, GrantRow, PageRequest } from './store.ts';

/** Totals are counted to here. */
export const countLimit = 10_000;

export type EveryExpired = GrantFilter & { at: number };

/** Asked without a filter that leaves few rows of its own. */
export const isEveryExpired = (filter: GrantFilter): filter is EveryExpired =>
  filter.status === 'expired' &&
  filter.at !== undefined &&
  !filter.principal &&
  !filter.account &&
  !filter.label &&
  !filter.needs_reconnect;

export interface Place {
  id: string;
  created_at: number;
}

export interface ExpiredGrants {
  /** Places of those that time has ended and no sweep has marked, at most so many, in any order. */
  overdue(limit: number): Promise<Place[]>;
  /** Those that are marked, newest first: `page.limit` of them and no more. */
  marked(page: PageRequest): Promise<GrantRow[]>;
  countMarked(): Promise<number>;
  rows(ids: readonly string[]): Promise<GrantRow[]>;
  /** Both halves in one walk over the app's grants, newest first. */
  walk(page: PageRequest): Promise<GrantRow[]>;
}

export async function listExpired(grants: ExpiredGrants, page: PageRequest): Promise<GrantPage> {
  // Before the marked ones: one that is marked meanwhile is seen twice, and not missed.
  const overdue = await grants.overdue(countLimit + 1);
  // One row more than the page holds says whether there is another.
  const wanted = { ...page, limit: page.limit + 1 };
  const [found, total] =
    overdue.length > countLimit
      ? // So many that the sweep has not come to: a walk meets the next one soon.
        [await grants.walk(wanted), countLimit]
      : await Promise.all([merged(grants, overdue, wanted), totalOf(grants, overdue)]);
  return { rows: found.slice(0, page.limit), total, has_more: found.length > page.limit };
}

const totalOf = async (grants: ExpiredGrants, overdue: readonly Place[]): Promise<number> =>
  Math.min(countLimit, overdue.length + (await grants.countMarked()));

async function merged(grants: ExpiredGrants, overdue: readonly Place[], page: PageRequest): Promise<GrantRow[]> {
  const { limit, offset, after } = page;
  const later = overdue.filter((place) => after === null || isNewer(after, place));
  // So many of the marked lie before the page, wherever the others lie among them.
  const skipped = Math.max(0, offset - later.length);
  const marked = await grants.marked({ limit: limit + offset - skipped, offset: skipped, after });
  const known = new Map(marked.map((row) => [row.id, row]));
  const places = [...marked, ...later.filter(({ id }) => !known.has(id))];
  const chosen = places.sort((a, b) => (isNewer(a, b) ? -1 : 1)).slice(offset - skipped, offset - skipped + limit);
  const missing = chosen.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  for (const row of missing.length > 0 ? await grants.rows(missing) : []) known.set(row.id, row);
  return chosen.map(({ id }) => known.get(id)).filter((row) => row !== undefined);
}

const isNewer = (a: Place, b: Place): boolean =>
  a.created_at > b.created_at || (a.created_at === b.created_at && a.id > b.id);
