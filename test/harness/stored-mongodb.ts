import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BSON, MongoClient, type Collection, type Db, type Document } from 'mongodb';
import { auditFields } from '../../packages/server/src/stores/mongodb/audit/audit-page.ts';
import type { Kind, Row, Stored, Where } from './stored.ts';

/** The field of the contract that is stored as `_id`, and the collection where it is not the kind's name. */
const places: Readonly<Record<Kind, { id: string; collection?: string; only?: Document }>> = {
  keys: { id: 'hash' },
  users: { id: 'id' },
  connect_sessions: { id: 'hash', collection: 'sessions', only: { kind: 'connect' } },
  wallet_sessions: { id: 'hash', collection: 'sessions', only: { kind: 'wallet' } },
  tickets: { id: 'hash' },
  flows: { id: 'state_hash' },
  grants: { id: 'id' },
  vault: { id: 'grant_id' },
  outbox: { id: 'id' },
  audit: { id: 'id' },
};

/** As on a full disk. */
const outOfDiskSpace = 14031;
const writes = ['insert', 'update', 'delete', 'findAndModify'];

/**
 * One database of a MongoDB, past the service.
 * @param url names the database
 * @param folders what there is on disk beside the documents: of the server, and of the service
 */
export async function storedInMongodb(url: string, folders: readonly string[]): Promise<Stored> {
  const client = new MongoClient(url, { promoteBuffers: true });
  await client.connect();
  const db = client.db();
  const of = (kind: Kind) => db.collection(places[kind].collection ?? kind);
  return {
    env: { ALTER_STORE_URL: url },
    rows: async (kind, where = {}) => {
      if (kind === 'audit') return (await auditRows(of(kind), where)).map(rowOf);
      const found = await of(kind).find(filterOf(kind, where)).sort({ $natural: 1 }).toArray();
      return found.map(({ _id, ...stored }) => rowOf({ [places[kind].id]: _id, ...stored }));
    },
    change: async (kind, where, fields) => {
      await of(kind).updateMany(filterOf(kind, where), { $set: fields });
    },
    async bytes() {
      await client.db('admin').command({ fsync: 1 });
      return Buffer.concat([...folders.flatMap(filesIn), ...(await documentsOf(db)), ...(await oplogOf(client))]);
    },
    async refuseWrites() {
      const fail = (mode: string) =>
        client.db('admin').command({
          configureFailPoint: 'failCommand',
          mode,
          data: { failCommands: writes, errorCode: outOfDiskSpace },
        });
      await fail('alwaysOn');
      return async () => {
        await fail('off');
      };
    },
    async remove() {
      await db.dropDatabase();
      await client.close();
    },
  };
}

const filterOf = (kind: Kind, where: Where): Document => ({
  ...places[kind].only,
  ...Object.fromEntries(
    Object.entries(where).map(([name, wanted]) => [
      name === places[kind].id && kind !== 'audit' ? '_id' : name,
      Array.isArray(wanted) ? { $in: wanted } : wanted,
    ]),
  ),
});

/** What a row does not say. */
const unknown = Object.fromEntries(auditFields.map((field) => [field, null]));

/** They stand in pages. */
const auditRows = (pages: Collection, where: Where): Promise<Document[]> =>
  pages
    .aggregate([
      { $unwind: '$rows' },
      { $replaceWith: { $mergeObjects: [unknown, '$rows', { app_id: '$app_id', writer: '$writer' }] } },
      { $match: filterOf('audit', where) },
    ])
    .toArray();

/** Objects whose names come from callers are JSON text. */
const rowOf = (stored: Row): Row =>
  Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );

async function documentsOf(db: Db): Promise<Buffer[]> {
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  const found = await Promise.all(collections.map(({ name }) => rawOf(db, name)));
  return found.flat();
}

/** Also what was changed or removed since. A standalone has none. */
const oplogOf = (client: MongoClient): Promise<Buffer[]> => rawOf(client.db('local'), 'oplog.rs');

async function rawOf(db: Db, collection: string): Promise<Buffer[]> {
  const documents = await db.collection(collection).find().toArray();
  return documents.map((document) => Buffer.from(BSON.serialize(document)));
}

/** What a file was given in advance, and nobody wrote to, is zeros. */
function filesIn(folder: string): Buffer[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => withoutZeros(readFileSync(join(entry.parentPath, entry.name))));
}

function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end >= 4096 && bytes.subarray(end - 4096, end).equals(zeros)) end -= 4096;
  return bytes.subarray(0, end);
}

const zeros = Buffer.alloc(4096);
