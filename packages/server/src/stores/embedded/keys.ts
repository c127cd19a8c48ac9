import type { KeyRow, KeyStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { flag, json, plain, Table, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const keys = new Table<KeyRow>('keys', {
  id: plain(),
  app_id: plain(),
  hash: plain(),
  kind: plain(),
  name: plain(),
  prefix: plain(),
  scopes: json(),
  signed_only: flag,
  cidr_allowlist: json(),
  created_at: plain(),
  expires_at: plain(),
  deprecated_at: plain(),
  revoked_at: plain(),
  grace_until: plain(),
  rotated_to: plain(),
  last_used_at: plain(),
});

const byHash = `SELECT ${keys.list} FROM keys WHERE hash = ?`;
const ofApp = `SELECT ${keys.list} FROM keys WHERE app_id = ? ORDER BY created_at, id`;
const revoke = 'UPDATE keys SET revoked_at = ? WHERE id = ? AND app_id = ? AND revoked_at IS NULL';
const succeed = `UPDATE keys SET grace_until = ?, rotated_to = ?
  WHERE id = ? AND app_id = ? AND revoked_at IS NULL AND rotated_to IS NULL`;
const touch = 'UPDATE keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?';

export const keyWrites = {
  'keys.create': (db: Connection, row: Values): void => void db.run(keys.insert, ...row),

  'keys.revoke': (db: Connection, appId: string, id: string, at: number): boolean =>
    db.run(revoke, at, id, appId) === 1,

  'keys.rotate': (
    db: Connection,
    appId: string,
    id: string,
    next: string,
    row: Values,
    graceUntil: number,
  ): boolean => {
    if (db.run(succeed, graceUntil, next, id, appId) === 0) return false;
    db.run(keys.insert, ...row);
    return true;
  },

  'keys.touch': (db: Connection, used: readonly (readonly [id: string, at: number])[]): void => {
    for (const [id, at] of used) db.run(touch, at, id);
  },
};

export const keyStore = (reader: Reader, writer: Writer): KeyStore => ({
  create: (row) => writer.run('keys.create', keys.encode(row)),
  findByHash: async (hash) => keys.decodeOrNull(reader.get(byHash, hash)),
  list: async (appId) => reader.all(ofApp, appId).map((found) => keys.decode(found)),
  revoke: (appId, id, at) => writer.run('keys.revoke', appId, id, at),
  async rotate(appId, id, successor, graceUntil) {
    if (successor.app_id !== appId) throw new TypeError('a key is succeeded by one of its own app');
    return writer.run('keys.rotate', appId, id, successor.id, keys.encode(successor), graceUntil);
  },
  touch: (used) => writer.run('keys.touch', [...used]),
});
