import type { Collection } from 'mongodb';
import type { TicketRow, TicketStore } from '../store.ts';
import { decides } from './concerns.ts';
import { plain, Shape, type Stored } from './shape.ts';

export const tickets = new Shape<TicketRow>('hash', {
  hash: plain(),
  session_hash: plain(),
  app_id: plain(),
  expires_at: plain(),
});

export const ticketStore = (collection: Collection<Stored>): TicketStore => ({
  async create(row) {
    await collection.insertOne({ ...tickets.encode(row), goes_at: new Date(row.expires_at) });
  },
  find: async (hash, now) =>
    tickets.decodeOrNull(await collection.findOne({ _id: hash, expires_at: { $gt: now } }, decides)),
});
