/** An app with many documents of every kind, and how many of them a query looks at. */
import { randomUUID } from 'node:crypto';
import type { Db, Document } from 'mongodb';
import { placeOfApp } from '../../../packages/server/src/stores/mongodb/audit/audit-places.ts';
import type { Store } from '../../../packages/server/src/stores/store.ts';
import { isOfDatabase, type Query } from './mongodb-plans.ts';
import {
  auditEvent,
  configRow,
  flowRow,
  grantRow,
  id,
  keyRow,
  minute,
  nonceClaim,
  outboxRow,
  sessionRow,
  t0,
  ticketRow,
  vaultRow,
} from './rows.ts';

const many = 400;
const year = 365 * 24 * 60 * minute;

/** What has to differ in two documents of a collection, and what makes the second an ordinary one. */
const variations: Readonly<Record<string, (n: number) => Document>> = {
  keys: () => ({ id: randomUUID() }),
  provider_configs: (n) => ({ provider_id: `provider ${n}` }),
  provider_config_flags: (n) => ({ config_id: `config ${n}` }),
  users: (n) => ({ reference: `person ${n}` }),
  grants: (n) => ({
    place: BigInt(n),
    account_key: `account ${n}`,
    created_at: t0 + n,
    grant_expires_at: n % 2 === 0 ? null : t0 + year,
  }),
  vault: (n) => ({ place: BigInt(n) }),
  sessions: () => ({}),
  tickets: () => ({}),
  flows: () => ({}),
  outbox: () => ({ next_at: t0 + year, expires_at: t0 + 2 * year }),
  leases: () => ({ owner: null, goes_at: new Date(t0 - year) }),
  audit: (n) => ({ sequence: n + 2, places: [BigInt(n)] }),
  nonces: () => ({}),
};
/** Marks of work that a sweep has yet to look at. */
const marks = ['born_at'];

/** @returns the app of all of them */
export async function crowd(store: Store, db: Db): Promise<string> {
  const app_id = id();
  const grant = grantRow({ app_id });
  await store.keys.create(keyRow({ app_id }));
  const config = await store.providerConfigs.save(configRow({ app_id }));
  await store.providerConfigs.flag({ app_id, config_id: config.id, error: 'invalid_client', since: t0 });
  await store.users.upsert({ id: id(), app_id, reference: 'ada', display_name: 'Ada' }, t0);
  await store.sessions.createConnect(sessionRow({ app_id }));
  await store.tickets.create(ticketRow({ app_id }));
  await store.flows.create(flowRow({ app_id }));
  await store.grants.create(grant, vaultRow(grant));
  await store.outbox.add(outboxRow(grant));
  await store.leases.acquire(app_id, 'work', 'owner', minute);
  await store.audit.claim(auditEvent({ app_id }), nonceClaim());
  for (const [name, vary] of Object.entries(variations)) {
    const collection = db.collection<Document & { _id: string }>(name);
    const one = Object.entries((await collection.findOne({}, { promoteLongs: false }))!).filter(
      ([field]) => !marks.includes(field),
    );
    await collection.insertMany(
      Array.from({ length: many }, (_, n) => ({ ...Object.fromEntries(one), ...vary(n), _id: randomUUID() })),
    );
  }
  return app_id;
}

/** The same query, asked of that app. */
export function inCrowd(query: Query, appId: string): Query {
  const command = structuredClone(query.command);
  for (const filter of filtersOf(command)) ofApp(filter, appId);
  return { ...query, command };
}

const filtersOf = ({ filter, query, pipeline, updates, deletes }: Document): Document[] => [
  ...[filter, query].flatMap((one) => (one ? [one as Document] : [])),
  ...matchesOf((pipeline ?? []) as Document[]),
  ...[...((updates ?? []) as Document[]), ...((deletes ?? []) as Document[])].map(({ q }) => q as Document),
];

const matchesOf = (stages: readonly Document[]): Document[] =>
  stages.flatMap(({ $match, $lookup }) => [
    ...($match ? [$match as Document] : []),
    ...matchesOf((($lookup as Document | undefined)?.['pipeline'] ?? []) as Document[]),
  ]);

function ofApp(filter: Document, appId: string): void {
  if (typeof filter['app_id'] === 'string') filter['app_id'] = appId;
  if ('app_place' in filter) filter['app_place'] = placeOfApp(appId);
  for (const parts of [filter['$and'], filter['$or']]) {
    for (const part of (parts ?? []) as Document[]) ofApp(part, appId);
  }
}

export interface Examined {
  documents: number;
  keys: number;
  /** How many a perfect plan would have to look at. */
  wanted: number;
}

/** Of sizes, which the server keeps. */
export const isOfSizes = ({ pipeline = [] }: Document): boolean =>
  (pipeline as Document[]).some((stage) => '$collStats' in stage);

export async function examined(db: Db, query: Query): Promise<Examined> {
  if (isOfSizes(query.command)) return { documents: 0, keys: 0, wanted: 0 };
  const stats = statsIn(await db.command({ explain: query.command, verbosity: 'executionStats' }));
  return {
    documents: Number(stats['totalDocsExamined']),
    keys: Number(stats['totalKeysExamined']),
    wanted: await wantedBy(db, query),
  };
}

async function wantedBy(db: Db, { collection, command }: Query): Promise<number> {
  const { limit = Infinity, skip = 0, pipeline = [] } = command as { limit?: number; skip?: number; pipeline?: [] };
  if (isOfDatabase(command)) {
    const joined = await db.aggregate<{ pages: unknown[] }>(pipeline).toArray();
    return joined.flatMap(({ pages }) => pages).length;
  }
  const isGrouped = (pipeline as Document[]).some(({ $group }) =>
    String(($group as Document)?.['_id']).startsWith('$'),
  );
  // One of each group, as the index has it; a count looks at all that it counts.
  if (isGrouped) return (await db.collection(collection).aggregate(pipeline).toArray()).length;
  const [filter = {}] = filtersOf(command);
  return Math.min(await db.collection(collection).countDocuments(filter), limit + skip);
}

/** A pipeline's stand with its first stage, or with what it joins. */
function statsIn(explained: Document): Document {
  const stages = (explained['stages'] ?? []) as Document[];
  const cursor = stages[0]?.['$cursor'] as Document | undefined;
  const join = stages.find((stage) => '$lookup' in stage);
  return ((cursor ?? explained)['executionStats'] ?? join ?? {}) as Document;
}
