import { canonicalRow, chainStart, linkCanonical, type CanonicalRow } from '../../audit/chain.ts';
import type { AuditRow, AuditStore, ChainEnd } from '../store.ts';
import { missingWrites } from './audit-missing.ts';
import { isUse } from './audit-uses.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { canonicalPrincipal } from './principal.ts';
import { json, nullable, plain, Table } from './table.ts';
import type { Writer } from './writer-client.ts';

/** Names this store's rows in the chain: every process that opens the file goes on with the same one. */
export const chainWriter = 'embedded';

/** Columns in the order of the canonical row, which is what is written. */
export const audit = new Table<AuditRow>('audit', {
  id: plain(),
  app_id: plain(),
  at: plain(),
  event: plain(),
  request_id: plain(),
  call_id: plain(),
  key_id: plain(),
  caller: plain(),
  principal: nullable(canonicalPrincipal),
  grant_id: plain(),
  provider_id: plain(),
  session_id: plain(),
  method: plain(),
  host: plain(),
  path: plain(),
  reason: plain(),
  context: json(),
  client_ip: plain(),
  decision: plain(),
  status: plain(),
  detail: json(),
});

const appColumn = 1;
const decisionColumn = 18;
export const chainColumns = 'writer, sequence, previous_hash, hash';

const head = 'SELECT sequence, hash FROM audit WHERE app_id = ? AND writer = ? ORDER BY sequence DESC LIMIT 1';
/** Asked once per writer, each time along the index: rows are many, writers few. */
const nextWriter = 'SELECT writer FROM audit WHERE app_id = ? AND writer > ? ORDER BY writer LIMIT 1';
const insert = `INSERT INTO audit (${chainColumns}, ${audit.list}) VALUES (?, ?, ?, ?${', ?'.repeat(21)})`;
const claimNonce = `INSERT INTO nonces (key_id, nonce, until) VALUES (?, ?, ?)
  ON CONFLICT (key_id, nonce) DO NOTHING`;
/** Uses and other rows, each along the index, are merged as they come. */
const ofGrantWith = (more: string): string =>
  [1, 0]
    .map((use) => `SELECT ${audit.list} FROM audit WHERE app_id = ?1 AND grant_id = ?2 AND ${isUse} = ${use}${more}`)
    .join(' UNION ALL ') + ' ORDER BY at DESC, id DESC LIMIT ?3';
const ofGrant = ofGrantWith('');
const ofGrantBefore = ofGrantWith(' AND (at, id) < (?4, ?5)');
const lastUse = `SELECT at FROM audit WHERE app_id = ? AND grant_id = ? AND ${isUse} = 1 ORDER BY at DESC LIMIT 1`;
const afterSequence = `SELECT ${chainColumns}, ${audit.list} FROM audit
  WHERE app_id = ? AND writer = ? AND sequence > ? ORDER BY sequence LIMIT ?`;

export const auditWrites = {
  'audit.append': (db: Connection, ...rows: CanonicalRow[]): void => {
    for (const row of rows) append(db, row);
  },

  /** The row stands either way: a lost nonce is recorded as what it is. */
  'audit.claim': (db: Connection, row: CanonicalRow, keyId: string, nonce: string, until: number): boolean => {
    const claimed = db.run(claimNonce, keyId, nonce, until) === 1;
    append(db, claimed ? row : row.with(decisionColumn, 'replayed'));
    return claimed;
  },

  'audit.claim_nonce': (db: Connection, keyId: string, nonce: string, until: number): boolean =>
    db.run(claimNonce, keyId, nonce, until) === 1,

  ...missingWrites(append),
};

/** The head is read each time: another process may have written since. */
function append(db: Connection, row: CanonicalRow): void {
  const appId = row[appColumn] as string;
  const last = db.get(head, appId, chainWriter) as [sequence: number, hash: string] | null;
  const previous = last ? last[1] : chainStart(appId, chainWriter);
  db.run(insert, chainWriter, (last?.[0] ?? 0) + 1, previous, linkCanonical(previous, row), ...row);
}

export const auditStore = (reader: Reader, writer: Writer): AuditStore => ({
  append: async (rows) => {
    if (rows.length > 0) await writer.run('audit.append', ...rows.map(canonicalRow));
  },

  appendMissing: (rows) =>
    writer.run(
      'audit.append_missing',
      ...rows.map((row) => [row.app_id, row.grant_id, row.at, row.id, canonicalRow(row)] as const),
    ),

  async claim(row, nonce) {
    const canonical = canonicalRow(row);
    const claimed = nonce
      ? await writer.run('audit.claim', canonical, nonce.key_id, nonce.nonce, nonce.until)
      : await writer.run('audit.append', canonical).then(() => true);
    return claimed ? 'claimed' : 'replayed';
  },

  claimNonce: (_appId, { key_id, nonce, until }) => writer.run('audit.claim_nonce', key_id, nonce, until),

  async ofGrant(appId, grantId, limit, before) {
    const found = before
      ? reader.all(ofGrantBefore, appId, grantId, limit, before.at, before.id)
      : reader.all(ofGrant, appId, grantId, limit);
    return found.map((row) => audit.decode(row));
  },

  async lastUses(appId, grantIds) {
    const uses = new Map<string, number>();
    for (const id of grantIds) {
      const found = reader.get(lastUse, appId, id);
      if (found) uses.set(id, found[0] as number);
    }
    return uses;
  },

  async chains(appId) {
    const ends: ChainEnd[] = [];
    const next = (after: string) => reader.get(nextWriter, appId, after)?.[0] as string | undefined;
    for (let writer = next(''); writer !== undefined; writer = next(writer)) {
      const [sequence, hash] = reader.get(head, appId, writer) as [sequence: number, hash: string];
      ends.push({ writer, sequence, hash });
    }
    return ends;
  },

  chain: async (appId, of, after, limit) =>
    reader.all(afterSequence, appId, of, after, limit).map(([writer, sequence, previous, hash, ...row]) => ({
      row: audit.decode(row),
      writer: writer as string,
      sequence: sequence as number,
      previous_hash: previous as string,
      hash: hash as string,
    })),
});
