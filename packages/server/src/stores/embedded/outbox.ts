import type { RevocationState } from '@alter/protocol';
import type { OutboxRow, OutboxStore } from '../store.ts';
import type { Connection } from './connection.ts';
import { grants } from './grant-table.ts';
import type { Reader } from './reader.ts';
import { json, plain, sealed, Table, type Found, type Values } from './table.ts';
import type { Writer } from './writer-client.ts';

export const outbox = new Table<OutboxRow>('outbox', {
  id: plain(),
  app_id: plain(),
  grant_id: plain(),
  kind: plain(),
  sealed,
  attempts: plain(),
  next_at: plain(),
  expires_at: plain(),
  claimed_until: plain(),
  origin: json(),
});

const due = 'SELECT 1 FROM outbox WHERE next_at <= ? AND claimed_until <= ? LIMIT 1';
const claim = `UPDATE outbox SET claimed_until = ?
  WHERE id IN (SELECT id FROM outbox WHERE next_at <= ? AND claimed_until <= ? ORDER BY next_at, id LIMIT ?)
  RETURNING ${outbox.list}`;
const claimOne = `UPDATE outbox SET claimed_until = ? WHERE id = ? AND claimed_until <= ? RETURNING ${outbox.list}`;
const remove = 'DELETE FROM outbox WHERE id = ? AND app_id = ?';
const conclude = `UPDATE grants SET revocation = ? WHERE ${grants.byId}`;
/** Due at its end at the latest, so that a worker can say what became of it. */
const postpone = `UPDATE outbox SET next_at = min(?, expires_at), claimed_until = 0, attempts = attempts + 1 WHERE id = ?`;

export const outboxWrites = {
  'outbox.add': (db: Connection, row: Values): void => void db.run(outbox.insert, ...row),

  'outbox.claim': (db: Connection, now: number, limit: number, until: number): Found[] =>
    db.all(claim, until, now, now, limit),

  'outbox.claim_one': (db: Connection, id: string, now: number, until: number): Found | null =>
    db.get(claimOne, until, id, now),

  'outbox.settle': (db: Connection, appId: string, id: string, grantId: string, state: RevocationState): void => {
    // Settled already: what the other worker wrote stands.
    if (db.run(remove, id, appId) === 0) return;
    db.run(conclude, state, ...grants.which(grantId, appId));
    db.destroyed = true;
  },

  'outbox.postpone': (db: Connection, id: string, nextAt: number): void => void db.run(postpone, nextAt, id),
};

export const outboxStore = (reader: Reader, writer: Writer): OutboxStore => ({
  add: (row) => writer.run('outbox.add', outbox.encode(row)),
  async claim(now, limit, holdMs) {
    // An empty queue costs its pollers no commit.
    if (!reader.get(due, now, now)) return [];
    const claimed = await writer.run('outbox.claim', now, limit, now + holdMs);
    return claimed.map((found) => outbox.decode(found)).sort((a, b) => a.next_at - b.next_at);
  },
  claimOne: async (id, now, holdMs) => outbox.decodeOrNull(await writer.run('outbox.claim_one', id, now, now + holdMs)),
  settle: (row, state) => writer.destroy('outbox.settle', row.app_id, row.id, row.grant_id, state),
  postpone: (id, nextAt) => writer.run('outbox.postpone', id, nextAt),
});
