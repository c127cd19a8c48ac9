import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Found } from './table.ts';

/** How long a statement waits for another process's lock, in milliseconds. */
export const busyTimeoutMs = 5_000;

/** One connection to the file and its prepared statements: SQL is written once, as a constant, and prepared once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Set by verbs that destroy ciphertext: the write-ahead log is to be emptied. */
  destroyed = false;

  constructor(file: string, mode: 'read' | 'write') {
    this.#database = new DatabaseSync(file, { readOnly: mode === 'read', timeout: busyTimeoutMs });
    this.#database.exec('PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;');
    if (mode === 'write') {
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    }
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

  /** Every statement prepared so far. */
  statements(): string[] {
    return [...this.#statements.keys()];
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
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
