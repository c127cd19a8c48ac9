import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { auditEvent, id, keyRow, t0 } from '../../../../test/contracts/store/rows.ts';
import { auditFileOf } from '../../src/stores/embedded/connection.ts';
import { audit, chainColumns } from '../../src/stores/embedded/audit.ts';
import { auditMigrations, migrate, migrations } from '../../src/stores/embedded/migrate.ts';
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

  it('tells the last uses of grants from the audit of an older file too, and lists it as before', async () => {
    const folder = ownFolder();
    migrate(fileIn(folder), 0, migrations, auditMigrations.slice(0, 1));
    const [app_id, grant_id] = [id(), id()];
    const rows = (['request.begun', 'request.concluded', 'request.begun', 'grant.revoked'] as const).map((event, n) =>
      auditEvent({ app_id, grant_id, event, at: t0 + n }),
    );
    const old = new DatabaseSync(auditFileOf(fileIn(folder)));
    const insert = `INSERT INTO audit (${chainColumns}, ${audit.list}) VALUES ('w', ?, '', ''${', ?'.repeat(21)})`;
    for (const [n, row] of rows.entries()) old.prepare(insert).run(n + 1, ...audit.encode(row));
    old.close();
    const store = await openStoreIn(folder);
    expect(await store.audit.lastUses(app_id, [grant_id])).toEqual(new Map([[grant_id, t0 + 2]]));
    expect(await store.audit.ofGrant(app_id, grant_id, 10, null)).toEqual(rows.toReversed());
    expect(await store.audit.appendMissing(rows)).toBe(0);
  });

  it.each(['store', 'audit'])('changes nothing while an older server has its %s open, and says what to do', (which) => {
    const file = fileIn(ownFolder());
    const next = { name: 'next', sql: 'CREATE TABLE added (id TEXT) STRICT' };
    const both = (): void => migrate(file, 0, [...migrations, next], [...auditMigrations, next]);
    const last = (): unknown[] =>
      [file, auditFileOf(file)].map((one) => (versions(one).at(-1) as { name: string }).name);
    migrate(file, 0);
    const before = last();
    const held = which === 'store' ? file : auditFileOf(file);
    // It only waits: it has read, and reads nothing now.
    const older = new DatabaseSync(held, { readOnly: true });
    older.prepare('SELECT version FROM migrations').all();
    const words = `${held} is to be brought up to date, and another process has it open. Stop the server`;
    expect(both).toThrow(
      expect.toSatisfy((error: Error) => error instanceof StoreUnavailable && error.message.includes(words)),
    );
    expect(last()).toEqual(before);
    expect(older.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    older.close();
    both();
    expect(last()).toEqual(['next', 'next']);
  });

  it('is done once when two processes start at the same moment, and both go on', async () => {
    const module = new URL('../../src/stores/embedded/migrate.ts', import.meta.url).href;
    for (let pair = 0; pair < 3; pair++) {
      const file = fileIn(ownFolder());
      migrate(file, 0, migrations.slice(0, -1), auditMigrations.slice(0, -1));
      const code = `import { migrate } from '${module}'; migrate(${JSON.stringify(file)}, 0);`;
      const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
      await Promise.all([start(), start()]);
      expect(versions(file)).toEqual(wanted);
    }
  });

  it('opens a file that is up to date beside others who have it open', async () => {
    const folder = ownFolder();
    const server = await openStoreIn(folder);
    const row = keyRow();
    const command = await openStoreIn(folder);
    await command.keys.create(row);
    expect(await server.keys.findByHash(row.hash)).toEqual(row);
  });

  it('looks only: what another process is writing at that moment keeps nobody from a file that is up to date', () => {
    const file = fileIn(ownFolder());
    migrate(file, 0);
    const writing = new DatabaseSync(file);
    writing.exec('BEGIN IMMEDIATE');
    expect(() => migrate(file, 0)).not.toThrow();
    writing.close();
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
