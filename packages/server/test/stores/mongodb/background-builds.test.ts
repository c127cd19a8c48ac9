/** An index of a large collection, held up as long as a test needs it: by a switch of the server that is there for tests. */
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, it } from 'vitest';
import { keyRow, t0 } from '../../../../../test/contracts/store/rows.ts';
import { startStandalone } from '../../../../../tools/mongod/start-mongod.ts';
import { openMongodbHoldings } from '../../../src/stores/mongodb/holdings/holdings.ts';
import { migrateMongodb, schemaOfMongodb } from '../../../src/stores/mongodb/schema/migrate.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable, type Store } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

const root = 'root:right';
const database = testDatabase(async (found) => {
  const server = await startStandalone(found, ['--auth', '--setParameter', 'enableTestCommands=1']);
  const first = await MongoClient.connect(server.url('admin'));
  await first.db('admin').command({ createUser: 'root', pwd: 'right', roles: ['root', '__system'] });
  await first.close();
  return { ...server, url: (name) => server.url(name).replace('//', `//${root}@`) + '?authSource=admin' };
});
const held: Store[] = [];
const admin = () => database.db().client.db('admin');
const hold = async (mode: 'alwaysOn' | 'off') =>
  admin().command({ configureFailPoint: 'hangAfterSettingUpIndexBuild', mode });

/** Opens while the server takes its time with every index. */
async function openSlowly(url: string) {
  await hold('alwaysOn');
  return openBehind(url);
}

/** Opens and does not wait for an index. */
async function openBehind(url: string) {
  const said: string[] = [];
  const failed: string[] = [];
  const log = { info: (words: string) => void said.push(words), error: (words: string) => void failed.push(words) };
  const opened = await openMongodb({ url, log, patienceMs: 50 });
  held.push(opened);
  return { opened, said, failed };
}

/** A store with a key in it, and the collection without one of its indexes. */
async function withoutIndex(name: string) {
  const store = await database.open();
  await store.keys.create(keyRow());
  const keys = database.db().collection('keys');
  await keys.dropIndex(name);
  return { store, keys };
}

const reaches = (what: () => unknown, wanted: unknown) => expect.poll(what, { timeout: 60_000 }).toEqual(wanted);
const isReady = (store: Store) =>
  store.ready().then(
    () => 'ready',
    (error: unknown) => (error instanceof StoreUnavailable ? error.message : error),
  );
afterEach(async () => {
  await hold('off').catch(() => undefined);
  await Promise.all(held.splice(0).map((store) => store.close()));
});

describe('an index of a large collection', () => {
  it('is built in the background: not ready, nothing served, progress said; then it serves by itself', async () => {
    const { store, keys } = await withoutIndex('app');
    const { opened, said, failed } = await openSlowly(database.url());
    expect(await isReady(opened)).toContain('its indexes are being built');
    await expect(opened.keys.findByHash('x')).rejects.toBeInstanceOf(StoreUnavailable);
    await reaches(() => said.some((words) => /\.keys: Index Build/.test(words)), true);
    // The servers that run already go on meanwhile.
    const row = keyRow();
    await store.keys.create(row);
    await hold('off');
    await reaches(() => isReady(opened), 'ready');
    expect(await opened.keys.findByHash(row.hash)).toEqual(row);
    expect(await keys.indexExists('app')).toBe(true);
    expect(said.at(-1)).toBe('the indexes are built');
    expect(failed).toEqual([]);
  }, 120_000);

  it('is built without progress for a user who may not ask the server how far it is', async () => {
    const name = database.db().databaseName;
    await admin().command({ createUser: name, pwd: 'right', roles: [{ role: 'readWrite', db: name }] });
    await withoutIndex('app');
    const { opened, said } = await openSlowly(database.url().replace(root, `${name}:right`));
    await reaches(() => said.includes('the indexes of "keys" are being built'), true);
    await hold('off');
    await reaches(() => isReady(opened), 'ready');
  }, 120_000);

  it('that cannot be made leaves the store not ready, and the log says which and why', async () => {
    await database.open();
    const users = database.db().collection('users');
    await users.dropIndex('reference');
    for (const _id of ['one', 'another']) {
      await users.insertOne({ _id: _id as never, app_id: 'a', reference: 'the same', created_at: t0 });
    }
    const { opened, failed } = await openSlowly(database.url());
    await hold('off');
    await reaches(() => failed.length, 1);
    expect(failed[0]).toMatch(/index "reference" of "users" is missing and could not be made: .*duplicate key/);
    expect(await isReady(opened)).toBe(failed[0]);
  }, 120_000);
});

describe('an index that another process builds', () => {
  /** Two processes on a collection without one of its indexes, which the first of them builds. */
  async function two() {
    const { store, keys } = await withoutIndex('app');
    const first = await openSlowly(database.url());
    await reaches(async () => (await keys.listIndexes().toArray()).length, 4);
    return { store, keys, first, second: await openBehind(database.url()) };
  }

  it('is waited for by the second, too: not ready, nothing served, progress said', async () => {
    const { first, second } = await two();
    expect(await isReady(second.opened)).toContain('its indexes are being built');
    await expect(second.opened.keys.list('x')).rejects.toBeInstanceOf(StoreUnavailable);
    await reaches(() => second.said.some((words) => /\.keys: Index Build/.test(words)), true);
    expect(await isReady(second.opened)).toContain('its indexes are being built');
    await hold('off');
    await reaches(() => isReady(first.opened), 'ready');
    await reaches(() => isReady(second.opened), 'ready');
    expect(await second.opened.keys.list('x')).toEqual([]);
    expect(second.said.at(-1)).toBe('the indexes are built');
  }, 120_000);

  it('is waited for through an election: what only the connection prevents is tried again', async () => {
    const { second } = await two();
    const data = { failCommands: ['explain'], errorCode: 10107 };
    await admin().command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
    await reaches(() => second.failed.length, 1);
    expect(second.failed[0]).toContain('no primary answers');
    await hold('off');
    await reaches(() => isReady(second.opened), 'ready');
  }, 120_000);

  it('is waited for by a user who may not build one, with words where there is no progress', async () => {
    const name = database.db().databaseName;
    const actions = ['find', 'insert', 'update', 'remove', 'listCollections', 'listIndexes'];
    const privileges = [{ resource: { db: name, collection: '' }, actions }];
    await admin().command({ createRole: name, privileges, roles: [] });
    await admin().command({ createUser: name, pwd: 'right', roles: [name] });
    await two();
    const { opened, said } = await openBehind(database.url().replace(root, `${name}:right`));
    await reaches(() => said.includes('the indexes of "keys" are being built'), true);
    await hold('off');
    await reaches(() => isReady(opened), 'ready');
  }, 120_000);

  it('is said to be built by a dry run and by verify, and the migration ends when it is there', async () => {
    await two();
    const what = 'index "app" of "keys"';
    expect(await schemaOfMongodb(database.url())).toEqual({ todo: [], building: [what], wrong: [] });
    const holdings = await openMongodbHoldings(database.url(), 'read');
    expect((await holdings.inspect()).map((finding) => finding.what)).toEqual([`${what} is being built`]);
    await holdings.close();
    const said: string[] = [];
    const migrated = migrateMongodb(database.url(), (words) => void said.push(words));
    await reaches(() => said.some((words) => /\.keys: Index Build/.test(words)), true);
    await hold('off');
    await migrated;
    expect(await schemaOfMongodb(database.url())).toEqual({ todo: [], building: [], wrong: [] });
  }, 120_000);

  it('and that cannot be made stops the second as well, which tries itself and says why', async () => {
    await database.open();
    const users = database.db().collection('users');
    await users.dropIndex('reference');
    for (const _id of ['one', 'another']) {
      await users.insertOne({ _id: _id as never, app_id: 'a', reference: 'the same', created_at: t0 });
    }
    const first = await openSlowly(database.url());
    await reaches(async () => (await users.listIndexes().toArray()).length, 2);
    const second = await openBehind(database.url());
    await hold('off');
    const why = /index "reference" of "users" is missing and could not be made: .*duplicate key/;
    await reaches(() => [first.failed.length, second.failed.length], [1, 1]);
    for (const { failed, opened } of [first, second]) {
      expect(failed[0]).toMatch(why);
      expect(await isReady(opened)).toBe(failed[0]);
    }
  }, 120_000);
});
