import type { Collection, Document } from 'mongodb';
import { decides } from './concerns.ts';
import { exactly, pairName, type Pair } from './exact-pairs.ts';
import type { Stored } from './shape.ts';
import { SharedRead } from './shared-read.ts';

/** Finds documents by what is secret and known before the app is: a bearer's hash. */
export const readByHash = (collection: Collection<Stored>): SharedRead<string, Stored> =>
  new SharedRead(
    async (hashes) => {
      const found = await collection.find({ _id: { $in: [...hashes] } }, decides).toArray();
      return new Map(found.map((stored) => [stored._id, stored]));
    },
    (hash) => hash,
  );

/** Finds documents of an app. @param without fields that are not needed */
export const readByPair = (collection: Collection<Stored>, without?: Record<string, 0>): SharedRead<Pair, Stored> =>
  new SharedRead(async (pairs) => {
    const options = { ...decides, hint: '_id_', ...(without ? { projection: without } : {}) };
    const found = await collection.find(exactly(pairs), options).toArray();
    return new Map(found.map((stored) => [pairName(pairOf(stored)), stored]));
  }, pairName);

/** Finds people by their app's own name for them. */
export const readByReference = (collection: Collection<Stored>): SharedRead<Pair, Stored> =>
  new SharedRead(async (pairs) => {
    const found = await collection.find(exactly(pairs, 'reference'), { ...decides, hint: 'reference' }).toArray();
    return new Map(found.map((stored) => [pairName({ ...pairOf(stored), id: stored['reference'] as string }), stored]));
  }, pairName);

const pairOf = (stored: Document): Pair => ({ appId: stored['app_id'] as string, id: stored['_id'] as string });
