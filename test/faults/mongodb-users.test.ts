/** Users of the database: what each needs at least, and how one takes over from another while the service runs. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { MongoClient, type Db, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../packages/cli/src/index.ts';
import { openMongodb } from '../../packages/server/src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable, type Store } from '../../packages/server/src/stores/store.ts';
import { fill } from '../../packages/server/test/stores/transfer/filled.ts';
import { inRoot } from '../../tools/root.ts';
import { startStandalone, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { mongodProgram } from '../harness/mongod-program.ts';

/** As in docs/operations/mongodb.md. */
const serving = ['find', 'insert', 'update', 'remove', 'listCollections', 'listIndexes'];
const migrating = [...serving, 'createCollection', 'createIndex', 'collMod'];
const measuring = ['find', 'listCollections', 'listIndexes', 'collStats'];

let server: RunningMongod;
let root: MongoClient;

const as = (user: string): string =>
  server.url('vault').replace('//', `//${user}:${user}-secret@`) + '?authSource=admin';

beforeAll(async () => {
  server = await startStandalone(await mongodProgram(), ['--auth']);
  const first = await MongoClient.connect(server.url('admin'));
  const rights = [{ role: 'root', db: 'admin' }];
  await first.db('admin').command({ createUser: 'root', pwd: 'root-secret', roles: rights });
  await first.close();
  root = await MongoClient.connect(as('root'));
  for (const [name, actions] of Object.entries({ serving, migrating, measuring })) {
    const privileges = [{ resource: { db: 'vault', collection: '' }, actions }];
    await root.db('admin').command({ createRole: name, privileges, roles: [] });
    await addUser(name, name);
  }
});
afterAll(async () => {
  await root.close();
  await server.stop();
});

const addUser = (name: string, role: string) =>
  root.db('admin').command({ createUser: name, pwd: `${name}-secret`, roles: [{ role, db: 'admin' }] });

async function alter(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const say = (words: string): void => void (said += `${words}\n`);
  const code = await run(args, { print: say, note: say, readInput: async () => '', env: {}, cwd: '/' });
  return { code, said };
}

describe('a user of the database', () => {
  it('that only serves cannot make what is missing, and says what that is', async () => {
    const error = await openMongodb({ url: as('serving') }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toMatch(/index "account" of "grants" is missing and could not be made: .*lacks a privilege/);
  });

  it('that migrates makes it, and then one that only serves does everything the service does', async () => {
    expect((await alter('store', 'migrate', '--store', as('migrating'))).code).toBe(0);
    const store = await openMongodb({ url: as('serving') });
    const { app_id, grantId } = await fill(store);
    expect(await store.grants.find(app_id, grantId)).not.toBeNull();
    await store.sweep(Date.now());
    await store.close();
  });

  it('that only measures can run verify and stats and take a copy, and can change nothing', async () => {
    expect(await alter('store', 'verify', '--store', as('measuring'))).toMatchObject({ code: 0 });
    expect(await alter('store', 'stats', '--store', as('measuring'))).toMatchObject({ code: 0 });
    const client = await MongoClient.connect(as('measuring'));
    await expect(client.db('vault').collection('grants').deleteMany({})).rejects.toThrow(/not authorized/);
    await client.close();
  });
});

/** What `mongosh` would do with a block of the page: the helpers that it uses, as the commands that they are. */
async function asInShell(block: string, password: string): Promise<Document[]> {
  const asked: (() => Promise<Document>)[] = [];
  const ask = (db: Db, command: Document) => void asked.push(() => db.command(command));
  const shellOf = (db: Db) => ({
    createRole: ({ role, ...rest }: Document) => ask(db, { createRole: role as string, ...rest }),
    createUser: ({ user, ...rest }: Document) => ask(db, { createUser: user as string, ...rest }),
    dropUser: (user: string) => ask(db, { dropUser: user }),
    aggregate: (pipeline: Document[]) => void asked.push(() => db.aggregate(pipeline).toArray()),
    runCommand: (command: Document) => ask(db, command),
  });
  const shell = {
    getSiblingDB: (name: string) => shellOf(root.db(name)),
    adminCommand: (command: Document) => ask(root.db('admin'), command),
  };
  runInNewContext(block, { db: shell, passwordPrompt: () => password });
  const answers: Document[] = [];
  // One after the other, as there: a user needs the role that was made before.
  for (const one of asked) answers.push(await one());
  return answers;
}

describe('the commands of the page', () => {
  const page = readFileSync(inRoot('docs', 'operations', 'mongodb.md'), 'utf8');
  const blocks = [...page.matchAll(/^ *```js\n(.*?)^ *```/gms)].map(([, block]) => block!);
  const having = (words: string): string => blocks.find((block) => block.includes(words))!;
  const url = (user: string) => server.url('alter').replace('//', `//${user}:page-secret@`) + '?authSource=admin';

  it('make users that migrate, serve and measure, and take a server from one to the next', async () => {
    await asInShell(having('createRole'), 'page-secret');
    expect((await alter('store', 'migrate', '--store', url('alter-migrate'))).code).toBe(0);
    expect((await alter('store', 'stats', '--json', '--store', url('alter-measure'))).code).toBe(0);
    const before = await openMongodb({ url: url('alter-1') });
    await before.ready();

    await asInShell(having("user: 'alter-2'"), 'page-secret');
    expect((await alter('store', 'verify', '--store', url('alter-2'))).code).toBe(0);
    const after = await openMongodb({ url: url('alter-2') });
    const using = async () => (await asInShell(having('effectiveUsers'), ''))[0] as unknown as Document[];
    expect(await using()).not.toEqual([]);
    await before.close();
    await expect.poll(using).toEqual([]);
    await asInShell(having('dropUser'), '');
    await after.ready();
    await expect(openMongodb({ url: url('alter-1') })).rejects.toThrow('user name or password is wrong');
    await after.close();
  });

  it('show the figures, and what needs more than one node is refused for that alone', async () => {
    expect(blocks).toHaveLength(6);
    const figures = having('dbStats')
      .split('\n')
      .filter((line) => !line.includes('replSetGetStatus'));
    const [status, size] = await asInShell(figures.join('\n'), '');
    expect(status).toMatchObject({ connections: { current: expect.any(Number) as number }, metrics: { ttl: {} } });
    expect(size).toMatchObject({ indexSize: expect.any(Number) as number, db: 'alter' });
    for (const words of ['replSetInitiate', 'replSetGetStatus'])
      await expect(asInShell(having(words), '')).rejects.toThrow(/replSet|replica/i);
  });
});

describe('a rotation of credentials', () => {
  const works = async (store: Store): Promise<boolean> => {
    try {
      await store.ready();
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return false;
    }
  };

  it('has two users at a time: servers move to the new one, then the old one goes and opens nothing', async () => {
    await addUser('old', 'serving');
    const before = await openMongodb({ url: as('old') });
    await addUser('new', 'serving');
    const after = await openMongodb({ url: as('new') });
    expect([await works(before), await works(after)]).toEqual([true, true]);

    await root.db('admin').command({ dropUser: 'old' });
    expect([await works(before), await works(after)]).toEqual([false, true]);
    await expect(openMongodb({ url: as('old') })).rejects.toThrow('user name or password is wrong');
    await Promise.all([before.close(), after.close()]);
  });
});
