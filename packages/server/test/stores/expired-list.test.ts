import { describe, expect, it } from 'vitest';
import { grantRow, t0 } from '../../../../test/contracts/store/rows.ts';
import { countLimit, listExpired, type ExpiredGrants } from '../../src/stores/expired-list.ts';
import type { GrantRow, PageRequest } from '../../src/stores/store.ts';

const numbered = (n: number): GrantRow => grantRow({ id: `grant ${String(n).padStart(6, '0')}`, created_at: t0 + n });
const firstPage: PageRequest = { limit: 3, offset: 0, after: null };

/** Over a list that is sorted already. */
const pageOf = (rows: readonly GrantRow[], { limit, offset, after }: PageRequest): GrantRow[] => {
  const begin = after ? rows.findIndex(({ created_at }) => created_at < after.created_at) : offset;
  return begin < 0 ? [] : rows.slice(begin, begin + limit);
};

interface Asked {
  grants: ExpiredGrants;
  /** Rows that were read, in either half. */
  read: () => number;
}

function expired(marked: readonly GrantRow[], overdue: readonly GrantRow[]): Asked {
  const newest = (rows: readonly GrantRow[]) => rows.toSorted((a, b) => b.created_at - a.created_at);
  let read = 0;
  const given = (rows: GrantRow[]): Promise<GrantRow[]> => {
    read += rows.length;
    return Promise.resolve(rows);
  };
  const grants: ExpiredGrants = {
    overdue: async (limit) => overdue.slice(0, limit),
    marked: (page) => given(pageOf(newest(marked), page)),
    countMarked: async () => Math.min(countLimit, marked.length),
    rows: (ids) => given(overdue.filter(({ id }) => ids.includes(id))),
    walk: (page) => given(pageOf(newest([...marked, ...overdue]), page)),
  };
  return { grants, read: () => read };
}

describe('the list of expired grants', () => {
  it('reads no more rows than the page holds and those that lie between, however many are marked', async () => {
    const marked = Array.from({ length: 5_000 }, (_, n) => numbered(n * 2));
    const { grants, read } = expired(marked, [numbered(4_001), numbered(9_001)]);
    const page = await listExpired(grants, { limit: 3, offset: 2_000, after: null });
    expect(page.rows.map(({ created_at }) => created_at - t0)).toEqual([6_000, 5_998, 5_996]);
    expect(page).toMatchObject({ total: 5_002, has_more: true });
    expect(read()).toBeLessThan(10);
  });

  it('gives a grant once that is marked between the two looks', async () => {
    const both = numbered(7);
    const { grants } = expired([both, numbered(6)], [both]);
    const page = await listExpired(grants, firstPage);
    expect(page.rows.map(({ id }) => id)).toEqual([both.id, numbered(6).id]);
  });

  it('walks over the grants when a sweep has left more than a total counts, and the order is the same', async () => {
    const overdue = Array.from({ length: countLimit + 1 }, (_, n) => numbered((n * 7_919) % (countLimit + 1)));
    const { grants } = expired([numbered(20_000)], overdue);
    const page = await listExpired(grants, firstPage);
    expect(page.rows.map(({ created_at }) => created_at - t0)).toEqual([20_000, countLimit, countLimit - 1]);
    expect(page).toMatchObject({ total: countLimit, has_more: true });
    const after = page.rows.at(-1)!;
    const next = await listExpired(grants, { ...firstPage, after });
    expect(next.rows[0]?.created_at).toBe(after.created_at - 1);
  });
});
