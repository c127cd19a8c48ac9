/** How each kind of row is read in key order and put back: for {@link openEmbeddedHoldings}. */
import type { SQLInputValue } from 'node:sqlite';
import { canonicalRow } from '../../audit/chain.ts';
import type { Half, Held, Kind } from '../transfer/holdings.ts';
import type { NonceClaim } from '../store.ts';
import { audit, chainColumns } from './audit.ts';
import { flows } from './flows.ts';
import { grants } from './grant-table.ts';
import { keys } from './keys.ts';
import { outbox } from './outbox.ts';
import { placeOf } from '../place.ts';
import type { PlacedTable } from './placed-table.ts';
import { configs, flags } from './provider-configs.ts';
import { connects, wallets } from './sessions.ts';
import { plain, Table, type Found, type Values } from './table.ts';
import { tickets } from './tickets.ts';
import { users } from './users.ts';
import { held, history, marksOf, owedOf } from './vault.ts';

/** Rows read, and written in one transaction. */
export const batchSize = 500;

export interface Shelf<Row> {
  table: string;
  /** The rows after a key, which is given as its values. */
  select: string;
  /** Before all keys. */
  start: readonly SQLInputValue[];
  insert: string;
  decode: (found: Found) => { row: Row; half?: Half };
  key: (row: Row) => readonly SQLInputValue[];
  encode: (row: Row) => Values;
}

const nonces = new Table<NonceClaim>('nonces', { key_id: plain(), nonce: plain(), until: plain() });

function ordered(table: string, columns: string, ...key: string[]): { table: string; select: string; insert: string } {
  const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
  const by = key.join(', ');
  return {
    table,
    select: `SELECT ${columns} FROM ${table} WHERE (${by}) > (${marks(key.length)}) ORDER BY ${by} LIMIT ${batchSize}`,
    insert: `INSERT INTO ${table} (${columns}) VALUES (${marks(columns.split(', ').length)}) ON CONFLICT (${by}) DO NOTHING`,
  };
}

const shelf = <Row extends object>(table: Table<Row>, ...key: (keyof Row & string)[]): Shelf<Row> => ({
  ...ordered(table.name, table.list, ...key),
  start: key.map(() => ''),
  decode: (found) => ({ row: table.decode(found) }),
  key: (row) => key.map((name) => row[name] as SQLInputValue),
  encode: (row) => table.encode(row),
});

/** In the order of places, which is that of ids. A row whose place another id has is refused, not left out. */
function placed<Row extends { app_id: string }>(table: PlacedTable<Row>, ...more: string[]) {
  const columns = [...more, 'place', table.list].join(', ');
  return {
    table: table.name,
    start: [-1],
    select: `SELECT ${table.list} FROM ${table.name} WHERE place > ? ORDER BY place LIMIT ${batchSize}`,
    insert: `INSERT INTO ${table.name} (${columns}) SELECT ${columns.replace(/\w+/g, '?')}
      WHERE NOT EXISTS (SELECT 1 FROM ${table.name} WHERE ${table.byId})`,
  };
}

const granted: Shelf<Held['grants']> = {
  ...placed(grants),
  decode: (found) => ({ row: grants.decode(found) }),
  key: ({ id }) => [placeOf(id)],
  encode: (row) => [...grants.encode(row), ...grants.which(row.id, row.app_id)],
};

const sessions: Shelf<Held['connect_sessions']> = {
  ...ordered(connects.name, `readable_until, tickets_given, ${connects.list}`, 'hash'),
  start: [''],
  decode: ([until, given, ...found]) => ({
    row: { ...connects.decode(found), readable_until: Number(until), tickets_given: Number(given) },
  }),
  key: ({ hash }) => [hash],
  encode: ({ readable_until, tickets_given, ...row }) => [readable_until, tickets_given, ...connects.encode(row)],
};

/** With the status of its grant before it: ciphertext belongs to a grant that lives. */
const ciphertext: Shelf<Held['vault']> = {
  ...placed(held, 'history, intent_id, intent_at, owed_at'),
  select: `SELECT (SELECT status FROM grants
      WHERE place = vault.place AND id = vault.grant_id AND app_id = vault.app_id), history, ${held.list}
    FROM vault WHERE place > ? ORDER BY place LIMIT ${batchSize}`,
  decode: ([status, records, ...found]) => {
    const row = { ...held.decode(found), history: history.read(records ?? '[]') };
    if (status !== null && status !== 'revoked') return { row };
    const why = status === null ? 'which has no grant' : 'whose grant is revoked';
    return { row, half: { key: row.grant_id, why, since: 0 } };
  },
  key: ({ grant_id }) => [placeOf(grant_id)],
  encode: ({ history: records, ...row }) => {
    const [, intentId, intentAt] = marksOf(row.refresh);
    const [, owedAt] = owedOf(row.owed);
    const more = [history.write(records), intentId, intentAt, owedAt];
    return [...more, ...held.encode(row), ...held.which(row.grant_id, row.app_id)];
  },
};

const chained: Shelf<Held['audit']> = {
  ...ordered(audit.name, `${chainColumns}, ${audit.list}`, 'app_id', 'writer', 'sequence'),
  start: ['', '', -1],
  decode: ([writer, sequence, previous, hash, ...found]) => ({
    row: {
      row: audit.decode(found),
      writer: String(writer),
      sequence: Number(sequence),
      previous_hash: String(previous),
      hash: String(hash),
    },
  }),
  key: ({ row, writer, sequence }) => [row.app_id, writer, sequence],
  // As it was hashed, not as it would be written anew.
  encode: ({ row, writer, sequence, previous_hash, hash }) => [
    writer,
    sequence,
    previous_hash,
    hash,
    ...canonicalRow(row),
  ],
};

export const shelves: { readonly [K in Kind]: Shelf<Held[K]> } = {
  keys: shelf(keys, 'hash'),
  provider_configs: shelf(configs, 'id'),
  provider_config_flags: shelf(flags, 'app_id', 'config_id'),
  users: shelf(users, 'id'),
  connect_sessions: sessions,
  wallet_sessions: shelf(wallets, 'hash'),
  tickets: shelf(tickets, 'hash'),
  flows: shelf(flows, 'state_hash'),
  grants: granted,
  vault: ciphertext,
  outbox: shelf(outbox, 'id'),
  nonces: shelf(nonces, 'key_id', 'nonce'),
  audit: chained,
};
