import { systemClock } from '../../lib/clock.ts';
import { random } from '../../lib/random.ts';
import { StoreUnavailable } from '../store.ts';
import { auditFileOf, Connection } from './connection.ts';
import { errorOf, failureOf, isLocked } from './failure.ts';
import type { Migration } from './migration.ts';
import { first } from './migrations/0001-first.ts';
import { leases } from './migrations/0002-leases.ts';
import { refresh } from './migrations/0003-refresh.ts';
import { flowKinds } from './migrations/0004-flow-kinds.ts';
import { grantsOver } from './migrations/0005-grants-over.ts';
import { looseTokens } from './migrations/0006-loose-tokens.ts';
import { ticketsGiven } from './migrations/0007-tickets-given.ts';
import { owed } from './migrations/0008-owed.ts';
import { unrecordedEnds } from './migrations/0009-unrecorded-ends.ts';
import { attempts } from './migrations/0010-attempts.ts';
import { grantsByStatus } from './migrations/0011-grants-by-status.ts';
import { places } from './migrations/0012-places.ts';
import { firstAudit } from './migrations/audit-0001-first.ts';
import { auditUses } from './migrations/audit-0002-uses.ts';

/** In order; a migration that was released is never edited, the next one changes what it made. */
export const migrations: readonly Migration[] = [
  first,
  leases,
  refresh,
  flowKinds,
  grantsOver,
  looseTokens,
  ticketsGiven,
  owed,
  unrecordedEnds,
  attempts,
  grantsByStatus,
  places,
];
/** The same of the audit's file. */
export const auditMigrations: readonly Migration[] = [firstAudit, auditUses];

const versionTable = `CREATE TABLE IF NOT EXISTS migrations (
  version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL
) STRICT`;

/** Milliseconds for others to close the file, and for what they do in it; between two looks of ours it is closed. */
const patienceMs = 2_000;
const leastPauseMs = 20;

/**
 * Brings both files to the newest version, each in one transaction. One that has it is looked at and left.
 * @throws StoreUnavailable when one cannot be opened, or is behind while another process has it open; Error when it is newer
 * than this server
 */
export function migrate(file: string, now: number, known = migrations, knownAudit = auditMigrations): void {
  const files = [
    [auditFileOf(file), knownAudit],
    [file, known],
  ] as const;
  try {
    const behind = files.filter(([one, wanted]) => isBehind(one, wanted));
    for (const [one, wanted] of behind) patiently(() => inFile(one, (db) => migrateOne(db, one, now, wanted)));
  } catch (error) {
    const failure = failureOf(error);
    throw failure.kind === 'fault' ? error : errorOf(failure);
  }
}

function inFile<T>(file: string, act: (db: Connection) => T): T {
  const db = new Connection(file, 'write', 'one');
  try {
    return act(db);
  } finally {
    // An open transaction is rolled back by this.
    db.close();
  }
}

/** Two new processes that start at once are in each other's way for a moment: chance decides who comes first. */
function patiently<T>(act: () => T): T {
  const until = systemClock.monotonic() + patienceMs;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!isLocked(error) || systemClock.monotonic() >= until) throw error;
    }
    const pauseMs = leastPauseMs + random(1)[0]!;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
}

/**
 * Whether it lacks a migration. One that is there already must have no other process in it: an older server would go on with
 * tables that are no more. SQLite leaves the write-ahead log only for a connection beside which no other has read.
 */
function isBehind(file: string, known: readonly Migration[]): boolean {
  const look = (db: Connection): boolean => {
    const version = knownVersion(db, file, known);
    if (version > 0 && version < known.length) db.script('PRAGMA journal_mode = DELETE; PRAGMA journal_mode = WAL');
    return version < known.length;
  };
  try {
    return patiently(() => inFile(file, look));
  } catch (cause) {
    if (!isLocked(cause)) throw cause;
    throw new StoreUnavailable(
      `the store cannot be used: ${file} is to be brought up to date, and another process has it open. ` +
        'Stop the server of the earlier version first; if another process is at it already, wait until it is done.',
      { cause },
    );
  }
}

function migrateOne(db: Connection, file: string, now: number, known: readonly Migration[]): void {
  // Sorting for an index, and what undoes a large step, may be as large as the file.
  db.script('PRAGMA temp_store = FILE');
  db.run('BEGIN IMMEDIATE');
  apply(db, file, now, known);
  db.run('COMMIT');
}

/** How many migrations it has had. */
export function versionOf(db: Connection): number {
  const isThere = db.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'") !== null;
  return isThere ? Number(db.get('SELECT coalesce(max(version), 0) FROM migrations')?.[0]) : 0;
}

function knownVersion(db: Connection, file: string, known: readonly Migration[]): number {
  const version = versionOf(db);
  if (version <= known.length) return version;
  throw new Error(
    `The database ${file} has version ${version}, and this server knows versions up to ${known.length}. ` +
      'It was opened by a newer server: start that one, or restore a backup from before it.',
  );
}

function apply(db: Connection, file: string, now: number, known: readonly Migration[]): void {
  db.script(versionTable);
  const version = knownVersion(db, file, known);
  for (const [index, migration] of known.entries()) {
    if (index < version) continue;
    perform(db, migration);
    db.run('INSERT INTO migrations (version, name, applied_at) VALUES (?, ?, ?)', index + 1, migration.name, now);
  }
}

/** Without a note that it was done. */
export function perform(db: Connection, { sql, functions = {} }: Migration): void {
  for (const [name, compute] of Object.entries(functions)) db.define(name, compute);
  db.script(sql);
}
