import { describe, expect, it } from 'vitest';
import { chainStart, checkChain } from '../../../packages/server/src/audit/chain.ts';
import type { AuditRow, ChainedAuditRow } from '../../../packages/server/src/stores/store.ts';
import { auditRows } from './audit-rows.ts';
import { count, race } from './race.ts';
import { auditEvent, id, nonceClaim, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

/** The rows of each writer are one chain from its start. */
function expectWhole(appId: string, rows: readonly ChainedAuditRow[]): void {
  for (const [writer, chain] of Map.groupBy(rows, (row) => row.writer)) {
    const check = checkChain(chain, { sequence: 0, hash: chainStart(appId, writer) });
    expect(check).toMatchObject({ kind: 'whole', head: { sequence: chain.length } });
  }
}

export const auditContract: Contract = (use, opened) => {
  const chain = (appId: string) => auditRows(use(), appId);

  it('gives rows back whole, in writing order', async () => {
    const app_id = id();
    const rows = [0, 1, 2].map((n) => auditEvent({ app_id, at: t0 - n }));
    await use().audit.append(rows.slice(0, 2));
    await use().audit.append(rows.slice(2));
    await use().audit.append([]);
    expect((await chain(app_id)).map(({ row }) => row)).toEqual(rows);
  });

  it('appends only those rows that do not stand yet, in the chain like any other', async () => {
    const app_id = id();
    const [first, second, third] = [0, 1, 2].map((n) => auditEvent({ app_id, at: t0 + n })) as [
      AuditRow,
      AuditRow,
      AuditRow,
    ];
    await use().audit.append([first]);
    expect(await use().audit.appendMissing([])).toBe(0);
    expect(await use().audit.appendMissing([second, first, third])).toBe(2);
    expect(await use().audit.appendMissing([first, second, third])).toBe(0);
    const rows = await chain(app_id);
    expect(rows.map(({ row }) => row)).toEqual([first, second, third]);
    expectWhole(app_id, rows);
  });

  it('holds a row once, however many append what is missing at the same time', async () => {
    const row = auditEvent({ app_id: id() });
    const appended = await race(() => use().audit.appendMissing([row]));
    expect(appended.reduce((sum, one) => sum + one, 0)).toBe(1);
    const rows = await chain(row.app_id);
    expect(rows.map((one) => one.row)).toEqual([row]);
    expectWhole(row.app_id, rows);
  });

  it('keeps null where nothing is known, and odd text as it is', async () => {
    const app_id = id();
    const least: AuditRow = {
      id: id(),
      app_id,
      at: t0,
      event: 'session.created',
      request_id: 'r',
      call_id: null,
      key_id: null,
      caller: null,
      principal: null,
      grant_id: null,
      provider_id: null,
      session_id: null,
      method: null,
      host: null,
      path: null,
      reason: null,
      context: null,
      client_ip: null,
      decision: null,
      status: null,
      detail: {},
    };
    const odd = auditEvent({
      app_id,
      reason: 'a\u0000b "ü" 😀',
      context: { 'a"b': '\n', __proto__x: '1' },
      status: 200,
    });
    await use().audit.append([least, odd]);
    const rows = await chain(app_id);
    expect(rows.map(({ row }) => row)).toEqual([least, odd]);
    expectWhole(app_id, rows);
  });

  it('keeps the chain whole when text holds half a surrogate pair', async () => {
    const app_id = id();
    await use().audit.append([auditEvent({ app_id, reason: 'cut \ud83d', context: { '\udc00': '\ud800' } })]);
    const rows = await chain(app_id);
    expect(rows[0]?.row.reason).toBe('cut \ufffd');
    expectWhole(app_id, rows);
  });

  it('chains what fifty callers append at once, without gap or fork', async () => {
    const app_id = id();
    await race((n) => use().audit.append([auditEvent({ app_id, at: t0 + n }), auditEvent({ app_id, at: t0 + n })]));
    const rows = await chain(app_id);
    expect(rows).toHaveLength(100);
    expectWhole(app_id, rows);
    const pairs = rows.filter((_, n) => n % 2 === 0).map(({ row }, n) => [row.at, rows[2 * n + 1]?.row.at]);
    expect(pairs.every(([one, two]) => one === two)).toBe(true);
  });

  it('keeps a chain per app', async () => {
    const apps = [id(), id()];
    await race((n) => use().audit.append([auditEvent({ app_id: apps[n % 2]! })]));
    for (const app_id of apps) {
      const rows = await chain(app_id);
      expect(rows).toHaveLength(25);
      expectWhole(app_id, rows);
    }
  });

  it('gives the rows after a sequence, as many as asked for', async () => {
    const app_id = id();
    for (let n = 0; n < 5; n++) await use().audit.append([auditEvent({ app_id })]);
    const all = await chain(app_id);
    const { writer } = all[0]!;
    expect(await use().audit.chain(app_id, writer, 0, 1000)).toEqual(all);
    expect(await use().audit.chain(app_id, writer, all[1]!.sequence, 2)).toEqual(all.slice(2, 4));
    expect(await use().audit.chain(app_id, writer, all.at(-1)!.sequence, 10)).toEqual([]);
    expect(await use().audit.chain(app_id, id(), 0, 10)).toEqual([]);
  });

  it("names each of an app's chains once, with its last row, however its rows are read in pages", async () => {
    const { reopen } = opened();
    const [app_id, stranger] = [id(), id()];
    const rows: AuditRow[] = [];
    for (let run = 0; run < 3; run++) {
      for (let n = 0; n < 4; n++) rows.push(auditEvent({ app_id }));
      await use().audit.append(rows.slice(-4));
      await use().audit.append([auditEvent({ app_id: stranger })]);
      await reopen?.();
    }
    const ends = await use().audit.chains(app_id);
    const found = await auditRows(use(), app_id, 3);
    expect(found.map(({ row }) => row.id).sort()).toEqual(rows.map((row) => row.id).sort());
    const last = [...Map.groupBy(found, ({ writer }) => writer)].map(([writer, chain]) => {
      const { sequence, hash } = chain.at(-1)!;
      return { writer, sequence, hash };
    });
    expect(ends).toEqual(last);
    expectWhole(app_id, found);
  });

  it('goes on with the chain after reopening', async () => {
    const { reopen } = opened();
    const app_id = id();
    await use().audit.append([auditEvent({ app_id })]);
    await reopen?.();
    await use().audit.append([auditEvent({ app_id })]);
    const rows = await chain(app_id);
    expect(rows).toHaveLength(2);
    expectWhole(app_id, rows);
  });

  it('claims with a row and a nonce; a second claim is recorded as replayed', async () => {
    const app_id = id();
    const nonce = nonceClaim();
    const rows = [auditEvent({ app_id }), auditEvent({ app_id })];
    expect(await use().audit.claim(rows[0]!, nonce)).toBe('claimed');
    expect(await use().audit.claim(rows[1]!, nonce)).toBe('replayed');
    const written = await chain(app_id);
    expect(written.map(({ row }) => row)).toEqual([rows[0], { ...rows[1], decision: 'replayed' }]);
    expectWhole(app_id, written);
  });

  it('claims a nonce once: of fifty racing callers one goes on', async () => {
    const app_id = id();
    const nonce = nonceClaim();
    const claims = await race(() => use().audit.claim(auditEvent({ app_id }), nonce));
    expect(count(claims, (claim) => claim === 'claimed')).toBe(1);
    const decisions = (await chain(app_id)).map(({ row }) => row.decision);
    expect(count(decisions, (decision) => decision === 'allow')).toBe(1);
    expect(count(decisions, (decision) => decision === 'replayed')).toBe(49);

    const bare = nonceClaim();
    expect(count(await race(() => use().audit.claimNonce(app_id, bare)), (won) => won)).toBe(1);
  });

  it('takes the same nonce of another key, and counts both kinds of claim together', async () => {
    const nonce = nonceClaim();
    expect(await use().audit.claimNonce(id(), nonce)).toBe(true);
    expect(await use().audit.claimNonce(id(), { ...nonce, key_id: id() })).toBe(true);
    expect(await use().audit.claim(auditEvent(), nonce)).toBe('replayed');
  });

  it('claims without a nonce for a caller who did not sign', async () => {
    const row = auditEvent();
    expect(await use().audit.claim(row, null)).toBe('claimed');
    expect((await chain(row.app_id)).map((chained) => chained.row)).toEqual([row]);
  });

  it('gives the rows about a grant newest first, in pages', async () => {
    const [app_id, grant_id] = [id(), id()];
    const rows = [0, 1, 1, 2, 3].map((n) => auditEvent({ app_id, grant_id, at: t0 + n }));
    await use().audit.append([...rows, auditEvent({ app_id }), auditEvent({ app_id, grant_id: null })]);
    const order = rows.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    expect(await use().audit.ofGrant(app_id, grant_id, 10, null)).toEqual(order);
    const first = await use().audit.ofGrant(app_id, grant_id, 3, null);
    expect(first).toEqual(order.slice(0, 3));
    expect(await use().audit.ofGrant(app_id, grant_id, 3, first.at(-1)!)).toEqual(order.slice(3));
  });

  it('gives them newest first however they were appended: late, apart in time, and beside those of others', async () => {
    const [app_id, grant_id] = [id(), id()];
    const hour = 3_600_000;
    const times = [0, 7, 3, 3 * hour, 5, hour, 2, hour + 1, 59_999, 60_000, 60_001, 3];
    const rows = times.map((after) => auditEvent({ app_id, grant_id, at: t0 + after }));
    for (let n = 0; n < rows.length; n += 4) {
      const other = auditEvent({ app_id, at: t0 + n * 20_000 });
      await use().audit.append([...rows.slice(n, n + 2), other, ...rows.slice(n + 2, n + 4)]);
    }
    const order = rows.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    for (const size of [1, 2, 5, 12]) {
      const found: AuditRow[] = [];
      for (let page: AuditRow[] = []; found.length === 0 || page.length === size; found.push(...page)) {
        page = await use().audit.ofGrant(app_id, grant_id, size, found.at(-1) ?? null);
      }
      expect(found).toEqual(order);
    }
    expectWhole(app_id, await chain(app_id));
  });

  it('gives them newest first where calls stand among what is none, in pages of any size, also at equal times', async () => {
    const [app_id, grant_id] = [id(), id()];
    const events = [
      'request.begun',
      'request.concluded',
      'request.refused',
      'request.begun',
      'grant.refreshed',
    ] as const;
    const rows = Array.from({ length: 40 }, (_, n) =>
      auditEvent({ app_id, grant_id, event: events[n % events.length]!, at: t0 + Math.floor(n / 7) }),
    );
    for (let n = 0; n < rows.length; n += 4) await use().audit.append(rows.slice(n, n + 4));
    const order = rows.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    for (const size of [1, 3, 10, 40]) {
      const found: AuditRow[] = [];
      for (let page: AuditRow[] = []; found.length === 0 || page.length === size; found.push(...page)) {
        page = await use().audit.ofGrant(app_id, grant_id, size, found.at(-1) ?? null);
      }
      expect(found).toEqual(order);
    }
  });

  describe('the last use of a grant', () => {
    const lastUse = async (appId: string, grantId: string) =>
      (await use().audit.lastUses(appId, [grantId])).get(grantId);

    it('is the time of its newest call, in whatever order they were written', async () => {
      const [app_id, grant_id] = [id(), id()];
      for (const after of [5, 90_000, 7]) await use().audit.append([auditEvent({ app_id, grant_id, at: t0 + after })]);
      expect(await lastUse(app_id, grant_id)).toBe(t0 + 90_000);
      await use().audit.claim(auditEvent({ app_id, grant_id, at: t0 + 90_001 }), null);
      expect(await lastUse(app_id, grant_id)).toBe(t0 + 90_001);
    });

    it('is exact where older calls were written together with newer ones of others', async () => {
      const [app_id, grant_id] = [id(), id()];
      for (let n = 0; n < 20; n++) {
        const other = auditEvent({ app_id, at: t0 + 5_000 + n });
        await use().audit.append([auditEvent({ app_id, grant_id, at: t0 + n }), other]);
      }
      await use().audit.append([auditEvent({ app_id, grant_id, at: t0 + 4_000 })]);
      expect(await lastUse(app_id, grant_id)).toBe(t0 + 4_000);
    });

    it('is no refused call, no replayed one and nothing else that happened with it', async () => {
      const [app_id, grant_id] = [id(), id()];
      const nonce = nonceClaim();
      await use().audit.claim(auditEvent({ app_id, grant_id }), nonce);
      const later = { app_id, grant_id, at: t0 + 1 };
      await use().audit.claim(auditEvent(later), nonce);
      await use().audit.append([
        auditEvent({ ...later, event: 'request.concluded' }),
        auditEvent({ ...later, event: 'grant.revoked', decision: null }),
        ...Array.from({ length: 300 }, () =>
          auditEvent({ ...later, event: 'request.refused', decision: 'grant_revoked' }),
        ),
      ]);
      expect(await lastUse(app_id, grant_id)).toBe(t0);
    });

    it('is not there for one that never was used, and not told to another app', async () => {
      const [app_id, grant_id, refused] = [id(), id(), id()];
      await use().audit.append([
        auditEvent({ app_id, grant_id }),
        auditEvent({ app_id, grant_id: refused, event: 'request.refused', decision: 'grant_revoked' }),
      ]);
      expect(await use().audit.lastUses(app_id, [refused, id()])).toEqual(new Map());
      expect(await use().audit.lastUses(id(), [grant_id])).toEqual(new Map());
      expect(await use().audit.lastUses(app_id, [])).toEqual(new Map());
    });

    it('is given for each of a hundred', async () => {
      const app_id = id();
      const rows = Array.from({ length: 150 }, (_, n) => auditEvent({ app_id, at: t0 + n }));
      await use().audit.append(rows);
      const asked = rows.slice(0, 100);
      const uses = await use().audit.lastUses(
        app_id,
        asked.map(({ grant_id }) => grant_id!),
      );
      expect(uses).toEqual(new Map(asked.map(({ grant_id, at }) => [grant_id, at])));
    });
  });
};
