/** Each test breaks one thing past the store, as a bug, a disk or a hand would, and sees it named. */
import { auditFileOf } from '../../../src/stores/embedded/connection.ts';
import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Long, type Document } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../src/stores/embedded/open.ts';
import { openHoldings, type Place } from '../../../src/stores/transfer/place.ts';
import { verifyStore } from '../../../src/stores/transfer/verify.ts';
import { placeOf } from '../../../src/stores/place.ts';
import { grantRow, id } from '../../../../../test/contracts/store/rows.ts';
import { underWayMs, type Finding } from '../../../src/stores/transfer/holdings.ts';
import { leaveInEarlierForm } from '../mongodb/earlier-form.ts';
import { testDatabase } from '../mongodb/test-database.ts';
import { fill, now } from './filled.ts';

/** What was left half-done is looked at when it is old. */
const later = now + 2 * underWayMs;

async function findings(place: Place): Promise<Finding[]> {
  const holdings = await openHoldings(place, 'read');
  try {
    return (await verifyStore(holdings, later, () => undefined)).findings;
  } finally {
    await holdings.close();
  }
}

const whatOf = async (place: Place): Promise<string[]> => (await findings(place)).map(({ what }) => what);

describe('a file', () => {
  let folder: string;
  let file: string;
  let app_id: string;
  let grantId: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alter-verify-'));
    file = join(folder, 'alter.db');
    const store = await openEmbedded({ file });
    ({ app_id, grantId } = await fill(store));
    await fill(store);
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const broken = (sql: string, ...values: string[]): Promise<string[]> => {
    const db = new DatabaseSync(file);
    db.prepare('ATTACH ? AS record').run(auditFileOf(file));
    db.exec('PRAGMA foreign_keys = OFF');
    db.prepare(sql).run(...values);
    db.close();
    return whatOf({ file });
  };

  it('that the service filled is sound', async () => {
    expect(await findings({ file })).toEqual([]);
  });

  it('with an index that was dropped is not, and the SQL that makes it again is given', async () => {
    expect(await broken('DROP INDEX grants_account')).toEqual(['index "grants_account" is missing']);
    const [{ todo } = { todo: '' }] = await findings({ file });
    const db = new DatabaseSync(file);
    db.exec(/CREATE UNIQUE INDEX.*/s.exec(todo)![0]);
    db.close();
    expect(await findings({ file })).toEqual([]);
  });

  it('with an index that is another one is not', async () => {
    await broken('DROP INDEX flows_end');
    expect(await broken('CREATE INDEX flows_end ON flows (created_at)')).toEqual([
      'index "flows_end" is different: CREATE INDEX flows_end ON flows (created_at)',
    ]);
  });

  it('with a live grant that lost its ciphertext is not', async () => {
    const words = await broken('DELETE FROM vault WHERE grant_id = ?', grantId);
    expect(words).toEqual([`grant ${grantId} of app ${app_id} lives and has no ciphertext`]);
  });

  it('with ciphertext that lost its grant is not', async () => {
    const words = await broken('DELETE FROM grants WHERE id = ?', grantId);
    expect(words).toEqual([
      '1 of table "vault" name a row of "grants" that is not there',
      `"vault" has ${grantId}, which has no grant`,
    ]);
  });

  it('with a grant or ciphertext at another place than its id’s is not, each is named, and what can be done', async () => {
    const lost = 'stands at a place that is not that of its id: no call finds it';
    const own = `grant ${grantId} of app ${app_id}`;
    const orphan = '1 of table "vault" name a row of "grants" that is not there';
    expect(await broken('UPDATE grants SET place = -7 WHERE id = ?', grantId)).toEqual([orphan, `${own} ${lost}`]);
    expect(await broken('UPDATE vault SET place = -7 WHERE grant_id = ?', grantId)).toEqual([
      `${own} ${lost}`,
      `the ciphertext of ${own} ${lost}`,
    ]);
    for (const { todo } of await findings({ file })) expect(todo).toContain('"alter store copy"');
    const restored = await broken('UPDATE grants SET place = ? WHERE id = ?', String(placeOf(grantId)), grantId);
    expect(restored).toEqual([orphan, `the ciphertext of ${own} ${lost}`]);
    expect(await broken('UPDATE vault SET place = ? WHERE grant_id = ?', String(placeOf(grantId)), grantId)).toEqual(
      [],
    );
  });

  it('with all at other places has ten of each named, and the rest counted', async () => {
    const ids = Array.from({ length: 12 }, () => id());
    const holdings = await openHoldings({ file }, 'write');
    await holdings.insert(
      'grants',
      ids.map((one) => grantRow({ id: one, app_id, status: 'revoked', account_key: null })),
    );
    await holdings.close();
    const words = await broken('UPDATE grants SET place = place - (1 << 61) WHERE app_id = ?', app_id);
    const named = words.filter((one) => one.startsWith('grant '));
    expect(named).toHaveLength(10);
    expect(words).toContain('6 more of "grants" stand at other places than theirs');
  });

  it.each([
    ['changed', 'UPDATE audit SET client_ip = NULL WHERE sequence = 2 AND app_id = ?', 2, 'the row was changed'],
    ['removed', 'DELETE FROM audit WHERE sequence = 2 AND app_id = ?', 2, 'a row before the next one is gone'],
    ['removed at the beginning', 'DELETE FROM audit WHERE sequence = 1 AND app_id = ?', 1, 'a row before'],
    [
      'given the hash that would fit',
      `UPDATE audit SET hash = 'x' WHERE sequence = 1 AND app_id = ?`,
      1,
      'the row was changed',
    ],
  ])('with an audit row that was %s is not, and the place is named', async (_, sql, sequence, why) => {
    const words = await broken(sql, app_id);
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(
      `the audit chain of app ${app_id}, writer embedded, breaks at sequence ${sequence}: ${why}`,
    );
  });

  it('whose pages were overwritten is damaged', async () => {
    const descriptor = openSync(file, 'r+');
    for (let page = 20; page < 24; page++) writeSync(descriptor, Buffer.alloc(4096, 7), 0, 4096, page * 4096);
    closeSync(descriptor);
    expect((await whatOf({ file })).join('\n')).toMatch(/integrity_check|could not be read/);
  });
});

describe('a database', () => {
  const database = testDatabase();
  let app_id: string;
  let grantId: string;

  beforeEach(async () => {
    const store = await database.open();
    ({ app_id, grantId } = await fill(store));
  });

  const at = (name: string) => database.db().collection<Document & { _id: string }>(name);

  /** So that whatever can be written past the service. */
  async function withoutValidators() {
    const found = (await database.db().listCollections().toArray()) as { name: string; options: Document }[];
    const all = found.map(({ name, options }) => [name, options['validator'] as Document] as const);
    for (const [collMod] of all) await database.db().command({ collMod, validator: {} });
    return {
      async putBack() {
        for (const [collMod, validator] of all) await database.db().command({ collMod, validator });
      },
    };
  }

  const words = () => whatOf({ url: database.url() });

  it('that the service filled is sound, and what no version declares is left alone', async () => {
    await at('grants').createIndexes([{ key: { reason: 1 }, name: 'ours' }]);
    expect(await findings({ url: database.url() })).toEqual([]);
  });

  it('without an index is not, nor with one that is another, nor without its rule', async () => {
    await at('grants').dropIndex('account');
    await at('audit').dropIndex('grant');
    await at('audit').createIndexes([{ key: { places: 1 }, name: 'grant' }]);
    await database.db().command({ collMod: 'vault', validator: {} });
    expect(await words()).toEqual([
      expect.stringContaining('collection "vault" has '),
      expect.stringContaining('index "grant" of "audit" is different: key {"places":1}'),
      'missing: index "account" of "grants"',
    ]);
  });

  it('that an earlier version wrote in another form is named so, and nobody is told to drop or make an index of it', async () => {
    await leaveInEarlierForm(database.db());
    const found = await findings({ url: database.url() });
    expect(found.map(({ what }) => what)).toEqual(
      ['grants', 'vault', 'audit'].map((name) => `collection "${name}" has another validator`),
    );
    for (const { todo } of found) expect(todo).toContain('"alter store copy" reads it');
  });

  it('in another form that lost its validators too is named once for each collection, not once for each document', async () => {
    await leaveInEarlierForm(database.db());
    for (const collMod of ['grants', 'vault', 'audit']) await database.db().command({ collMod, validator: {} });
    const found = await findings({ url: database.url() });
    expect(found.map(({ what }) => what)).toEqual(
      ['grants', 'vault', 'audit'].map((name) => expect.stringContaining(`collection "${name}" has no validator`)),
    );
  });

  it('with a live grant that lost its ciphertext is not', async () => {
    await at('vault').deleteOne({ _id: grantId });
    expect(await words()).toEqual([`grant ${grantId} of app ${app_id} lives and has no ciphertext`]);
  });

  it('with ciphertext that lost its grant, or outlived it, is not, once nobody can be at work on it', async () => {
    await at('grants').deleteOne({ _id: grantId });
    const other = await at('grants').findOne({ app_id, live: true });
    await at('grants').updateOne({ _id: other!._id }, { $set: { live: false, status: 'revoked' } });
    expect((await words()).sort()).toEqual(
      [`"vault" has ${grantId}, which has no grant`, `"vault" has ${other!._id}, whose grant is revoked`].sort(),
    );
  });

  it('with a grant, ciphertext or audit page that no number finds is not, each is named, and what can be done', async () => {
    const lost = 'stands at a place that is not that of its id: no call finds it';
    const own = `grant ${grantId} of app ${app_id}`;
    const [page] = await at('audit')
      .find({ app_id, 'places.0': { $exists: true } })
      .toArray();
    const misplaced =
      `the audit page ${page!._id} of app ${app_id} stands at places that are not those of its rows: ` +
      'a list of the rows of a grant may leave them out';
    const validators = await withoutValidators();
    await at('grants').updateOne({ _id: grantId }, { $unset: { place: 1 } });
    expect(await words()).toContain(`${own} ${lost}`);
    await at('vault').updateOne({ _id: grantId }, { $inc: { place: Long.ONE } });
    await at('audit').updateOne({ _id: page!._id }, { $set: { app_place: Long.ONE } });
    await validators.putBack();
    const found = await findings({ url: database.url() });
    expect(found.map(({ what }) => what)).toEqual([`${own} ${lost}`, `the ciphertext of ${own} ${lost}`, misplaced]);
    for (const { todo } of found) expect(todo).toContain('"alter store copy"');

    await at('grants').updateOne({ _id: grantId }, { $set: { place: Long.fromBigInt(placeOf(grantId)) } });
    await at('vault').updateOne({ _id: grantId }, { $set: { place: Long.fromBigInt(placeOf(grantId)) } });
    await at('audit').updateOne({ _id: page!._id }, { $set: { app_place: page!['app_place'] as Long } });
    expect(await words()).toEqual([]);
    for (const places of [[], [...(page!['places'] as Long[]), Long.ONE], [Long.ONE]]) {
      await at('audit').updateOne({ _id: page!._id }, { $set: { places } });
      expect(await words()).toEqual([misplaced]);
    }
  });

  it('with an audit row that was changed, or removed, is not', async () => {
    const [first, second] = await at('audit').find({ app_id }).sort({ sequence: 1 }).toArray();
    expect(first!['rows']).toHaveLength(2);
    await at('audit').updateOne({ _id: second!._id }, { $set: { 'rows.0.host': 'other.example' } });
    expect(await words()).toEqual([expect.stringMatching(/breaks at sequence 3: the row was changed/)]);
    await at('audit').updateOne({ _id: first!._id }, { $set: { 'rows.1.host': 'other.example' } });
    expect(await words()).toEqual([expect.stringMatching(/breaks at sequence 2: the row was changed/)]);
    await at('audit').updateOne({ _id: first!._id }, { $pop: { rows: -1 } } as object);
    expect(await words()).toEqual([
      expect.stringMatching(/breaks at sequence 1: a row before the next one is gone/),
      expect.stringMatching(/^the audit page .* stands at places that are not those of its rows/),
    ]);
    await at('audit').deleteOne({ _id: first!._id });
    expect(await words()).toEqual([expect.stringMatching(/breaks at sequence 1: a row before the next one is gone/)]);
  });
});
