/** What the connection string may not say, since the store promises otherwise, and what it names. */
import { isDeepStrictEqual } from 'node:util';
import { WriteConcern, type MongoClient } from 'mongodb';
import { writeConcern } from './concerns.ts';

/** Without a name in the connection string. */
const defaultDatabase = 'alter';
/** Bytes (https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions). */
const longestName = 63;
const ownDatabases = ['admin', 'config', 'local'];

/** What may be said all the same is what holds anyway; of null, nothing: each query says its own. */
const held: Readonly<Record<string, string | null>> = {
  w: writeConcern.w,
  j: String(writeConcern.journal),
  journal: String(writeConcern.journal),
  wtimeout: String(writeConcern.wtimeoutMS),
  wtimeoutms: String(writeConcern.wtimeoutMS),
  fsync: null,
  readconcernlevel: null,
  readpreference: 'primary',
  readpreferencetags: null,
  maxstalenessseconds: null,
};

const promise =
  'every write is acknowledged by a majority in its journals, and every read goes to the primary; that cannot be changed';

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.slice(url.indexOf('?') + 1 || url.length));

/** By name, in lower case, since the driver takes either. */
export const settingsOf = (url: string): Map<string, string> =>
  new Map(Array.from(queryOf(url), ([name, value]) => [name.toLowerCase(), value]));

export const databaseOf = (url: string): string =>
  decodeURIComponent(/^[a-z+]+:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? '') || defaultDatabase;

/** In a sentence that says what to change; null when nothing is wrong. Never repeats what may be a password. */
export function mistakeIn(url: string, { options }: MongoClient): string | null {
  for (const [name, value] of queryOf(url)) {
    const only = held[name.toLowerCase()];
    if (only !== undefined && value !== only) return `take ${name} out of ALTER_STORE_URL: ${promise}`;
  }
  return changed(options) ?? pool(options) ?? nameOf(databaseOf(url));
}

/** What the driver made of it all: for an option that this file has not heard of. */
function changed({ writeConcern: w, readConcern, readPreference }: MongoClient['options']): string | null {
  const acknowledged = isDeepStrictEqual(w, WriteConcern.fromOptions({ writeConcern }));
  if (acknowledged && !readConcern?.level && readPreference.mode === 'primary') return null;
  return `ALTER_STORE_URL has an option that changes how writes are acknowledged or what is read: ${promise}`;
}

function pool({ minPoolSize: min, maxPoolSize: max }: MongoClient['options']): string | null {
  if (max === 0) return 'maxPoolSize=0 in ALTER_STORE_URL would set no limit; take it out (32), or say one from 1 on';
  if (min <= max) return null;
  return `in ALTER_STORE_URL minPoolSize is ${min} and has to be ${max} at most, which is maxPoolSize`;
}

function nameOf(database: string): string | null {
  if (/[/\\. "$*<>|:?\0]/.test(database)) {
    return `the database that ALTER_STORE_URL names is "${database}", and a name has no spaces and none of /\\."$*<>|:?`;
  }
  const bytes = Buffer.byteLength(database);
  if (bytes > longestName) {
    return `the database that ALTER_STORE_URL names has a name of ${bytes} bytes; shorten it to ${longestName} at most`;
  }
  if (!ownDatabases.includes(database)) return null;
  return `ALTER_STORE_URL names "${database}", which is MongoDB's own; name another (where the user is, authSource says)`;
}
