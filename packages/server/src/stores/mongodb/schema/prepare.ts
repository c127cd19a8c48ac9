/** Makes what the store needs in the database, and refuses to serve when something of it is missing or different. */
import { setTimeout as wait } from 'node:timers/promises';
import { MongoServerError, type Db, type Document } from 'mongodb';
import { StoreUnavailable } from '../../store.ts';
import type { Finding } from '../../transfer/holdings.ts';
import { formOf, isAnotherForm } from './collection-form.ts';
import { collectionFaults, isView } from './collection-state.ts';
import { collections, validatorOf, type Declared } from './collections.ts';
import { errorOf, isPassing } from '../calls/failure.ts';
import { withProgress } from './index-builds.ts';
import { indexStates } from './index-state.ts';
import { schemaState } from './schema-state.ts';
import { moveFirst, validatorStateOf } from './validator-change.ts';

/** What the database has stands against serving: trying again changes nothing. */
export class NotAsNeeded extends StoreUnavailable {}

const namespaceExists = 48;
/** Milliseconds until an index that somebody else builds is looked at again. */
const lookAgainMs = 500;

const nothing = (): void => undefined;

/**
 * Indexes are built while the collection is used, by this process or by another one that was a moment earlier; both are
 * waited for. However long that takes, `db` must be of a client without a timeout.
 * @param onProgress called every few seconds while they are
 * @throws NotAsNeeded with all that is wrong, one a line, before anything is made where documents are in another form; what the connection prevented, in the driver's words
 */
export async function prepare(db: Db, onProgress: (words: string) => void = nothing): Promise<void> {
  const making = new Set<string>();
  await withProgress(db, prepareAll(db, making), making, onProgress);
}

async function prepareAll(db: Db, making: Set<string>): Promise<void> {
  const found = new Map((await db.listCollections().toArray()).map((one) => [one.name, one]));
  const declared: readonly Declared[] = Object.values(collections);
  const forms = await Promise.all(declared.map((one) => formOf(db, one, found.get(one.name))));
  // It stays as it is, for the version that wrote it.
  if (forms.some(isAnotherForm)) throw new NotAsNeeded(notAsNeeded(db, (await schemaState(db)).wrong.map(inWords)));
  const wrong = await Promise.all(
    declared.map(async (one) => {
      const faults = await makeCollection(db, one, found.get(one.name));
      return isView(found.get(one.name)) ? faults : [...faults, ...(await makeIndexes(db, one, making))];
    }),
  );
  const mistakes = wrong.flat();
  if (mistakes.length > 0) throw new NotAsNeeded(notAsNeeded(db, mistakes));
}

/** With what to do about it. */
export const inWords = ({ what, todo }: Finding): string => `${what}. ${todo}`;

export const notAsNeeded = (db: Db, mistakes: readonly string[]): string =>
  `the store cannot be used: the database "${db.databaseName}" is not as this server needs it:\n` +
  mistakes.map((mistake) => `  - ${mistake}`).join('\n');

async function makeCollection(db: Db, one: Declared, found: Document | undefined): Promise<string[]> {
  const validator = validatorOf(one);
  if (found === undefined) {
    try {
      await db.createCollection(one.name, { validator });
      return [];
    } catch (error) {
      // Another process was a moment earlier: what it made is checked.
      if (isPassing(error)) throw error;
      if (!(error instanceof MongoServerError) || error.code !== namespaceExists) return [failed(one, error)];
      [found] = await db.listCollections({ name: one.name }).toArray();
    }
  }
  const faults = collectionFaults(one.name, found ?? {}).map(({ what }) => what);
  const state = validatorStateOf(one, found);
  if (state === 'same' || state === 'newer') return faults;
  if (state === 'older') return [...faults, ...(await widen(db, one, validator))];
  if (state === 'different') return [...faults, anotherForm(one)];
  return [...faults, `collection "${one.name}" has no validator; wanted: ${JSON.stringify(validator)}`];
}

const anotherForm = (one: Declared): string =>
  `collection "${one.name}" has another validator; wanted: ${JSON.stringify(validatorOf(one))}. ${moveFirst}`;

/** Servers of the older version go on: what they write passes the newer validator. */
async function widen(db: Db, one: Declared, validator: Document): Promise<string[]> {
  try {
    await db.command({ collMod: one.name, validator });
    return [];
  } catch (error) {
    if (isPassing(error)) throw error;
    return [`the validator of "${one.name}" is of an older version and could not be widened: ${wordsOf(error)}`];
  }
}

/** Ends when every index is there for queries, or one cannot be made: also when the build of somebody else has failed. */
async function makeIndexes(db: Db, one: Declared, making: Set<string>): Promise<string[]> {
  const made = new Set<string>();
  try {
    for (;;) {
      const { missing, building, different } = await indexStates(db, one);
      if (missing.length + building.length > 0) making.add(one.name);
      const gone = missing.find((index) => made.has(index.name));
      if (gone) return [`index "${gone.name}" of "${one.name}" is missing: it was made, and somebody dropped it`];
      const failures = await make(db, one, missing);
      missing.forEach((index) => made.add(index.name));
      const wrong = different.map(
        ({ index, difference }) => `index "${index.name}" of "${one.name}" is different: ${difference}`,
      );
      if (failures.length + wrong.length > 0 || missing.length + building.length === 0) return [...failures, ...wrong];
      if (building.length > 0) await wait(lookAgainMs);
    }
  } finally {
    making.delete(one.name);
  }
}

/** All at once, which reads the collection once; when that fails, one by one, to name what cannot be made. */
async function make(db: Db, one: Declared, missing: Declared['indexes']): Promise<string[]> {
  if (missing.length === 0) return [];
  const collection = db.collection(one.name);
  try {
    await collection.createIndexes([...missing]);
    return [];
  } catch (cause) {
    if (isPassing(cause)) throw cause;
    const failures: string[] = [];
    for (const index of missing) {
      await collection.createIndexes([index]).catch((error: unknown) => {
        if (isPassing(error)) throw error;
        failures.push(failed(one, error, index.name));
      });
    }
    return failures;
  }
}

function failed(one: Declared, error: unknown, index?: string): string {
  const what = index === undefined ? `collection "${one.name}"` : `index "${index}" of "${one.name}"`;
  return `${what} is missing and could not be made: ${wordsOf(error)}`;
}

function wordsOf(error: unknown): string {
  const why = errorOf(error);
  return why instanceof Error ? why.message : String(why);
}
