import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock, type Clock } from '../../lib/clock.ts';
import { StoreUnavailable, type Store } from '../store.ts';
import { auditStore } from './audit.ts';
import { copyStore } from './backup.ts';
import { auditFileOf } from './connection.ts';
import { flowStore } from './flows.ts';
import { grantStore } from './grants.ts';
import { keyStore } from './keys.ts';
import { leaseStore } from './leases.ts';
import { migrate } from './migrate.ts';
import { outboxStore } from './outbox.ts';
import { providerConfigStore } from './provider-configs.ts';
import { Reader } from './reader.ts';
import { sessionStore } from './sessions.ts';
import { sweep } from './sweep.ts';
import { ticketStore } from './tickets.ts';
import { userStore } from './users.ts';
import { vaultStore } from './vault.ts';
import { WriterClient, type StartWorker, type WriterStats } from './writer-client.ts';

export interface EmbeddedOptions {
  /** Made, with its folder and the audit's file beside it, when it is not there; all for their owner only. */
  file: string;
  clock?: Clock;
  /** How the writer thread is started. */
  startWorker?: StartWorker;
}

export interface EmbeddedStore extends Store {
  stats(): Readonly<WriterStats>;
  /** Every SQL statement used so far: what the test of the indexes explains. */
  statements(): Promise<string[]>;
}

/**
 * Opens the store in a file, for one process that serves and any number that look in (the CLI).
 * @throws StoreUnavailable when the file cannot be used, Error when it is newer than this server
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedStore> {
  const { file, clock = systemClock } = options;
  makeFiles(file);
  migrate(file, clock.now());
  const writer = new WriterClient(file, options.startWorker);
  try {
    await writer.ready();
    return assemble(file, clock, new Reader(file, () => writer.assertOpen()), writer);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

function assemble(file: string, clock: Clock, reader: Reader, writer: WriterClient): EmbeddedStore {
  let closed: Promise<void> | null = null;
  return {
    keys: keyStore(reader, writer),
    providerConfigs: providerConfigStore(reader, writer),
    users: userStore(reader, writer),
    sessions: sessionStore(reader, writer),
    tickets: ticketStore(reader, writer),
    flows: flowStore(reader, writer),
    grants: grantStore(reader, writer),
    vault: vaultStore(reader, writer),
    audit: auditStore(reader, writer),
    outbox: outboxStore(reader, writer),
    leases: leaseStore(reader, writer),
    ready: () => writer.run('store.beat', clock.now()),
    sweep: (now) => sweep(writer, now),
    async backup(to) {
      writer.assertOpen();
      return copyStore(file, to);
    },
    close() {
      // The reader first: the last connection to close puts the log away.
      if (!closed) {
        reader.close();
        closed = writer.close();
      }
      return closed;
    },
    stats: () => writer.stats,
    statements: async () => [...new Set([...(await writer.run('store.statements')), ...reader.statements()])],
  };
}

/** A store that has lost its audit must not begin another in silence. */
function makeFiles(file: string): void {
  const audit = auditFileOf(file);
  if (existsSync(file) && statSync(file).size > 0 && !existsSync(audit)) {
    throw new StoreUnavailable(
      `the store cannot be used: ${file} is there, and ${audit}, which holds its audit record, is not. ` +
        'Put both of one backup in place. To go on without the record, make an empty file of that name.',
    );
  }
  makeFile(file);
  makeFile(audit);
}

function makeFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new StoreUnavailable(`the store cannot be used: ${words}`, { cause });
  }
}
