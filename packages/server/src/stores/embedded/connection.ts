import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { Found } from './table.ts';

/** How long a statement waits for another process's lock, in milliseconds. */
export const busyTimeoutMs = 5_000;

/**
 * Audit rows and nonces have a file of their own beside the store's: `alter-audit.db` beside `alter.db`. They are written at
 * every call and the rest seldom; apart, a commit of theirs leaves the pages that readers of the rest hold as they are.
 * No verb writes to both.
 */
export const auditFileOf = (file: string): string => file.replace(/(\.[^./\\]*)?$/, '-audit$1');

const forEither = 'PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;';
const forWriting = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;';
/** Nothing in it is secret, so that what is deleted need not be overwritten. */
const forAudit = 'PRAGMA record.cache_size = -8000;';
const forWritingAudit =
  'PRAGMA record.journal_mode = WAL; PRAGMA record.synchronous = FULL; PRAGMA record.secure_delete = OFF;';

/** Called by SQL; gives the same for the same values. */
export type SqlFunction = (...values: SQLOutputValue[]) => SQLInputValue;

/** One connection to the files and its prepared statements: SQL is written once, as a constant, and prepared once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Set by verbs that destroy ciphertext: the write-ahead log is to be emptied. */
  destroyed = false;

  /** @param extent `one`: the file alone, as when its tables are made */
  constructor(file: string, mode: 'read' | 'write', extent: 'both' | 'one' = 'both') {
    this.#database = new DatabaseSync(file, { readOnly: mode === 'read', timeout: busyTimeoutMs });
    this.#database.exec(forEither);
    if (mode === 'write') this.#database.exec(forWriting);
    if (extent === 'both') this.#attachAudit(auditFileOf(file), mode);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  get(sql: string, ...values: SQLInputValue[]): Found | null {
    return (this.#prepared(sql).get(...values) as Found | undefined) ?? null;
  }

  all(sql: string, ...values: SQLInputValue[]): Found[] {
    return this.#prepared(sql).all(...values) as unknown as Found[];
  }

  /** Runs a statement; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** Several statements without values. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  define(name: string, compute: SqlFunction): void {
    this.#database.function(name, { deterministic: true }, compute);
  }

  /** Every statement prepared so far. */
  statements(): string[] {
    return [...this.#statements.keys()];
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /** Its tables are found by their plain names: no name is in both files. */
  #attachAudit(file: string, mode: 'read' | 'write'): void {
    this.#database.prepare('ATTACH DATABASE ? AS record').run(file);
    this.#database.exec(forAudit);
    if (mode === 'write') this.#database.exec(forWritingAudit);
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}
