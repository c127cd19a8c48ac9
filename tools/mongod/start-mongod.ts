import { MongoClient } from 'mongodb';
import type { FoundMongod } from './find-mongod.ts';
import { startMongodProcess, type MongodProcess } from './mongod-process.ts';

/** Milliseconds until a test gives up on a server that does not come up. */
const upMs = 60_000;
/** A test kills primaries, and does not want to wait the usual ten seconds for the next one. */
const electionTimeoutMs = 1_000;

export interface RunningMongod {
  /** Connection string of the server or the set, naming this database. */
  url(database: string): string;
  /** In the order they were started; none for a server that ran before. */
  nodes: readonly MongodProcess[];
  stop(): Promise<void>;
}

/** One node, as a replica set. */
export const startMongod = (found: FoundMongod): Promise<RunningMongod> =>
  found.kind === 'server' ? Promise.resolve(running(found.url, [])) : startSet(found.file, 1, 'alter');

/** A replica set whose nodes a test may kill. @throws when only a server that runs already was found */
export async function startReplicaSet(found: FoundMongod, size: number): Promise<RunningMongod> {
  if (found.kind === 'server') throw new Error('nodes of ALTER_TEST_MONGODB_URL cannot be killed; a mongod is needed');
  return startSet(found.file, size, 'alter');
}

/**
 * One node that is no replica set: it has no oplog and no retryable writes.
 * @param extra further flags, e.g. `--auth`
 * @throws when only a server that runs already was found
 */
export async function startStandalone(found: FoundMongod, extra: readonly string[] = []): Promise<RunningMongod> {
  if (found.kind === 'server') throw new Error('ALTER_TEST_MONGODB_URL is not ours to set up; a mongod is needed');
  const node = await startMongodProcess(found.file, extra);
  const url = `mongodb://${node.address}/`;
  await answering(node, Date.now() + upMs);
  return running(url, [node]);
}

async function startSet(program: string, size: number, name: string): Promise<RunningMongod> {
  const nodes = await Promise.all(Array.from({ length: size }, () => startMongodProcess(program, ['--replSet', name])));
  try {
    const deadline = Date.now() + upMs;
    // All of them first: a set is refused while a member does not answer.
    for (const node of nodes) await answering(node, deadline);
    await initiate(nodes, name);
    const url = `mongodb://${nodes.map((node) => node.address).join(',')}/?replicaSet=${name}`;
    await withClient(url, upMs, (client) => client.db('admin').command({ ping: 1 }));
    return running(url, nodes);
  } catch (error) {
    await Promise.all(nodes.map((node) => node.stop()));
    throw error;
  }
}

const running = (url: string, nodes: readonly MongodProcess[]): RunningMongod => ({
  url: (database) => url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`),
  nodes,
  async stop() {
    await Promise.all(nodes.map((node) => node.stop()));
  },
});

async function answering(node: MongodProcess, deadline: number): Promise<void> {
  for (;;) {
    try {
      await withClient(direct(node), 500, (client) => client.db('admin').command({ ping: 1 }));
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`mongod did not come up:\n${node.logTail()}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function initiate(nodes: readonly MongodProcess[], name: string): Promise<void> {
  const members = nodes.map((node, index) => ({ _id: index, host: node.address }));
  const settings = { electionTimeoutMillis: electionTimeoutMs, heartbeatIntervalMillis: 200 };
  await withClient(direct(nodes[0]!), upMs, (client) =>
    client.db('admin').command({ replSetInitiate: { _id: name, members, settings } }),
  );
}

const direct = (node: MongodProcess): string => `mongodb://${node.address}/?directConnection=true`;

async function withClient<T>(url: string, selectionMs: number, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: selectionMs });
  try {
    return await use(await client.connect());
  } finally {
    await client.close();
  }
}
