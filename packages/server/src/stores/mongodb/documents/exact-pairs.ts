import type { Filter } from 'mongodb';
import type { Stored } from './shape.ts';

/** A document of one app; the id alone finds nothing. */
export interface Pair {
  appId: string;
  id: string;
}

export const pairName = ({ appId, id }: Pair): string => `${appId}\n${id}`;

/**
 * The documents of these pairs and of no other app, by app, so that a cluster sharded by app asks only the shards that have them.
 * @param field in which they have what `valueOf` makes of the id; where that is the same for two ids, documents of both come
 */
export function exactly(
  pairs: readonly Pair[],
  field = '_id',
  valueOf: (id: string) => unknown = (id) => id,
): Filter<Stored> {
  const apps = [...Map.groupBy(pairs, (pair) => pair.appId)];
  const ofApp = apps.map(([appId, own]) => ({ app_id: appId, [field]: { $in: own.map(({ id }) => valueOf(id)) } }));
  return ofApp.length === 1 ? ofApp[0]! : { $or: ofApp };
}
