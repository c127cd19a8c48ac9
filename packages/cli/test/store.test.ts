import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../../server/test/stores/mongodb/test-database.ts';
import { makeFolder, type Folder } from './cli.ts';

// Each test starts the program several times, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000 });

let folder: Folder;
beforeEach(() => {
  folder = makeFolder({ apps: { shop: { name: 'Acme Shop' } } });
});
afterEach(() => folder.remove());

const file = (): string => join(folder.path, '.data', 'alter.db');
const changed = (sql: string, name = 'alter.db'): void => {
  const db = new DatabaseSync(join(folder.path, '.data', name));
  db.exec(sql);
  db.close();
};

interface CopyJson {
  same: boolean;
  kinds: { kind: string; source: number; target: number }[];
}

describe('alter store migrate', () => {
  it('says what it would make and changes nothing, then makes it, then has nothing to do', async () => {
    const dry = await folder.alter(['store', 'migrate', '--dry-run']);
    expect([dry.code, existsSync(file())]).toEqual([0, false]);
    expect(dry.stdout).toMatch(/^would make migration "first"\n/);
    const made = await folder.alter(['store', 'migrate']);
    expect(made.code).toBe(0);
    expect(made.stdout).toBe(dry.stdout.replaceAll('would make', 'made'));
    const again = await folder.alter(['store', 'migrate']);
    expect([again.code, again.stdout]).toEqual([0, 'Nothing to do: the store is as this version needs it.\n']);
  });

  it('refuses a file of a newer version', async () => {
    await folder.alter(['store', 'migrate']);
    changed(`INSERT INTO migrations (version, name, applied_at) VALUES (99, 'later', 0)`);
    const ran = await folder.alter(['store', 'migrate']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^alter: The database .* has version 99.*\n$/);
  });
});

describe('alter store verify and stats', () => {
  it('are silent about a sound store and count what it holds', async () => {
    await folder.alter(['keys', 'create']);
    const ran = await folder.alter(['store', 'verify']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/is sound: 0 grants, 1 audit rows in 1 chains\.\n$/);
    const stats = await folder.json<{ bytes: number; kinds: { name: string; rows: number; index_bytes: number }[] }>([
      'store',
      'stats',
    ]);
    const keys = stats.kinds.find(({ name }) => name === 'keys');
    expect([keys?.rows, keys!.index_bytes > 0]).toEqual([1, true]);
    expect(stats).toMatchObject({ open_flows: 0, oldest_audit_at: expect.stringMatching(/^20.*Z$/) as string });
    const table = await folder.alter(['store', 'stats']);
    expect(table.stdout).toMatch(/KIND +ROWS +BYTES +INDEX BYTES\nkeys +1 /);
  });

  it('verify ends with 1 and names what is wrong and what to do', async () => {
    await folder.alter(['keys', 'create']);
    changed('DROP INDEX grants_account');
    changed(`UPDATE audit SET key_id = 'another'`, 'alter-audit.db');
    const ran = await folder.alter(['store', 'verify']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/wrong: index "grants_account" is missing\n.*CREATE UNIQUE INDEX grants_account/);
    expect(ran.stdout).toMatch(/wrong: the audit chain .* breaks at sequence 1: the row was changed\n/);
    expect(ran.stderr).toMatch(/2 wrong in /);
  });

  it('say so when there is no store', async () => {
    const ran = await folder.alter(['store', 'verify']);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(/there is no file .*alter\.db/);
    expect(existsSync(file())).toBe(false);
  });
});

describe('a place in a form that nobody knows', () => {
  it.each(['MongoDB://root:hunter2-secret@db.example/alter', 'mongo://root:hunter2-secret@db.example/alter'])(
    'is no file, makes none, and is not repeated: %s',
    async (place) => {
      const ran = await folder.alter(['store', 'copy', '--from', './nothing.db', '--to', place]);
      expect(ran.code).toBe(2);
      expect(ran.stdout + ran.stderr).not.toContain('hunter2');
      const stats = await folder.alter(['store', 'migrate', '--store', place]);
      expect(stats.code).toBe(2);
      expect(stats.stdout + stats.stderr).not.toContain('hunter2');
      expect(readdirSync(folder.path).filter((name) => /mongo/i.test(name))).toEqual([]);
    },
  );
});

describe('alter store copy', () => {
  it('needs both ends, corrects a flag, and knows that two names are one store', async () => {
    expect((await folder.words(['store', 'copy', '--from', 'a.db'])).stderr).toMatch(/--to url is required/);
    expect((await folder.words(['store', 'copy', '--form', 'a.db'])).stderr).toMatch(/Did you mean --from\?/);
    const unset = await folder.words(['store', 'copy', '--from', 'env:NO_SUCH', '--to', 'b.db']);
    expect([unset.code, unset.stderr]).toEqual([2, 'alter: --from env:NO_SUCH: that variable is not set.\n']);
    await folder.alter(['store', 'migrate']);
    const same = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', `file://${file()}`]);
    expect([same.code, same.stderr]).toEqual([2, 'alter: --from and --to are the same store.\n']);
  });

  it('prints what was compared, and refuses a target that holds something else', async () => {
    await folder.alter(['keys', 'create']);
    const ran = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', 'moved/alter.db']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/KIND +SOURCE +OVER +UNFINISHED +TARGET +RESULT\nkeys +1 +0 +0 +1 +same\n/);
    const refused = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', 'moved/alter.db']);
    expect([refused.code, refused.stderr]).toEqual([
      0,
      expect.stringMatching(/2 rows were there from an earlier copy/),
    ]);
    await folder.alter(['keys', 'create'], { env: { ALTER_DATA_DIR: 'moved' } });
    const other = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', 'moved/alter.db']);
    expect([other.code, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toMatch(
      /is not empty, and what it holds is not of this source\. Nothing was written\.\n {2}- keys: 1/,
    );
  });

  it('says that a server works on the source', async () => {
    await folder.alter(['keys', 'create']);
    changed(`INSERT INTO heartbeat (one, at) VALUES (1, ${Date.now()})`);
    const ran = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', 'b.db']);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/the source seems to be in use \(readiness was asked \d+ s ago\)/);
  });
});

describe('alter store on MongoDB', () => {
  const database = testDatabase();

  it('migrates, takes a file and gives it back, and never shows the connection string', async () => {
    const env = { ALTER_STORE_URL: database.url(), OTHER: database.url() };
    const dry = await folder.alter(['store', 'migrate', '--dry-run'], { env });
    expect(dry.stdout).toMatch(/would make collection "grants"\nwould make index "place" of "grants"/);
    expect(await database.db().listCollections().toArray()).toEqual([]);
    const made = await folder.alter(['store', 'migrate'], { env });
    expect([made.code, made.stdout]).toEqual([0, dry.stdout.replaceAll('would make', 'made')]);
    const again = await folder.alter(['store', 'migrate', '--store', 'env:OTHER'], { env });
    expect(again.stdout).toMatch(/^Nothing to do/);

    await folder.alter(['keys', 'create']);
    const there = await folder.alter(['store', 'copy', '--from', file(), '--to', 'env:OTHER', '--json'], { env });
    expect([there.code, (JSON.parse(there.stdout) as CopyJson).same]).toEqual([0, true]);
    expect((await folder.alter(['keys', 'list'], { env })).stdout).toMatch(/active/);
    expect((await folder.alter(['store', 'verify'], { env })).stdout).toMatch(/is sound: 0 grants, 1 audit rows in 1/);
    expect((await folder.alter(['store', 'stats'], { env })).stdout).toMatch(/keys +1 +[\d,]+ +[\d,]+\n/);
    const back = await folder.alter(['store', 'copy', '--from', 'env:OTHER', '--to', 'back.db'], { env });
    expect([back.code, back.stdout]).toEqual([0, expect.stringMatching(/audit +1 +0 +0 +1 +same\n$/)]);
    const all = [dry, made, again, there, back].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(all).not.toContain('mongodb://');
  });

  it('names what no migration mends, and changes nothing', async () => {
    const env = { ALTER_STORE_URL: database.url() };
    await database.db().command({ createIndexes: 'grants', indexes: [{ key: { label: 1 }, name: 'app' }] });
    const ran = await folder.alter(['store', 'migrate'], { env });
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(
      /Nothing was changed\.\n(.*\n)*.*index "app" of "grants" is different: key \{"label":1\}/,
    );
    expect(await database.db().listCollections().toArray()).toHaveLength(1);
  });
});
