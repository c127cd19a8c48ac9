/** `alter store migrate` for a database: what is missing, and making it with progress. */
import type { Db } from 'mongodb';
import type { SchemaState } from '../transfer/holdings.ts';
import { connect } from './connection.ts';
import { errorOf } from './failure.ts';
import { prepare } from './prepare.ts';
import { schemaState } from './schema-state.ts';

/** How often the server is asked how far it is. */
const askMs = 2_000;

/** @throws StoreUnavailable */
export const schemaOfMongodb = (url: string): Promise<SchemaState> =>
  within(url, async (db) => {
    const { todo, wrong } = await schemaState(db);
    return { todo, wrong };
  });

/** @throws StoreUnavailable with all that could not be made or is different */
export const migrateMongodb = (url: string, onProgress: (words: string) => void): Promise<void> =>
  within(url, async (db) => {
    const asking = setInterval(() => {
      // What is under way is only for show: who may not ask sees none.
      indexBuilds(db).then(
        (builds) => builds.forEach(onProgress),
        () => undefined,
      );
    }, askMs);
    try {
      await prepare(db);
    } finally {
      clearInterval(asking);
    }
  });

/** A user sees its own without a privilege. */
async function indexBuilds(db: Db): Promise<string[]> {
  const current = db.client.db('admin').aggregate([{ $currentOp: {} }]);
  return (await current.toArray())
    .filter(({ ns, msg }) => String(ns).startsWith(`${db.databaseName}.`) && /^Index Build/.test(String(msg)))
    .map(({ ns, msg }) => `${String(ns)}: ${String(msg)}`);
}

async function within<T>(url: string, act: (db: Db) => Promise<T>): Promise<T> {
  const { client, database } = await connect(url);
  try {
    return await act(client.db(database));
  } catch (error) {
    throw errorOf(error);
  } finally {
    await client.close();
  }
}
