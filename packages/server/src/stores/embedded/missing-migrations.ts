import { existsSync } from 'node:fs';
import { auditFileOf, Connection } from './connection.ts';
import { errorOf, failureOf } from './failure.ts';
import { auditMigrations, migrations, type Migration } from './migrate.ts';

const hasVersions = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'";

/**
 * The names of the migrations that the store's files have not had; all, when there is no file. Nothing is changed.
 * @throws StoreUnavailable when it cannot be read, Error when it is newer than this version
 */
export const missingMigrations = (file: string): string[] => [
  ...missingIn(file, migrations),
  ...missingIn(auditFileOf(file), auditMigrations).map((name) => `audit ${name}`),
];

function missingIn(file: string, known: readonly Migration[]): string[] {
  const version = existsSync(file) ? versionOf(file) : 0;
  if (version > known.length) {
    throw new Error(
      `The database ${file} has version ${version}, and this version knows up to ${known.length}: use a newer one.`,
    );
  }
  return known.slice(version).map(({ name }) => name);
}

function versionOf(file: string): number {
  let db: Connection | null = null;
  try {
    db = new Connection(file, 'read', 'one');
    if (!db.get(hasVersions)) return 0;
    return Number(db.get('SELECT coalesce(max(version), 0) FROM migrations')?.[0]);
  } catch (error) {
    throw errorOf(failureOf(error));
  } finally {
    db?.close();
  }
}
