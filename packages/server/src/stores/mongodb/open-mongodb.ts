import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, type Clock } from '../../lib/clock.ts';
import { StoreUnavailable, type Store, type StoreLog } from '../store.ts';
import { auditStore } from './audit.ts';
import { collections } from './schema/collections.ts';
import { connect, type Connection, type OnCommand } from './calls/connection.ts';
import { errorOf } from './calls/failure.ts';
import { flowStore } from './flows.ts';
import { grantStore } from './grants.ts';
import { Guard } from './calls/guard.ts';
import { keyStore } from './keys.ts';
import { leaseStore } from './leases.ts';
import { Nonces } from './nonces.ts';
import { outboxStore } from './outbox.ts';
import { NotAsNeeded, prepare } from './schema/prepare.ts';
import { providerConfigStore } from './provider-configs.ts';
import { SchemaWatch } from './schema/schema-watch.ts';
import { sessionStore } from './sessions.ts';
import type { Stored } from './documents/shape.ts';
import { createSweep } from './sweep.ts';
import { ticketStore } from './tickets.ts';
import { userStore } from './users.ts';
import { vaultStore } from './vault.ts';

export interface MongodbOptions {
  /** Connection string; its database is `alter` unless it names one. */
  url: string;
  clock?: Clock;
  onCommand?: OnCommand;
  log?: StoreLog;
  /** How long opening waits for indexes that are built, in milliseconds. */
  patienceMs?: number;
}

/** Milliseconds until an opening that the connection prevented is tried again. */
const againMs = 2_000;

const silent: StoreLog = { info: () => undefined, error: () => undefined };
const building = 'the store cannot be used: its indexes are being built; the log says how far they are';

/**
 * Opens the store in a database that any number of processes share. Indexes that take longer than `patienceMs` are built
 * in the background: the store is not ready and refuses every verb until they are, and for good when they cannot be. What
 * only the connection prevents then, as an election, is tried again.
 * @throws StoreUnavailable when it cannot be reached, or is not as the store needs it
 */
export async function openMongodb(options: MongodbOptions): Promise<Store> {
  const { url, clock = systemClock, onCommand, log = silent, patienceMs = 5_000 } = options;
  const connection = await connect(url, { onCommand });
  const guard = new Guard();
  let builder: Connection | null = null;
  const close = async (): Promise<void> => {
    await Promise.all([connection.client.close(), builder?.client.close()]);
  };
  try {
    builder = await connect(url, { onCommand, patient: true });
    const { client, database } = builder;
    const watch = new SchemaWatch(connection.client.db(database), clock, guard, log);
    const store = assemble(connection, clock, guard, watch, log, close);
    guard.hold(building);
    const attempt = async (): Promise<void> => {
      await prepare(client.db(database), (words) => log.info(words));
      guard.hold(null);
      // One write, so that who may only read is told now, and not by the first request.
      await store.ready();
      await client.close();
      watch.begin();
    };
    const opening = attempt();
    if (await settles(opening, patienceMs)) await opening;
    else void persevere(opening, attempt, guard, log);
    return store;
  } catch (error) {
    await close();
    throw errorOf(error);
  }
}

/** In the background. Nothing is served without what cannot be made; a restart tries that again. */
async function persevere(first: Promise<void>, again: () => Promise<void>, guard: Guard, log: StoreLog): Promise<void> {
  for (let attempt = first; !guard.closed; attempt = again()) {
    try {
      await attempt;
      log.info('the indexes are built');
      return;
    } catch (cause) {
      const error = errorOf(cause);
      if (guard.closed) return;
      const words = error instanceof Error ? error.message : String(error);
      guard.hold(words);
      log.error(words);
      if (error instanceof NotAsNeeded || !(error instanceof StoreUnavailable)) return;
    }
    await sleep(againMs, undefined, { ref: false });
  }
}

/** Whether it was fulfilled or rejected in time. */
async function settles(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = work.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}

function assemble(
  { client, database }: Connection,
  clock: Clock,
  guard: Guard,
  watch: SchemaWatch,
  log: StoreLog,
  release: () => Promise<void>,
): Store {
  const db = client.db(database);
  const of = (name: keyof typeof collections) => db.collection<Stored>(collections[name].name);
  const parts = { grants: of('grants'), vault: of('vault'), outbox: of('outbox') };
  const expiring = [of('sessions'), of('tickets'), of('flows')];
  const nonces = new Nonces(of('nonces'));
  const sweep = createSweep({ ...parts, keys: of('keys'), expiring, nonces, log });
  let closed: Promise<void> | null = null;
  return {
    keys: guard.verbs(keyStore(of('keys'))),
    providerConfigs: guard.verbs(providerConfigStore(of('providerConfigs'), of('providerConfigFlags'))),
    users: guard.verbs(userStore(of('users'))),
    sessions: guard.verbs(sessionStore(of('sessions'))),
    tickets: guard.verbs(ticketStore(of('tickets'))),
    flows: guard.verbs(flowStore(of('flows'))),
    grants: guard.verbs(grantStore(parts), ['renew', 'patch']),
    vault: guard.verbs(vaultStore(parts.vault), ['read', 'mark', 'paid']),
    outbox: guard.verbs(outboxStore(parts), ['add']),
    leases: guard.verbs(leaseStore(of('leases')), ['renew', 'release']),
    audit: guard.verbs(auditStore(db, of('audit'), nonces), ['append', 'appendMissing']),
    ready: () => {
      watch.look();
      return guard.run(async () => {
        await of('heartbeat').updateOne({ _id: 'one' }, { $set: { at: clock.now() } }, { upsert: true });
      });
    },
    sweep: (now) => guard.run(() => sweep(now)),
    backup: () =>
      guard.run(async () => {
        throw new Error(
          'this store has no backup of its own: use "alter store copy", mongodump, or a snapshot of the database',
        );
      }),
    close: () => (closed ??= guard.close().then(release)),
  };
}
