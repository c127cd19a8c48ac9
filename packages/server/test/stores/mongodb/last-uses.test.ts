import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { auditEvent, id, t0, twinOf } from '../../../../../test/contracts/store/rows.ts';
import { queriesOf } from '../../../../../test/contracts/store/mongodb-plans.ts';
import type { Store } from '../../../src/stores/store.ts';
import { placesOf } from '../../../src/stores/mongodb/audit/audit-places.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();

/** How the server went about the last one. */
async function explained(name: 'find' | 'aggregate'): Promise<Document> {
  const { command } = queriesOf(database.sent(name).at(-1)!.command)[0]!;
  return database.db().command({ explain: command, verbosity: 'executionStats' });
}

const joinOf = ({ stages }: Document): Document => (stages as Document[]).find((stage) => '$lookup' in stage)!;

async function refusedOften(store: Store, app_id: string, grant_id: string): Promise<void> {
  for (let n = 1; n <= 200; n++) {
    const refused = { event: 'request.refused', decision: 'grant_revoked', at: t0 + n } as const;
    await store.audit.append([auditEvent({ app_id, grant_id, ...refused })]);
  }
}

describe('the audit of a grant', () => {
  it('has its last use in one page, however often it was refused since', async () => {
    const store = await database.open();
    const [app_id, grant_id] = [id(), id()];
    await store.audit.append([auditEvent({ app_id, grant_id })]);
    await refusedOften(store, app_id, grant_id);
    expect(await store.audit.lastUses(app_id, [grant_id])).toEqual(new Map([[grant_id, t0]]));
    expect(joinOf(await explained('aggregate'))).toMatchObject({
      totalKeysExamined: 1,
      totalDocsExamined: 1,
      collectionScans: 0,
      indexesUsed: ['grant'],
    });
  });

  it('tells the last uses of many in one call, which looks at two pages of each', async () => {
    const store = await database.open();
    const app_id = id();
    const grants = Array.from({ length: 50 }, () => id());
    for (let n = 0; n < 20; n++) {
      await store.audit.append(grants.map((grant_id) => auditEvent({ app_id, grant_id, at: t0 + n })));
    }
    const never = Array.from({ length: 50 }, () => id());
    const before = database.sent('aggregate').length;
    const uses = await store.audit.lastUses(app_id, [...grants, ...never]);
    expect(uses).toEqual(new Map(grants.map((grant_id) => [grant_id, t0 + 19])));
    expect(database.sent('aggregate').length - before).toBe(1);
    expect(joinOf(await explained('aggregate'))).toMatchObject({
      totalDocsExamined: 100,
      collectionScans: 0,
      indexesUsed: ['grant'],
    });
  });

  it('is listed along the index, calls and all else merged as they come, no further than the page goes', async () => {
    const store = await database.open();
    const [app_id, grant_id] = [id(), id()];
    for (let n = 1; n <= 100; n++) await store.audit.append([auditEvent({ app_id, grant_id, at: t0 + n })]);
    await refusedOften(store, app_id, grant_id);
    expect(await store.audit.ofGrant(app_id, grant_id, 10, null)).toHaveLength(10);
    const { executionStats: examined, queryPlanner } = await explained('find');
    const plan = JSON.stringify(queryPlanner);
    expect(plan).toContain('SORT_MERGE');
    expect(plan).not.toMatch(/"(SORT|COLLSCAN)"/);
    // Explained to its end: every page once, where the list itself stops after eleven.
    expect(examined).toMatchObject({ totalDocsExamined: 300 });
    const { batchSize } = database.sent('find').at(-1)!.command as { batchSize: number };
    expect(batchSize).toBe(11);
    expect(database.sent('getMore')).toEqual([]);
  });

  it('takes a row to the index once: at its use, or at what is none', async () => {
    const store = await database.open();
    const app_id = id();
    const [used, refused, both] = [id(), id(), id()];
    const none = { event: 'request.concluded' } as const;
    await store.audit.append([
      auditEvent({ app_id, grant_id: used }),
      auditEvent({ app_id, grant_id: used }),
      auditEvent({ app_id, grant_id: refused, ...none }),
      auditEvent({ app_id, grant_id: both }),
      auditEvent({ app_id, grant_id: both, ...none }),
    ]);
    const [page] = await database.db().collection('audit').find({ app_id }, { useBigInt64: true }).toArray();
    const standing = [used, refused, both].map(placesOf);
    expect(page?.['places']).toEqual([standing[0]![1], standing[1]![0], standing[2]![1], standing[2]![0]]);
  });

  it('is told apart from that of a grant with the same place, of its app and of another', async () => {
    const store = await database.open();
    const [app_id, other] = [id(), id()];
    const grant = id();
    const twin = twinOf(grant);
    expect(placesOf(twin)).toEqual(placesOf(grant));
    const ours = [auditEvent({ app_id, grant_id: twin }), auditEvent({ app_id, grant_id: grant, at: t0 + 1 })];
    await store.audit.append(ours);
    for (let n = 2; n < 40; n++) {
      await store.audit.append([auditEvent({ app_id, grant_id: twin, at: t0 + n })]);
      await store.audit.append([auditEvent({ app_id: other, grant_id: grant, at: t0 + 100 + n })]);
    }
    const newest = new Map([
      [grant, t0 + 1],
      [twin, t0 + 39],
    ]);
    expect(await store.audit.lastUses(app_id, [grant, twin])).toEqual(newest);
    expect(await store.audit.lastUses(other, [grant, twin])).toEqual(new Map([[grant, t0 + 139]]));
    expect(await store.audit.ofGrant(app_id, grant, 10, null)).toEqual([ours[1]]);
    const before = database.sent('insert').length;
    // The second of its page, whose id is the first's.
    expect(await store.audit.appendMissing([ours[1]!])).toBe(0);
    expect(database.sent('insert').length).toBe(before);
    const never = twinOf(grant);
    expect(await store.audit.lastUses(app_id, [never])).toEqual(new Map());
    expect(await store.audit.ofGrant(app_id, never, 10, null)).toEqual([]);
  });

  it('is not looked for among rows of another app that asked for its id', async () => {
    const store = await database.open();
    const [app_id, other, grant_id] = [id(), id(), id()];
    const ours = auditEvent({ app_id, grant_id });
    await store.audit.append([ours]);
    await refusedOften(store, other, grant_id);
    expect(await store.audit.ofGrant(app_id, grant_id, 10, null)).toEqual([ours]);
    expect((await explained('find'))['executionStats']).toMatchObject({ totalDocsExamined: 1 });
  });
});
