import { describe, expect, it } from 'vitest';
import { grantRow, id, sealedText, twinOf, vaultRow } from '../../../../../test/contracts/store/rows.ts';
import type { GrantRow, Store } from '../../../src/stores/store.ts';
import { placeOf } from '../../../src/stores/place.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();

async function created(store: Store, over: Partial<GrantRow>) {
  const grant = grantRow(over);
  const vault = vaultRow(grant);
  expect(await store.grants.create(grant, vault)).toBe('created');
  return { grant, sealed: sealedText(vault.sealed) };
}

describe('a grant with the place of another', () => {
  it('is found by its own id, and so is its ciphertext, in one call for both', async () => {
    const store = await database.open();
    const one = await created(store, {});
    const twin = await created(store, { app_id: one.grant.app_id, id: twinOf(one.grant.id) });
    const both = [one, twin];
    expect(placeOf(twin.grant.id)).toBe(placeOf(one.grant.id));
    const before = database.sent('find').length;
    const found = await Promise.all(both.map(({ grant }) => store.grants.find(grant.app_id, grant.id)));
    const held = await Promise.all(both.map(({ grant }) => store.vault.read(grant.app_id, grant.id)));
    expect(database.sent('find').length - before).toBe(2);
    expect(found).toEqual(both.map(({ grant }) => grant));
    expect(held.map((row) => sealedText(row?.sealed))).toEqual(both.map(({ sealed }) => sealed));
  });

  it('is found by its own app, when that is another, by readers of one turn too', async () => {
    const store = await database.open();
    const one = await created(store, {});
    const twin = await created(store, { id: twinOf(one.grant.id) });
    const asked = [
      [one, one.grant.id],
      [twin, twin.grant.id],
      [one, twin.grant.id],
      [twin, one.grant.id],
    ] as const;
    const found = await Promise.all(asked.map(([{ grant }, which]) => store.grants.find(grant.app_id, which)));
    expect(found).toEqual([one.grant, twin.grant, null, null]);
    const held = await Promise.all(asked.map(([{ grant }, which]) => store.vault.read(grant.app_id, which)));
    expect(held.map((row) => row && sealedText(row.sealed))).toEqual([one.sealed, twin.sealed, null, null]);
  });

  it('is not taken for one that is not there, nor for one of another app', async () => {
    const store = await database.open();
    const { grant } = await created(store, {});
    const { app_id, id: grantId } = grant;
    for (const [app, asked] of [
      [app_id, twinOf(grantId)],
      [id(), grantId],
      [id(), twinOf(grantId)],
    ] as const) {
      expect(await store.grants.find(app, asked)).toBeNull();
      expect(await store.vault.read(app, asked)).toBeNull();
    }
  });
});
