import { systemClock } from '../../lib/clock.ts';
import type { LeaseStore } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer-client.ts';

/** The fence is at least the time, so that it grows also when the sweep took the row; see `keepMs`. */
const acquire = `INSERT INTO leases (app_id, name, owner, fence, until) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (app_id, name) DO UPDATE SET
    owner = excluded.owner, fence = max(leases.fence + 1, excluded.fence), until = excluded.until
  WHERE leases.owner IS NULL OR leases.until <= ?
  RETURNING fence`;
const renew = `UPDATE leases SET until = ? WHERE app_id = ? AND name = ? AND owner = ? AND fence = ? AND until > ?`;
const release = `UPDATE leases SET owner = NULL, until = ? WHERE app_id = ? AND name = ? AND owner = ? AND fence = ?`;
const held = `SELECT 1 FROM leases WHERE app_id = ? AND name = ? AND owner IS NOT NULL AND until > ?`;

/** What is over stays for a day: a clock that is set back by less does not take a fence back with it. */
export const keepMs = 24 * 60 * 60_000;

/** Judged where they are written, by the clock of the machine that has the file: callers' clocks are not asked. */
const now = (): number => systemClock.now();

export const leaseWrites = {
  /** The fence; null: somebody holds it. */
  'leases.acquire': (db: Connection, appId: string, name: string, owner: string, holdMs: number): number | null => {
    const at = now();
    const taken = db.get(acquire, appId, name, owner, at, at + holdMs, at);
    return taken && Number(taken[0]);
  },

  'leases.renew': (
    db: Connection,
    appId: string,
    name: string,
    owner: string,
    fence: number,
    holdMs: number,
  ): boolean => {
    const at = now();
    return db.run(renew, at + holdMs, appId, name, owner, fence, at) === 1;
  },

  'leases.release': (db: Connection, appId: string, name: string, owner: string, fence: number): void =>
    void db.run(release, now(), appId, name, owner, fence),
};

export const leaseStore = (reader: Reader, writer: Writer): LeaseStore => ({
  async acquire(appId, name, owner, holdMs) {
    const fence = await writer.run('leases.acquire', appId, name, owner, holdMs);
    return fence === null ? null : { app_id: appId, name, owner, fence };
  },
  renew: ({ app_id, name, owner, fence }, holdMs) => writer.run('leases.renew', app_id, name, owner, fence, holdMs),
  release: ({ app_id, name, owner, fence }) => writer.run('leases.release', app_id, name, owner, fence),
  held: async (appId, name) => reader.get(held, appId, name, now()) !== null,
});
