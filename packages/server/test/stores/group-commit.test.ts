import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditEvent, keyRow } from '../../../../test/contracts/store/rows.ts';
import { openStoreIn, ownFolder } from './open-in-folder.ts';

describe('embedded store: group commit', () => {
  it('puts what arrives together into few transactions', async () => {
    const store = await openStoreIn(ownFolder());
    const app_id = randomUUID();
    await Promise.all(Array.from({ length: 300 }, () => store.audit.append([auditEvent({ app_id })])));
    const { writes, commits } = store.stats();
    expect(writes).toBe(300);
    // Full groups go at once; what waits while one commits goes together.
    expect(commits).toBeLessThanOrEqual(Math.ceil(300 / 16));
  });

  it('puts what arrives during a commit into the next one', async () => {
    const store = await openStoreIn(ownFolder());
    const app_id = randomUUID();
    const callers = Array.from({ length: 64 }, async () => {
      for (let n = 0; n < 20; n++) await store.audit.append([auditEvent({ app_id })]);
    });
    await Promise.all(callers);
    const { writes, commits } = store.stats();
    expect(writes).toBe(64 * 20);
    expect(commits).toBeLessThan(writes / 10);
  });

  it('commits one caller alone at once, without waiting for company', async () => {
    const store = await openStoreIn(ownFolder());
    for (let n = 0; n < 5; n++) await store.ready();
    expect(store.stats()).toEqual({ writes: 5, commits: 5, largestGroup: 1 });
  });

  it('undoes the failed call of a group only', async () => {
    const store = await openStoreIn(ownFolder());
    const row = keyRow();
    const settled = await Promise.allSettled([
      store.keys.create(row),
      store.keys.create(row),
      store.keys.rotate(row.app_id, row.id, keyRow({ app_id: row.app_id, hash: row.hash }), 0),
      store.keys.create(keyRow({ app_id: row.app_id })),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(store.stats().commits).toBe(1);
    expect(await store.keys.findByHash(row.hash)).toEqual(row);
    expect(await store.keys.list(row.app_id)).toHaveLength(2);
  });
});
