import { existsSync, statSync } from 'node:fs';
import { StoreUnavailable } from '../store.ts';
import type { Batch, Held, Holdings, Kind, StoreStats } from '../transfer/holdings.ts';
import { auditFileOf, Connection } from './connection.ts';
import { errorOf, failureOf } from './failure.ts';
import { inspectFile } from './inspect.ts';
import { missingMigrations } from './missing-migrations.ts';
import { PlacedRows } from './placed-rows.ts';
import { batchSize, shelves, type Decoded, type Shelf } from './shelves.ts';

/** A sign of life that is younger than this is one of now: readiness is asked every few seconds. */
const freshMs = 60_000;

const sizesIn = (schema: string): string => `SELECT s.tbl_name, s.type, sum(d.pgsize)
  FROM dbstat('${schema}') d JOIN ${schema}.sqlite_schema s ON s.name = d.name GROUP BY s.tbl_name, s.type`;
const sizes = `${sizesIn('main')} UNION ALL ${sizesIn('record')}`;
const openFlows = 'SELECT count(*) FROM flows WHERE consumed_at IS NULL AND expires_at > ?';
const times = 'SELECT min(at), max(at) FROM audit';
const held = 'SELECT count(*) FROM leases WHERE owner IS NOT NULL AND until > ?';

/**
 * Opens what a file holds. For reading it is one moment's state, whatever is written meanwhile.
 * @throws StoreUnavailable when there is no file, or it is not of this version
 */
export function openEmbeddedHoldings(file: string, mode: 'read' | 'write'): Holdings {
  if (!existsSync(file)) throw new StoreUnavailable(`the store cannot be used: there is no file ${file}`);
  const missing = missingMigrations(file);
  if (missing.length > 0) {
    throw new StoreUnavailable(
      `the store cannot be used: ${file} is older than this version; run "alter store migrate" on it`,
    );
  }
  const db = guarded(() => new Connection(file, mode));
  const placed = new PlacedRows(db);
  // Another connection's, since a transaction does not see that the file was written.
  const watch = guarded(() => new Connection(file, 'read'));
  const version = (): string =>
    ['main', 'record'].map((schema) => String(watch.get(`PRAGMA ${schema}.data_version`)?.[0])).join();
  const opened = version();
  if (mode === 'read')
    guarded(() =>
      db.script('BEGIN; SELECT count(*) FROM main.sqlite_schema; SELECT count(*) FROM record.sqlite_schema;'),
    );
  return {
    place: file,
    async *read<K extends Kind>(kind: K): AsyncGenerator<Batch<Held[K]>, undefined> {
      yield* batches(rowsOf(db, placed, shelves[kind]));
      return undefined;
    },
    insert: async (kind, rows) => guarded(() => insert(db, kind, rows)),
    estimate: async (kind) => guarded(() => count(db, shelves[kind].table)),
    inspect: async () => guarded(() => inspectFile(db)),
    stats: async (now) => guarded(() => statsOf(db, file, now)),
    inUse: async (now) => guarded(() => inUse(db, now)),
    writtenSince: async () => (mode === 'read' ? version() !== opened : null),
    async close() {
      watch.close();
      db.close();
    },
  };
}

function* batches<Row>(rows: Iterator<Decoded<Row>, undefined>): Generator<Batch<Row>> {
  for (;;) {
    const found: Decoded<Row>[] = [];
    while (found.length < batchSize) {
      const { value } = guarded(() => rows.next());
      if (value === undefined) break;
      found.push(value);
    }
    if (found.length === 0) return;
    yield {
      rows: found.filter(({ half }) => !half).map(({ row }) => row),
      halves: found.flatMap(({ half }) => half ?? []),
      misplaced: found.flatMap(({ misplaced }) => misplaced ?? []),
    };
  }
}

function* rowsOf<Row>(
  db: Connection,
  placed: PlacedRows,
  { from, decode }: Shelf<Row>,
): Generator<Decoded<Row>, undefined> {
  if ('select' in from) {
    for (const found of placed.read(from)) yield decode(found);
    return;
  }
  let after = from.start;
  for (;;) {
    const found = db.all(from.after, ...after).map((one) => decode(one));
    yield* found;
    if (found.length < batchSize) return;
    after = from.key(found.at(-1)!.row);
  }
}

function insert<K extends Kind>(db: Connection, kind: K, rows: readonly Held[K][]): void {
  const shelf = shelves[kind];
  db.run('BEGIN IMMEDIATE');
  try {
    for (const row of rows) db.run(shelf.insert, ...shelf.encode(row));
    db.run('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.run('ROLLBACK');
    throw error;
  }
}

const count = (db: Connection, table: string): number => Number(db.get(`SELECT count(*) FROM ${table}`)?.[0]);

function statsOf(db: Connection, file: string, now: number): StoreStats {
  const tables = new Map([...new Set(Object.values(shelves).map(({ table }) => table))].map((name) => [name, [0, 0]]));
  for (const [table, type, bytes] of db.all(sizes)) {
    const entry = tables.get(String(table));
    if (entry) entry[type === 'index' ? 1 : 0] = Number(bytes);
  }
  const [oldest = null, newest = null] = db.get(times) ?? [];
  return {
    bytes: [file, auditFileOf(file)]
      .flatMap((one) => [one, `${one}-wal`])
      .reduce((sum, one) => sum + (existsSync(one) ? statSync(one).size : 0), 0),
    tables: [...tables].map(([name, [bytes = 0, indexBytes = 0]]) => ({
      name,
      rows: count(db, name),
      bytes,
      indexBytes,
    })),
    audit: oldest === null ? null : { oldest: Number(oldest), newest: Number(newest) },
    openFlows: Number(db.get(openFlows, now)?.[0]),
  };
}

function inUse(db: Connection, now: number): string | null {
  const beat = Number(db.get('SELECT max(at) FROM heartbeat')?.[0] ?? 0);
  if (beat > now - freshMs) return `readiness was asked ${Math.max(0, Math.round((now - beat) / 1000))} s ago`;
  const leases = Number(db.get(held, now)?.[0]);
  return leases > 0 ? `${leases} lease${leases === 1 ? ' is' : 's are'} held` : null;
}

/** In the store's words. @throws StoreUnavailable, Error */
function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw errorOf(failureOf(error));
  }
}
