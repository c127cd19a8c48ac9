import { systemClock } from '../../lib/clock.ts';
import { readableAfterMs } from '../store.ts';
import type { Connection } from './connection.ts';
import { grants } from './grant-table.ts';
import { keepMs as keepLeasesMs } from './leases.ts';
import type { Writer } from './writer-client.ts';

/** Rows per transaction: callers that wait behind a sweep wait for one of these. */
const chunk = 500;

/** The worker of the outbox gets this long to record an expired row's end itself. */
const settleMs = 60_000;

const over = 'SELECT grant_id, app_id FROM outbox WHERE expires_at <= ? AND claimed_until <= ?';
const giveUp = `UPDATE grants SET revocation = 'failed' WHERE ${grants.byId} AND revocation = 'queued'`;

/** `until`: rows whose time was over by then go. Each is later than what any read still gives. */
const parts: readonly { sql: string; keepMs: number; judgedBy: 'caller' | 'writer' }[] = [
  { sql: within('connect_sessions', 'hash', 'readable_until <= ?'), keepMs: 0, judgedBy: 'caller' },
  { sql: within('wallet_sessions', 'hash', 'expires_at <= ?'), keepMs: 0, judgedBy: 'caller' },
  { sql: within('tickets', 'hash', 'expires_at <= ?'), keepMs: 0, judgedBy: 'caller' },
  { sql: within('flows', 'state_hash', 'expires_at <= ?'), keepMs: readableAfterMs, judgedBy: 'caller' },
  { sql: within('nonces', '(key_id, nonce)', 'until <= ?'), keepMs: 0, judgedBy: 'caller' },
  { sql: within('leases', '(app_id, name)', 'until <= ?'), keepMs: keepLeasesMs, judgedBy: 'writer' },
];
const outboxPart = 'DELETE FROM outbox WHERE expires_at <= ? AND claimed_until <= ?';

export const sweepWrites = {
  'sweep.part': (db: Connection, part: number, now: number): number => {
    const { sql, keepMs, judgedBy } = parts[part]!;
    return db.run(sql, (judgedBy === 'writer' ? systemClock.now() : now) - keepMs);
  },

  'sweep.outbox': (db: Connection, now: number): number => {
    for (const [grantId, appId] of db.all(over, now - settleMs, now)) {
      db.run(giveUp, ...grants.which(String(grantId), String(appId)));
    }
    const gone = db.run(outboxPart, now - settleMs, now);
    if (gone > 0) db.destroyed = true;
    return gone;
  },
};

/** Each part for itself: what one cannot do keeps no other from its work. @throws what the first failed with, after the last */
export async function sweep(writer: Writer, now: number): Promise<number> {
  const steps = [
    () => writer.destroy('sweep.outbox', now),
    ...Array.from(parts.keys(), (part) => sweepPart(writer, part, now)),
  ];
  const failures: unknown[] = [];
  let total = 0;
  for (const step of steps) {
    try {
      total += await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}

const sweepPart = (writer: Writer, part: number, now: number) => async (): Promise<number> => {
  let total = 0;
  let gone: number;
  do {
    gone = await writer.run('sweep.part', part, now);
    total += gone;
  } while (gone === chunk);
  return total;
};

function within(table: string, key: string, condition: string): string {
  const columns = key.replace(/[()]/g, '');
  return `DELETE FROM ${table} WHERE ${key} IN (SELECT ${columns} FROM ${table} WHERE ${condition} LIMIT ${chunk})`;
}
