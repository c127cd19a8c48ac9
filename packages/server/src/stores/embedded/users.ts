import type { UserRow, UserStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { plain, Table, type Found, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const users = new Table<UserRow>('users', {
  id: plain(),
  app_id: plain(),
  reference: plain(),
  display_name: plain(),
  subject: plain(),
  created_at: plain(),
  updated_at: plain(),
});

const byId = `SELECT ${users.list} FROM users WHERE id = ? AND app_id = ?`;
const byReference = `SELECT ${users.list} FROM users WHERE app_id = ? AND reference = ?`;
const upsert = `${users.insert}
  ON CONFLICT (app_id, reference) DO UPDATE SET
    updated_at = iif(coalesce(excluded.display_name, display_name) IS display_name, updated_at, excluded.updated_at),
    display_name = coalesce(excluded.display_name, display_name)
  RETURNING ${users.list}`;

export const userWrites = {
  'users.upsert': (db: Connection, row: Values): Found => db.get(upsert, ...row)!,
};

export const userStore = (reader: Reader, writer: Writer): UserStore => ({
  async upsert(user, now) {
    const row = { ...user, subject: null, created_at: now, updated_at: now };
    return users.decode(await writer.run('users.upsert', users.encode(row)));
  },
  find: async (appId, id) => users.decodeOrNull(reader.get(byId, id, appId)),
  findByReference: async (appId, reference) => users.decodeOrNull(reader.get(byReference, appId, reference)),
});
