import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { keyRow } from '../../../../test/contracts/store/rows.ts';
import { auditFileOf } from '../../src/stores/embedded/connection.ts';
import { migrate, migrations } from '../../src/stores/embedded/migrate.ts';
import { StoreUnavailable } from '../../src/stores/index.ts';
import { fileIn, openStoreIn, ownFolder } from './open-in-folder.ts';

const versions = (file: string): unknown[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare('SELECT version, name FROM migrations ORDER BY version').all();
  db.close();
  return rows.map((row) => ({ ...row }));
};

const wanted = migrations.map(({ name }, index) => ({ version: index + 1, name }));

describe('embedded store: migrations', () => {
  it('brings an empty file to the newest version, and a second opening changes nothing', async () => {
    const folder = ownFolder();
    writeFileSync(fileIn(folder), '');
    const store = await openStoreIn(folder);
    const row = keyRow();
    await store.keys.create(row);
    await store.close();
    expect(versions(fileIn(folder))).toEqual(wanted);
    const again = await openStoreIn(folder);
    expect(await again.keys.findByHash(row.hash)).toEqual(row);
    expect(versions(fileIn(folder))).toEqual(wanted);
  });

  it('brings a file at version 0 to the newest', async () => {
    const folder = ownFolder();
    migrate(fileIn(folder), 0, []);
    expect(versions(fileIn(folder))).toEqual([]);
    await openStoreIn(folder);
    expect(versions(fileIn(folder))).toEqual(wanted);
  });

  it('applies only what is missing, and all of it or nothing', () => {
    const file = fileIn(ownFolder());
    const next = { name: 'next', sql: 'CREATE TABLE added (id TEXT) STRICT' };
    const broken = { name: 'broken', sql: 'CREATE TABLE half (id TEXT) STRICT; CREATE TABLE half (id TEXT) STRICT' };
    migrate(file, 0);
    expect(() => migrate(file, 0, [...migrations, next, broken])).toThrow(/half already exists/);
    expect(versions(file)).toEqual(wanted);
    migrate(file, 0, [...migrations, next]);
    expect(versions(file)).toEqual([...wanted, { version: wanted.length + 1, name: 'next' }]);
  });

  it('refuses a file that a newer server has written, and says so in words', async () => {
    const folder = ownFolder();
    migrate(fileIn(folder), 0, [...migrations, { name: 'future', sql: 'CREATE TABLE future (id TEXT) STRICT' }]);
    const opening = openStoreIn(folder);
    const words = `has version ${wanted.length + 1}, and this server knows versions up to ${wanted.length}. It was opened by a newer`;
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.not.toBeInstanceOf(StoreUnavailable);
  });

  it('refuses a file that is not a database, and leaves it as it was', async () => {
    const folder = ownFolder();
    writeFileSync(fileIn(folder), 'these are my notes, not a database\n'.repeat(100));
    writeFileSync(auditFileOf(fileIn(folder)), '');
    await expect(openStoreIn(folder)).rejects.toThrow(StoreUnavailable);
    await expect(openStoreIn(folder)).rejects.toThrow(/not a database/);
  });
});
