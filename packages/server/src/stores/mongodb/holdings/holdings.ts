import { MongoBulkWriteError, type Db, type MongoClient } from 'mongodb';
import { readableAfterMs } from '../../store.ts';
import type { Batch, Held, Holdings, Kind, StoreStats } from '../../transfer/holdings.ts';
import { auditEnds } from '../audit/audit-ends.ts';
import { formOf, isAnotherForm } from '../schema/collection-form.ts';
import { collections } from '../schema/collections.ts';
import { shows } from '../calls/concerns.ts';
import { connect, type OnCommand } from '../calls/connection.ts';
import { errorOf } from '../calls/failure.ts';
import { prepare } from '../schema/prepare.ts';
import { schemaState } from '../schema/schema-state.ts';
import type { Stored } from '../documents/shape.ts';
import type { CollectionName, Parts } from './shelf.ts';
import { shelves } from './shelves.ts';

/** Documents read at once, and written in one call. */
const batchSize = 1_000;
const duplicateKey = 11000;
/** A sign of life that is younger than this is one of now: readiness is asked every few seconds. */
const freshMs = 60_000;

/**
 * Opens what a database holds. For reading nothing is written, not even an index; there is no single moment's state.
 * @throws StoreUnavailable when it cannot be reached, or cannot be written as this version needs it
 */
export async function openMongodbHoldings(
  url: string,
  mode: 'read' | 'write',
  onCommand?: OnCommand,
): Promise<Holdings> {
  // All of a collection is read once in a while, and indexes may have to be built: that takes what it takes.
  const { client, database } = await connect(url, { patient: true, onCommand });
  const db = client.db(database);
  try {
    if (mode === 'write') await prepare(db);
    return assemble(client, db);
  } catch (error) {
    await client.close();
    throw errorOf(error);
  }
}

function assemble(client: MongoClient, db: Db): Holdings {
  const of = (name: CollectionName) => db.collection<Stored>(collections[name].name);
  const parts: Parts = { grants: of('grants'), vault: of('vault'), outbox: of('outbox'), keys: of('keys') };
  return {
    place: `${client.options.hosts.map(String).join(',')}/${db.databaseName}`,
    read: (kind) => pages(db, parts, kind),
    insert: (kind, rows) => said(() => insert(db, kind, rows)),
    estimate: (kind) => said(() => countOf(db, kind)),
    inspect: () => said(async () => (await schemaState(db)).findings()),
    stats: (now) => said(() => statsOf(db, now)),
    inUse: (now) => said(() => inUse(db, now)),
    writtenSince: async () => null,
    close: () => client.close(),
  };
}

async function* pages<K extends Kind>(db: Db, parts: Parts, kind: K): AsyncGenerator<Batch<Held[K]>, undefined> {
  const shelf = shelves[kind];
  const cursor = db
    .collection<Stored>(collections[shelf.collection].name)
    .find(shelf.where ?? {}, { ...shows, batchSize, allowDiskUse: true })
    .sort(shelf.sort);
  try {
    while (await said(() => cursor.hasNext())) {
      const found = cursor.readBufferedDocuments();
      const batch = await said(() => shelf.read(found, parts));
      // Of a collection in another form it is said that it is: nothing in it has a place of ours.
      if (batch.misplaced?.length && (await said(() => isInAnotherForm(db, shelf.collection)))) batch.misplaced = [];
      yield batch;
    }
  } finally {
    await cursor.close();
  }
}

async function isInAnotherForm(db: Db, name: CollectionName): Promise<boolean> {
  const one = collections[name];
  const [found] = await db.listCollections({ name: one.name }).toArray();
  return isAnotherForm(await formOf(db, one, found));
}

async function insert<K extends Kind>(db: Db, kind: K, rows: readonly Held[K][]): Promise<void> {
  const shelf = shelves[kind];
  const collection = db.collection<Stored>(collections[shelf.collection].name);
  for (let at = 0; at < rows.length; at += batchSize) {
    const documents = await shelf.write(rows.slice(at, at + batchSize), collection);
    if (documents.length === 0) continue;
    try {
      await collection.insertMany(documents, { ordered: false });
    } catch (error) {
      if (!areThereAlready(error)) throw error;
    }
  }
}

function areThereAlready(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() != null) return false;
  const errors = [error.writeErrors].flat();
  return errors.length > 0 && errors.every((one) => one.code === duplicateKey && /index: _id_ /.test(one.errmsg ?? ''));
}

/** About how many rows. */
async function countOf(db: Db, kind: Kind): Promise<number> {
  const shelf = shelves[kind];
  const collection = db.collection<Stored>(collections[shelf.collection].name);
  return shelf.count ? shelf.count(collection) : collection.estimatedDocumentCount(shows);
}

async function statsOf(db: Db, now: number): Promise<StoreStats> {
  const names = [...new Set(Object.values(shelves).map(({ collection }) => collections[collection].name))];
  const tables = await Promise.all(names.map((name) => sizesOf(db, name)));
  const { rows, ...times } = await auditEnds(db);
  const audit = tables.find(({ name }) => name === collections.audit.name);
  if (audit) audit.rows = rows;
  // When a flow stops being readable, which is what the index has, is so much after its end.
  const open = { goes_at: { $gt: new Date(now + readableAfterMs) }, consumed_at: null };
  return {
    bytes: tables.reduce((sum, { bytes, indexBytes }) => sum + bytes + indexBytes, 0),
    tables,
    audit: rows === 0 ? null : times,
    openFlows: await db.collection(collections.flows.name).countDocuments(open, { ...shows, hint: 'broom' }),
  };
}

async function sizesOf(db: Db, name: string): Promise<StoreStats['tables'][number]> {
  const [stats] = await db
    .collection(name)
    .aggregate<{ storageStats: Record<string, number> }>([{ $collStats: { storageStats: {} } }], shows)
    .toArray();
  const { count = 0, storageSize = 0, totalIndexSize = 0 } = stats?.storageStats ?? {};
  return { name, rows: count, bytes: storageSize, indexBytes: totalIndexSize };
}

async function inUse(db: Db, now: number): Promise<string | null> {
  const beat = await db.collection<Stored>(collections.heartbeat.name).findOne({ _id: 'one' }, shows);
  const at = Number(beat?.['at'] ?? 0);
  if (at > now - freshMs) return `a server or a command opened it ${Math.max(0, Math.round((now - at) / 1000))} s ago`;
  const held = await db
    .collection(collections.leases.name)
    .countDocuments({ owner: { $ne: null }, $expr: { $gt: ['$goes_at', '$$NOW'] } }, { ...shows, hint: 'broom' });
  return held > 0 ? `${held} lease${held === 1 ? ' is' : 's are'} held` : null;
}

/** In the store's words. @throws StoreUnavailable, Error */
async function said<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw errorOf(error);
  }
}
