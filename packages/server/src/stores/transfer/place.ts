/** Where a store is, as an operator writes it, and how it is opened there. */
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedHoldings } from '../embedded/holdings.ts';
import { missingMigrations } from '../embedded/missing-migrations.ts';
import { openEmbedded } from '../embedded/open.ts';
import type { Holdings, SchemaState } from './holdings.ts';

export type Place = { file: string } | { url: string };

/** A connection string, or the path or `file:` URL of an embedded store. */
export function placeOf(text: string, cwd: string): Place {
  if (/^mongodb(\+srv)?:\/\//.test(text)) return { url: text };
  return { file: resolve(cwd, text.startsWith('file:') ? fileURLToPath(text) : text) };
}

export const configuredPlace = (config: { dataDir: string; storeUrl: string | null }): Place =>
  config.storeUrl === null ? { file: join(config.dataDir, 'alter.db') } : { url: config.storeUrl };

/**
 * For writing, a place that has nothing is made ready.
 * @throws StoreUnavailable
 */
export async function openHoldings(place: Place, mode: 'read' | 'write'): Promise<Holdings> {
  if ('url' in place) {
    const { openMongodbHoldings } = await import('../mongodb/holdings/holdings.ts');
    return openMongodbHoldings(place.url, mode);
  }
  if (mode === 'write') await (await openEmbedded({ file: place.file })).close();
  // The same file under two names must not be copied into itself.
  return openEmbeddedHoldings(existsSync(place.file) ? realpathSync.native(place.file) : place.file, mode);
}

/** What this version would have to make there; nothing is changed. @throws StoreUnavailable */
export async function schemaAt(place: Place): Promise<SchemaState> {
  if ('file' in place) {
    return { todo: missingMigrations(place.file).map((name) => `migration "${name}"`), building: [], wrong: [] };
  }
  const { schemaOfMongodb } = await import('../mongodb/schema/migrate.ts');
  return schemaOfMongodb(place.url);
}

/** Makes it. @throws StoreUnavailable with what could not be made */
export async function migrateAt(place: Place, onProgress: (words: string) => void): Promise<void> {
  if ('file' in place) return (await openEmbedded({ file: place.file })).close();
  const { migrateMongodb } = await import('../mongodb/schema/migrate.ts');
  return migrateMongodb(place.url, onProgress);
}
