import type {
  ConnectSessionRow,
  OpenFlow,
  SessionEntry,
  SessionFinal,
  SessionStore,
  WalletSessionRow,
} from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { declined, readableUntil, readableUntilFinal, withEntry, withFinal, withFlow } from '../session-change.ts';
import { canonicalPrincipal } from './principal.ts';
import { flag, json, plain, Table, type Found, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const connects = new Table<ConnectSessionRow>('connect_sessions', {
  kind: plain(),
  hash: plain(),
  id: plain(),
  app_id: plain(),
  principal: canonicalPrincipal,
  user_name: plain(),
  allowed_providers: json(),
  single_provider: flag,
  allowed_origin: plain(),
  return_url: plain(),
  required_scopes: json(),
  grant_policy: json(),
  label: plain(),
  repair_grant_id: plain(),
  switch_account: flag,
  metadata: json(),
  created_at: plain(),
  expires_at: plain(),
  browser_hash: plain(),
  open_flows: json(),
  entries: json(),
  attempts: plain(),
  declined_reported: plain(),
  final: json(),
});

export const wallets = new Table<WalletSessionRow>('wallet_sessions', {
  kind: plain(),
  hash: plain(),
  id: plain(),
  app_id: plain(),
  user_id: plain(),
  allowed_origin: plain(),
  created_at: plain(),
  expires_at: plain(),
});

const readable = `SELECT ${connects.list} FROM connect_sessions WHERE hash = ? AND readable_until > ?`;
const live = `SELECT ${wallets.list} FROM wallet_sessions WHERE hash = ? AND expires_at > ?`;
const setReadable = 'UPDATE connect_sessions SET readable_until = ? WHERE hash = ?';
const setProgress = 'UPDATE connect_sessions SET open_flows = ?, entries = ?, final = ? WHERE hash = ?';
const setReported = 'UPDATE connect_sessions SET declined_reported = ? WHERE hash = ?';
const bind = `UPDATE connect_sessions SET browser_hash = ?
  WHERE hash = ? AND browser_hash IS NULL AND readable_until > ?`;
const countTicket = `UPDATE connect_sessions SET tickets_given = tickets_given + 1
  WHERE hash = ? AND tickets_given < ? AND readable_until > ?`;
const countAttempt = `UPDATE connect_sessions SET attempts = attempts + 1
  WHERE hash = ? AND attempts < ? AND readable_until > ?`;

export const sessionWrites = {
  'sessions.create_connect': (db: Connection, row: Values, hash: string, until: number): void => {
    db.run(connects.insert, ...row);
    db.run(setReadable, until, hash);
  },

  'sessions.create_wallet': (db: Connection, row: Values): void => void db.run(wallets.insert, ...row),

  /** Also the browser that the session is bound to after it; null: gone. */
  'sessions.bind': (db: Connection, hash: string, browser: string, now: number) => {
    const bound = db.run(bind, browser, hash, now) === 1;
    return { bound, to: bound ? browser : (find(db, hash, now)?.browser_hash ?? null) };
  },

  'sessions.count_ticket': (db: Connection, hash: string, most: number, now: number): boolean =>
    db.run(countTicket, hash, most, now) === 1,

  'sessions.count_attempt': (db: Connection, hash: string, most: number, now: number): boolean =>
    db.run(countAttempt, hash, most, now) === 1,

  'sessions.begin_flow': (db: Connection, hash: string, browser: string, flow: OpenFlow, now: number): boolean => {
    const row = find(db, hash, now);
    const next = row && withFlow(row, browser, flow, now);
    if (!next) return false;
    save(db, row, next, now);
    return true;
  },

  'sessions.append': (db: Connection, hash: string, entry: SessionEntry, final: SessionFinal | null, now: number) => {
    const row = find(db, hash, now);
    return row && save(db, row, withEntry(row, entry, final), now);
  },

  'sessions.finalise': (db: Connection, hash: string, final: SessionFinal, now: number) => {
    const row = find(db, hash, now);
    return row && save(db, row, withFinal(row, final), now);
  },

  'sessions.take_declined': (db: Connection, hash: string, now: number): SessionEntry[] => {
    const row = find(db, hash, now);
    if (!row) return [];
    const entries = declined(row);
    db.run(setReported, entries.length, hash);
    return entries.slice(row.declined_reported);
  },
};

const find = (db: Pick<Connection, 'get'>, hash: string, now: number): ConnectSessionRow | null =>
  connects.decodeOrNull(db.get(readable, hash, now));

function save(db: Connection, before: ConnectSessionRow, row: ConnectSessionRow, now: number): Found | null {
  if (row !== before) {
    db.run(
      setProgress,
      JSON.stringify(row.open_flows),
      JSON.stringify(row.entries),
      row.final && JSON.stringify(row.final),
      row.hash,
    );
    if (!before.final) {
      db.run(setReadable, row.final ? readableUntilFinal(row, row.final, now) : readableUntil(row), row.hash);
    }
  }
  return db.get(readable, row.hash, now);
}

export const sessionStore = (reader: Reader, writer: Writer): SessionStore => ({
  createConnect: (row) => writer.run('sessions.create_connect', connects.encode(row), row.hash, readableUntil(row)),
  createWallet: (row) => writer.run('sessions.create_wallet', wallets.encode(row)),
  findConnect: async (hash, now) => find(reader, hash, now),

  async findConnects(hashes, now) {
    const rows = hashes.map((hash) => find(reader, hash, now)).filter((row) => row !== null);
    return new Map(rows.map((row) => [row.hash, row]));
  },

  findWallet: async (hash, now) => wallets.decodeOrNull(reader.get(live, hash, now)),

  async bindBrowser(hash, browserHash, now) {
    const { bound, to } = await writer.run('sessions.bind', hash, browserHash, now);
    if (bound) return 'bound';
    if (to === null) return 'gone';
    return to === browserHash ? 'same' : 'other';
  },

  countTicket: (hash, most, now) => writer.run('sessions.count_ticket', hash, most, now),
  countAttempt: (hash, most, now) => writer.run('sessions.count_attempt', hash, most, now),
  beginFlow: (hash, browserHash, flow, now) => writer.run('sessions.begin_flow', hash, browserHash, flow, now),
  append: async (hash, entry, final, now) =>
    connects.decodeOrNull(await writer.run('sessions.append', hash, entry, final, now)),
  finalise: async (hash, final, now) => connects.decodeOrNull(await writer.run('sessions.finalise', hash, final, now)),

  async takeDeclined(hash, now) {
    const row = find(reader, hash, now);
    // Most polls have nothing to take, and a read costs no commit.
    if (!row || declined(row).length === row.declined_reported) return [];
    return writer.run('sessions.take_declined', hash, now);
  },
});
