import { MongoClient, MongoServerSelectionError, type CommandStartedEvent, type MongoClientOptions } from 'mongodb';
import { StoreUnavailable } from '../../store.ts';
import { writeConcern } from './concerns.ts';
import { errorOf } from './failure.ts';
import { mendDriver } from './mend-driver.ts';
import { databaseOf, mistakeIn, settingsOf } from './store-url.ts';

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
  const sets = new Map<string, string | undefined>();
  client.on('serverHeartbeatSucceeded', ({ connectionId: address, reply }) => {
    const { setName, isreplicaset } = reply as { setName?: string; isreplicaset?: boolean };
    // One that was not initiated yet has no name.
    if (isreplicaset !== true) sets.set(address, setName);
  });
  try {
    await client.connect();
    const hello = await client.db('admin').command({ hello: 1 });
    if (Number(hello['maxWireVersion']) < oldestWireVersion) {
      throw new StoreUnavailable('the store cannot be used: it needs MongoDB 6.0 or newer');
    }
    return { client, database: databaseOf(url) };
  } catch (error) {
    await client.close();
    throw unreadable(error) ?? ofAnotherSet(error, client, sets) ?? errorOf(error);
  }
}

/** The driver forgets a server whose set is not the one that it looks for. @param sets by address, of who answered */
function ofAnotherSet(
  error: unknown,
  client: MongoClient,
  sets: ReadonlyMap<string, string | undefined>,
): StoreUnavailable | null {
  const { replicaSet } = client.options;
  if (!(error instanceof MongoServerSelectionError) || !replicaSet) return null;
  const [other] = Array.from(sets).filter(([, name]) => name !== replicaSet);
  if (!other) return null;
  const [address, name] = other;
  const what =
    name === undefined ? `${address} is of no replica set; take replicaSet out` : `${address} is of the set "${name}"`;
  return unusable(`replicaSet in ALTER_STORE_URL is "${replicaSet}", and ${what}`, error);
}

/** A file of certificates or keys, which the driver reads when it connects. */
function unreadable(error: unknown): StoreUnavailable | null {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (path === undefined && syscall !== 'open') return null;
  return unusable(`ALTER_STORE_URL names a file that cannot be read: ${path} (${code})`, error);
}

const unusable = (words: string, cause?: unknown): StoreUnavailable =>
  new StoreUnavailable(`the store cannot be used: ${words}`, { cause });

function newClient(url: string, onCommand: OnCommand | undefined, patient: boolean): MongoClient {
  const client = parsed(url, onCommand, patient);
  const mistake = mistakeIn(url, client);
  if (mistake !== null) throw unusable(mistake);
  return client;
}

function parsed(url: string, onCommand: OnCommand | undefined, patient: boolean): MongoClient {
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
    throw unusable(`ALTER_STORE_URL is not a MongoDB connection string: ${why}`);
  }
}

/** The defaults that the connection string does not name. */
function unsaid(url: string): MongoClientOptions {
  const said = settingsOf(url);
  const most = Number(said.get('maxpoolsize') ?? defaults.maxPoolSize);
  const all = { ...defaults, minPoolSize: most < defaults.minPoolSize ? 0 : defaults.minPoolSize };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !said.has(name.toLowerCase())));
}
