import { systemClock, type Clock } from '../../lib/clock.ts';
import type { Store } from '../store.ts';
import { auditStore } from './audit.ts';
import { collections } from './collections.ts';
import { connect, type Connection, type OnCommand } from './connection.ts';
import { errorOf } from './failure.ts';
import { flowStore } from './flows.ts';
import { grantStore } from './grants.ts';
import { Guard } from './guard.ts';
import { keyStore } from './keys.ts';
import { leaseStore } from './leases.ts';
import { Nonces } from './nonces.ts';
import { outboxStore } from './outbox.ts';
import { prepare } from './prepare.ts';
import { providerConfigStore } from './provider-configs.ts';
import { sessionStore } from './sessions.ts';
import type { Stored } from './shape.ts';
import { sweep } from './sweep.ts';
import { ticketStore } from './tickets.ts';
import { userStore } from './users.ts';
import { vaultStore } from './vault.ts';

export interface MongodbOptions {
  /** Connection string; its database is `alter` unless it names one. */
  url: string;
  clock?: Clock;
  onCommand?: OnCommand;
}

/**
 * Opens the store in a database that any number of processes share.
 * @throws StoreUnavailable when it cannot be reached, or is not as the store needs it
 */
export async function openMongodb({ url, clock = systemClock, onCommand }: MongodbOptions): Promise<Store> {
  const connection = await connect(url, onCommand);
  try {
    await prepare(connection.client.db(connection.database));
    const store = assemble(connection, clock);
    // One write, so that who may only read is told now, and not by the first request.
    await store.ready();
    return store;
  } catch (error) {
    await connection.client.close();
    throw errorOf(error);
  }
}

function assemble({ client, database }: Connection, clock: Clock): Store {
  const db = client.db(database);
  const of = (name: keyof typeof collections) => db.collection<Stored>(collections[name].name);
  const parts = { grants: of('grants'), vault: of('vault'), outbox: of('outbox') };
  const expiring = [of('sessions'), of('tickets'), of('flows'), of('nonces')];
  const nonces = new Nonces(of('nonces'));
  const guard = new Guard();
  let closed: Promise<void> | null = null;
  return {
    keys: guard.verbs(keyStore(of('keys'))),
    providerConfigs: guard.verbs(providerConfigStore(of('providerConfigs'), of('providerConfigFlags'))),
    users: guard.verbs(userStore(of('users'))),
    sessions: guard.verbs(sessionStore(of('sessions'))),
    tickets: guard.verbs(ticketStore(of('tickets'))),
    flows: guard.verbs(flowStore(of('flows'))),
    grants: guard.verbs(grantStore(parts)),
    vault: guard.verbs(vaultStore(parts.vault)),
    outbox: guard.verbs(outboxStore(parts)),
    leases: guard.verbs(leaseStore(of('leases'))),
    audit: guard.verbs(auditStore(of('audit'), nonces)),
    ready: () =>
      guard.run(async () => {
        await of('heartbeat').updateOne({ _id: 'one' }, { $set: { at: clock.now() } }, { upsert: true });
      }),
    sweep: (now) => guard.run(() => sweep({ ...parts, keys: of('keys'), expiring }, nonces, now)),
    backup: () =>
      guard.run(async () => {
        throw new Error('this store has no backup of its own: use mongodump, or a snapshot of the database');
      }),
    close: () => (closed ??= guard.close().then(() => client.close())),
  };
}
