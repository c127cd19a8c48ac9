import { MongoClient, type CommandStartedEvent, type MongoClientOptions } from 'mongodb';
import { StoreUnavailable } from '../store.ts';
import { writeConcern } from './concerns.ts';
import { errorOf } from './failure.ts';
import { mendDriver } from './mend-driver.ts';

/** Without a name in the connection string. */
const defaultDatabase = 'alter';
/** MongoDB 6.0, the oldest release this was run against. */
const oldestWireVersion = 17;

/** What the connection string may say otherwise. Times are milliseconds: a call fails long before its client gives up. */
const defaults = {
  appName: 'alter',
  maxPoolSize: 32,
  minPoolSize: 2,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 20_000,
  waitQueueTimeoutMS: 2_000,
  retryWrites: true,
  retryReads: true,
} as const satisfies MongoClientOptions;

/** Called with every command that goes out: what the test of the indexes explains. */
export type OnCommand = (command: CommandStartedEvent) => void;

export interface Connection {
  client: MongoClient;
  database: string;
}

/**
 * @param patient a command may take as long as it takes: to build an index, not to serve
 * @throws StoreUnavailable in words that an operator can act on
 */
export async function connect(
  url: string,
  { onCommand, patient = false }: { onCommand?: OnCommand | undefined; patient?: boolean } = {},
): Promise<Connection> {
  const client = newClient(url, onCommand, patient);
  try {
    await client.connect();
    const hello = await client.db('admin').command({ hello: 1 });
    if (Number(hello['maxWireVersion']) < oldestWireVersion) {
      throw new StoreUnavailable('the store cannot be used: it needs MongoDB 6.0 or newer');
    }
    return { client, database: databaseOf(url) };
  } catch (error) {
    await client.close();
    throw unreadable(error) ?? errorOf(error);
  }
}

/** A file of certificates or keys, which the driver reads when it connects. */
function unreadable(error: unknown): StoreUnavailable | null {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (path === undefined && syscall !== 'open') return null;
  const words = `ALTER_STORE_URL names a file that cannot be read: ${path} (${code})`;
  return new StoreUnavailable(`the store cannot be used: ${words}`, { cause: error });
}

function newClient(url: string, onCommand: OnCommand | undefined, patient: boolean): MongoClient {
  mendDriver();
  try {
    const monitorCommands = onCommand !== undefined;
    // Ciphertext comes back as bytes, as it went in.
    const fixed = { writeConcern, promoteBuffers: true, monitorCommands, ...(patient ? { socketTimeoutMS: 0 } : {}) };
    const client = new MongoClient(url, { ...unsaid(url), ...fixed });
    if (onCommand) client.on('commandStarted', onCommand);
    return client;
  } catch (error) {
    // Without a cause: a parser's error may carry the whole string, password and all.
    const why = error instanceof Error ? error.message.replaceAll(url, '<the connection string>') : 'unknown reason';
    throw new StoreUnavailable(`the store cannot be used: ALTER_STORE_URL is not a MongoDB connection string: ${why}`);
  }
}

/** The defaults that the connection string does not name. */
function unsaid(url: string): MongoClientOptions {
  const said = new Set([...queryOf(url).keys()].map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !said.has(name.toLowerCase())));
}

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.slice(url.indexOf('?') + 1 || url.length));

const databaseOf = (url: string): string =>
  decodeURIComponent(/^[a-z+]+:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? '') || defaultDatabase;
