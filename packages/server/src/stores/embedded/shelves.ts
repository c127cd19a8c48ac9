/** How each kind of row is read in key order and put back: for {@link openEmbeddedHoldings}. */
import type { SQLInputValue } from 'node:sqlite';
import { canonicalRow } from '../../audit/chain.ts';
import type { Finding, Half, Held, Kind } from '../transfer/holdings.ts';
import { misplacedCiphertext, misplacedGrant } from '../transfer/misplaced.ts';
import type { NonceClaim } from '../store.ts';
import { audit, chainColumns } from './audit.ts';
import { flows } from './flows.ts';
import { grants } from './grant-table.ts';
import { keys } from './keys.ts';
import { outbox } from './outbox.ts';
import { isMisplaced, standing, type PlacedSelect } from './placed-rows.ts';
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
  from: KeyedSelect<Row> | PlacedSelect;
  insert: string;
  decode: (found: Found) => Decoded<Row>;
  encode: (row: Row) => Values;
}

export interface Decoded<Row> {
  row: Row;
  half?: Half;
  misplaced?: Finding;
}

export interface KeyedSelect<Row> {
  /** The rows after a key, which is given as its values. */
  after: string;
  key: (row: Row) => readonly SQLInputValue[];
  /** Before all keys. */
  start: readonly SQLInputValue[];
}

const nonces = new Table<NonceClaim>('nonces', { key_id: plain(), nonce: plain(), until: plain() });

interface Key<Row> extends Omit<KeyedSelect<Row>, 'after'> {
  by: readonly string[];
}

function ordered<Row>(table: string, columns: string, { by, ...key }: Key<Row>) {
  const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
  const names = by.join(', ');
  const rest = `WHERE (${names}) > (${marks(by.length)}) ORDER BY ${names} LIMIT ${batchSize}`;
  return {
    table,
    from: { ...key, after: `SELECT ${columns} FROM ${table} ${rest}` },
    insert: `INSERT INTO ${table} (${columns}) VALUES (${marks(columns.split(', ').length)}) ON CONFLICT (${names}) DO NOTHING`,
  };
}

const shelf = <Row extends object>(table: Table<Row>, ...by: (keyof Row & string)[]): Shelf<Row> => ({
  ...ordered<Row>(table.name, table.list, {
    by,
    key: (row) => by.map((name) => row[name] as SQLInputValue),
    start: by.map(() => ''),
  }),
  decode: (found) => ({ row: table.decode(found) }),
  encode: (row) => table.encode(row),
});

const sessions: Shelf<Held['connect_sessions']> = {
  ...ordered<Held['connect_sessions']>(connects.name, `readable_until, tickets_given, ${connects.list}`, {
    by: ['hash'],
    key: ({ hash }) => [hash],
    start: [''],
  }),
  decode: ([until, given, ...found]) => ({
    row: { ...connects.decode(found), readable_until: Number(until), tickets_given: Number(given) },
  }),
  encode: ({ readable_until, tickets_given, ...row }) => [readable_until, tickets_given, ...connects.encode(row)],
};

/**
 * A row whose place another id has is refused, not left out.
 * @param read of ours, before the columns of the row; `written` likewise
 */
function placed<Row extends { app_id: string }>(table: PlacedTable<Row>, read: string[] = [], written: string[] = []) {
  const { name, id, list, byId } = table;
  const columns = [...written, 'place', list].join(', ');
  return {
    table: name,
    from: { table: name, id, select: `SELECT ${[standing(id), ...read, list].join(', ')} FROM ${name}` },
    insert: `INSERT INTO ${name} (${columns}) SELECT ${columns.replace(/\w+/g, '?')}
      WHERE NOT EXISTS (SELECT 1 FROM ${name} WHERE ${byId})`,
  };
}

const granted: Shelf<Held['grants']> = {
  ...placed(grants),
  decode([place, id, ...found]) {
    const row = grants.decode(found);
    return isMisplaced(place, id) ? { row, misplaced: misplacedGrant(row.id, row.app_id) } : { row };
  },
  encode: (row) => [...grants.encode(row), ...grants.which(row.id, row.app_id)],
};

const statusAt = (place: string): string =>
  `(SELECT status FROM grants WHERE place = ${place}(vault.grant_id) AND id = vault.grant_id AND app_id = vault.app_id)`;
/** Where it belongs, or wherever else it stands: ciphertext of a grant that is misplaced is not lost. */
const statusOfGrant = `coalesce(${statusAt('place_of')}, ${statusAt('grant_place')})`;

/** With the status of its grant before it: ciphertext belongs to a grant that lives. */
const ciphertext: Shelf<Held['vault']> = {
  ...placed(held, [statusOfGrant, 'history'], ['history', 'intent_id', 'intent_at', 'owed_at']),
  decode([place, id, status, records, ...found]) {
    const row = { ...held.decode(found), history: history.read(records ?? '[]') };
    const at = isMisplaced(place, id) ? { misplaced: misplacedCiphertext(row.grant_id, row.app_id) } : {};
    if (status !== null && status !== 'revoked') return { row, ...at };
    const why = status === null ? 'which has no grant' : 'whose grant is revoked';
    return { row, ...at, half: { key: row.grant_id, why, since: 0 } };
  },
  encode: ({ history: records, ...row }) => {
    const [, intentId, intentAt] = marksOf(row.refresh);
    const [, owedAt] = owedOf(row.owed);
    const more = [history.write(records), intentId, intentAt, owedAt];
    return [...more, ...held.encode(row), ...held.which(row.grant_id, row.app_id)];
  },
};

const chained: Shelf<Held['audit']> = {
  ...ordered<Held['audit']>(audit.name, `${chainColumns}, ${audit.list}`, {
    by: ['app_id', 'writer', 'sequence'],
    key: ({ row, writer, sequence }) => [row.app_id, writer, sequence],
    start: ['', '', -1],
  }),
  decode: ([writer, sequence, previous, hash, ...found]) => ({
    row: {
      row: audit.decode(found),
      writer: String(writer),
      sequence: Number(sequence),
      previous_hash: String(previous),
      hash: String(hash),
    },
  }),
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
