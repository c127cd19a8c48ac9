/** The three backups that docs/operations/mongodb.md describes, each taken of a set of three and restored into a new one. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MongoClient, type Document, type Timestamp } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../packages/cli/src/index.ts';
import { openMongodb } from '../../packages/server/src/stores/mongodb/open-mongodb.ts';
import type { Store } from '../../packages/server/src/stores/store.ts';
import { fill } from '../../packages/server/test/stores/transfer/filled.ts';
import type { FoundProgram } from '../../tools/mongod/find-mongod.ts';
import { startMongodProcess, type MongodProcess } from '../../tools/mongod/mongod-process.ts';
import { startReplicaSet, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { mongodProgram } from '../harness/mongod-program.ts';

let found: FoundProgram;
let source: RunningMongod;
let store: Store;
let folder: string;
const started: MongodProcess[] = [];

beforeAll(async () => {
  found = await mongodProgram();
  source = await startReplicaSet(found, 3);
});
afterAll(() => source.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alter-backup-'));
  store = await openMongodb({ url: source.url('vault') });
});
afterEach(async () => {
  await store.close();
  await Promise.all(started.splice(0).map((node) => node.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function alter(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const say = (words: string): void => void (said += `${words}\n`);
  const code = await run(args, { print: say, note: say, readInput: async () => '', env: {}, cwd: folder });
  return { code, said };
}

/** `act` on a node itself, whatever its set thinks of it. */
async function on<T>(node: MongodProcess, act: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://${node.address}/?directConnection=true`, {
    serverSelectionTimeoutMS: 60_000,
  });
  try {
    return await act(await client.connect());
  } finally {
    await client.close();
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A member that takes no writes, once it knows that all that the primary has is acknowledged. */
async function secondary(): Promise<MongodProcess> {
  await source.healthy();
  const primary = await source.primary();
  const node = source.nodes.find((one) => one !== primary)!;
  await until('a secondary that has all', async () => (await committedAt(node)).equals(await appliedAt(primary)));
  return node;
}

const optimesOf = async (node: MongodProcess): Promise<Record<string, { ts: Timestamp }>> =>
  (await on(node, (client) => client.db('admin').command({ replSetGetStatus: 1 })))['optimes'] as never;
const committedAt = async (node: MongodProcess) => (await optimesOf(node))['lastCommittedOpTime']!.ts;
const appliedAt = async (node: MongodProcess) => (await optimesOf(node))['appliedOpTime']!.ts;

/** As a service manager stops it: it empties its lock file when all is on disk. */
async function stopCleanly(node: MongodProcess): Promise<void> {
  process.kill(node.pid, 'SIGTERM');
  await until('a clean stop', () => readFileSync(join(node.folder, 'mongod.lock')).length === 0);
}

/** All but what belongs to the running process. */
const copyFiles = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (file) => !['log', 'mongod.lock'].includes(basename(file)) });

async function nodeWith(files: string, extra: readonly string[] = []): Promise<MongodProcess> {
  const node = await startMongodProcess(found.file, extra);
  started.push(node);
  node.kill();
  for (const name of readdirSync(node.folder)) rmSync(join(node.folder, name), { recursive: true });
  copyFiles(files, node.folder);
  await node.restart();
  return node;
}

/** The copy as a node alone, which forgets its old set; then as the first of a new one. */
async function restored(files: string): Promise<string> {
  const alone = await nodeWith(files);
  await on(alone, (client) => client.db('local').dropDatabase());
  await stopCleanly(alone);
  const node = await nodeWith(alone.folder, ['--replSet', 'restored']);
  const members = [{ _id: 0, host: node.address }];
  await on(node, (client) => client.db('admin').command({ replSetInitiate: { _id: 'restored', members } }));
  await on(node, (client) =>
    until('a primary', async () => (await client.db('admin').command({ hello: 1 }))['isWritablePrimary'] === true),
  );
  return `mongodb://${node.address}/vault?replicaSet=restored`;
}

const documents = (url: string): Promise<Record<string, Document[]>> =>
  MongoClient.connect(url).then(async (client) => {
    const names = (await client.db().listCollections().toArray()).map(({ name }) => name).sort();
    const all = names.map(async (name) => [name, await client.db().collection(name).find().sort({ _id: 1 }).toArray()]);
    return Object.fromEntries((await Promise.all(all)) as [string, Document[]][]);
  });

async function expectSame(url: string, wanted: Record<string, Document[]>): Promise<void> {
  expect(await documents(url)).toEqual(wanted);
  expect(await alter('store', 'verify', '--store', url)).toMatchObject({ code: 0 });
}

/** A write that the other two members acknowledge. */
async function goesOn(grantId: string, app_id: string): Promise<void> {
  expect(await store.grants.patch(app_id, grantId, ['active'], { label: 'goes on' })).toMatchObject({
    label: 'goes on',
  });
}

/** What says how far the writing of a grant and its ciphertext came, which a copy begins anew. */
const marks = ['sealed_generation', 'born_at', 'ending_since', 'ending_outbox'];
const withoutMarks = (document: Document): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !marks.includes(name)));

describe('a backup', () => {
  it('that is a copy of the files of a stopped secondary is the whole store, which serves meanwhile', async () => {
    const { app_id, grantId } = await fill(store);
    const wanted = await documents(source.url('vault'));
    const node = await secondary();
    await stopCleanly(node);
    copyFiles(node.folder, join(folder, 'files'));
    await goesOn(grantId, app_id);
    await node.restart();
    await source.healthy();
    await expectSame(await restored(join(folder, 'files')), wanted);
  });

  it('that is a copy of the files of a locked secondary is the store of that moment, which serves meanwhile', async () => {
    const { app_id, grantId } = await fill(store);
    const wanted = await documents(source.url('vault'));
    const node = await secondary();
    await on(node, (client) => client.db('admin').command({ fsync: 1, lock: true }));
    await goesOn(grantId, app_id);
    copyFiles(node.folder, join(folder, 'files'));
    await on(node, (client) => client.db('admin').command({ fsyncUnlock: 1 }));
    await secondary();
    await expectSame(await restored(join(folder, 'files')), wanted);
  });

  it('that alter store copy made is the store again in a new database', async () => {
    await fill(store);
    const backup = join(folder, 'backup.db');
    const taken = await alter('store', 'copy', '--from', source.url('vault'), '--to', backup);
    expect(taken.code, taken.said).toBe(0);
    const back = await alter('store', 'copy', '--from', backup, '--to', source.url('restored'));
    expect(back.code, back.said).toBe(0);
    expect(await alter('store', 'verify', '--store', source.url('restored'))).toMatchObject({ code: 0 });
    const [before, after] = [await documents(source.url('vault')), await documents(source.url('restored'))];
    for (const kind of ['keys', 'users', 'provider_configs', 'grants', 'vault']) {
      expect(after[kind]?.map(withoutMarks), kind).toEqual(before[kind]?.map(withoutMarks));
      expect(after[kind]?.length, kind).toBeGreaterThan(1);
    }
    // Rows that follow each other may stand in one page where they stood in two.
    const rows = (pages: Document[] = []) =>
      pages
        .flatMap((page) => page['rows'] as Document[])
        .toSorted((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1));
    expect(rows(after['audit'])).toEqual(rows(before['audit']));
    expect(rows(after['audit']).length).toBeGreaterThan(2);
  });
});
