/** Everything the store needs to find in the database: collections, the indexes its queries run along, validators. */
import type { Document, IndexDescription } from 'mongodb';

export interface Declared {
  name: string;
  /** BSON type of the fields without which a document is no row; a store of the same major may only add to what is let in. */
  required: Readonly<Record<string, string>>;
  indexes: readonly (IndexDescription & { name: string })[];
  /**
   * What a cluster would be sharded by: the app, or the bearer's hash for what is found before the app is known. Every write
   * names it, and so does every read but those of the background. Null: stays on one shard.
   */
  shardKey: 'app_id' | '_id' | null;
}

/** How long after its time a row may be found by the broom: clocks of servers may differ by so much. */
const day = 24 * 60 * 60;

type Keys = Record<string, 1 | -1>;
const index = (name: string, key: Keys, rest: IndexDescription | object = {}) => ({ name, key, ...rest });
const unique = { unique: true };
/** Only documents that have the field. */
const sparse = { sparse: true };
/** The broom, for when no process sweeps; reads judge for themselves. */
const broom = index('broom', { goes_at: 1 }, { expireAfterSeconds: day });

/** Newest first, within an app and one more field. */
const newest = (name: string, ...fields: string[]) =>
  index(name, Object.fromEntries([...fields.map((field) => [field, 1]), ['created_at', -1], ['_id', -1]]) as Keys);

const live = { partialFilterExpression: { live: true, account_key: { $gte: '' } } };

/** Of an index with short keys at random places: a search need not put each key together from those before it. */
const wholeKeys = { storageEngine: { wiredTiger: { configString: 'prefix_compression=false' } } };

const text = 'string';
const number = 'number';

export const collections = {
  keys: {
    name: 'keys',
    shardKey: '_id',
    required: { _id: text, id: text, app_id: text, kind: text, scopes: 'array', created_at: number },
    indexes: [
      index('id', { id: 1 }),
      index('app', { app_id: 1, created_at: 1, id: 1 }),
      index('unborn', { unborn_since: 1 }, sparse),
    ],
  },
  providerConfigs: {
    name: 'provider_configs',
    shardKey: 'app_id',
    required: { _id: text, app_id: text, provider_id: text, client_id: text, generation: number },
    indexes: [
      index('provider', { app_id: 1, provider_id: 1 }, unique),
      index('app', { app_id: 1, created_at: 1, _id: 1 }),
    ],
  },
  providerConfigFlags: {
    name: 'provider_config_flags',
    shardKey: 'app_id',
    required: { _id: text, app_id: text, config_id: text, error: text, since: number },
    indexes: [index('app', { app_id: 1 })],
  },
  users: {
    name: 'users',
    shardKey: 'app_id',
    required: { _id: text, app_id: text, created_at: number },
    indexes: [
      index(
        'reference',
        { app_id: 1, reference: 1 },
        { unique: true, partialFilterExpression: { reference: { $gte: '' } } },
      ),
    ],
  },
  sessions: {
    name: 'sessions',
    shardKey: '_id',
    required: { _id: text, id: text, app_id: text, kind: text, expires_at: number, goes_at: 'date' },
    indexes: [broom],
  },
  tickets: {
    name: 'tickets',
    shardKey: '_id',
    required: { _id: text, app_id: text, session_hash: text, expires_at: number, goes_at: 'date' },
    indexes: [broom],
  },
  flows: {
    name: 'flows',
    shardKey: '_id',
    required: { _id: text, id: text, app_id: text, browser_hash: text, expires_at: number, goes_at: 'date' },
    indexes: [broom],
  },
  grants: {
    name: 'grants',
    shardKey: 'app_id',
    required: {
      _id: text,
      place: 'long',
      app_id: text,
      principal: text,
      status: text,
      live: 'bool',
      created_at: number,
    },
    indexes: [
      index('place', { place: 1 }, wholeKeys),
      index('account', { app_id: 1, principal: 1, issuer: 1, client_id: 1, account_key: 1 }, { unique: true, ...live }),
      index('shared', { issuer: 1, client_id: 1, account_key: 1 }, live),
      newest('app', 'app_id'),
      newest('principal', 'app_id', 'principal'),
      newest('identifier', 'app_id', 'account_identifier'),
      newest('label', 'app_id', 'label'),
      newest('provider', 'app_id', 'provider_id'),
      newest('provider_status', 'app_id', 'provider_id', 'status'),
      newest('status', 'app_id', 'status'),
      index('over', { status: 1, grant_expires_at: 1 }, { partialFilterExpression: { grant_expires_at: { $gte: 0 } } }),
      index(
        'overdue',
        { app_id: 1, status: 1, grant_expires_at: 1, created_at: 1, _id: 1, provider_id: 1 },
        { partialFilterExpression: { grant_expires_at: { $gte: 0 } } },
      ),
      index('ending', { ending_since: 1 }, sparse),
    ],
  },
  vault: {
    name: 'vault',
    shardKey: 'app_id',
    required: { _id: text, place: 'long', app_id: text, generation: number, sealed: 'object' },
    indexes: [
      index('place', { place: 1 }, wholeKeys),
      index('born', { born_at: 1 }, sparse),
      index('intent', { intent_at: 1 }, sparse),
      index('refresh', { 'refresh.intent.at': 1 }, sparse),
      index('owed', { 'owed.at': 1 }, sparse),
    ],
  },
  outbox: {
    name: 'outbox',
    // Small, and its worker claims rows of all apps.
    shardKey: null,
    required: { _id: text, app_id: text, grant_id: text, state: text, next_at: number, expires_at: number },
    indexes: [
      index('due', { state: 1, next_at: 1, _id: 1 }),
      index('since', { state: 1, since: 1 }),
      index('end', { state: 1, expires_at: 1 }),
    ],
  },
  leases: {
    name: 'leases',
    shardKey: 'app_id',
    required: { _id: text, app_id: text, fence: number, goes_at: 'date' },
    indexes: [broom],
  },
  audit: {
    name: 'audit',
    shardKey: 'app_id',
    // Pages of rows: see `audit-page.ts`.
    required: {
      _id: text,
      app_id: text,
      app_place: 'long',
      writer: text,
      sequence: number,
      previous_hash: text,
      hash: text,
      at: number,
      places: 'array',
      rows: 'array',
    },
    indexes: [
      index('chain', { app_id: 1, writer: 1, sequence: 1 }, unique),
      index(
        'grant',
        { app_place: 1, places: 1, at: -1 },
        { partialFilterExpression: { places: { $gte: 0 } }, ...wholeKeys },
      ),
    ],
  },
  nonces: { name: 'nonces', shardKey: '_id', required: { _id: text, goes_at: 'date' }, indexes: [broom] },
  heartbeat: { name: 'heartbeat', shardKey: '_id', required: { _id: text, at: number }, indexes: [] },
} as const satisfies Record<string, Declared>;

export const validatorOf = ({ required }: Declared): Document => ({
  $jsonSchema: {
    required: Object.keys(required),
    properties: Object.fromEntries(Object.entries(required).map(([field, bsonType]) => [field, { bsonType }])),
  },
});
