/** The MongoDB of a bench: nodes on loopback, set as a production's are, that end and leave nothing. */
import { totalmem } from 'node:os';
import { MongoClient } from 'mongodb';
import { newId } from '../packages/server/src/lib/random.ts';
import { findMongod, findMongodProgram, noMongod, noProgram } from '../tools/mongod/find-mongod.ts';
import { startMongod, startReplicaSet, type RunningMongod } from '../tools/mongod/start-mongod.ts';

/** What mongod takes by default: half of the memory beyond a gigabyte, at least 256 MB. Tests' nodes get less. */
const memoryMb = Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2 ** 20;
const cacheMb = Math.max(256, (memoryMb - 1_024) / 2);
/** MongoDB's own default; that of the tests takes a busy node for a dead one. */
const electionTimeoutMs = 10_000;

/** A replica set of `nodes`; of one, also the server that the environment names. @throws Error when no mongod can be had */
export async function startMongodb(nodes: number): Promise<RunningMongod> {
  const found = await (nodes === 1 ? findMongod() : findMongodProgram());
  if (found === null) throw new Error(nodes === 1 ? noMongod : noProgram);
  if (found.kind === 'server') return guestOf(await startMongod(found));
  const running = nodes === 1 ? await startMongod(found) : await startReplicaSet(found, nodes);
  try {
    for (const node of running.nodes) await enlargeCache(node.address, Math.round(cacheMb / nodes));
    if (nodes > 1) await calmElections(running.url('admin'));
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** On a server that stays, databases have names of their own and go at the end. */
function guestOf(server: RunningMongod): RunningMongod {
  const names = new Map<string, string>();
  return {
    ...server,
    url(database) {
      if (!names.has(database)) names.set(database, `${database}_${newId()}`);
      return server.url(names.get(database) ?? database);
    },
    async stop() {
      const client = await new MongoClient(server.url('admin')).connect();
      for (const name of names.values()) await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

const enlargeCache = (address: string, mb: number): Promise<void> =>
  command(`mongodb://${address}/?directConnection=true`, {
    setParameter: 1,
    wiredTigerEngineRuntimeConfig: `cache_size=${mb}MB`,
  });

async function calmElections(url: string): Promise<void> {
  const client = await new MongoClient(url).connect();
  try {
    const { config } = (await client.db('admin').command({ replSetGetConfig: 1 })) as {
      config: { version: number; settings: object };
    };
    const settings = { ...config.settings, electionTimeoutMillis: electionTimeoutMs, heartbeatIntervalMillis: 2_000 };
    await client.db('admin').command({ replSetReconfig: { ...config, version: config.version + 1, settings } });
  } finally {
    await client.close();
  }
}

async function command(url: string, words: Record<string, unknown>): Promise<void> {
  const client = await new MongoClient(url).connect();
  try {
    await client.db('admin').command(words);
  } finally {
    await client.close();
  }
}
