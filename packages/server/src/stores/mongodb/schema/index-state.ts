/** What a database has of the indexes of a collection: an index is there when queries can go along it. */
import { isDeepStrictEqual } from 'node:util';
import { MongoServerError, type Db, type Document } from 'mongodb';
import type { Declared } from './collections.ts';

const badValue = 2;
const namespaceNotFound = 26;
const noQueryExecutionPlans = 291;
/** What of an index's description decides which queries it serves and what it refuses. */
const telling = [
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  'hidden',
  'prepareUnique',
] as const;

type DeclaredIndex = Declared['indexes'][number];

export interface IndexStates {
  usable: DeclaredIndex[];
  missing: DeclaredIndex[];
  /** By whomever: the server lists them already, and no query can use them yet. */
  building: DeclaredIndex[];
  different: Different[];
}

export interface Different {
  index: DeclaredIndex;
  /** Which part, and what is wanted. */
  difference: string;
  /** What an administrator of the database does about it. */
  todo: string;
}

export async function indexStates(db: Db, one: Declared): Promise<IndexStates> {
  const seen = await indexesOf(db, one.name);
  const states: IndexStates = { usable: [], missing: [], building: [], different: [] };
  for (const index of one.indexes) {
    const found = seen.get(index.name);
    const difference = found && differs(index, found);
    if (found === undefined) states.missing.push(index);
    else if (difference) states.different.push({ index, difference, todo: mend(one, index, found) });
    else states[(await serves(db, one, index)) ? 'usable' : 'building'].push(index);
  }
  return states;
}

async function indexesOf(db: Db, name: string): Promise<Map<string, Document>> {
  try {
    const indexes = (await db.collection(name).listIndexes().toArray()) as Document[];
    return new Map(indexes.map((index) => [String(index['name']), index]));
  } catch (error) {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return new Map();
    throw error;
  }
}

/**
 * Whether a query that names the index is planned along it; nothing is read. `listIndexes` tells what is being built only
 * by an option that is not documented, and on a node alone not at all.
 */
async function serves(db: Db, { name }: Declared, index: DeclaredIndex): Promise<boolean> {
  const query = { find: name, filter: index.partialFilterExpression ?? {}, hint: index.name, limit: 1 };
  try {
    await db.command({ explain: query, verbosity: 'queryPlanner' });
    return true;
  } catch (error) {
    const code = error instanceof MongoServerError ? error.code : undefined;
    if (code === badValue || code === noQueryExecutionPlans) return false;
    throw error;
  }
}

/** Which part is different, and what is wanted; null when none is. */
function differs(wanted: Document, seen: Document): string | null {
  // The order of the fields is what an index is.
  const key = JSON.stringify(wanted['key']);
  if (JSON.stringify(seen['key']) !== key) return `key ${JSON.stringify(seen['key'])}; wanted: ${key}`;
  const part = telling.find((name) => !isDeepStrictEqual(said(seen[name]), said(wanted[name])));
  if (part === undefined) return null;
  return `${part} ${worded(seen[part])}; wanted: ${worded(wanted[part])}`;
}

/** A switch that is off is one that was never set. */
const said = (value: unknown): unknown => (value === false ? undefined : value);
const worded = (value: unknown): string => (said(value) === undefined ? 'not set' : JSON.stringify(value));

function mend(one: Declared, index: DeclaredIndex, seen: Document): string {
  if (differs(index, { ...seen, hidden: index.hidden }) === null) {
    const command = { collMod: one.name, index: { name: index.name, hidden: false } };
    return `As an administrator of the database: db.runCommand(${JSON.stringify(command)})`;
  }
  return `Drop it and run "alter store migrate": db.${one.name}.dropIndex(${JSON.stringify(index.name)})`;
}
