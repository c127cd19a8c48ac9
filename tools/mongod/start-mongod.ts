import { MongoClient } from 'mongodb';
import type { FoundMongod, FoundProgram } from './find-mongod.ts';
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
  /** The node that takes writes now; waits for an election. @throws when there is none in time */
  primary(): Promise<MongodProcess>;
  /** Resolves when every node answers and has caught up: from then on any of them may be killed. @throws when it takes too long */
  healthy(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * One node, as a replica set.
 * @param extra further flags, for a server that is not running yet
 */
export const startMongod = (found: FoundMongod, extra: readonly string[] = []): Promise<RunningMongod> =>
  found.kind === 'server' ? Promise.resolve(running(found.url, [])) : startSet(found.file, 1, 'alter', extra);

/** A replica set whose nodes a test may kill. */
export const startReplicaSet = (found: FoundProgram, size: number): Promise<RunningMongod> =>
  startSet(found.file, size, 'alter');

/**
 * One node that is no replica set: it has no oplog and no retryable writes.
 * @param extra further flags, e.g. `--auth`
 */
export async function startStandalone(found: FoundProgram, extra: readonly string[] = []): Promise<RunningMongod> {
  const node = await startMongodProcess(found.file, extra);
  const url = `mongodb://${node.address}/`;
  await answering(node, Date.now() + upMs);
  return running(url, [node]);
}

async function startSet(
  program: string,
  size: number,
  name: string,
  extra: readonly string[] = [],
): Promise<RunningMongod> {
  const flags = ['--replSet', name, ...extra];
  const nodes = await Promise.all(Array.from({ length: size }, () => startMongodProcess(program, flags)));
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
  primary: () => within(upMs, 'no node of the set is primary', () => primaryOf(nodes)),
  async healthy() {
    await within(upMs, 'the set is not whole', async () => {
      const found = await membersSeenBy(await primaryOf(nodes));
      const whole =
        found.length === nodes.length && found.every((state) => state === 'PRIMARY' || state === 'SECONDARY');
      return whole ? found : null;
    });
  },
  async stop() {
    await Promise.all(nodes.map((node) => node.stop()));
  },
});

/** Asks until there is an answer that is not null; a question that fails is asked again. */
async function within<T>(ms: number, otherwise: string, ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function primaryOf(nodes: readonly MongodProcess[]): Promise<MongodProcess | null> {
  const answers = await Promise.all(nodes.map((node) => writable(node).catch(() => false)));
  return nodes[answers.indexOf(true)] ?? null;
}

const writable = (node: MongodProcess): Promise<boolean> =>
  withClient(direct(node), 500, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    return hello['isWritablePrimary'] === true;
  });

async function membersSeenBy(node: MongodProcess | null): Promise<string[]> {
  if (node === null) return [];
  const status = await withClient(direct(node), 500, (client) => client.db('admin').command({ replSetGetStatus: 1 }));
  return (status['members'] as { stateStr: string }[]).map(({ stateStr }) => stateStr);
}

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
