import { isDeepStrictEqual } from 'node:util';
import {
  noMarks,
  refreshRecords,
  type AuditRow,
  type HeldRow,
  type RefreshIntent,
  type RefreshMarks,
  type RefreshRecord,
  type VaultRow,
  type VaultStore,
} from '../store.ts';
import type { Connection } from './connection.ts';
import { PlacedTable } from './placed-table.ts';
import type { Reader } from './reader.ts';
import { json, plain, sealed, type Column } from './table.ts';
import type { Writer } from './writer-client.ts';

/** Written together with its grant only: see `grants.ts`. */
export const vault = new PlacedTable<VaultRow>('vault', 'grant_id', {
  app_id: plain(),
  grant_id: plain(),
  generation: plain(),
  sealed,
  updated_at: plain(),
});

/** NULL while there is nothing to mark. The id and time of the intent stand in columns of their own, for conditions. */
const marks: Column<RefreshMarks> = {
  // Of a grant that is fine nothing is to be parsed when it is used.
  write: (value) => (isNothing(value) ? null : JSON.stringify(value)),
  read: (value) => (value === null ? noMarks : { ...noMarks, ...(JSON.parse(value as string) as RefreshMarks) }),
};
export const held = new PlacedTable<HeldRow>('vault', 'grant_id', {
  app_id: plain(),
  grant_id: plain(),
  generation: plain(),
  sealed,
  updated_at: plain(),
  refresh: marks,
  owed: { write: (rows) => owedOf(rows)[0], read: (stored) => readOwed(stored) },
});
export const history = json<RefreshRecord[]>();

const byGrant = `SELECT ${held.list} FROM vault WHERE ${vault.byId}`;
const historyOf = `SELECT history FROM vault WHERE ${vault.byId}`;
const open = 'SELECT app_id, grant_id, refresh FROM vault WHERE intent_at IS NOT NULL ORDER BY intent_at LIMIT ?';
const mark = `UPDATE vault SET refresh = ?, intent_id = ?, intent_at = ?
  WHERE ${vault.byId} AND generation = ? AND intent_id IS ?`;
const remember = `UPDATE vault SET history = ? WHERE ${vault.byId}`;
const owedBy = `SELECT owed FROM vault WHERE ${vault.byId}`;
const owe = `UPDATE vault SET owed = ?, owed_at = ? WHERE ${vault.byId}`;
const owing = 'SELECT owed FROM vault WHERE owed_at <= ? ORDER BY owed_at LIMIT ? OFFSET ?';

export const vaultWrites = {
  'vault.mark': (
    db: Connection,
    appId: string,
    grantId: string,
    seen: { generation: number; intent: string | null },
    next: RefreshMarks,
    record: RefreshRecord | null,
    owed: AuditRow | null,
  ): boolean => {
    const { generation, intent } = seen;
    if (db.run(mark, ...marksOf(next), ...vault.which(grantId, appId), generation, intent) === 0) return false;
    if (record) addRecord(db, appId, grantId, record);
    if (owed) addOwed(db, appId, grantId, owed);
    return true;
  },

  'vault.paid': (db: Connection, paid: readonly Owed[]): void => {
    for (const { id, appId, grantId } of paid) {
      const left = owedRows(db, appId, grantId).filter((row) => row.id !== id);
      db.run(owe, ...owedOf(left), ...vault.which(grantId, appId));
    }
  },
};

/** What names a row that is owed. */
interface Owed {
  id: string;
  appId: string;
  grantId: string;
}

const isNothing = (value: RefreshMarks): boolean => isDeepStrictEqual(value, noMarks);

/** Values of `refresh`, `intent_id` and `intent_at`. */
export const marksOf = (next: RefreshMarks) =>
  [marks.write(next), next.intent?.id ?? null, next.intent?.at ?? null] as const;

export function addRecord(db: Connection, appId: string, grantId: string, record: RefreshRecord): void {
  const [before] = db.get(historyOf, ...vault.which(grantId, appId)) ?? [];
  const records = [record, ...history.read(before ?? '[]')].slice(0, refreshRecords);
  db.run(remember, history.write(records), ...vault.which(grantId, appId));
}

/** Values of `owed` and `owed_at`. */
export const owedOf = (rows: readonly AuditRow[]) =>
  [
    rows.length === 0 ? null : JSON.stringify(rows),
    rows.length === 0 ? null : Math.min(...rows.map(({ at }) => at)),
  ] as const;

export const addOwed = (db: Connection, appId: string, grantId: string, row: AuditRow): void => {
  db.run(owe, ...owedOf([...owedRows(db, appId, grantId), row]), ...vault.which(grantId, appId));
};

const readOwed = (stored: unknown): AuditRow[] => JSON.parse((stored as string | null) ?? '[]') as AuditRow[];

const owedRows = (db: Connection, appId: string, grantId: string): AuditRow[] =>
  readOwed(db.get(owedBy, ...vault.which(grantId, appId))?.[0]);

export const vaultStore = (reader: Reader, writer: Writer): VaultStore => ({
  read: async (appId, grantId) => held.decodeOrNull(reader.get(byGrant, ...vault.which(grantId, appId))),
  mark: (appId, grantId, seen, next, record, owed) =>
    writer.run('vault.mark', appId, grantId, seen, next, record, owed ?? null),
  async history(appId, grantId) {
    const [records] = reader.get(historyOf, ...vault.which(grantId, appId)) ?? [];
    return history.read(records ?? '[]');
  },
  openIntents: async (limit) =>
    reader.all(open, limit).map(([appId, grantId, stored]) => ({
      app_id: appId as string,
      grant_id: grantId as string,
      intent: marks.read(stored ?? null).intent as RefreshIntent,
    })),
  async owing(before, limit, skip) {
    const owed = reader.all(owing, before, limit, skip).flatMap(([stored]) => readOwed(stored));
    // Younger ones of the same grant are those that somebody may be about to append.
    return owed.filter(({ at }) => at <= before);
  },
  paid: (rows) =>
    writer.run(
      'vault.paid',
      rows.map(({ id, app_id, grant_id }) => ({ id, appId: app_id, grantId: grant_id ?? '' })),
    ),
});
