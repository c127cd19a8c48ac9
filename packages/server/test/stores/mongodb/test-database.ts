/** A real MongoDB for the tests of one file, a fresh database for each test. */
import { randomUUID } from 'node:crypto';
import { MongoClient, type CommandStartedEvent, type Db } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  findMongod,
  findMongodProgram,
  noMongod,
  noProgram,
  type FoundProgram,
} from '../../../../../tools/mongod/find-mongod.ts';
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

/** @param start for a test that sets its server up, which is skipped where there is no program to start */
export function testDatabase(start?: (found: FoundProgram) => Promise<RunningMongod>): TestDatabase {
  let server: RunningMongod | null;
  let client: MongoClient;
  let name = '';
  let stores: Store[] = [];
  let commands: CommandStartedEvent[] = [];

  beforeAll(async () => {
    server = await (start ? ifAny(await findMongodProgram(), start) : ifAny(await findMongod(), startMongod));
    if (!server) return;
    client = await MongoClient.connect(server.url('admin'));
  }, 300_000);
  afterAll(async () => {
    if (!server) return;
    await client.close();
    await server.stop();
  });
  beforeEach((context) => {
    if (!server) context.skip(start ? noProgram : noMongod);
    name = `alter-${randomUUID()}`;
  });
  afterEach(async () => {
    if (!server) return;
    await Promise.all(stores.map((store) => store.close()));
    stores = [];
    commands = [];
    await client.db(name).dropDatabase();
  });

  return {
    url: () => server!.url(name),
    db: () => client.db(name),
    async open() {
      const store = await openMongodb({ url: server!.url(name), onCommand: (command) => commands.push(command) });
      stores.push(store);
      return store;
    },
    sent: (command) => commands.filter((each) => each.commandName === command),
  };
}

const ifAny = async <T>(found: T | null, start: (found: T) => Promise<RunningMongod>): Promise<RunningMongod | null> =>
  found && start(found);
