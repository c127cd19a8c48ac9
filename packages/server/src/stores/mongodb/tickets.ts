import type { Collection } from 'mongodb';
import type { TicketRow, TicketStore } from '../store.ts';
import { readByHash } from './documents/reads.ts';
import { plain, Shape, type Stored } from './documents/shape.ts';

export const tickets = new Shape<TicketRow>('hash', {
  hash: plain(),
  session_hash: plain(),
  app_id: plain(),
  expires_at: plain(),
});

export function ticketStore(collection: Collection<Stored>): TicketStore {
  const byHash = readByHash(collection);
  return {
    async create(row) {
      await collection.insertOne({ ...tickets.encode(row), goes_at: new Date(row.expires_at) });
    },
    async find(hash, now) {
      const stored = await byHash.read(hash);
      return stored && (stored['expires_at'] as number) > now ? tickets.shared(stored) : null;
    },
  };
}
