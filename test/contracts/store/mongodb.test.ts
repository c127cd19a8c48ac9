import { randomUUID } from 'node:crypto';
import { MongoClient, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections, type Declared } from '../../../packages/server/src/stores/mongodb/collections.ts';
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

    /** Looks over all shards, none on the way of a request, by the index that each runs along. */
    const overAllShards: Readonly<Record<string, readonly string[]>> = {
      // An operator's acts, the flush of last uses, and keys whose rotation was broken off.
      keys: ['id', 'app', 'unborn'],
      // Whether any app shares an account, asked when a grant is revoked; and the sweep.
      grants: ['shared', 'ending', 'over'],
      // The sweep, and refreshes that a crash left open or unrecorded.
      vault: ['born', 'intent', 'refresh', 'owed'],
    };
    const declared: Readonly<Record<string, Declared>> = Object.fromEntries(
      Object.values(collections).map((one) => [one.name, one]),
    );
    const carries = (query: Query): boolean => {
      const key = declared[query.collection]?.shardKey;
      return key === null || (key !== undefined && query.names(key));
    };

    it('every query carries the shard key of its collection, but for looks of the background', () => {
      const asked = [...used.values()];
      expect(new Set(asked.map(({ collection }) => collection))).toEqual(new Set(Object.keys(declared)));
      const without = asked.filter((query) => !carries(query));
      const known = without.filter(
        ({ writes, collection, hint }) => !writes && overAllShards[collection]?.includes(hint) === true,
      );
      // The broom asks every shard by its nature: nothing but the time says what is over.
      const brooms = without.filter(({ shape }) => /^delete \w+ \{"goes_at":.* along "broom"$/.test(shape));
      expect(without.map(({ shape }) => shape).sort()).toEqual([...known, ...brooms].map(({ shape }) => shape).sort());
      expect(brooms).toHaveLength(4);
      const named = Object.entries(overAllShards).flatMap(([name, hints]) => hints.map((hint) => `${name} ${hint}`));
      expect(new Set(known.map(({ collection, hint }) => `${collection} ${hint}`))).toEqual(new Set(named));
    });

    it('a query without the shard key is seen', () => {
      const seen = (command: Document) => queriesOf(command).map(carries);
      expect(seen({ find: 'grants', filter: { _id: 'x' } })).toEqual([false]);
      expect(seen({ find: 'grants', filter: { $or: [{ app_id: 'a' }, { _id: 'x' }] } })).toEqual([false]);
      expect(seen({ find: 'grants', filter: { app_id: { $gte: '' } } })).toEqual([false]);
      expect(seen({ update: 'keys', updates: [{ q: { app_id: 'a', id: 'x' }, u: {} }] })).toEqual([false]);
      expect(seen({ find: 'unheard_of', filter: { _id: 'x', app_id: 'a' } })).toEqual([false]);
      expect(seen({ find: 'grants', filter: { $and: [{ app_id: 'a' }] } })).toEqual([true]);
      expect(seen({ find: 'keys', filter: { _id: { $in: ['x'] } } })).toEqual([true]);
    });
  });
}
