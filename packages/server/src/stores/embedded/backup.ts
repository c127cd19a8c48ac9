import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { auditFileOf } from './connection.ts';

/** All pages in one step: one moment's state, whatever is written meanwhile. */
const allPages = 2 ** 31 - 1;

/**
 * Copies the store to a new file, and its audit to the one beside that; only their owner can read them. The audit comes
 * second, so that it has the rows about all that the first copy holds. Returns both. @throws when one of them exists
 */
export async function copyStore(from: string, to: string): Promise<string[]> {
  await copyDatabase(from, to);
  try {
    await copyDatabase(auditFileOf(from), auditFileOf(to));
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
  return [to, auditFileOf(to)];
}

async function copyDatabase(from: string, to: string): Promise<void> {
  closeSync(openSync(to, 'wx', 0o600));
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to, { rate: allPages });
    sync(to);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    source.close();
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
