import type { Collection } from 'mongodb';
import { chainStart, linkCanonical, type CanonicalRow } from '../../audit/chain.ts';
import { newId } from '../../lib/random.ts';
import type { AuditRow, ChainedAuditRow } from '../store.ts';
import { GroupedInsert } from './grouped-insert.ts';
import { answered } from './patience.ts';
import type { Stored } from './shape.ts';

/** Fields in the order of the canonical row, which is what is hashed and stored. */
export const fields = [
  '_id',
  'app_id',
  'at',
  'event',
  'request_id',
  'call_id',
  'key_id',
  'caller',
  'principal',
  'grant_id',
  'provider_id',
  'session_id',
  'method',
  'host',
  'path',
  'reason',
  'context',
  'client_ip',
  'decision',
  'status',
  'detail',
] as const;
const appField = fields.indexOf('app_id');

/** Stored as JSON text. */
const objects = ['principal', 'context', 'detail'] as const;

const lanesUnderLoad = 2;

/**
 * The rows of this process. Under load two calls are under way at once, each with a chain of its own: a call waits for
 * the disks, and rows of two requests have no order that anybody was told.
 */
export class AuditChain {
  readonly #inserts: GroupedInsert<CanonicalRow, undefined>;

  constructor(collection: Collection<Stored>) {
    const lanes = Array.from({ length: lanesUnderLoad }, () => new ChainWriter(collection));
    this.#inserts = new GroupedInsert(...lanes.map((lane) => (rows: readonly CanonicalRow[]) => lane.insert(rows)));
  }

  /** Resolves when the rows are durable. They stand together, in order. */
  async append(rows: readonly CanonicalRow[]): Promise<void> {
    await this.#inserts.add(rows);
  }
}

/**
 * Each app's rows chained in memory and written in one call at a time. A writer begins a chain of its own, and another one
 * when a write failed, since nobody knows then how many of its rows were written. They are written in order, so what
 * stands of a chain is whole.
 */
class ChainWriter {
  readonly #collection: Collection<Stored>;
  readonly #heads = new Map<string, { sequence: number; hash: string }>();
  #writer = newId();

  constructor(collection: Collection<Stored>) {
    this.#collection = collection;
  }

  async insert(rows: readonly CanonicalRow[]): Promise<undefined[]> {
    try {
      const linked = rows.map((row) => this.#link(row));
      await answered(this.#collection.insertMany(linked, { ordered: true }));
      return [];
    } catch (error) {
      this.#writer = newId();
      this.#heads.clear();
      throw error;
    }
  }

  #link(row: CanonicalRow): Stored {
    const appId = row[appField] as string;
    const head = this.#heads.get(appId) ?? { sequence: 0, hash: chainStart(appId, this.#writer) };
    const sequence = head.sequence + 1;
    const hash = linkCanonical(head.hash, row);
    this.#heads.set(appId, { sequence, hash });
    const stored: Stored = { _id: '' };
    for (let i = 0; i < fields.length; i++) stored[fields[i]!] = row[i];
    stored['writer'] = this.#writer;
    stored['sequence'] = sequence;
    stored['previous_hash'] = head.hash;
    stored['hash'] = hash;
    return stored;
  }
}

export function auditRowOf({ _id, ...stored }: Stored): AuditRow {
  const row: Record<string, unknown> = { id: _id };
  for (const field of fields) if (field !== '_id') row[field] = stored[field];
  for (const field of objects) {
    if (row[field] !== null) row[field] = JSON.parse(row[field] as string) as unknown;
  }
  return row as unknown as AuditRow;
}

export const chainedRowOf = (stored: Stored): ChainedAuditRow => ({
  row: auditRowOf(stored),
  writer: stored['writer'] as string,
  sequence: stored['sequence'] as number,
  previous_hash: stored['previous_hash'] as string,
  hash: stored['hash'] as string,
});
