import { expect, it } from 'vitest';
import { race } from './race.ts';
import { id, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

const person = (over: { app_id?: string; reference?: string; display_name?: string | null } = {}) => ({
  id: id(),
  app_id: id(),
  reference: `user ${id()}`,
  display_name: 'Ada',
  ...over,
});

export const usersContract: Contract = (use) => {
  it('inserts a person who is not known, and finds them by id and by reference', async () => {
    const ada = person();
    const row = await use().users.upsert(ada, t0);
    expect(row).toEqual({ ...ada, subject: null, created_at: t0, updated_at: t0 });
    expect(await use().users.find(ada.app_id, ada.id)).toEqual(row);
    expect(await use().users.findByReference(ada.app_id, ada.reference)).toEqual(row);
  });

  it('keeps the id of a known person, takes a new name, and is not cleared by none', async () => {
    const ada = person();
    await use().users.upsert(ada, t0);
    const renamed = await use().users.upsert({ ...ada, id: id(), display_name: 'Ada L.' }, t0 + 1);
    expect(renamed).toMatchObject({ id: ada.id, display_name: 'Ada L.', created_at: t0, updated_at: t0 + 1 });
    const kept = await use().users.upsert({ ...ada, id: id(), display_name: null }, t0 + 2);
    expect(kept).toMatchObject({ id: ada.id, display_name: 'Ada L.' });
  });

  it('makes one person of fifty racing callers', async () => {
    const ada = person();
    const rows = await race(() => use().users.upsert({ ...ada, id: id() }, t0));
    expect(new Set(rows.map((row) => row.id)).size).toBe(1);
  });

  it('tells references apart by case and by trailing space', async () => {
    const ada = person({ reference: 'Ada' });
    await use().users.upsert(ada, t0);
    for (const reference of ['ada', 'Ada ']) {
      expect(await use().users.findByReference(ada.app_id, reference)).toBeNull();
    }
  });
};
