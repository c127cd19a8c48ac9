import type { Collection, Document } from 'mongodb';
import { placeOf } from '../../place.ts';
import { decides } from '../calls/concerns.ts';
import { exactly, pairName, type Pair } from './exact-pairs.ts';
import type { Stored } from './shape.ts';
import { SharedRead } from '../calls/shared-read.ts';

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
    return byName(found);
  }, pairName);

/** The same by their place. One of another id can have it too, and is given to nobody. @param without fields that are not needed */
export const readByPlace = (collection: Collection<Stored>, without?: Record<string, 0>): SharedRead<Pair, Stored> =>
  new SharedRead(async (pairs) => {
    const options = { ...decides, hint: 'place', ...(without ? { projection: without } : {}) };
    const found = await collection.find(exactly(pairs, 'place', placeOf), options).toArray();
    return byName(found);
  }, pairName);

const byName = (found: readonly Stored[]): ReadonlyMap<string, Stored> =>
  new Map(found.map((stored) => [pairName(pairOf(stored)), stored]));

/** Finds people by their app's own name for them. */
export const readByReference = (collection: Collection<Stored>): SharedRead<Pair, Stored> =>
  new SharedRead(async (pairs) => {
    const found = await collection.find(exactly(pairs, 'reference'), { ...decides, hint: 'reference' }).toArray();
    return new Map(found.map((stored) => [pairName({ ...pairOf(stored), id: stored['reference'] as string }), stored]));
  }, pairName);

const pairOf = (stored: Document): Pair => ({ appId: stored['app_id'] as string, id: stored['_id'] as string });
