import { auditFileOf } from '../../../src/stores/embedded/connection.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Long, type Document } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shelves as tables } from '../../../src/stores/embedded/shelves.ts';
import { openEmbedded } from '../../../src/stores/embedded/open.ts';
import { collections } from '../../../src/stores/mongodb/schema/collections.ts';
import { shelves as places } from '../../../src/stores/mongodb/holdings/shelves.ts';
import { noMarks, type Store } from '../../../src/stores/store.ts';
import { copyStore, isWhole, TargetHolds, type Copied } from '../../../src/stores/transfer/copy.ts';
import { kinds, type Holdings, type Kind } from '../../../src/stores/transfer/holdings.ts';
import { openHoldings, type Place } from '../../../src/stores/transfer/place.ts';
import { verifyStore } from '../../../src/stores/transfer/verify.ts';
import {
  auditEvent,
  grantRow,
  id,
  keyRow,
  minute,
  outboxRow,
  revocation,
  t0,
  vaultRow,
} from '../../../../../test/contracts/store/rows.ts';
import { leaveInEarlierForm } from '../mongodb/earlier-form.ts';
import { testDatabase } from '../mongodb/test-database.ts';
import { fill, fillOver, now } from './filled.ts';

let folder: string;
const file = (name: string): Place => ({ file: join(folder, name) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alter-transfer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function copied(from: Place, to: Place): Promise<Copied> {
  return within(from, 'read', (source) =>
    within(to, 'write', (target) => copyStore({ from: source, to: target, now, onProgress: () => undefined })),
  );
}

async function within<T>(place: Place, mode: 'read' | 'write', use: (holdings: Holdings) => Promise<T>): Promise<T> {
  const holdings = await openHoldings(place, mode);
  try {
    return await use(holdings);
  } finally {
    await holdings.close();
  }
}

/** Every row, kind by kind. */
const everything = (place: Place): Promise<Record<Kind, unknown[]>> =>
  within(place, 'read', async (holdings) => {
    const found: Partial<Record<Kind, unknown[]>> = {};
    for (const kind of kinds) {
      found[kind] = [];
      for await (const { rows } of holdings.read(kind)) found[kind].push(...rows);
    }
    return found as Record<Kind, unknown[]>;
  });

const counts = ({ kinds: compared }: Copied): Record<string, number> =>
  Object.fromEntries(compared.map(({ kind, target }) => [kind, target]));

async function inFile(name: string, use: (store: Store) => Promise<unknown>): Promise<Place> {
  const store = await openEmbedded({ file: join(folder, name) });
  await use(store);
  await store.close();
  return file(name);
}

describe('a copy from file to file', () => {
  it('holds every row of every kind as it was, and leaves out and counts what is over', async () => {
    const from = await inFile('from.db', async (store) => {
      await fill(store);
      await fill(store);
      await fillOver(store);
    });
    const done = await copied(from, file('to.db'));

    expect(isWhole(done)).toBe(true);
    for (const [kind, rows] of Object.entries(counts(done))) expect(rows, kind).toBeGreaterThan(0);
    const over = Object.fromEntries(done.kinds.filter((one) => one.over > 0).map((one) => [one.kind, one.over]));
    expect(over).toEqual({ connect_sessions: 1, wallet_sessions: 1, tickets: 1, flows: 1, nonces: 1 });
    const [before, after] = [await everything(from), await everything(file('to.db'))];
    for (const kind of kinds.filter((one) => !(one in over))) expect(after[kind], kind).toEqual(before[kind]);
  });

  it('puts what somebody left at another place where it is found, among more rows than are read at once', async () => {
    const app_id = id();
    const all = Array.from({ length: 1_100 }, () => grantRow({ app_id, account_key: null })).sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    const from = await inFile('from.db', async () => undefined);
    await within(from, 'write', async (holdings) => {
      await holdings.insert('grants', all);
      await holdings.insert(
        'vault',
        all.map((grant) => ({ ...vaultRow(grant), refresh: noMarks, owed: [], history: [] })),
      );
    });
    const [first, last, other] = [all[499]!, all[999]!, all[700]!];
    const before = await everything(from);
    const db = new DatabaseSync(join(folder, 'from.db'));
    db.exec('PRAGMA foreign_keys = OFF');
    const move = (table: string, column: string, one: string, place: bigint) =>
      db.prepare(`UPDATE ${table} SET place = ? WHERE ${column} = ?`).run(place, one);
    // The last of a page at the beginning, at the end, and its ciphertext elsewhere.
    move('grants', 'id', first.id, -3n);
    move('vault', 'grant_id', first.id, 3n);
    move('grants', 'id', last.id, (1n << 63n) - 1n);
    move('vault', 'grant_id', other.id, 1n << 61n);
    db.close();
    expect(await everything(from)).toEqual(before);

    const done = await copied(from, file('to.db'));
    expect(isWhole(done)).toBe(true);
    expect(await everything(file('to.db'))).toEqual(before);
    const sound = await within(file('to.db'), 'read', (one) => verifyStore(one, now, () => undefined));
    expect(sound.findings).toEqual([]);
    await inFile('to.db', async (store) => {
      for (const grant of [first, last, other]) {
        expect(await store.grants.find(app_id, grant.id)).toEqual(grant);
        expect(await store.vault.read(app_id, grant.id)).toMatchObject({ grant_id: grant.id });
      }
    });
  });

  it('compares grants whose ids are no UUIDs, which stand in another order, and finds them the same', async () => {
    const from = await inFile('from.db', async (store) => {
      for (const name of ['zebra', 'grant-1', 'Grant-1', '0', '77777777-x', 'größer']) {
        const grant = grantRow({ id: name });
        await store.grants.create(grant, vaultRow(grant));
      }
      await fill(store);
    });
    expect(isWhole(await copied(from, file('to.db')))).toBe(true);
    const sound = await within(from, 'read', (one) => verifyStore(one, now + 60 * minute, () => undefined));
    expect(sound.findings).toEqual([]);
  });

  it('names every table of the schema, and every column of those it copies', async () => {
    const place = await inFile('empty.db', async () => undefined);
    const { file: path } = place as { file: string };
    const db = new DatabaseSync(path);
    db.prepare('ATTACH ? AS record').run(auditFileOf(path));
    const names = (sql: string): string[] =>
      db
        .prepare(sql)
        .all()
        .map(({ name }) => String(name));
    const known = Object.values(tables).map(({ table }) => table);
    const tablesOf = (schema: string): string[] =>
      names(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
    const unknown = (schema: string): string[] => tablesOf(schema).filter((name) => !known.includes(name));
    expect(unknown('main').sort()).toEqual(['heartbeat', 'leases', 'migrations']);
    expect(unknown('record').sort()).toEqual(['audit_heartbeat', 'migrations']);
    // A name in both files would hide one of them.
    expect(tablesOf('main').filter((name) => tablesOf('record').includes(name))).toEqual(['migrations']);
    for (const { table, insert } of Object.values(tables)) {
      const written = /\(([^)]*)\)/.exec(insert)![1]!.split(', ');
      expect(written.sort(), table).toEqual(names(`SELECT name FROM pragma_table_info('${table}')`).sort());
    }
    db.close();
  });

  it('refuses a target with rows of its own, says which, and writes nothing', async () => {
    const from = await inFile('from.db', (store) => fill(store));
    const own = keyRow();
    const to = await inFile('to.db', (store) => store.keys.create(own));
    const before = await everything(to);
    const refused = await copied(from, to).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TargetHolds);
    expect((refused as TargetHolds).kinds).toMatchObject([
      { kind: 'keys', extra: 1, examples: { extra: [own.hash], different: [] } },
    ]);
    expect(await everything(to)).toEqual(before);
  });

  it('refuses a target that has a row otherwise', async () => {
    const from = await inFile('from.db', (store) => fill(store));
    await copied(from, file('to.db'));
    const [key] = (await everything(from)).keys as { id: string }[];
    await inFile('to.db', (store) => store.keys.touch(new Map([[key!.id, t0 + 99]])));
    await expect(copied(from, file('to.db'))).rejects.toMatchObject({ kinds: [{ kind: 'keys', different: 1 }] });
  });

  it('finishes a copy that was broken off, and changes nothing when it is repeated', async () => {
    const from = await inFile('from.db', (store) => fill(store));
    let rows = 0;
    const broken = within(from, 'read', (source) =>
      within(file('to.db'), 'write', (target) => {
        const insert: Holdings['insert'] = async (kind, some) => {
          if ((rows += some.length) > 12) throw new Error('the power went');
          return target.insert(kind, some);
        };
        return copyStore({ from: source, to: { ...target, insert }, now, onProgress: () => undefined });
      }),
    );
    await expect(broken).rejects.toThrow('the power went');
    const done = await copied(from, file('to.db'));
    expect(done.before).toBeGreaterThan(0);
    expect(isWhole(done)).toBe(true);
    expect(await everything(file('to.db'))).toEqual(await everything(from));
    expect((await copied(from, file('to.db'))).before).toBe(Object.values(counts(done)).reduce((a, b) => a + b));
  });

  it('is one moment of a source that is written meanwhile, and says so', async () => {
    const from = await inFile('from.db', (store) => fill(store));
    const before = await everything(from);
    const store = await openEmbedded({ file: join(folder, 'from.db') });
    const done = await within(from, 'read', (source) =>
      within(file('to.db'), 'write', async (target) => {
        await store.keys.create(keyRow());
        return copyStore({ from: source, to: target, now, onProgress: () => undefined });
      }),
    );
    await store.close();
    expect(done.writtenSince).toBe(true);
    expect(isWhole(done)).toBe(true);
    expect(await everything(file('to.db'))).toEqual(before);
    await expect(copied(from, file('other.db'))).resolves.toMatchObject({ writtenSince: false });
  });
});

describe('a copy between a file and MongoDB', () => {
  const database = testDatabase();
  const mongodb = (): Place => ({ url: database.url() });

  it('goes there and back without a difference, and the chains stay whole and go on', async () => {
    let made = { app_id: '', grantId: '' };
    const from = await inFile('from.db', async (store) => {
      made = await fill(store);
      await fill(store);
    });
    expect(isWhole(await copied(from, mongodb()))).toBe(true);
    expect(await everything(mongodb())).toEqual(await everything(from));

    // What a server does there next: new tokens, a new end, a new row.
    const store = await database.open();
    const { app_id, grantId } = made;
    const third = vaultRow({ app_id, id: grantId }, { generation: 3 });
    expect((await store.grants.renew(app_id, grantId, { label: 'moved' }, third))?.label).toBe('moved');
    await store.audit.append([auditEvent({ app_id })]);
    await store.audit.append([auditEvent({ app_id })]);
    await store.close();

    const back = await copied(mongodb(), file('back.db'));
    expect(isWhole(back)).toBe(true);
    expect(back.kinds.every(({ halves }) => halves.length === 0)).toBe(true);
    expect(await everything(file('back.db'))).toEqual(await everything(mongodb()));
    await inFile('back.db', async (reopened) => {
      await reopened.audit.append([auditEvent({ app_id })]);
      expect((await reopened.grants.find(app_id, grantId))?.label).toBe('moved');
    });
    const sound = await within(file('back.db'), 'read', (holdings) => verifyStore(holdings, now, () => undefined));
    expect(sound.findings).toEqual([]);
    expect(sound.looked[1]).toMatch(/in 3 chains/);
  });

  it('of a database that the service filled is the same again in another database', async () => {
    const store = await database.open();
    await fill(store);
    await fillOver(store);
    const other = { url: database.url().replace(/(alter-[^?]*)/, '$1-copy') };
    const there = database.db().client.db(`${database.db().databaseName}-copy`);
    try {
      expect(isWhole(await copied(mongodb(), other))).toBe(true);
      for (const { collection } of Object.values(places)) {
        const { name } = collections[collection];
        const sort = { _id: 1 } as const;
        const read = { promoteBuffers: true };
        const alive: Document = { $nor: [{ goes_at: { $lte: new Date(now) } }] };
        const [one, two] = await Promise.all([
          database.db().collection(name).find(alive, read).sort(sort).toArray(),
          there.collection(name).find({}, read).sort(sort).toArray(),
        ]);
        // Rows that follow each other may stand in one page where they stood in two.
        if (name === collections.audit.name) continue;
        expect(two.map(withoutOwn), name).toEqual(one.map(withoutOwn));
      }
      expect((await everything(other)).audit).toEqual((await everything(mongodb())).audit);
    } finally {
      await there.dropDatabase();
    }
  });

  it('back to where it came from writes no audit row twice, and puts back only those that are gone', async () => {
    const store = await database.open();
    const { app_id } = await fill(store);
    await store.audit.append([1, 2, 3].map(() => auditEvent({ app_id })));
    await store.close();
    const before = await everything(mongodb());
    expect(isWhole(await copied(mongodb(), file('out.db')))).toBe(true);
    const audit = database.db().collection(collections.audit.name);
    const pages = await audit.countDocuments();
    expect(isWhole(await copied(file('out.db'), mongodb()))).toBe(true);
    expect(await audit.countDocuments()).toBe(pages);
    await audit.deleteOne({ app_id, sequence: 3 });
    expect(isWhole(await copied(file('out.db'), mongodb()))).toBe(true);
    expect(await everything(mongodb())).toEqual(before);
    await within(mongodb(), 'read', async (holdings) => {
      expect(await holdings.estimate('audit')).toBe(before.audit.length);
    });
  });

  it('puts what somebody left without a place, or at another one, where it is found', async () => {
    const store = await database.open();
    const { app_id, grantId } = await fill(store);
    const known = await store.audit.ofGrant(app_id, grantId, 10, null);
    await store.close();
    const before = await everything(mongodb());
    const db = database.db();
    for (const name of ['grants', 'vault', 'audit']) await db.command({ collMod: name, validator: {} });
    await db.collection('grants').updateMany({}, { $unset: { place: 1 } });
    await db.collection('vault').updateMany({}, { $set: { place: Long.ONE } });
    await db.collection('audit').updateMany({}, { $set: { app_place: Long.ONE, places: [] } });
    expect(isWhole(await copied(mongodb(), file('between.db')))).toBe(true);
    await db.dropDatabase();
    expect(isWhole(await copied(file('between.db'), mongodb()))).toBe(true);
    expect(await everything(mongodb())).toEqual(before);
    const sound = await within(mongodb(), 'read', (holdings) => verifyStore(holdings, now, () => undefined));
    expect(sound.findings).toEqual([]);
    const again = await database.open();
    expect(await again.grants.find(app_id, grantId)).toMatchObject({ id: grantId });
    expect(await again.vault.read(app_id, grantId)).toMatchObject({ grant_id: grantId });
    expect(await again.audit.ofGrant(app_id, grantId, 10, null)).toEqual(known);
  });

  it('names every collection that is declared', () => {
    const copiedOnes = new Set<string>(Object.values(places).map(({ collection }) => collection));
    const rest = Object.keys(collections).filter((name) => !copiedOnes.has(name));
    expect(rest.sort()).toEqual(['heartbeat', 'leases']);
  });

  it('takes everything along from the form of an earlier version', async () => {
    const store = await database.open();
    await fill(store);
    const from = { url: database.url() };
    const before = await everything(from);
    await leaveInEarlierForm(database.db());
    expect(isWhole(await copied(from, file('to.db')))).toBe(true);
    expect(await everything(file('to.db'))).toEqual(before);
  });

  it('reads what a crash left half-done as the sweep would finish it, and leaves the rest out by name', async () => {
    const store = await database.open();
    const db = database.db();
    const at = (name: string) => db.collection<Document & { _id: string }>(name);
    const [renewed, revoked, orphan] = [grantRow(), grantRow(), grantRow()];
    for (const grant of [renewed, revoked, orphan]) await store.grants.create(grant, vaultRow(grant));
    await store.grants.renew(renewed.app_id, renewed.id, { scopes: ['new'] }, vaultRow(renewed, { generation: 2 }));
    await at('grants').updateOne({ _id: renewed.id }, { $set: { scopes: ['old'], sealed_generation: 1 } });
    await at('vault').updateOne({ _id: renewed.id }, { $set: { intent: { scopes: ['new'] }, intent_at: t0 } });
    const ciphertext = await at('vault').findOne({ _id: revoked.id }, { promoteLongs: false });
    const queued = outboxRow(revoked);
    await store.grants.revoke(revoked.app_id, revoked.id, revocation, queued);
    await at('vault').insertOne(ciphertext!);
    await at('outbox').updateOne({ _id: queued.id }, { $set: { state: 'unarmed' } });
    await at('grants').deleteOne({ _id: orphan.id });
    const stray = outboxRow(renewed);
    await store.outbox.add(stray);
    await at('outbox').updateOne({ _id: stray.id }, { $set: { state: 'unarmed' } });
    const [old, next] = [keyRow(), keyRow()];
    await store.keys.create(old);
    await store.keys.rotate(old.app_id, old.id, { ...next, app_id: old.app_id }, t0);
    await at('keys').updateOne({ _id: next.hash }, { $set: { unborn_since: t0, unborn_of: old.id } });
    await at('keys').updateOne({ _id: old.hash }, { $set: { rotated_to: null, grace_until: null } });

    const done = await copied(mongodb(), file('to.db'));
    expect(isWhole(done)).toBe(true);
    expect(counts(done)).toMatchObject({ keys: 1, grants: 2, vault: 1, outbox: 1 });
    const halves = done.kinds.flatMap(({ kind, halves: all }) => all.map(({ key, why }) => [kind, key, why]));
    expect(halves.sort()).toEqual(
      [
        ['keys', next.id, 'which a rotation was to put in place and did not'],
        ['vault', revoked.id, 'whose grant is revoked'],
        ['vault', orphan.id, 'which has no grant'],
        ['outbox', stray.id, 'whose grant was not revoked by it'],
      ].sort(),
    );
    const moved = await openEmbedded({ file: join(folder, 'to.db') });
    expect((await moved.grants.find(renewed.app_id, renewed.id))?.scopes).toEqual(['new']);
    expect((await moved.outbox.claim(now, 10, 1)).map((row) => row.id)).toEqual([queued.id]);
    await moved.close();
  });

  it('names rows that were changed in the target, and rows that are not there', async () => {
    const from = await inFile('from.db', (store) => fill(store));
    const broken = within(from, 'read', (source) =>
      within(mongodb(), 'write', (target) => {
        const insert: Holdings['insert'] = async (kind, rows) =>
          target.insert(kind, kind === 'users' ? rows.slice(1) : rows);
        return copyStore({ from: source, to: { ...target, insert }, now, onProgress: () => undefined });
      }),
    );
    const done = await broken;
    expect(isWhole(done)).toBe(false);
    expect(done.kinds.find(({ kind }) => kind === 'users')).toMatchObject({ source: 2, target: 1, missing: 1 });
  });

  it('refuses a database that another service filled', async () => {
    const store = await database.open();
    await store.users.upsert({ id: id(), app_id: id(), reference: 'a', display_name: null }, t0);
    const from = await inFile('from.db', (embedded) => fill(embedded));
    await expect(copied(from, mongodb())).rejects.toBeInstanceOf(TargetHolds);
    expect(await database.db().collection('grants').countDocuments()).toBe(0);
  });
});

const own = ['sealed_generation', 'born_at', 'revision', 'since', 'ending_since', 'ending_outbox'];

/** Without what only the store that wrote a document knows: how often, and whose work is done. */
const withoutOwn = (document: Document): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !own.includes(name)));
