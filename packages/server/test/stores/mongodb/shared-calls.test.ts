import { describe, expect, it } from 'vitest';
import { auditRows } from '../../../../../test/contracts/store/audit-rows.ts';
import { auditEvent, grantRow, id, keyRow, nonceClaim, vaultRow } from '../../../../../test/contracts/store/rows.ts';
import { chainStart, checkChain } from '../../../src/audit/chain.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();

describe('calls of the driver', () => {
  it('shares one among the reads of a turn, and gives each caller its own row and no other', async () => {
    const store = await database.open();
    const grants = Array.from({ length: 30 }, (_, n) => grantRow(n < 10 ? { app_id: 'one app' } : {}));
    await Promise.all(grants.map((grant) => store.grants.create(grant, vaultRow(grant))));
    const before = database.sent('find').length;
    const asked = grants.map((grant) => store.grants.find(grant.app_id, grant.id));
    const strangers = grants.map((grant) => store.grants.find(id(), grant.id));
    expect(await Promise.all(asked)).toEqual(grants);
    expect((await Promise.all(strangers)).every((row) => row === null)).toBe(true);
    expect(database.sent('find').length - before).toBe(1);
  });

  it('waits for more as long as every turn brings more, a few turns at most', async () => {
    const store = await database.open();
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    const before = database.sent('find').length;
    const read = () => store.grants.find(grant.app_id, grant.id);
    const overTurns = async (turns: number): Promise<void> => {
      const asked = [read()];
      for (let n = 0; n < turns; n++) {
        asked.push(read());
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(asked);
    };
    await overTurns(3);
    expect(database.sent('find').length - before).toBe(1);
    await overTurns(30);
    expect(database.sent('find').length - before).toBeGreaterThan(3);
  });

  it('asks the same key once, however many callers have it', async () => {
    const store = await database.open();
    const key = keyRow();
    await store.keys.create(key);
    const rows = await Promise.all(Array.from({ length: 64 }, () => store.keys.findByHash(key.hash)));
    expect(rows.every((row) => row?.id === key.id)).toBe(true);
    // What one does to its row does not show in another's.
    rows[0]!.name = 'changed';
    expect(() => rows[0]!.scopes.push('proxy:execute')).toThrow(TypeError);
    expect(rows[1]).toEqual(key);
    const [asked, ...more] = database.sent('find');
    expect(more).toEqual([]);
    expect(asked?.command['filter']).toEqual({ _id: { $in: [key.hash] } });
  });

  it('writes the rows and nonces of a turn with one call each, and what came meanwhile with the next', async () => {
    const store = await database.open();
    const claim = () => store.audit.claim(auditEvent(), nonceClaim());
    const first = Array.from({ length: 64 }, claim);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const second = Array.from({ length: 64 }, claim);
    await Promise.all([...first, ...second]);
    const inserts = Map.groupBy(database.sent('insert'), ({ command }) => String(command['insert']));
    expect(inserts.get('audit')).toHaveLength(2);
    expect(inserts.get('nonces')).toHaveLength(2);
  });

  it('writes many rows on a few chains at once, which are whole, with every row on one of them', async () => {
    const store = await database.open();
    const app_id = id();
    const append = (): Promise<void> => store.audit.append([auditEvent({ app_id })]);
    for (let turn = 0; turn < 10; turn++) {
      const first = Array.from({ length: 20 }, append);
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      await Promise.all([...first, ...Array.from({ length: 20 }, append)]);
    }
    const rows = await auditRows(store, app_id);
    expect(new Set(rows.map(({ row }) => row.id)).size).toBe(400);
    const chains = [...Map.groupBy(rows, ({ writer }) => writer)];
    expect(chains.length).toBeGreaterThan(1);
    expect(chains.length).toBeLessThanOrEqual(4);
    for (const [writer, chain] of chains) {
      expect(checkChain(chain, { sequence: 0, hash: chainStart(app_id, writer) }).kind).toBe('whole');
    }
  });

  it('writes with a majority in its journals, and reads from the primary what decides', async () => {
    const store = await database.open();
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    await store.grants.find(grant.app_id, grant.id);
    await store.vault.read(grant.app_id, grant.id);
    for (const { command } of database.sent('insert')) {
      expect(command['writeConcern']).toMatchObject({ w: 'majority', j: true });
    }
    const finds = database
      .sent('find')
      .map(({ command }) => [command['readConcern']?.level, command['$readPreference']]);
    expect(finds).toEqual([
      ['majority', undefined],
      ['majority', undefined],
    ]);
  });
});
