import { randomUUID } from 'node:crypto';
import { MongoClient, type CommandStartedEvent, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections, type Declared } from '../../../packages/server/src/stores/mongodb/schema/collections.ts';
import { reads, readsOfOperators, writeConcern } from '../../../packages/server/src/stores/mongodb/calls/concerns.ts';
import { openMongodbHoldings } from '../../../packages/server/src/stores/mongodb/holdings/holdings.ts';
import { openMongodb } from '../../../packages/server/src/stores/mongodb/open-mongodb.ts';
import { shelves } from '../../../packages/server/src/stores/mongodb/holdings/shelves.ts';
import { noMarks, type Store } from '../../../packages/server/src/stores/store.ts';
import { fill, now } from '../../../packages/server/test/stores/transfer/filled.ts';
import { findMongod, noMongod } from '../../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../../tools/mongod/start-mongod.ts';
import { crowd, examined, inCrowd, isOfSizes, type Examined } from './mongodb-crowd.ts';
import { fullScans, queriesOf, sortsInMemory, type Query } from './mongodb-plans.ts';
import { rowsFor, Watch, type Manner } from './mongodb-watch.ts';
import { auditEvent, grantRow, id, keyRow, minute, outboxRow, t0, vaultRow } from './rows.ts';
import { describeStore } from './store-suite.ts';

const found = await findMongod();
let server: RunningMongod;
let client: MongoClient;

/** Everything that the suite made the store send. */
const watch = new Watch();

async function open(onCommand: (event: CommandStartedEvent) => void = watch.note) {
  const database = `alter-${randomUUID()}`;
  const url = server.url(database);
  const start = async () => watch.store(await openMongodb({ url, onCommand }));
  const opened = {
    store: await start(),
    async reopen() {
      await opened.store.close();
      opened.store = await start();
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

  describeStore('mongodb', () => open());

  describe('mongodb store: a rotation of a key that was broken off', () => {
    /** As a crash leaves it right after the old key named its successor, which is as `rotate` inserted it. */
    const brokenOff = async (without: readonly string[] = []) => {
      const commands: Document[] = [];
      const opened = await open((event) => {
        watch.note(event);
        commands.push(event.command);
      });
      const old = keyRow();
      await opened.store.keys.create(old);
      const next = keyRow({ app_id: old.app_id });
      commands.length = 0;
      await opened.store.keys.rotate(old.app_id, old.id, next, t0);
      const [inserted] = commands.find((command) => command['insert'] === 'keys')?.['documents'] as Document[];
      const left = Object.fromEntries(Object.entries(inserted!).filter(([name]) => !without.includes(name)));
      const keys = client.db(opened.database).collection<Document & { _id: string }>('keys');
      await keys.replaceOne({ _id: next.hash }, left);
      commands.length = 0;
      return { ...opened, keys, old, next, asked: () => commands.flatMap(queriesOf) };
    };

    it('is seen to work by two reads of one shard each', async () => {
      const { store, next, asked, cleanup } = await brokenOff();
      expect(await store.keys.findByHash(next.hash)).toEqual(next);
      expect(asked().map((query) => [query.collection, query.names('_id')])).toEqual([
        ['keys', true],
        ['keys', true],
      ]);
      await cleanup();
    });

    it('before the old key named it: the successor does not work', async () => {
      const { store, keys, old, next, cleanup } = await brokenOff();
      await keys.updateOne({ _id: old.hash }, { $set: { rotated_to: null } });
      expect(await store.keys.findByHash(next.hash)).toBeNull();
      await cleanup();
    });

    it('that an older version began works as well', async () => {
      const { store, keys, old, next, cleanup } = await brokenOff(['unborn_of_hash']);
      expect(await store.keys.findByHash(next.hash)).toEqual(next);
      await keys.updateOne({ _id: old.hash }, { $set: { rotated_to: null } });
      expect(await store.keys.findByHash(next.hash)).toBeNull();
      await cleanup();
    });
  });

  it('mongodb store: a sweep removes a queued revocation whose grant was not revoked by it', async () => {
    const { store, database, cleanup } = await open();
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    const outbox = client.db(database).collection('outbox');
    await store.outbox.add(outboxRow(grant));
    await outbox.updateOne({}, { $set: { state: 'unarmed', since: t0 } });
    await store.sweep(t0 + 60 * minute);
    expect(await outbox.countDocuments()).toBe(0);
    await cleanup();
  });

  describe('mongodb store: reading and writing', () => {
    const rowsOf = ({ query }: Manner) => rowsFor(query);
    const isRead = ({ name }: Manner): boolean => ['find', 'aggregate', 'count', 'distinct'].includes(name);
    /** The driver leaves out what is the server's default: the primary. */
    const asRead = (concern: string) => ({
      readConcern: { level: concern },
      readPreference: undefined,
      writeConcern: undefined,
    });
    const { w, journal: j, wtimeoutMS: wtimeout } = writeConcern;
    const asWritten = { readConcern: undefined, readPreference: undefined, writeConcern: { w, j, wtimeout } };

    it('every command of the suite reads as the table says, and there is no row without a command', () => {
      const asked = [...watch.manners.values()].filter(isRead);
      expect(asked.length).toBeGreaterThan(50);
      for (const manner of asked) {
        const rows = rowsOf(manner);
        expect(
          rows.map(({ what }) => what),
          manner.shape,
        ).toHaveLength(1);
        expect(manner, manner.shape).toMatchObject(asRead(rows[0]!.concern));
      }
      const used = new Set(asked.flatMap(rowsOf));
      expect(reads.filter((row) => !used.has(row))).toEqual([]);
    });

    it('every write of the suite waits for a majority and its journals', () => {
      const written = [...watch.manners.values()].filter((manner) => !isRead(manner));
      expect(new Set(written.map(({ name }) => name))).toEqual(
        new Set(['findAndModify', 'update', 'delete', 'insert']),
      );
      for (const manner of written) expect(manner, manner.shape).toMatchObject(asWritten);
    });

    it('what an operator asks of the whole store reads as the table says too', async () => {
      const opened = await open();
      await fill(opened.store);
      const own = new Watch();
      const holdings = await openMongodbHoldings(server.url(opened.database), 'read', own.note);
      for (const kind of Object.keys(shelves) as (keyof typeof shelves)[]) {
        for await (const batch of holdings.read(kind)) expect(batch.rows.length).toBeGreaterThan(0);
        await holdings.estimate(kind);
      }
      await holdings.stats(now);
      await holdings.inUse(now);
      await holdings.close();
      const asked = [...own.manners.values()];
      expect(asked.length).toBeGreaterThan(20);
      const concern = (manner: Manner) => rowsOf(manner)[0]?.concern ?? readsOfOperators.readConcern;
      for (const manner of asked) expect(manner, manner.shape).toMatchObject(asRead(concern(manner)));
      await opened.cleanup();
    });
  });

  describe('mongodb store: queries', () => {
    const plan = (database: string, query: Query): Promise<Document> =>
      client.db(database).command({ explain: query.command, verbosity: 'queryPlanner' });

    /** From its first array on an index can do less: MongoDB sorts in memory what it gives by a range. */
    async function fillArrays({ grants, vault, audit }: Store): Promise<void> {
      const grant = grantRow();
      const { app_id, id: grant_id } = grant;
      await grants.create(grant, vaultRow(grant));
      for (const at of [t0, t0 + 1]) {
        await vault.mark(
          app_id,
          grant_id,
          { generation: 1, intent: null },
          noMarks,
          null,
          auditEvent({ app_id, grant_id, at }),
        );
      }
      await audit.append([auditEvent({ app_id, grant_id }), auditEvent({ app_id, grant_id: id() })]);
    }

    it('every query of the suite runs along an index: no scan, no sorting in memory', async () => {
      const opened = await open();
      try {
        await fillArrays(opened.store);
        const used = watch.queries();
        const slow = queriesOf({ find: 'grants', filter: { reason: 'x' }, sort: { updated_at: 1 } })[0]!;
        const slowPlan = await plan(opened.database, slow);
        expect([fullScans(slowPlan), sortsInMemory(slowPlan)]).toEqual([1, 1]);
        expect(used.length).toBeGreaterThan(60);
        for (const query of used) {
          const found = await plan(opened.database, query);
          expect([fullScans(found), sortsInMemory(found)], query.shape).toEqual([0, 0]);
        }
      } finally {
        await opened.cleanup();
      }
    });

    it('no query of the suite looks at many more documents than it finds, in an app with many of each', async () => {
      const opened = await open();
      try {
        const used = watch.queries();
        const db = client.db(opened.database);
        const appId = await crowd(opened.store, db);
        const isFew = ({ documents, keys, wanted }: Examined): boolean =>
          documents <= wanted * 2 + 20 && keys <= wanted * 3 + 60;
        const walk = { find: 'grants', filter: { app_id: appId, status: 'expired' }, hint: 'app' };
        expect(isFew(await examined(db, queriesOf(walk)[0]!))).toBe(false);
        const stats = new Watch();
        const holdings = await openMongodbHoldings(server.url(opened.database), 'read', stats.note);
        const day = 24 * 60 * minute;
        await holdings.stats(t0 + day);
        expect(await holdings.inUse(t0 + day)).toBe('1 lease is held');
        await holdings.close();
        for (const query of stats.queries().filter(({ command }) => !isOfSizes(command))) {
          expect(fullScans(await plan(opened.database, query)), query.shape).toBe(0);
        }
        for (const query of [...used, ...stats.queries()]) {
          const seen = await examined(db, inCrowd(query, appId));
          expect(isFew(seen), `${query.shape}: ${JSON.stringify(seen)}`).toBe(true);
        }
      } finally {
        await opened.cleanup();
      }
    });

    /** Looks over all shards, by the verb that may ask so; none is on the way of a request. */
    const overAllShards: readonly string[] = [
      // An operator's acts, and the flush of last uses.
      'keys.list: find keys by app_id',
      'keys.revoke: find keys by app_id id',
      'keys.rotate: find keys by app_id id',
      'keys.touch: find keys by id…',
      // On the way of a request, while a key is in use that a server of an older version is about to put in place.
      'keys.findByHash: find keys by app_id id rotated_to',
      // Whether any app shares an account, asked when a grant is revoked.
      'grants.shared: find grants by _id account_key client_id issuer live',
      // The background: grants to mark as expired or to put on record, and refreshes that a crash left open or unrecorded.
      'grants.timedOut: find grants by grant_expires_at status…',
      'grants.unrecorded: find grants by ending_since unrecorded',
      'vault.openIntents: find vault by refresh.intent.at',
      'vault.owing: find vault by owed.at',
      'sweep: find keys by unborn_since',
      'sweep: find grants by ending_since',
      'sweep: find vault by born_at',
      'sweep: find vault by intent_at',
      // Nothing but the time says what is over.
      ...['sessions', 'tickets', 'flows', 'nonces'].map((name) => `sweep: delete ${name} along broom`),
    ];
    const declared: Readonly<Record<string, Declared>> = Object.fromEntries(
      Object.values(collections).map((one) => [one.name, one]),
    );
    const carries = (query: Query): boolean => {
      const key = declared[query.collection]?.shardKey;
      return key === null || (key !== undefined && query.names(key));
    };
    const spoken = (verb: string, { name, collection, by, hint }: Query): string =>
      `${verb}: ${name} ${collection} ${hint === 'broom' ? 'along broom' : `by ${by}`}`;

    it('every query carries the shard key of its collection, but for those of verbs that ask all shards', () => {
      const asked = [...watch.asked.values()];
      expect(new Set(asked.map(({ query }) => query.collection))).toEqual(new Set(Object.keys(declared)));
      const without = asked.filter(({ query }) => !carries(query));
      const unknown = without.filter(
        ({ query, verbs }) => !verbs.some((one) => overAllShards.includes(spoken(one, query))),
      );
      expect(unknown.map(({ query, verbs }) => spoken(verbs.join(), query))).toEqual([]);
      const alone = without.filter(({ verbs }) => verbs.length === 1);
      expect(new Set(alone.map(({ query, verbs }) => spoken(verbs[0]!, query)))).toEqual(new Set(overAllShards));
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
