import type { TicketRow, TicketStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import { plain, Table, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const tickets = new Table<TicketRow>('tickets', {
  hash: plain(),
  session_hash: plain(),
  app_id: plain(),
  expires_at: plain(),
});

const byHash = `SELECT ${tickets.list} FROM tickets WHERE hash = ? AND expires_at > ?`;

export const ticketWrites = {
  'tickets.create': (db: Connection, row: Values): void => void db.run(tickets.insert, ...row),
};

export const ticketStore = (reader: Reader, writer: Writer): TicketStore => ({
  create: (row) => writer.run('tickets.create', tickets.encode(row)),
  find: async (hash, now) => tickets.decodeOrNull(reader.get(byHash, hash, now)),
});
