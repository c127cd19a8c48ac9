import type { Collection } from 'mongodb';
import { newId } from '../../lib/random.ts';
import type { Lease, LeaseStore } from '../store.ts';
import { shows } from './calls/concerns.ts';
import { refusedBy } from './calls/failure.ts';
import type { Stored } from './documents/shape.ts';

/** An app's id has no line feed. */
const idOf = (appId: string, name: string): string => `${appId}\n${name}`;

const withId = (appId: string, name: string) => ({ _id: idOf(appId, name), app_id: appId });
const ownedBy = ({ app_id, name, owner, fence }: Lease) => ({ ...withId(app_id, name), owner, fence });

/** By the clock of the server that executes the command: the primary, or a cluster's router. */
const inTime = (holdMs: number) => ({ $add: ['$$NOW', holdMs] });
const isHeld = { $and: [{ $ne: [{ $ifNull: ['$owner', null] }, null] }, { $gt: ['$goes_at', '$$NOW'] }] };
const ifFree = (field: string, value: unknown) => ({ $cond: [isHeld, field, value] });

/** The fence is at least the time, so that it grows also when the broom took the document, a day after its end. */
const nextFence = { $max: [{ $add: [{ $ifNull: ['$fence', 0] }, 1] }, { $toLong: '$$NOW' }] };

/** One document per lease, over `goes_at` or released (`owner` null); `attempt` tells who made the last change. */
export const leaseStore = (collection: Collection<Stored>): LeaseStore => ({
  async acquire(appId, name, owner, holdMs) {
    const attempt = newId();
    const free = { owner: { $literal: owner }, attempt, fence: nextFence, goes_at: inTime(holdMs) };
    const change = Object.fromEntries(Object.entries(free).map(([field, to]) => [field, ifFree(`$${field}`, to)]));
    try {
      // One stage: each field is judged by what the document was.
      const seen = await collection.findOneAndUpdate(withId(appId, name), [{ $set: change }], {
        upsert: true,
        returnDocument: 'after',
        hint: { _id: 1 },
      });
      return seen?.['attempt'] === attempt ? { app_id: appId, name, owner, fence: Number(seen['fence']) } : null;
    } catch (error) {
      // Another was a moment earlier with the first acquisition there ever was.
      if (refusedBy(error) === '_id_') return null;
      throw error;
    }
  },

  async renew(lease, holdMs) {
    const { matchedCount } = await collection.updateOne(
      { ...ownedBy(lease), $expr: isHeld },
      [{ $set: { goes_at: inTime(holdMs) } }],
      { hint: '_id_' },
    );
    return matchedCount === 1;
  },

  async release(lease) {
    await collection.updateOne(ownedBy(lease), [{ $set: { owner: null, goes_at: '$$NOW' } }], { hint: '_id_' });
  },

  async held(appId, name) {
    const where = { ...withId(appId, name), $expr: isHeld };
    return (await collection.findOne(where, { ...shows, hint: '_id_', projection: { _id: 1 } })) !== null;
  },
});
