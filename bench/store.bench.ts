/**
 * What the store's verbs cost on both stores, without a server: point reads, compare-and-set of tokens, audit rows alone
 * and 64 at once. Beside each the same made by hand in the same rounds: the driver's own calls, as durable, and no more.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient, type Document } from 'mongodb';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import { openStore, type Store } from '../packages/server/src/stores/index.ts';
import { begunRow } from './begun-row.ts';
import { makeSetting, type Setting } from './built-server.ts';
import { median, spread } from './median.ts';
import { startMongodb } from './mongodb.ts';

/** Calls that are asked for at once, as a server's concurrent requests do. */
const group = 64;
/** No server is called here; a setting wants the port of one. */
const nowhere = 9;

type Call = () => unknown;

interface Verb {
  store: 'embedded' | 'mongodb';
  name: string;
  /** Rows that one call is about. */
  rows: number;
  call: Call;
  /** The same by hand. */
  raw: Call;
  /** Microseconds per row, one per round. */
  took: { call: number[]; raw: number[] };
}

export default async function store({ full }: { full: boolean }) {
  const [rounds, ms] = full ? [9, 1_000] : [5, 250];
  const closing: (() => Promise<void> | void)[] = [];
  try {
    const verbs = [...(await embeddedVerbs(closing)), ...(await mongodbVerbs(closing))];
    for (const { call, raw } of verbs) for (const one of [call, raw]) await microseconds(one, ms / 2);
    for (let round = 0; round < rounds; round++) {
      for (const { call, raw, took, rows } of verbs) {
        took.call.push((await microseconds(call, ms)) / rows);
        took.raw.push((await microseconds(raw, ms)) / rows);
      }
    }
    return { figures: figures(verbs), table: table(verbs, `${rounds} rounds of ${ms} ms`) };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Mean of one call, made again and again for `ms`. */
async function microseconds(call: Call, ms: number): Promise<number> {
  const begun = performance.now();
  const until = begun + ms;
  let calls = 0;
  for (; calls < 3 || performance.now() < until; calls++) await call();
  return ((performance.now() - begun) * 1_000) / calls;
}

const many = (call: () => Promise<unknown>): Promise<unknown> => Promise.all(Array.from({ length: group }, call));

const verb = (store: Verb['store'], name: string, rows: number, call: Call, raw: Call): Verb => ({
  store,
  name,
  rows,
  call,
  raw,
  took: { call: [], raw: [] },
});

// ---- the verbs ----------------------------------------------------------------------------------------------------

interface Calls {
  key: () => Promise<unknown>;
  grant: () => Promise<unknown>;
  vault: () => Promise<unknown>;
  renew: () => Promise<unknown>;
  append: () => Promise<unknown>;
}

function callsOf(store: Store, { key, appId, grantId, anotherGrant }: Setting): Calls {
  const hash = createHash('sha256').update(key).digest('hex');
  const { sealed } = anotherGrant().vault;
  let generation = 1;
  return {
    key: () => found(store.keys.findByHash(hash)),
    grant: () => found(store.grants.find(appId, grantId)),
    vault: () => found(store.vault.read(appId, grantId)),
    renew: () => {
      const updated_at = systemClock.now();
      const vault = { app_id: appId, grant_id: grantId, generation: ++generation, sealed, updated_at };
      return found(store.grants.renew(appId, grantId, { token_expires_at: updated_at, updated_at }, vault));
    },
    append: () => store.audit.append([begunRow(appId, grantId)]),
  };
}

/** @throws Error when there was nothing: a fast miss is no result */
async function found<T>(reading: Promise<T | null>): Promise<T> {
  const row = await reading;
  if (row === null) throw new Error('the row was not there');
  return row;
}

/** What a hand-made row holds: as many bytes, in one piece. */
const payload = (): string => randomBytes(350).toString('hex');

async function embeddedVerbs(closing: (() => Promise<void> | void)[]): Promise<Verb[]> {
  const setting = await makeSetting(nowhere, null);
  closing.push(setting.remove);
  const store = await openStore(setting);
  closing.push(() => store.close());
  const calls = callsOf(store, setting);
  const db = new DatabaseSync(join(setting.dataDir, 'raw.db'));
  closing.push(() => db.close());
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE plain (id TEXT PRIMARY KEY, n INTEGER NOT NULL, body TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO plain VALUES (?, 0, ?)');
  const select = db.prepare('SELECT * FROM plain WHERE id = ?');
  const update = db.prepare('UPDATE plain SET n = n + 1, body = ? WHERE id = ? RETURNING n');
  insert.run('one', payload());
  const read = (): unknown => select.get('one');
  return [
    ...readVerbs('embedded', calls, read, () => {
      for (let i = 0; i < group; i++) read();
    }),
    verb('embedded', 'compare-and-set', 1, calls.renew, () => update.get(payload(), 'one')),
    verb('embedded', 'audit row', 1, calls.append, () => insert.run(newId(), payload())),
    verb(
      'embedded',
      `audit rows, ${group} at once`,
      group,
      () => many(calls.append),
      () => {
        db.exec('BEGIN');
        for (let i = 0; i < group; i++) insert.run(newId(), payload());
        db.exec('COMMIT');
      },
    ),
  ];
}

async function mongodbVerbs(closing: (() => Promise<void> | void)[]): Promise<Verb[]> {
  const database = await startMongodb(1);
  closing.push(database.stop);
  const setting = await makeSetting(nowhere, database.url('alter_bench'));
  closing.push(setting.remove);
  const store = await openStore(setting);
  closing.push(() => store.close());
  const calls = callsOf(store, setting);
  const writeConcern = { w: 'majority', j: true } as const;
  const client = await new MongoClient(database.url('raw'), {
    writeConcern,
    readConcern: { level: 'majority' },
  }).connect();
  closing.push(() => client.close());
  const plain = client.db().collection<Document & { _id: string }>('plain');
  const row = () => ({ _id: newId(), n: 0, body: payload() });
  await plain.insertOne({ ...row(), _id: 'one' });
  const read = (): Promise<unknown> => found(plain.findOne({ _id: 'one' }));
  return [
    ...readVerbs('mongodb', calls, read, () => many(read)),
    verb('mongodb', 'compare-and-set', 1, calls.renew, () =>
      plain.findOneAndUpdate({ _id: 'one' }, { $inc: { n: 1 }, $set: { body: payload() } }),
    ),
    verb('mongodb', 'audit row', 1, calls.append, () => plain.insertOne(row())),
    verb(
      'mongodb',
      `audit rows, ${group} at once`,
      group,
      () => many(calls.append),
      () => plain.insertMany(Array.from({ length: group }, row)),
    ),
  ];
}

const readVerbs = (store: Verb['store'], { key, grant, vault }: Calls, raw: Call, rawGroup: Call): Verb[] => [
  verb(store, 'read key', 1, key, raw),
  verb(store, 'read grant', 1, grant, raw),
  verb(store, 'read vault', 1, vault, raw),
  verb(store, `read grant, ${group} at once`, group, () => many(grant), rawGroup),
];

// ---- what came out ------------------------------------------------------------------------------------------------

function figures(verbs: readonly Verb[]): Record<string, number> {
  const entries = verbs.flatMap(({ store, name, took }) => {
    const figure = `${store}_${name.replaceAll(/[^a-z\d]+/g, '_')}`;
    return [
      [`${figure}_us`, median(took.call)] as const,
      [`${figure}_over_raw`, median(took.call.map((us, round) => us / (took.raw[round] ?? us)))] as const,
    ];
  });
  return Object.fromEntries(entries);
}

function table(verbs: readonly Verb[], how: string): string {
  const rows = verbs.map(({ store, name, took }) => [
    `${store}: ${name}`,
    spread(took.call, 1),
    spread(took.raw, 1),
    (1e6 / median(took.call)).toFixed(0),
  ]);
  const head = ['', 'µs a row', 'by hand, µs a row', 'rows/s'];
  const title = `${how}, interleaved; every write durable (on disk; majority and journal); median (least–most)`;
  return [title, ...[head, ...rows].map(line)].join('\n');
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => cell.padEnd(column === 0 ? 34 : 24))
    .join('')
    .trimEnd();
