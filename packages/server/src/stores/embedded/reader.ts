import type { SQLInputValue } from 'node:sqlite';
import { Connection } from './connection.ts';
import { errorOf, failureOf } from './failure.ts';
import type { Found } from './table.ts';

/**
 * Reads, on the caller's thread: a point read takes microseconds, less than asking another thread would. Each sees
 * everything that was committed before it, by this process or another.
 */
export class Reader {
  readonly #connection: Connection;
  readonly #assertOpen: () => void;

  /** @param assertOpen throws when the store was closed or lost its writer */
  constructor(file: string, assertOpen: () => void) {
    this.#connection = new Connection(file, 'read');
    this.#assertOpen = assertOpen;
  }

  /** @throws StoreUnavailable */
  get(sql: string, ...values: SQLInputValue[]): Found | null {
    return this.#read(() => this.#connection.get(sql, ...values));
  }

  /** @throws StoreUnavailable */
  all(sql: string, ...values: SQLInputValue[]): Found[] {
    return this.#read(() => this.#connection.all(sql, ...values));
  }

  statements(): string[] {
    return this.#connection.statements();
  }

  close(): void {
    this.#connection.close();
  }

  #read<T>(read: () => T): T {
    this.#assertOpen();
    try {
      return read();
    } catch (error) {
      throw errorOf(failureOf(error));
    }
  }
}
