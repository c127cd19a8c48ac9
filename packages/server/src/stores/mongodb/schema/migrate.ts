/** `alter store migrate` for a database: what is missing, and making it, however long that takes. */
import type { Db } from 'mongodb';
import type { SchemaState } from '../../transfer/holdings.ts';
import { connect } from '../calls/connection.ts';
import { errorOf } from '../calls/failure.ts';
import { prepare } from './prepare.ts';
import { schemaState } from './schema-state.ts';

/** @throws StoreUnavailable */
export const schemaOfMongodb = (url: string): Promise<SchemaState> =>
  within(url, async (db) => {
    const { todo, building, wrong } = await schemaState(db);
    return { todo, building, wrong };
  });

/** @throws StoreUnavailable with all that could not be made or is different */
export const migrateMongodb = (url: string, onProgress: (words: string) => void): Promise<void> =>
  within(url, (db) => prepare(db, onProgress));

async function within<T>(url: string, act: (db: Db) => Promise<T>): Promise<T> {
  const { client, database } = await connect(url, { patient: true });
  try {
    return await act(client.db(database));
  } catch (error) {
    throw errorOf(error);
  } finally {
    await client.close();
  }
}
