/**
 * How every command reads and writes. All reads go to the primary: a secondary may not know yet that something was revoked.
 * What is read where stands in `reads`; a test compares it with every command that the contract suite sends, and with
 * the table of docs/operations/mongodb.md.
 */

/** What was acknowledged, and nothing that an election could take back: whatever decides, and what people are shown of it. */
export const decides = { readConcern: 'majority', readPreference: 'primary' } as const;
/** What this primary has now: where a conditional write begins, why one did not match, and what a later one has to confirm. */
export const latest = { readConcern: 'local', readPreference: 'primary' } as const;
/** The same, of what decides about no credential: work of the background, each step of which is conditional, and the audit. */
export const shows = latest;

/**
 * Every write: by a majority of the members, in their journals. A write that a majority cannot take in this time fails,
 * and its outcome is not known. Not to be changed by the connection string.
 */
export const writeConcern = { w: 'majority', journal: true, wtimeoutMS: 10_000 } as const;

export interface Read {
  collection: string;
  /** Fields that the filter names, in order of the alphabet; `…` after one of which a list of values is asked. Absent: any. */
  by?: string;
  /** Indexes that are named. Absent: none is. */
  along?: readonly string[];
  /** Fields that are given. Absent: whichever. */
  only?: string;
  concern: 'majority' | 'local';
  what: string;
}

const listed = ['app', 'principal', 'identifier', 'label', 'provider', 'provider_status', 'status'];

export const reads: readonly Read[] = [
  { collection: 'keys', by: '_id…', concern: 'majority', what: 'a key, by its hash' },
  {
    collection: 'keys',
    by: '_id app_id rotated_to',
    along: ['_id_'],
    concern: 'majority',
    what: 'whether a rotation put a key in place',
  },
  {
    collection: 'keys',
    by: 'app_id id rotated_to',
    along: ['id'],
    concern: 'majority',
    what: 'the same, of a rotation that an older version began',
  },
  { collection: 'keys', by: 'app_id', along: ['app'], concern: 'majority', what: 'the keys of an app' },
  { collection: 'keys', by: 'app_id id', along: ['id'], concern: 'local', what: 'before a key is revoked or rotated' },
  { collection: 'keys', by: 'id…', along: ['id'], concern: 'local', what: 'before the last use of keys is written' },
  { collection: 'keys', by: 'unborn_since', along: ['unborn'], concern: 'local', what: 'sweep' },
  {
    collection: 'provider_configs',
    by: '_id… app_id',
    along: ['_id_'],
    concern: 'majority',
    what: 'a config, by its id',
  },
  {
    collection: 'provider_configs',
    by: 'app_id',
    along: ['app'],
    concern: 'majority',
    what: 'the configs of an app, of which a connect takes one',
  },
  {
    collection: 'provider_config_flags',
    by: 'app_id',
    along: ['app'],
    concern: 'local',
    what: 'which configs a provider refuses, to be shown',
  },
  { collection: 'users', by: '_id… app_id', along: ['_id_'], concern: 'majority', what: 'a person, by id' },
  {
    collection: 'users',
    by: 'app_id reference…',
    along: ['reference'],
    concern: 'majority',
    what: "a person, by the app's own name",
  },
  { collection: 'sessions', by: '_id…', concern: 'majority', what: 'a session, by its hash' },
  { collection: 'sessions', by: '_id', concern: 'local', what: 'before a session takes a step' },
  { collection: 'tickets', by: '_id…', concern: 'majority', what: 'a watch ticket, by its hash' },
  {
    collection: 'flows',
    by: '_id consumed_at expires_at',
    concern: 'majority',
    what: 'an open flow, by the hash of its state',
  },
  { collection: 'flows', by: '_id expires_at', concern: 'local', what: 'why a flow could not begin' },
  {
    collection: 'grants',
    by: 'app_id place…',
    along: ['place'],
    concern: 'majority',
    what: 'a grant, by its id',
  },
  {
    collection: 'grants',
    by: 'account_key app_id client_id issuer live principal',
    along: ['account'],
    concern: 'majority',
    what: 'the grant of an account',
  },
  {
    collection: 'grants',
    by: '_id account_key client_id issuer live',
    along: ['shared'],
    concern: 'majority',
    what: 'whether another grant has the account',
  },
  {
    collection: 'grants',
    along: listed,
    concern: 'majority',
    what: 'lists and totals, from which a call may take its grant',
  },
  {
    collection: 'grants',
    along: ['overdue'],
    concern: 'majority',
    what: 'the list of the expired',
  },
  {
    collection: 'grants',
    by: '_id… app_id',
    along: ['_id_'],
    only: '',
    concern: 'majority',
    what: 'the same, its rows',
  },
  {
    collection: 'grants',
    by: '_id app_id status…',
    along: ['_id_'],
    concern: 'local',
    what: 'a conditional change of nothing',
  },
  {
    collection: 'grants',
    by: '_id app_id sealed_generation status…',
    along: ['_id_'],
    concern: 'local',
    what: 'the same',
  },
  {
    collection: 'grants',
    by: '_id app_id live',
    along: ['_id_'],
    concern: 'local',
    what: 'before and after a renewal',
  },
  {
    collection: 'grants',
    by: '_id account_key app_id client_id issuer live principal',
    along: ['account'],
    concern: 'local',
    what: 'before a repair takes an account',
  },
  {
    collection: 'grants',
    by: 'grant_expires_at status…',
    along: ['over'],
    concern: 'local',
    what: 'those to mark as expired',
  },
  {
    collection: 'grants',
    by: 'ending_since unrecorded',
    along: ['ending'],
    concern: 'local',
    what: 'revocations that are not on record',
  },
  { collection: 'grants', by: 'ending_since', along: ['ending'], concern: 'local', what: 'sweep' },
  { collection: 'grants', by: '_id… app_id', along: ['_id_'], only: '_id', concern: 'local', what: 'sweep' },
  { collection: 'grants', by: '_id app_id', along: ['_id_'], concern: 'local', what: 'sweep' },
  {
    collection: 'vault',
    by: 'app_id place…',
    along: ['place'],
    concern: 'majority',
    what: 'ciphertext, after the begin row is acknowledged',
  },
  {
    collection: 'vault',
    by: '_id app_id',
    along: ['_id_'],
    only: 'generation',
    concern: 'local',
    what: 'why a grant was not revoked',
  },
  {
    collection: 'vault',
    by: '_id app_id',
    along: ['_id_'],
    only: 'history',
    concern: 'local',
    what: "a grant's last refreshes, to be shown",
  },
  {
    collection: 'vault',
    by: 'refresh.intent.at',
    along: ['refresh'],
    concern: 'local',
    what: 'refreshes whose end is not known',
  },
  { collection: 'vault', by: 'owed.at', along: ['owed'], concern: 'local', what: 'audit rows that are owed' },
  { collection: 'vault', by: 'born_at', along: ['born'], concern: 'local', what: 'sweep' },
  { collection: 'vault', by: 'intent_at', along: ['intent'], concern: 'local', what: 'sweep' },
  { collection: 'outbox', along: ['end', 'since'], concern: 'local', what: 'sweep' },
  {
    collection: 'leases',
    by: '$expr _id app_id',
    along: ['_id_'],
    concern: 'local',
    what: 'whether a lease is held; who needs it takes it',
  },
  { collection: 'audit', along: ['chain'], concern: 'local', what: 'pages and ends of chains' },
  { collection: 'audit', by: 'app_id app_place places…', along: ['grant'], concern: 'local', what: "a grant's rows" },
  {
    collection: 'audit',
    by: 'app_id app_place at places…',
    along: ['grant'],
    concern: 'local',
    what: 'the same, those before a time',
  },
  {
    collection: 'audit',
    by: '$expr app_id app_place places…',
    concern: 'local',
    what: 'when a grant was last used, to be shown',
  },
  {
    collection: 'audit',
    by: 'app_id app_place at places… rows.id',
    along: ['grant'],
    concern: 'local',
    what: 'whether a row stands, before it is appended',
  },
];

/** Beside these, `alter store copy`, `verify` and `stats` read whole collections, and a start one document, with this. */
export const readsOfOperators = shows;
