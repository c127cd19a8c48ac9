import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditFileOf } from '../../packages/server/src/stores/embedded/connection.ts';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Kind, Stored, Where } from './stored.ts';

/** Where rows do not stand in the order in which they came. */
const orders: Partial<Record<Kind, string>> = {
  tickets: 'hash',
  grants: 'created_at, id',
  vault: '(SELECT created_at FROM grants WHERE grants.place = vault.place), grant_id',
};

/** The files in a data folder, opened beside the service. */
export function storedInFile(dataDir: string): Stored {
  const file = join(dataDir, 'alter.db');
  const opened = <T>(readOnly: boolean, use: (db: DatabaseSync) => T): T => {
    const db = openBoth(file, readOnly);
    try {
      return use(db);
    } finally {
      db.close();
    }
  };
  return {
    env: {},
    rows: async (kind, where = {}) =>
      opened(true, (db) => {
        const { sql, values } = condition(where);
        const found = db
          .prepare(`SELECT ${columnsOf(db, kind)} FROM ${kind} WHERE ${sql} ORDER BY ${orders[kind] ?? 'rowid'}`)
          .all(...values);
        return found.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value)])));
      }),
    change: async (kind, where, fields) =>
      opened(false, (db) => {
        const { sql, values } = condition(where);
        const set = Object.keys(fields).map((name) => `${name} = ?`);
        const changed = Object.values(fields).map(written);
        db.prepare(`UPDATE ${kind} SET ${set.join(', ')} WHERE ${sql}`).run(...changed, ...values);
      }),
    bytes: async () => Buffer.concat(readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)))),
    async refuseWrites() {
      // Another process keeps the files locked: writes wait their time and fail.
      const db = openBoth(file, false);
      db.exec('BEGIN IMMEDIATE');
      return async () => {
        if (!db.isOpen) return;
        db.exec('ROLLBACK');
        db.close();
      };
    },
    // It goes with the folder.
    remove: async () => undefined,
  };
}

function openBoth(file: string, readOnly: boolean): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly });
  db.prepare('ATTACH ? AS record').run(auditFileOf(file));
  return db;
}

/** Without the place, which is no field of the contract and too large a number to be read as one. */
const columnsOf = (db: DatabaseSync, kind: Kind): string =>
  db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(kind)
    .flatMap(({ name }) => (name === 'place' ? [] : String(name)))
    .join(', ');

function condition(where: Where): { sql: string; values: SQLInputValue[] } {
  const parts = Object.entries(where).map(([name, wanted]) =>
    Array.isArray(wanted) ? `${name} IN (${wanted.map(() => '?').join(', ')})` : `${name} IS ?`,
  );
  return { sql: parts.join(' AND ') || 'TRUE', values: Object.values(where).flat() };
}

/** Lists and objects are JSON text. */
const read = (value: unknown): unknown =>
  typeof value === 'string' && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value;

const written = (value: unknown): SQLInputValue =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as SQLInputValue);
