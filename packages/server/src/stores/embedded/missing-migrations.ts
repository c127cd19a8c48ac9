import { existsSync } from 'node:fs';
import { Connection } from './connection.ts';
import { errorOf, failureOf } from './failure.ts';
import { migrations } from './migrate.ts';

const known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'";

/**
 * The names of the migrations that the file has not had; all, when there is no file. Nothing is changed.
 * @throws StoreUnavailable when it cannot be read, Error when it is newer than this version
 */
export function missingMigrations(file: string): string[] {
  const version = existsSync(file) ? versionOf(file) : 0;
  if (version > migrations.length) {
    throw new Error(
      `The database ${file} has version ${version}, and this version knows up to ${migrations.length}: use a newer one.`,
    );
  }
  return migrations.slice(version).map(({ name }) => name);
}

function versionOf(file: string): number {
  let db: Connection | null = null;
  try {
    db = new Connection(file, 'read');
    if (!db.get(known)) return 0;
    return Number(db.get('SELECT coalesce(max(version), 0) FROM migrations')?.[0]);
  } catch (error) {
    throw errorOf(failureOf(error));
  } finally {
    db?.close();
  }
}
