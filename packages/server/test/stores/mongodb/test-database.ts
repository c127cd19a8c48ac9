/** A real MongoDB for the tests of one file, a fresh database for each test. */
import { randomUUID } from 'node:crypto';
import { MongoClient, type CommandStartedEvent, type Db } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { findMongod, noMongod, type FoundMongod } from '../../../../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../../../../tools/mongod/start-mongod.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import type { Store } from '../../../src/stores/store.ts';

export interface TestDatabase {
  /** Connection string; another name gives another database. */
  url(): string;
  /** Past the store. */
  db(): Db;
  /** One more process, as it were. */
  open(): Promise<Store>;
  /** Commands that the stores of this test sent, by name. */
  sent(name: string): CommandStartedEvent[];
}

export function testDatabase(start: (found: FoundMongod) => Promise<RunningMongod> = startMongod): TestDatabase {
  let found: FoundMongod | null;
  let server: RunningMongod;
  let client: MongoClient;
  let name = '';
  let stores: Store[] = [];
  let commands: CommandStartedEvent[] = [];

  beforeAll(async () => {
    found = await findMongod();
    if (!found) return;
    server = await start(found);
    client = await MongoClient.connect(server.url('admin'));
  }, 300_000);
  afterAll(async () => {
    if (!found) return;
    await client.close();
    await server.stop();
  });
  beforeEach((context) => {
    if (!found) context.skip(noMongod);
    name = `alter-${randomUUID()}`;
  });
  afterEach(async () => {
    if (!found) return;
    await Promise.all(stores.map((store) => store.close()));
    stores = [];
    commands = [];
    await client.db(name).dropDatabase();
  });

  return {
    url: () => server.url(name),
    db: () => client.db(name),
    async open() {
      const store = await openMongodb({ url: server.url(name), onCommand: (command) => commands.push(command) });
      stores.push(store);
      return store;
    },
    sent: (command) => commands.filter((each) => each.commandName === command),
  };
}
