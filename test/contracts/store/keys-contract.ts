import { expect, it } from 'vitest';
import { StoreUnavailable } from '../../../packages/server/src/stores/store.ts';
import { count, race } from './race.ts';
import { hash, id, keyRow, minute, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

export const keysContract: Contract = (use) => {
  it('gives a key back whole, by its hash', async () => {
    const row = keyRow({ signed_only: true, expires_at: t0 + minute, deprecated_at: t0 });
    await use().keys.create(row);
    expect(await use().keys.findByHash(row.hash)).toEqual(row);
    expect(await use().keys.findByHash(hash())).toBeNull();
  });

  it('gives an expired and a revoked key too, so that the caller can say which it was', async () => {
    const row = keyRow({ expires_at: t0 - 1 });
    await use().keys.create(row);
    expect(await use().keys.revoke(row.app_id, row.id, t0)).toBe(true);
    expect(await use().keys.findByHash(row.hash)).toEqual({ ...row, revoked_at: t0 });
  });

  it('refuses a second key with the same hash and leaves the first as it was', async () => {
    const row = keyRow();
    await use().keys.create(row);
    const refused = await use()
      .keys.create(keyRow({ hash: row.hash }))
      .then(null, (error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    expect(refused).not.toBeInstanceOf(StoreUnavailable);
    expect(await use().keys.findByHash(row.hash)).toEqual(row);
    expect(await use().keys.list(row.app_id)).toEqual([row]);
  });

  it('lists the keys of one app, oldest first', async () => {
    const app_id = id();
    const rows = [2, 0, 1].map((n) => keyRow({ app_id, created_at: t0 + n }));
    for (const row of rows) await use().keys.create(row);
    expect((await use().keys.list(app_id)).map((row) => row.created_at - t0)).toEqual([0, 1, 2]);
    expect(await use().keys.list(id())).toEqual([]);
  });

  it('revokes once: of fifty racing callers one is told that it did', async () => {
    const row = keyRow();
    await use().keys.create(row);
    const told = await race((n) => use().keys.revoke(row.app_id, row.id, t0 + n));
    expect(count(told, (did) => did)).toBe(1);
    const first = (await use().keys.findByHash(row.hash))?.revoked_at;
    expect(await use().keys.revoke(row.app_id, row.id, t0 + minute)).toBe(false);
    expect((await use().keys.findByHash(row.hash))?.revoked_at).toBe(first);
    expect(await use().keys.revoke(row.app_id, id(), t0)).toBe(false);
  });

  it('rotates in one step: the old key is in grace exactly when its successor exists', async () => {
    const row = keyRow();
    await use().keys.create(row);
    const next = keyRow({ app_id: row.app_id });
    expect(await use().keys.rotate(row.app_id, row.id, next, t0 + minute)).toBe(true);
    expect(await use().keys.findByHash(row.hash)).toEqual({ ...row, grace_until: t0 + minute, rotated_to: next.id });
    expect(await use().keys.findByHash(next.hash)).toEqual(next);
  });

  it('rotates once: of fifty racing callers one leaves a successor', async () => {
    const row = keyRow();
    await use().keys.create(row);
    const told = await race(() => use().keys.rotate(row.app_id, row.id, keyRow({ app_id: row.app_id }), t0 + minute));
    expect(count(told, (did) => did)).toBe(1);
    expect(await use().keys.list(row.app_id)).toHaveLength(2);
  });

  it('does not rotate a revoked key, and leaves no successor', async () => {
    const row = keyRow();
    await use().keys.create(row);
    await use().keys.revoke(row.app_id, row.id, t0);
    expect(await use().keys.rotate(row.app_id, row.id, keyRow({ app_id: row.app_id }), t0)).toBe(false);
    expect(await use().keys.list(row.app_id)).toHaveLength(1);
  });

  it('undoes a rotation whose successor is refused: the old key is not in grace', async () => {
    const [row, taken] = [keyRow(), keyRow()];
    await use().keys.create(row);
    await use().keys.create(taken);
    const successor = keyRow({ app_id: row.app_id, hash: taken.hash });
    await expect(use().keys.rotate(row.app_id, row.id, successor, t0)).rejects.toThrow();
    expect(await use().keys.findByHash(row.hash)).toEqual(row);
  });

  it('keeps the newest use of a key, whichever order the batches come in', async () => {
    const row = keyRow();
    await use().keys.create(row);
    await use().keys.touch(new Map([[row.id, t0 + 5]]));
    await use().keys.touch(
      new Map([
        [row.id, t0 + 2],
        [id(), t0],
      ]),
    );
    expect((await use().keys.findByHash(row.hash))?.last_used_at).toBe(t0 + 5);
  });
};
