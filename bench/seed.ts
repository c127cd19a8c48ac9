/** Many grants, written past the store's verbs but in its own form: a million one after the other would take an hour. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient, type Collection } from 'mongodb';
import { grants as grantTable } from '../packages/server/src/stores/embedded/grant-table.ts';
import { vault as vaultTable } from '../packages/server/src/stores/embedded/vault.ts';
import { grants as grantShape, vault as vaultShape } from '../packages/server/src/stores/mongodb/grant-shape.ts';
import type { Stored } from '../packages/server/src/stores/mongodb/shape.ts';
import { openStore } from '../packages/server/src/stores/index.ts';
import type { Setting } from './built-server.ts';

/** Documents in one call, and calls under way. */
const [chunk, inFlight] = [2_000, 3];

/** @returns the ids of all grants of the setting, whose store must be closed */
export async function seed(setting: Setting, count: number): Promise<string[]> {
  const more = setting.storeUrl === null ? seedFile(setting, count - 1) : await seedMongodb(setting, count - 1);
  return [setting.grantId, ...more];
}

/** Secondary indexes go and come back: sorting at the end costs a fraction of inserting in any order. */
function seedFile({ dataDir, anotherGrant }: Setting, count: number): string[] {
  const db = new DatabaseSync(join(dataDir, 'alter.db'));
  try {
    db.exec('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -500000');
    const indexes = db
      .prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'grants' AND sql IS NOT NULL`)
      .all() as { name: string; sql: string }[];
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
    const [grant, vault] = [db.prepare(grantTable.insert), db.prepare(vaultTable.insert)];
    db.exec('BEGIN');
    const ids = Array.from({ length: count }, () => {
      const rows = anotherGrant();
      grant.run(...grantTable.encode(rows.grant));
      vault.run(...vaultTable.encode(rows.vault));
      return rows.grant.id;
    });
    db.exec('COMMIT');
    for (const { sql } of indexes) db.exec(sql);
    db.exec('PRAGMA journal_mode = WAL');
    return ids;
  } finally {
    db.close();
  }
}

async function seedMongodb({ dataDir, storeUrl, anotherGrant }: Setting, count: number): Promise<string[]> {
  const client = await new MongoClient(storeUrl ?? '', { writeConcern: { w: 1 } }).connect();
  const ids: string[] = [];
  try {
    const [grants, vault] = [client.db().collection<Stored>('grants'), client.db().collection<Stored>('vault')];
    await grants.dropIndexes();
    const write = async (): Promise<void> => {
      while (ids.length < count) {
        const rows = Array.from({ length: Math.min(chunk, count - ids.length) }, anotherGrant);
        ids.push(...rows.map(({ grant }) => grant.id));
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
  } finally {
    await client.close();
  }
  // Makes the indexes again, as at any start.
  await (await openStore({ dataDir, storeUrl })).close();
  return ids;
}

const insert = (collection: Collection<Stored>, documents: Stored[]): Promise<unknown> =>
  collection.insertMany(documents, { ordered: false, bypassDocumentValidation: true });
