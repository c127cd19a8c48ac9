import type { SqlFunction } from './connection.ts';

/** One step from a file's version to the next. */
export interface Migration {
  name: string;
  sql: string;
  /** What its SQL calls, by name. */
  functions?: Readonly<Record<string, SqlFunction>>;
}
