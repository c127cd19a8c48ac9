/** Makes what the store needs in the database, and refuses to serve when something of it is missing or different. */
import { isDeepStrictEqual } from 'node:util';
import { MongoServerError, type Db, type Document } from 'mongodb';
import { StoreUnavailable } from '../store.ts';
import { collections, validatorOf, type Declared } from './collections.ts';
import { errorOf } from './failure.ts';
import { withProgress } from './index-builds.ts';
import { compareValidators } from './validator-change.ts';

const namespaceExists = 48;
const namespaceNotFound = 26;
/** What of an index's description decides which queries it serves and what it refuses. */
const telling = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation'] as const;

const nothing = (): void => undefined;

/**
 * Indexes are built while the collection is used. However long that takes, `db` must be of a client without a timeout.
 * @param onProgress called every few seconds while they are
 * @throws StoreUnavailable with all that is wrong, one a line
 */
export async function prepare(db: Db, onProgress: (words: string) => void = nothing): Promise<void> {
  const making = new Set<string>();
  await withProgress(db, prepareAll(db, making), making, onProgress);
}

async function prepareAll(db: Db, making: Set<string>): Promise<void> {
  const found = new Map((await db.listCollections().toArray()).map((one) => [one.name, one]));
  const declared: readonly Declared[] = Object.values(collections);
  const wrong = await Promise.all(
    declared.map(async (one) => [
      ...(await makeCollection(db, one, found.get(one.name))),
      ...(await makeIndexes(db, one, making)),
    ]),
  );
  const mistakes = wrong.flat();
  if (mistakes.length === 0) return;
  throw new StoreUnavailable(
    `the store cannot be used: the database "${db.databaseName}" is not as this server needs it:\n` +
      mistakes.map((mistake) => `  - ${mistake}`).join('\n'),
  );
}

async function makeCollection(db: Db, one: Declared, found: Document | undefined): Promise<string[]> {
  const validator = validatorOf(one);
  if (found === undefined) {
    try {
      await db.createCollection(one.name, { validator });
      return [];
    } catch (error) {
      // Another process was a moment earlier: what it made is checked.
      if (!(error instanceof MongoServerError) || error.code !== namespaceExists) return [failed(one, error)];
      [found] = await db.listCollections({ name: one.name }).toArray();
    }
  }
  const seen = (found?.['options'] as Document | undefined)?.['validator'] as Document | undefined;
  const state = compareValidators(seen, validator);
  if (state === 'same' || state === 'newer') return [];
  if (state === 'older') return widen(db, one, validator);
  return [`collection "${one.name}" has ${lacks[state]}; wanted: ${JSON.stringify(validator)}`];
}

const lacks = { absent: 'no validator', different: 'another validator' } as const;

/** Servers of the older version go on: what they write passes the newer validator. */
async function widen(db: Db, one: Declared, validator: Document): Promise<string[]> {
  try {
    await db.command({ collMod: one.name, validator });
    return [];
  } catch (error) {
    return [`the validator of "${one.name}" is of an older version and could not be widened: ${wordsOf(error)}`];
  }
}

async function makeIndexes(db: Db, one: Declared, making: Set<string>): Promise<string[]> {
  const before = await indexesOf(db, one.name);
  const missing = one.indexes.filter((index) => !before.has(index.name));
  making.add(one.name);
  const failures = await make(db, one, missing).finally(() => making.delete(one.name));
  if (failures.length > 0) return failures;
  const after = missing.length > 0 ? await indexesOf(db, one.name) : before;
  return one.indexes.flatMap((index) => {
    const seen = after.get(index.name);
    if (seen === undefined) return [`index "${index.name}" of "${one.name}" is missing`];
    const difference = differs(index, seen);
    return difference === null ? [] : [`index "${index.name}" of "${one.name}" is different: ${difference}`];
  });
}

/** All at once, which reads the collection once; when that fails, one by one, to name what cannot be made. */
async function make(db: Db, one: Declared, missing: Declared['indexes']): Promise<string[]> {
  if (missing.length === 0) return [];
  const collection = db.collection(one.name);
  try {
    await collection.createIndexes([...missing]);
    return [];
  } catch {
    const failures: string[] = [];
    for (const index of missing) {
      await collection.createIndexes([index]).catch((error: unknown) => failures.push(failed(one, error, index.name)));
    }
    return failures;
  }
}

export async function indexesOf(db: Db, name: string): Promise<Map<string, Document>> {
  try {
    const indexes = (await db.collection(name).listIndexes().toArray()) as Document[];
    return new Map(indexes.map((index) => [String(index['name']), index]));
  } catch (error) {
    // It could not be made, which is said already.
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return new Map();
    throw error;
  }
}

/** Which part is different, and what is wanted; null when none is. */
export function differs(wanted: Document, seen: Document): string | null {
  // The order of the fields is what an index is.
  const key = JSON.stringify(wanted['key']);
  if (JSON.stringify(seen['key']) !== key) return `key ${JSON.stringify(seen['key'])}; wanted: ${key}`;
  const part = telling.find((name) => !isDeepStrictEqual(seen[name], wanted[name]));
  if (part === undefined) return null;
  return `${part} ${JSON.stringify(seen[part])}; wanted: ${JSON.stringify(wanted[part])}`;
}

function failed(one: Declared, error: unknown, index?: string): string {
  const what = index === undefined ? `collection "${one.name}"` : `index "${index}" of "${one.name}"`;
  return `${what} is missing and could not be made: ${wordsOf(error)}`;
}

function wordsOf(error: unknown): string {
  const why = errorOf(error);
  return why instanceof Error ? why.message : String(why);
}
