import { auditWrites } from './audit.ts';
import type { Connection } from './connection.ts';
import { flowWrites } from './flows.ts';
import { grantWrites } from './grants.ts';
import { keyWrites } from './keys.ts';
import { leaseWrites } from './leases.ts';
import { outboxWrites } from './outbox.ts';
import { providerConfigWrites } from './provider-configs.ts';
import { sessionWrites } from './sessions.ts';
import { sweepWrites } from './sweep.ts';
import { ticketWrites } from './tickets.ts';
import { userWrites } from './users.ts';
import { vaultWrites } from './vault.ts';

/** In each file: one of them alone may have no room. */
const beats = ['heartbeat', 'audit_heartbeat'].map(
  (table) => `INSERT INTO ${table} (one, at) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET at = excluded.at`,
);

/** Everything that writes: run by the writer thread, each in its own savepoint of a shared transaction. */
export const writes = {
  ...keyWrites,
  ...providerConfigWrites,
  ...userWrites,
  ...sessionWrites,
  ...ticketWrites,
  ...flowWrites,
  ...grantWrites,
  ...vaultWrites,
  ...outboxWrites,
  ...leaseWrites,
  ...auditWrites,
  ...sweepWrites,
  'store.beat': (db: Connection, at: number): void => {
    for (const beat of beats) db.run(beat, at);
  },
  'store.statements': (db: Connection): string[] => db.statements(),
};

export type Writes = typeof writes;
export type WriteName = keyof Writes;
export type WriteArguments<Name extends WriteName> =
  Parameters<Writes[Name]> extends [Connection, ...infer Rest] ? Rest : never;

/** What one turn of the caller's thread sends: name, arguments, name, arguments, … */
export type Batch = (WriteName | readonly unknown[])[];
