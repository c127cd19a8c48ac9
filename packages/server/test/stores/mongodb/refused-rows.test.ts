/** Audit rows that the database refuses, among rows that it takes. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditRows } from '../../../../../test/contracts/store/audit-rows.ts';
import { auditEvent, id, t0 } from '../../../../../test/contracts/store/rows.ts';
import { chainStart, checkChain } from '../../../src/audit/chain.ts';
import type { AuditRow, Store } from '../../../src/stores/store.ts';
import { startMongod } from '../../../../../tools/mongod/start-mongod.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase((found) => startMongod(found, ['--setParameter', 'enableTestCommands=1']));

const fates = async (asked: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(asked)).map((one) => (one.status === 'fulfilled' ? 'stands' : 'refused'));

async function wholeRows(store: Store, appId: string): Promise<AuditRow[]> {
  const rows = await auditRows(store, appId);
  for (const [writer, chain] of Map.groupBy(rows, (one) => one.writer)) {
    expect(checkChain(chain, { sequence: 0, hash: chainStart(appId, writer) }).kind).toBe('whole');
  }
  return rows.map(({ row }) => row);
}
const idsOf = (rows: readonly AuditRow[]): string[] => rows.map((row) => row.id).sort();

describe('an audit row that is refused', () => {
  it('is refused to whoever appended it, and nobody else in the call: the chain goes on without it', async () => {
    const store = await database.open();
    const taken = auditEvent();
    await store.audit.append([taken]);
    const others = Array.from({ length: 6 }, (_, n) => auditEvent(n % 2 === 0 ? {} : { app_id: 'one app' }));
    const asked = [...others.slice(0, 3), taken, ...others.slice(3)];
    const found = await fates(asked.map((row) => store.audit.append([row])));
    expect(found).toEqual(asked.map((row) => (row === taken ? 'refused' : 'stands')));
    for (const [app, rows] of Map.groupBy(others, (row) => row.app_id))
      expect(idsOf(await wholeRows(store, app))).toEqual(idsOf(rows));
    const next = auditEvent({ app_id: taken.app_id });
    await store.audit.append([next]);
    expect(await wholeRows(store, taken.app_id)).toEqual([taken, next]);
    expect(new Set((await auditRows(store, taken.app_id)).map(({ writer }) => writer)).size).toBe(1);
  });

  it('that begins the page of others is refused alone, with what its caller gave along', async () => {
    const store = await database.open();
    const taken = auditEvent();
    await store.audit.append([taken]);
    const beside = auditEvent({ app_id: taken.app_id });
    const mine = Array.from({ length: 5 }, () => auditEvent({ app_id: taken.app_id }));
    const asked = [[taken, beside], ...mine.map((row) => [row])].map((rows) => store.audit.append(rows));
    expect(await fates(asked)).toEqual(['refused', ...mine.map(() => 'stands')]);
    expect(idsOf(await wholeRows(store, taken.app_id))).toEqual(idsOf([taken, ...mine]));
  });

  it('by the validator is refused alone too', async () => {
    const store = await database.open();
    const good = Array.from({ length: 4 }, () => auditEvent());
    const bad = auditEvent({ id: 7 as unknown as string });
    const found = await fates([good[0]!, bad, ...good.slice(1)].map((row) => store.audit.append([row])));
    expect(found).toEqual(['stands', 'refused', 'stands', 'stands', 'stands']);
    expect(await wholeRows(store, bad.app_id)).toEqual([]);
  });
});

describe('rows that two processes append because they are missing', () => {
  /** Lets both find them missing before either has written. */
  async function inStep(): Promise<[Store, Store]> {
    const stores: [Store, Store] = [await database.open(), await database.open()];
    await database.db().admin().command(insertsTake(50));
    onTestFinished(async () => {
      await database.db().admin().command(insertsTake(0));
    });
    return stores;
  }
  const insertsTake = (ms: number) => ({
    configureFailPoint: 'failCommand',
    mode: ms > 0 ? 'alwaysOn' : 'off',
    data: { failCommands: ['insert'], blockConnection: true, blockTimeMS: ms, closeConnection: false },
  });

  it('stand once, whoever was first, and both are told that they stand', async () => {
    const stores = await inStep();
    const [app_id, grant_id] = [id(), id()];
    const rows = Array.from({ length: 6 }, (_, n) => auditEvent({ app_id, grant_id, at: t0 + n }));
    const asked = [stores[0].audit.appendMissing(rows), stores[1].audit.appendMissing(rows.toReversed())];
    const written = await Promise.all(asked);
    expect(written[0]! + written[1]!).toBe(rows.length);
    expect(idsOf(await wholeRows(stores[0], app_id))).toEqual(idsOf(rows));
  });

  it('do not get into the way of the rows that others append at the same time', async () => {
    const stores = await inStep();
    const app_id = id();
    const asked: Promise<unknown>[] = [];
    const others: AuditRow[] = [];
    for (let round = 0; round < 5; round++) {
      const row = auditEvent({ app_id });
      for (const store of stores) asked.push(store.audit.appendMissing([row]));
      for (let n = 0; n < 8; n++) {
        await new Promise((resolve) => setImmediate(resolve));
        others.push(auditEvent({ app_id }));
        asked.push(stores[n % 2]!.audit.append([others.at(-1)!]));
      }
    }
    expect(new Set(await fates(asked))).toEqual(new Set(['stands']));
    const found = await wholeRows(stores[0], app_id);
    expect(found).toHaveLength(5 + others.length);
    expect(idsOf(found)).toEqual(expect.arrayContaining(idsOf(others)));
  });
});
