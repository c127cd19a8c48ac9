import type { OutboxRow, OutboxStore } from '../store.ts';
import { outbox } from './documents/grant-shape.ts';
import type { GrantCollections } from './documents/grant-collections.ts';
import type { Stored } from './documents/shape.ts';

const after = { returnDocument: 'after' } as const;

export const outboxStore = (parts: GrantCollections): OutboxStore => ({
  async add(row) {
    await parts.outbox.insertOne({ ...outbox.encode(row), state: 'armed', since: row.next_at });
  },

  async claim(now, limit, holdMs) {
    const claimed: OutboxRow[] = [];
    while (claimed.length < limit) {
      const row = await parts.outbox.findOneAndUpdate(
        // A hold of no time would give the same row again.
        {
          state: 'armed',
          next_at: { $lte: now },
          claimed_until: { $lte: now },
          _id: { $nin: claimed.map(({ id }) => id) },
        },
        { $set: { claimed_until: now + holdMs } },
        { ...after, hint: { state: 1, next_at: 1, _id: 1 }, sort: { next_at: 1, _id: 1 } },
      );
      if (!row) break;
      claimed.push(outbox.decode(row));
    }
    return claimed;
  },

  async claimOne(id, now, holdMs) {
    const row = await parts.outbox.findOneAndUpdate(
      { _id: id, state: 'armed', claimed_until: { $lte: now } },
      { $set: { claimed_until: now + holdMs } },
      { ...after, hint: { _id: 1 } },
    );
    return outbox.decodeOrNull(row);
  },

  /** The tokens die with the first step, which only the first worker takes; the sweep takes the rest after a crash. */
  async settle(row, state) {
    const settled = await parts.outbox.findOneAndUpdate(
      { _id: row.id, app_id: row.app_id, state: 'armed' },
      { $set: { state: 'settled', outcome: state }, $unset: { sealed: '' } },
      { ...after, hint: { _id: 1 } },
    );
    if (settled) await finishSettling(parts, settled);
  },

  /** Due at its end at the latest, so that a worker can say what became of it. */
  async postpone(id, nextAt) {
    await parts.outbox.updateOne(
      { _id: id, state: 'armed' },
      [
        {
          $set: {
            next_at: { $min: [nextAt, '$expires_at'] },
            claimed_until: 0,
            attempts: { $add: ['$attempts', 1] },
          },
        },
      ],
      { hint: '_id_' },
    );
  },
});

/** Safe to repeat. */
export async function finishSettling({ grants, outbox }: GrantCollections, settled: Stored): Promise<void> {
  await grants.updateOne(
    { _id: settled['grant_id'] as string, app_id: settled['app_id'] as string },
    { $set: { revocation: settled['outcome'] as string } },
    { hint: '_id_' },
  );
  await outbox.deleteOne({ _id: settled._id, state: 'settled' }, { hint: '_id_' });
}
