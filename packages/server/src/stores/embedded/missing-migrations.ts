import { existsSync } from 'node:fs';
import { auditFileOf, Connection } from './connection.ts';
import { errorOf, failureOf } from './failure.ts';
import { auditMigrations, migrations, versionOf } from './migrate.ts';
import type { Migration } from './migration.ts';

/**
 * The names of the migrations that the store's files have not had; all, when there is no file. Nothing is changed.
 * @throws StoreUnavailable when it cannot be read, Error when it is newer than this version
 */
export const missingMigrations = (file: string): string[] => [
  ...missingIn(file, migrations),
  ...missingIn(auditFileOf(file), auditMigrations).map((name) => `audit ${name}`),
];

function missingIn(file: string, known: readonly Migration[]): string[] {
  const version = existsSync(file) ? versionIn(file) : 0;
  if (version > known.length) {
    throw new Error(
      `The database ${file} has version ${version}, and this version knows up to ${known.length}: use a newer one.`,
    );
  }
  return known.slice(version).map(({ name }) => name);
}

function versionIn(file: string): number {
  let db: Connection | null = null;
  try {
    db = new Connection(file, 'read', 'one');
    return versionOf(db);
  } catch (error) {
    throw errorOf(failureOf(error));
  } finally {
    db?.close();
  }
}
