import { randomUUID } from 'node:crypto';
import { MongoClient, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMongodb } from '../../../packages/server/src/stores/mongodb/open-mongodb.ts';
import { findMongod, noMongod } from '../../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../../tools/mongod/start-mongod.ts';
import { fullScans, queriesOf, sortsInMemory, type Query } from './mongodb-plans.ts';
import { describeStore } from './store-suite.ts';

const found = await findMongod();
let server: RunningMongod;
let client: MongoClient;

/** Every query that the suite made the store send, once per shape. */
const used = new Map<string, Query>();

async function open() {
  const database = `alter-${randomUUID()}`;
  const url = server.url(database);
  const onCommand = ({ command }: { command: Document }) => {
    for (const query of queriesOf(command)) if (!used.has(query.shape)) used.set(query.shape, query);
  };
  const opened = {
    store: await openMongodb({ url, onCommand }),
    async reopen() {
      await opened.store.close();
      opened.store = await openMongodb({ url, onCommand });
      return opened.store;
    },
    async forgetLeases() {
      await client.db(database).collection('leases').deleteMany({});
    },
    async cleanup() {
      await opened.store.close();
      await client.db(database).dropDatabase();
    },
    database,
  };
  return opened;
}

if (!found) it('mongodb store', (context) => context.skip(noMongod));
else {
  beforeAll(async () => {
    server = await startMongod(found);
    client = await MongoClient.connect(server.url('admin'));
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  describeStore('mongodb', open);

  describe('mongodb store: queries', () => {
    const plan = (database: string, query: Query): Promise<Document> =>
      client.db(database).command({ explain: query.command, verbosity: 'queryPlanner' });

    it('every query of the suite runs along an index: no scan, no sorting in memory', async () => {
      const opened = await open();
      try {
        const slow = queriesOf({ find: 'grants', filter: { reason: 'x' }, sort: { updated_at: 1 } })[0]!;
        const slowPlan = await plan(opened.database, slow);
        expect([fullScans(slowPlan), sortsInMemory(slowPlan)]).toEqual([1, 1]);
        expect(used.size).toBeGreaterThan(60);
        for (const query of used.values()) {
          const found = await plan(opened.database, query);
          expect([fullScans(found), sortsInMemory(found)], query.shape).toEqual([0, 0]);
        }
      } finally {
        await opened.cleanup();
      }
    });

    /** Work of the background, and the question that is about all apps. */
    const acrossApps = ['born', 'intent', 'refresh', 'ending', 'shared'];
    const sharded = ['grants', 'vault', 'audit', 'users', 'provider_configs'];

    it('every query about an app names it, so that a cluster sharded by app asks one shard', () => {
      const asked = [...used.values()].filter((query) => sharded.includes(query.collection));
      const spread = asked.filter((query) => !query.namesApp && !acrossApps.includes(query.hint));
      // The sweep looks for the grants of ciphertext that it found, and marks or drops it.
      const background = spread.filter((query) =>
        /^(find grants|update vault|delete vault) \{"_id":\{"\$in"/.test(query.shape),
      );
      expect(asked.length).toBeGreaterThan(30);
      expect(spread.map((query) => query.shape)).toEqual(background.map((query) => query.shape));
    });
  });
}
