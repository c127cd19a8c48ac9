import { expect, it } from 'vitest';
import type { GrantFilter, GrantRow, PageRequest } from '../../../packages/server/src/stores/store.ts';
import { grantRow, id, revocation, t0, vaultRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

const firstPage: PageRequest = { limit: 100, offset: 0, after: null };

export const grantListContract: Contract = (use) => {
  const stored = async (over: Partial<GrantRow>) => {
    const grant = grantRow(over);
    await use().grants.create(grant, vaultRow(grant));
    return grant;
  };
  const ids = async (appId: string, filter: GrantFilter, page = firstPage) =>
    (await use().grants.list(appId, filter, page)).rows.map((row) => row.id);

  it('lists newest first, and by id where two are of the same millisecond', async () => {
    const app_id = id();
    const grants = [];
    for (const n of [1, 3, 2, 2]) grants.push(await stored({ app_id, created_at: t0 + n }));
    const order = grants.sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
    const page = await use().grants.list(app_id, {}, firstPage);
    expect(page).toEqual({ rows: order, total: 4, has_more: false });
    expect(await use().grants.list(id(), {}, firstPage)).toEqual({ rows: [], total: 0, has_more: false });
  });

  it('counts a grant as expired from the millisecond its time is over', async () => {
    const app_id = id();
    const ending = await stored({ app_id, grant_expires_at: t0 + 10 });
    const lasting = await stored({ app_id, created_at: t0 + 1 });
    expect(await ids(app_id, { status: 'active', at: t0 + 9 })).toEqual([lasting.id, ending.id]);
    expect(await ids(app_id, { status: 'active', at: t0 + 10 })).toEqual([lasting.id]);
    expect(await ids(app_id, { status: 'expired', at: t0 + 9 })).toEqual([]);
    expect(await ids(app_id, { status: 'expired', at: t0 + 10 })).toEqual([ending.id]);
  });

  it('lists the expired newest first, whether a sweep has marked them or only their time is over', async () => {
    const app_id = id();
    const all: GrantRow[] = [];
    for (let n = 0; n < 24; n++) {
      // Two of each millisecond; a third of them marked, a third over, a third not.
      const grant = await stored({
        app_id,
        created_at: t0 + (n >> 1),
        status: n % 3 === 0 ? 'expired' : n % 2 === 0 ? 'active' : 'pending',
        grant_expires_at: n % 3 === 2 ? t0 + 100 : t0 + n,
      });
      if (n % 3 !== 2) all.push(grant);
    }
    await stored({ app_id, status: 'needs_reauth', grant_expires_at: t0 });
    await stored({ app_id, created_at: t0 + 100 });
    const order = all.sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1)).map((grant) => grant.id);
    const filter: GrantFilter = { status: 'expired', at: t0 + 50 };

    expect(await ids(app_id, filter)).toEqual(order);
    expect(await ids(app_id, { ...filter, live: true, needs_reconnect: false })).toEqual(order);
    expect(await ids(app_id, { ...filter, needs_reconnect: true })).toEqual([]);
    expect(await ids(app_id, { ...filter, provider_id: 'github' })).toEqual(order);
    expect(await ids(app_id, { ...filter, provider_id: 'slack' })).toEqual([]);
    for (let offset = 0; offset <= order.length; offset++) {
      const page = await use().grants.list(app_id, filter, { limit: 5, offset, after: null });
      expect(page.rows.map((row) => row.id)).toEqual(order.slice(offset, offset + 5));
      expect(page).toMatchObject({ total: order.length, has_more: offset + 5 < order.length });
    }
    const seen: string[] = [];
    let after: PageRequest['after'] = null;
    for (let more = true; more;) {
      const page = await use().grants.list(app_id, filter, { limit: 3, offset: 0, after });
      seen.push(...page.rows.map((row) => row.id));
      after = page.rows.at(-1) ?? null;
      more = page.has_more;
    }
    expect(seen).toEqual(order);
  });

  it('applies every filter, alone and together', async () => {
    const app_id = id();
    const ada = { type: 'user' as const, user_id: id() };
    const base = { app_id, account_identifier: 'someone', label: null };
    const one = await stored({
      ...base,
      principal: ada,
      provider_id: 'slack',
      account_identifier: 'ada',
      label: 'work',
    });
    const two = await stored({ ...base, principal: ada, status: 'needs_reauth', created_at: t0 + 1 });
    const three = await stored({ ...base, principal: { type: 'system' }, created_at: t0 + 2 });
    const gone = await stored({ ...base, principal: ada, created_at: t0 + 3 });
    await use().grants.revoke(app_id, gone.id, revocation, null);

    const cases: [GrantFilter, GrantRow[]][] = [
      [{ provider_id: 'slack' }, [one]],
      [{ status: 'active' }, [three, one]],
      [{ status: 'revoked' }, [gone]],
      [{ needs_reconnect: true }, [two]],
      [{ needs_reconnect: false }, [gone, three, one]],
      [{ account: 'ada' }, [one]],
      [{ label: 'work' }, [one]],
      [{ principal: ada }, [gone, two, one]],
      [{ principal: { type: 'system' } }, [three]],
      [{ live: true }, [three, two, one]],
      [{ principal: ada, live: true, needs_reconnect: false }, [one]],
      [{ principal: ada, status: 'active', provider_id: 'slack', account: 'ada', label: 'work' }, [one]],
      [{ principal: ada, provider_id: 'gitlab' }, []],
    ];
    for (const [filter, wanted] of cases) {
      const page = await use().grants.list(app_id, filter, firstPage);
      expect(
        page.rows.map((row) => row.id),
        JSON.stringify(filter),
      ).toEqual(wanted.map((row) => row.id));
      expect(page.total, JSON.stringify(filter)).toBe(wanted.length);
    }
  });

  it('pages by offset and by the last row, with the same total on every page', async () => {
    const app_id = id();
    for (let n = 0; n < 7; n++) await stored({ app_id, created_at: t0 + (n >> 1) });
    const all = await ids(app_id, {});

    const second = await use().grants.list(app_id, {}, { limit: 3, offset: 3, after: null });
    expect(second).toMatchObject({ total: 7, has_more: true });
    expect(second.rows.map((row) => row.id)).toEqual(all.slice(3, 6));

    const seen: string[] = [];
    let after: PageRequest['after'] = null;
    for (let more = true; more;) {
      const page = await use().grants.list(app_id, {}, { limit: 2, offset: 0, after });
      expect(page.total).toBe(7);
      seen.push(...page.rows.map((row) => row.id));
      after = page.rows.at(-1) ?? null;
      more = page.has_more;
    }
    expect(seen).toEqual(all);
  });

  it('gives every row once while others are inserted between two pages', async () => {
    const app_id = id();
    for (let n = 0; n < 20; n++) await stored({ app_id, created_at: t0 + n });
    const before = await ids(app_id, {});

    const seen: string[] = [];
    let after: PageRequest['after'] = null;
    for (let more = true; more;) {
      const newer = Array.from({ length: 3 }, () => stored({ app_id, created_at: t0 + 100 }));
      const page = await use().grants.list(app_id, {}, { limit: 3, offset: 0, after });
      await Promise.all(newer);
      seen.push(...page.rows.map((row) => row.id));
      after = page.rows.at(-1) ?? null;
      more = page.has_more;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((one) => before.includes(one))).toEqual(before);
  });
};
