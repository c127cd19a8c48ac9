import { randomUUID } from 'node:crypto';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  auditEvent,
  grantRow,
  minute,
  outboxRow,
  revocation,
  sealedText,
  t0,
  twinOf,
  vaultRow,
} from '../../../../test/contracts/store/rows.ts';
import { grants } from '../../src/stores/embedded/grant-table.ts';
import { openEmbeddedHoldings } from '../../src/stores/embedded/holdings.ts';
import { migrate, migrations } from '../../src/stores/embedded/migrate.ts';
import { places } from '../../src/stores/embedded/migrations/0012-places.ts';
import { placeOf } from '../../src/stores/place.ts';
import { held, history, marksOf, owedOf } from '../../src/stores/embedded/vault.ts';
import { noMarks, StoreUnavailable, type GrantRow, type HeldRow, type RefreshRecord } from '../../src/stores/store.ts';
import { fileIn, openStoreIn, ownFolder } from './open-in-folder.ts';

/** Whatever kind of byte array the ciphertext is. */
const comparable = (row: HeldRow | null) => row && { ...row, sealed: sealedText(row.sealed) };

/** As it is read when nothing has happened to it yet. */
const heldRow = (grant: Pick<GrantRow, 'app_id' | 'id'>, over: Partial<HeldRow> = {}): HeldRow => ({
  ...vaultRow(grant),
  refresh: noMarks,
  owed: [],
  ...over,
});

const opened = <T>(file: string, use: (db: DatabaseSync) => T): T => {
  const db = new DatabaseSync(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
};

describe('a place', () => {
  it('of a UUID is a number of 60 bits, and places have the order of their ids', () => {
    const ids = Array.from({ length: 10_000 }, () => randomUUID()).sort();
    const made = ids.map(placeOf);
    expect(new Set(made).size).toBe(ids.length);
    expect(made.every((place) => place >= 0n && place < 1n << 60n)).toBe(true);
    expect(made.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(made);
    expect(placeOf('ffffffff-ffff-4fff-bfff-ffffffffffff')).toBe((1n << 60n) - 1n);
    expect(placeOf('00000000-0000-4000-8000-000000000000')).toBe(0n);
    expect(placeOf('00000000-0000-4001-8000-000000000000')).toBe(1n);
  });

  it.each(['', 'grant-1', 'größer', '00000000-0000-1000-8000-000000000000', 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF'])(
    'of an id of another form, "%s", is no place of a UUID, and fits an integer of SQLite',
    (id) => {
      expect(placeOf(id)).toBe(placeOf(id));
      expect(placeOf(id)).not.toBe(placeOf(`${id} `));
      expect(placeOf(id) >= 1n << 60n && placeOf(id) < 1n << 63n).toBe(true);
    },
  );
});

describe('embedded store: grants by place', () => {
  it('finds, changes and ends a grant whose id is no UUID', async () => {
    const store = await openStoreIn(ownFolder());
    const grant = grantRow({ id: 'grant-1' });
    const sealed = heldRow(grant);
    await store.grants.create(grant, sealed);
    expect(await store.grants.find(grant.app_id, 'grant-1')).toEqual(grant);
    expect(comparable(await store.vault.read(grant.app_id, 'grant-1'))).toEqual(comparable(sealed));
    expect(await store.grants.patch(grant.app_id, 'grant-1', ['active'], { label: 'b' })).toMatchObject({ label: 'b' });
    expect(await store.grants.revoke(grant.app_id, 'grant-1', revocation, null)).toMatchObject({ status: 'revoked' });
    expect(await store.vault.read(grant.app_id, 'grant-1')).toBeNull();
  });

  it('refuses a second grant of the same place in words, and the first one stays as it is and is found', async () => {
    const store = await openStoreIn(ownFolder());
    const grant = grantRow();
    const twin = grantRow({ id: twinOf(grant.id), app_id: grant.app_id });
    expect(placeOf(twin.id)).toBe(placeOf(grant.id));
    const sealed = heldRow(grant);
    await store.grants.create(grant, sealed);

    const creating = store.grants.create(twin, vaultRow(twin));
    await expect(creating).rejects.toThrow('the store refused the row: UNIQUE constraint failed: grants.place');
    await expect(creating).rejects.not.toBeInstanceOf(StoreUnavailable);
    expect(await store.grants.find(grant.app_id, grant.id)).toEqual(grant);
    expect(comparable(await store.vault.read(grant.app_id, grant.id))).toEqual(comparable(sealed));
    expect(await store.grants.list(grant.app_id, {}, { limit: 10, offset: 0, after: null })).toMatchObject({
      total: 1,
    });
  });

  it('gives nobody who asks for one id the row of another of the same place', async () => {
    const store = await openStoreIn(ownFolder());
    const grant = grantRow();
    const { app_id } = grant;
    const twin = { app_id, id: twinOf(grant.id) };
    const sealed = heldRow(grant);
    await store.grants.create(grant, sealed);
    const seen = { generation: 1, intent: null };

    expect(await store.grants.find(app_id, twin.id)).toBeNull();
    expect(await store.vault.read(app_id, twin.id)).toBeNull();
    expect(await store.grants.patch(app_id, twin.id, ['active'], { label: 'other' })).toBeNull();
    expect(await store.grants.renew(app_id, twin.id, {}, vaultRow(twin, { generation: 2 }))).toBeNull();
    expect(await store.vault.mark(app_id, twin.id, seen, { ...noMarks, refusals: 1 }, null)).toBe(false);
    expect(await store.grants.revoke(app_id, twin.id, revocation, null)).toBeNull();
    const queued = outboxRow(twin);
    await store.outbox.add(queued);
    await store.outbox.settle(queued, 'confirmed');
    expect(await store.grants.find(app_id, grant.id)).toEqual(grant);
    expect(comparable(await store.vault.read(app_id, grant.id))).toEqual(comparable(sealed));
  });

  it('looks along the primary key for a grant and its ciphertext', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    await store.grants.find(grant.app_id, grant.id);
    await store.vault.read(grant.app_id, grant.id);
    const used = (await store.statements()).filter((sql) => /^SELECT .* FROM (grants|vault) WHERE/.test(sql));
    const plans = opened(fileIn(folder), (db) =>
      used.flatMap((sql) =>
        db
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map(({ detail }) => String(detail)),
      ),
    );
    expect(plans).toEqual(['grants', 'vault'].map((table) => `SEARCH ${table} USING INTEGER PRIMARY KEY (rowid=?)`));
  });

  it('a copy into a file that has another row at the place is refused, and writes nothing of it', async () => {
    const folder = ownFolder();
    await (await openStoreIn(folder)).close();
    const holdings = openEmbeddedHoldings(fileIn(folder), 'write');
    const grant = grantRow();
    await holdings.insert('grants', [grant]);
    const copying = holdings.insert('grants', [grant, grantRow(), grantRow({ id: twinOf(grant.id) })]);
    await expect(copying).rejects.toThrow('UNIQUE constraint failed: grants.place');
    expect(await holdings.estimate('grants')).toBe(1);
    await holdings.close();
  });
});

describe('a file of the version before places', () => {
  const before = migrations.slice(0, migrations.indexOf(places));

  /** Values as the columns of before took them. */
  const put = (db: DatabaseSync, table: string, fields: Record<string, SQLInputValue>): void => {
    const names = Object.keys(fields);
    const marks = names.map(() => '?').join(', ');
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`).run(...Object.values(fields));
  };
  const named = (list: string, [, ...values]: SQLInputValue[]): Record<string, SQLInputValue> =>
    Object.fromEntries(list.split(', ').map((name, index) => [name, values[index]!]));

  const app_id = randomUUID();
  const grant = (over: Partial<GrantRow> = {}): GrantRow => grantRow({ app_id, ...over });
  const fine = grant({ created_at: t0 + 4 });
  const refreshing = grant({ created_at: t0 + 3 });
  const owing = grant({ created_at: t0 + 2, grant_expires_at: t0 + minute });
  const ended = auditEvent({ app_id, event: 'grant.revoked' });
  const revoked = grant({
    created_at: t0 + 1,
    status: 'revoked',
    revoked_at: t0,
    revoked_by: 'key:1',
    unrecorded: ended,
  });
  const strange = grant({ created_at: t0, id: 'grant-1', label: null });

  const intent = {
    id: randomUUID(),
    generation: 1,
    token_hash: 'ab',
    at: t0,
    probe: false,
    unknown: false,
    process: 'one',
  };
  const marks = { ...noMarks, intent, refusals: 2 };
  const owed = auditEvent({ app_id, grant_id: owing.id, at: t0 + 5 });
  const ciphertexts = [
    heldRow(fine),
    heldRow(refreshing, { refresh: marks }),
    heldRow(owing, { owed: [owed] }),
    heldRow(strange, { generation: 3 }),
  ];
  const record = { id: 'r1', at: t0 } as unknown as RefreshRecord;

  const putGrant = (db: DatabaseSync, one: GrantRow): void =>
    put(db, 'grants', { ...named(grants.list, grants.encode(one)), last_used_at: t0 });

  /** @param also done to the file, which nobody has open */
  function old(also: (db: DatabaseSync) => void = () => undefined) {
    const folder = ownFolder();
    const file = fileIn(folder);
    migrate(file, t0, before);
    opened(file, (db) => {
      for (const one of [fine, refreshing, owing, revoked, strange]) putGrant(db, one);
      for (const one of ciphertexts) {
        const [, intent_id, intent_at] = marksOf(one.refresh);
        const more = { intent_id, intent_at, owed_at: owedOf(one.owed)[1], history: history.write([record]) };
        put(db, 'vault', { ...named(held.list, held.encode(one)), ...more });
      }
      also(db);
    });
    return { folder, file };
  }

  async function migrated() {
    const { folder, file } = old();
    return { file, store: await openStoreIn(folder) };
  }

  it('is brought to this one, and every grant and ciphertext is found as it was, with its marks', async () => {
    const { store } = await migrated();
    for (const one of [fine, refreshing, owing, revoked, strange]) {
      expect(await store.grants.find(app_id, one.id)).toEqual(one);
    }
    for (const one of ciphertexts) {
      expect(comparable(await store.vault.read(app_id, one.grant_id))).toEqual(comparable(one));
      expect(await store.vault.history(app_id, one.grant_id)).toEqual([record]);
    }
    expect(await store.vault.openIntents(10)).toEqual([{ app_id, grant_id: refreshing.id, intent }]);
    expect(await store.vault.owing(t0 + minute, 10, 0)).toEqual([owed]);
    expect(await store.grants.unrecorded(t0, 10, 0)).toEqual([revoked]);
    expect(await store.grants.timedOut(t0 + 2 * minute, 10, 0)).toEqual([owing]);
  });

  it('lists and counts them as before, and the grants go on living', async () => {
    const { store } = await migrated();
    const page = { limit: 10, offset: 0, after: null };
    const all = await store.grants.list(app_id, {}, page);
    expect(all).toEqual({ rows: [fine, refreshing, owing, revoked, strange], total: 5, has_more: false });
    expect(await store.grants.list(app_id, { status: 'revoked' }, page)).toMatchObject({ rows: [revoked], total: 1 });
    expect(await store.grants.list(app_id, { label: 'work' }, page)).toMatchObject({ total: 4 });

    const again = { ...fine, id: randomUUID() };
    expect(await store.grants.create(again, vaultRow(again))).toBe('conflict');
    const next = vaultRow(refreshing, { generation: 2 });
    const renewed = { intent: intent.id, marks: noMarks, record };
    expect(await store.grants.renew(app_id, refreshing.id, {}, next, renewed)).toEqual(refreshing);
    expect(await store.vault.openIntents(10)).toEqual([]);
    expect(await store.grants.revoke(app_id, fine.id, revocation, null)).toMatchObject({ status: 'revoked' });
    expect(await store.vault.read(app_id, fine.id)).toBeNull();
  });

  it('is sound afterwards, has the tables of a new file, and refuses ciphertext without a grant', async () => {
    const { file, store } = await migrated();
    await store.close();
    const holdings = openEmbeddedHoldings(file, 'read');
    expect(await holdings.inspect()).toEqual([]);
    await holdings.close();
    opened(file, (db) => {
      expect(
        db
          .prepare('PRAGMA integrity_check')
          .all()
          .map((found) => ({ ...found })),
      ).toEqual([{ integrity_check: 'ok' }]);
      expect(db.prepare(`SELECT name FROM pragma_table_info('grants') WHERE name = 'last_used_at'`).all()).toEqual([]);
      const stray = heldRow(grant());
      const adding = () => db.prepare(held.insert).run(...held.encode(stray));
      expect(adding).toThrow('FOREIGN KEY constraint failed');
      const removing = () => db.prepare('DELETE FROM grants WHERE id = ?').run(fine.id);
      expect(removing).toThrow('FOREIGN KEY constraint failed');
    });
  });

  it('is brought to this one where an index is missing and ciphertext has no grant, which is left behind', async () => {
    const { folder, file } = old((db) => {
      db.exec('PRAGMA foreign_keys = OFF; DROP INDEX grants_label');
      put(db, 'vault', { ...named(held.list, held.encode(heldRow(grant()))), history: '[]' });
    });
    expect(await (await openStoreIn(folder)).grants.find(app_id, fine.id)).toEqual(fine);
    const left = opened(file, (db) => db.prepare('SELECT count(*) AS n FROM vault').get());
    expect(left).toEqual({ n: ciphertexts.length });
  });

  it('stays as it was when two of its grants have one place, and says why', () => {
    const file = fileIn(ownFolder());
    migrate(file, t0, before);
    const twin = grant({ id: twinOf(fine.id) });
    opened(file, (db) => [fine, twin].forEach((one) => putGrant(db, one)));
    expect(() => migrate(file, t0)).toThrow('UNIQUE constraint failed: placed_grants.place');
    const ids = opened(file, (db) =>
      db
        .prepare('SELECT id, last_used_at FROM grants')
        .all()
        .map(({ id }) => id),
    );
    expect(ids).toEqual([fine.id, twin.id]);
  });
});
