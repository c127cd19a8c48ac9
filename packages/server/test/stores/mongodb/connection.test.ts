import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { id } from '../../../../../test/contracts/store/rows.ts';
import { startStandalone } from '../../../../../tools/mongod/start-mongod.ts';
import { ConfigMistakes, readConfig } from '../../../src/config.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

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

describe('connections', () => {
  const database = testDatabase();

  it('refuses what finds none free in time, in words, and serves again when one is', async () => {
    await database.open();
    const url = `${database.url()}&maxPoolSize=1&minPoolSize=0&waitQueueTimeoutMS=300`;
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

  it('has no backup of its own, and says what to use', async () => {
    const store = await database.open();
    await expect(store.backup('/nowhere')).rejects.toThrow('mongodump');
  });
});
