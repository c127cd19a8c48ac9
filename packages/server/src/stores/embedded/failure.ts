import { StoreUnavailable } from '../store.ts';

/** Why a verb failed, in a form that crosses threads. `refused`: the row breaks a rule of the schema. */
export interface Failure {
  kind: 'unavailable' | 'refused' | 'fault';
  message: string;
}

/** Primary result codes that say the store itself cannot work now (https://www.sqlite.org/rescode.html). */
const unavailable: Readonly<Record<number, string>> = {
  3: 'no permission for the database file',
  5: 'another process kept the database locked for too long',
  6: 'the database is locked',
  7: 'out of memory',
  8: 'the database file is read-only, or was moved or deleted',
  10: 'the disk answered with an error',
  11: 'the database file is damaged',
  13: 'the disk is full',
  14: 'the database file cannot be opened',
  26: 'the file is not a database',
};

const constraint = 19;

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: 'fault', message: String(error) };
  const code = primaryCode(error);
  if (code === constraint) return { kind: 'refused', message: `the store refused the row: ${error.message}` };
  const words = code === null ? undefined : unavailable[code];
  if (words === undefined) return { kind: 'fault', message: error.stack ?? error.message };
  return { kind: 'unavailable', message: `the store cannot be used: ${words} (SQLite ${code}: ${error.message})` };
}

export function errorOf(failure: Failure): Error {
  return failure.kind === 'unavailable' ? new StoreUnavailable(failure.message) : new Error(failure.message);
}

/** Somebody else has a lock that was needed (SQLITE_BUSY, SQLITE_LOCKED). */
export function isLocked(error: unknown): boolean {
  const code = error instanceof Error ? primaryCode(error) : null;
  return code === 5 || code === 6;
}

/** The extended code's low byte. */
function primaryCode(error: Error): number | null {
  return 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}
