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

/** Finds documents of an app. */
export const readByPair = (collection: Collection<Stored>): SharedRead<Pair, Stored> =>
  new SharedRead(async (pairs) => {
    const found = await collection.find(exactly(pairs), { ...decides, hint: '_id_' }).toArray();
    return new Map(found.map((stored) => [pairName(pairOf(stored)), stored]));
  }, pairName);

const pairOf = (stored: Document): Pair => ({ appId: stored['app_id'] as string, id: stored['_id'] as string });
