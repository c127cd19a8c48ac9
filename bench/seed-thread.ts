/** The thread that fills one store: two of them use two cores, and sealing is most of the work. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { MongoClient, type Collection } from 'mongodb';
import { grants as grantTable } from '../packages/server/src/stores/embedded/grant-table.ts';
import { vault as vaultTable } from '../packages/server/src/stores/embedded/vault.ts';
import {
  grants as grantShape,
  vault as vaultShape,
} from '../packages/server/src/stores/mongodb/documents/grant-shape.ts';
import type { Stored } from '../packages/server/src/stores/mongodb/documents/shape.ts';
import { openStore } from '../packages/server/src/stores/index.ts';
import { grantMaker, type GrantMaker, type Setting } from './built-server.ts';

/** What of a setting crosses over to a thread. */
export type Order = Pick<Setting, 'env' | 'dataDir' | 'storeUrl' | 'host'> & { count: number };

/** Documents in one call, and calls under way. */
const [chunk, inFlight] = [2_000, 3];

const order = workerData as Order;
const another = await grantMaker(order);
const ids = order.storeUrl === null ? seedFile(order, another) : await seedMongodb(order, order.storeUrl, another);
parentPort?.postMessage(ids);

/** Secondary indexes go and come back: sorting at the end costs a fraction of inserting in any order. */
function seedFile({ dataDir, count }: Order, anotherGrant: GrantMaker): string[] {
  const db = new DatabaseSync(join(dataDir, 'alter.db'));
  try {
    db.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -500000');
    const indexes = db
      .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'grants' AND sql IS NOT NULL`)
      .all() as { name: string; sql: string }[];
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
    const [grant, vault] = [db.prepare(grantTable.insert), db.prepare(vaultTable.insert)];
    db.exec('BEGIN');
    const made = Array.from({ length: count }, () => {
      const rows = anotherGrant();
      grant.run(...grantTable.encode(rows.grant));
      vault.run(...vaultTable.encode(rows.vault));
      return rows.grant.id;
    });
    db.exec('COMMIT');
    for (const { sql } of indexes) db.exec(sql);
    db.exec('PRAGMA journal_mode = WAL');
    return made;
  } finally {
    db.close();
  }
}

async function seedMongodb({ dataDir, count }: Order, storeUrl: string, anotherGrant: GrantMaker): Promise<string[]> {
  const client = await new MongoClient(storeUrl, { writeConcern: { w: 1 } }).connect();
  const made: string[] = [];
  try {
    const [grants, vault] = [client.db().collection<Stored>('grants'), client.db().collection<Stored>('vault')];
    await grants.dropIndexes();
    const write = async (): Promise<void> => {
      while (made.length < count) {
        const rows = Array.from({ length: Math.min(chunk, count - made.length) }, anotherGrant);
        made.push(...rows.map(({ grant }) => grant.id));
        await insert(
          grants,
          rows.map(({ grant }) => ({ ...grantShape.encode(grant), live: true, sealed_generation: 1 })),
        );
        await insert(
          vault,
          rows.map((row) => vaultShape.encode(row.vault)),
        );
      }
    };
    await Promise.all(Array.from({ length: inFlight }, write));
    // Makes the indexes again, as at any start.
    await (await openStore({ dataDir, storeUrl })).close();
    // What was written is on disk before something is measured.
    await client.db('admin').command({ fsync: 1 });
    return made;
  } finally {
    await client.close();
  }
}

function insert(collection: Collection<Stored>, documents: Stored[]): Promise<unknown> {
  return collection.insertMany(documents, { ordered: false, bypassDocumentValidation: true });
}
