import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { auditEvent, id, keyRow } from '../../../../../test/contracts/store/rows.ts';
import { findMongodProgram, noProgram } from '../../../../../tools/mongod/find-mongod.ts';
import { startMongodProcess } from '../../../../../tools/mongod/mongod-process.ts';
import { startStandalone } from '../../../../../tools/mongod/start-mongod.ts';
import { ConfigMistakes, readConfig } from '../../../src/config.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

const withQuery = (url: string): string => (url.includes('?') ? `${url}&` : `${url}?`);

/** What the operator reads. */
async function refusal(url: string): Promise<string> {
  const error = await openMongodb({ url }).then(
    (store) => store.close().then(() => 'it opened'),
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(StoreUnavailable);
  return String(error);
}

describe('ALTER_STORE_URL', () => {
  const env = { ALTER_MODE: 'development' };

  it('is no setting that is ever printed, wrong or right', () => {
    const url = 'postgres://ada:secret@db.example/alter';
    const wrong = () => readConfig({ ...env, ALTER_STORE_URL: url }, '/nowhere');
    expect(wrong).toThrow(ConfigMistakes);
    expect(wrong).toThrow('ALTER_STORE_URL is <redacted>; wanted: mongodb://… or mongodb+srv://…');
    expect(readConfig(env, '/nowhere').storeUrl).toBeNull();
  });

  it.each([
    'mongodb://',
    'mongodb://ada:secret@',
    'mongodb://ada:secret@127.0.0.1:1/x?unheardOf=1',
    'mongodb://a:secret@b:c:d',
  ])('says that %s is not a connection string, without repeating it', async (url) => {
    const words = await refusal(url);
    expect(words).toContain('ALTER_STORE_URL is not a MongoDB connection string');
    expect(words).not.toContain('secret');
  });

  it('says that nobody answers where it points, and where that is', async () => {
    const words = await refusal('mongodb://ada:secret@127.0.0.1:1/x?serverSelectionTimeoutMS=300');
    expect(words).toContain('no server answers');
    expect(words).toContain('127.0.0.1:1: connect ECONNREFUSED');
    expect(words).not.toContain('secret');
  });

  it.each([
    'w=1',
    'w=0',
    'w=2',
    'journal=false',
    'j=false',
    'Journal=false',
    '%6Aournal=false',
    'fsync=false',
    'wtimeoutMS=1',
    'wtimeout=1',
    'readConcernLevel=local',
    'readConcernLevel=available',
    'readPreference=secondary',
    'readPreference=primaryPreferred',
    'readPreferenceTags=dc:ny',
    'maxStalenessSeconds=120',
  ])('may not say %s: it is told to leave it out, and why', async (option) => {
    const words = await refusal(`mongodb://ada:secret@127.0.0.1:1/x?${option}&serverSelectionTimeoutMS=300`);
    expect(words).toContain(`take ${decodeURIComponent(option.split('=')[0]!)} out of ALTER_STORE_URL: every write is`);
    expect(words).not.toContain('secret');
  });

  it('may say what holds anyway, as a hosted service writes it', async () => {
    const query = 'retryWrites=true&w=majority&journal=true&readPreference=primary&wtimeoutMS=10000';
    const words = await refusal(`mongodb://127.0.0.1:1/x?${query}&serverSelectionTimeoutMS=300`);
    expect(words).toContain('no server answers');
  });

  it.each([
    ['/x?maxPoolSize=0', 'maxPoolSize=0 in ALTER_STORE_URL would set no limit; take it out (32), or say one from 1 on'],
    ['/x?maxPoolSize=3&minPoolSize=4', 'minPoolSize is 4 and has to be 3 at most, which is maxPoolSize'],
    ['/x?minPoolSize=40', 'minPoolSize is 40 and has to be 32 at most'],
    ['/a.b', 'is "a.b", and a name has no spaces and none of'],
    ['/a%20b', 'is "a b", and a name has no spaces and none of'],
    [`/${'y'.repeat(64)}`, 'has a name of 64 bytes; shorten it to 63 at most'],
    ['/admin', 'names "admin", which is MongoDB\'s own; name another (where the user is, authSource says)'],
  ])('%s is refused with a sentence of its own', async (rest, sentence) => {
    expect(await refusal(`mongodb://ada:secret@127.0.0.1:1${rest}`)).toContain(sentence);
  });
});

describe('a database with users', () => {
  const database = testDatabase(async (found) => {
    const server = await startStandalone(found, ['--auth']);
    const client = await MongoClient.connect(server.url('admin'));
    const admin = client.db('admin');
    const user = (name: string, ...roles: object[]) => admin.command({ createUser: name, pwd: 'right', roles });
    await user('root', { role: 'root', db: 'admin' });
    await client.close();
    const root = await MongoClient.connect(server.url('admin').replace('//', '//root:right@'));
    await root.db('admin').command({ createUser: 'writer', pwd: 'right', roles: [{ role: 'readWrite', db: 'vault' }] });
    await root.db('admin').command({ createUser: 'reader', pwd: 'right', roles: [{ role: 'read', db: 'vault' }] });
    const actions = ['find', 'insert', 'update', 'remove', 'listCollections', 'listIndexes'];
    const privileges = [{ resource: { db: 'vault', collection: '' }, actions }];
    await root.db('admin').command({ createRole: 'serving', privileges, roles: [] });
    await root.db('admin').command({ createUser: 'server', pwd: 'right', roles: ['serving'] });
    await root.close();
    return { ...server, url: (name) => server.url(name).replace('//', '//root:right@') + '?authSource=admin' };
  });
  const as = (user: string) =>
    database
      .url()
      .replace('root:right', user)
      .replace(/\/[^/?]*\?/, '/vault?');

  it('opens for one who may read and write, who needs no more', async () => {
    const store = await openMongodb({ url: as('writer:right') });
    await store.ready();
    await store.close();
  });

  it('tells what is asked of the database, not of a collection, to one who may find, insert, update and remove', async () => {
    await (await openMongodb({ url: as('writer:right') })).close();
    const store = await openMongodb({ url: as('server:right') });
    const begun = auditEvent();
    await store.audit.append([begun]);
    const uses = await store.audit.lastUses(begun.app_id, [begun.grant_id!]);
    expect(uses).toEqual(new Map([[begun.grant_id, begun.at]]));
    await store.close();
  });

  it('is of no replica set, which is said when the string names one', async () => {
    const words = await refusal(`${as('writer:right')}&replicaSet=rs0&serverSelectionTimeoutMS=800`);
    expect(words).toMatch(/replicaSet in ALTER_STORE_URL is "rs0", and \S+ is of no replica set; take replicaSet out/);
  });

  it('says that name or password is wrong, and shows neither', async () => {
    const words = await refusal(as('writer:wrong-one'));
    expect(words).toContain('user name or password is wrong');
    expect(words).not.toContain('wrong-one');
  });

  it('says which privilege is missing, and for what', async () => {
    const words = await refusal(as('reader:right'));
    expect(words).toContain('needs the role readWrite on this database');
  });
});

describe('a node that waits for its set to be initiated', () => {
  it('is said to be one', async (context) => {
    const found = await findMongodProgram();
    if (!found) return context.skip(noProgram);
    const node = await startMongodProcess(found.file, ['--replSet', 'new']);
    try {
      const url = `mongodb://${node.address}/x?replicaSet=new&serverSelectionTimeoutMS=300`;
      const initiated = 'the replica set was never initiated, or has lost its configuration';
      await expect.poll(() => refusal(url)).toContain(initiated);
    } finally {
      await node.stop();
    }
  });
});

describe('connections', () => {
  const database = testDatabase();

  it('refuses what finds none free in time, in words, and serves again when one is', async () => {
    await database.open();
    const url = `${withQuery(database.url())}maxPoolSize=1&waitQueueTimeoutMS=300`;
    const store = await openMongodb({ url });
    try {
      const asked = await Promise.allSettled(Array.from({ length: 5_000 }, () => store.keys.list(id())));
      const refused = asked.filter((one) => one.status === 'rejected').map((one) => one.reason as Error);
      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(error.message).toContain('connections are in use');
      }
      expect(await store.keys.list(id())).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('are acknowledged by a majority in its journals, whatever a write is', async () => {
    const store = await database.open();
    await store.keys.create(keyRow());
    await store.audit.append([auditEvent()]);
    await store.ready();
    const writes = ['insert', 'update', 'findAndModify'].flatMap((name) => database.sent(name));
    expect(writes.length).toBeGreaterThan(2);
    for (const { command } of writes)
      expect(command).toMatchObject({ writeConcern: { w: 'majority', j: true, wtimeout: 10_000 } });
  });

  it('of another replica set are refused with the name of the one that is there', async () => {
    const url = withQuery(database.url()).replace(/replicaSet=[^&]*&/, '');
    const words = await refusal(`${url}replicaSet=wrong&serverSelectionTimeoutMS=800`);
    expect(words).toMatch(/replicaSet in ALTER_STORE_URL is "wrong", and \S+:\d+ is of the set "[^"]+"/);
  });

  it('has no backup of its own, and says what to use', async () => {
    const store = await database.open();
    await expect(store.backup('/nowhere')).rejects.toThrow('mongodump');
  });
});
