/**
 * How each kind of row is read in key order and put back: for {@link openMongodbHoldings}. What a crash left half-done is
 * read as the sweep would finish it; nothing is written by reading.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'mongodb';
import { placeOf } from '../../place.ts';
import type { Batch, Finding, Half, Held, Kind } from '../../transfer/holdings.ts';
import { noMarks, readableAfterMs, type RefreshRecord } from '../../store.ts';
import { misplacedCiphertext, misplacedGrant } from '../../transfer/misplaced.ts';
import { auditShelf } from './audit-shelf.ts';
import { shows } from '../calls/concerns.ts';
import { flows } from '../flows.ts';
import { grants, heldVault, outbox } from '../documents/grant-shape.ts';
import { isBorn, keys } from '../keys.ts';
import { configFlags, configs, flagId } from '../provider-configs.ts';
import { connects, wallets } from '../sessions.ts';
import type { Shape, Stored } from '../documents/shape.ts';
import type { CollectionName, Shelf } from './shelf.ts';
import { wholeNumber } from '../documents/stored-place.ts';
import { tickets } from '../tickets.ts';
import { users } from '../users.ts';

/** Rows that are a document each. */
type Single<Row> = Omit<Shelf<Row>, 'write'> & { write: (row: Row) => Stored };

const each = <Row>({ write, ...single }: Single<Row>): Shelf<Row> => ({
  ...single,
  write: async (rows) => rows.map(write),
});

const byId = { _id: 1 } as const;

/** Rows that are one document each, with what the store adds to them. */
const shelf = <Row extends object>(
  collection: CollectionName,
  shape: Shape<Row>,
  more: (row: Row) => Document = () => ({}),
): Single<Row> => ({
  collection,
  sort: byId,
  read: async (found) => ({ rows: found.map((stored) => whole(shape.decode(stored))), halves: [] }),
  write: (row) => ({ ...shape.encode(row), ...more(row) }),
});

/** A document from before a field was there has none: then it is null, as in a table. */
const whole = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null])) as Row;

const sessions: Single<Held['connect_sessions']> = {
  collection: 'sessions',
  where: { kind: 'connect' },
  sort: byId,
  read: async (found) => ({
    rows: found.map((stored) => ({
      ...whole(connects.decode(stored)),
      readable_until: (stored['goes_at'] as Date).getTime(),
      tickets_given: (stored['tickets_given'] as number | undefined) ?? 0,
    })),
    halves: [],
  }),
  write: ({ readable_until, tickets_given, ...row }) => ({
    ...connects.encode(row),
    revision: 0,
    tickets_given,
    goes_at: new Date(readable_until),
  }),
};

const ofKeys: Single<Held['keys']> = {
  ...shelf('keys', keys),
  async read(found, parts) {
    const born = await Promise.all(found.map((stored) => isBorn(parts.keys, stored)));
    return split(found, (stored, n) => (born[n] ? whole(keys.decode(stored)) : notBorn(stored)));
  },
};

const notBorn = (stored: Stored): Half => ({
  key: String(stored['id']),
  why: 'which a rotation was to put in place and did not',
  since: Number(stored['unborn_since']),
});

/** With the metadata of a renewal whose second step did not come, and the end of a revocation likewise. */
const ofGrants: Single<Held['grants']> = {
  ...shelf('grants', grants, ({ status, unrecorded, revoked_at }) => ({
    live: status !== 'revoked',
    // Older than any ciphertext: the next renewal brings it up.
    sealed_generation: 0,
    ...(unrecorded === null ? {} : { ending_since: revoked_at, ending_outbox: null }),
  })),
  async read(found, parts) {
    const ids = found.map(({ _id }) => _id);
    const [renewed, settled] = await Promise.all([
      parts.vault.find({ _id: { $in: ids }, intent_at: { $exists: true } }, { ...shows, hint: '_id_' }).toArray(),
      parts.outbox.find({ state: 'settled', grant_id: { $in: ids } }, { ...shows, hint: 'since' }).toArray(),
    ]);
    const intents = new Map(renewed.map((stored) => [stored._id, stored]));
    const ends = new Map(settled.map((stored) => [String(stored['grant_id']), stored['outcome'] as string]));
    const rows = found.map((stored) => {
      const intent = intents.get(stored._id);
      const stale = stored['live'] === true && Number(stored['sealed_generation']) < Number(intent?.['generation']);
      const revocation = ends.get(stored._id);
      return whole(
        grants.decode({
          ...stored,
          ...(stale ? (intent?.['intent'] as Document | undefined) : {}),
          ...(revocation === undefined ? {} : { revocation }),
        }),
      );
    });
    return { rows, halves: [], misplaced: misplacedIn(found, misplacedGrant) };
  },
};

/** By their ids and apps. */
const misplacedIn = (found: readonly Stored[], worded: (id: string, appId: string) => Finding): Finding[] =>
  found
    .filter(({ _id, place }) => wholeNumber(place) !== placeOf(_id))
    .map(({ _id, app_id }) => worded(_id, app_id as string));

const ofVault: Single<Held['vault']> = {
  collection: 'vault',
  sort: byId,
  write({ history, ...row }) {
    const { refresh, owed, ...stored } = heldVault.encode(row);
    const marked = isDeepStrictEqual(row.refresh, noMarks) ? {} : { refresh: refresh as unknown };
    const owing = row.owed.length > 0 ? { owed: owed as unknown } : {};
    return { ...stored, ...marked, ...owing, ...(history.length > 0 ? { history } : {}) };
  },
  async read(found, parts) {
    const which = { _id: { $in: found.map(({ _id }) => _id) } };
    const projection = { app_id: 1, live: 1, updated_at: 1 };
    const known = await parts.grants.find(which, { ...shows, hint: '_id_', projection }).toArray();
    const owners = new Map(known.map((grant) => [grant._id, grant]));
    const batch = split(found, (stored) => {
      const grant = owners.get(stored._id);
      const since = Number(grant?.['updated_at'] ?? stored['updated_at']);
      if (grant?.['app_id'] !== stored['app_id']) return { key: stored._id, why: 'which has no grant', since };
      if (grant?.['live'] !== true) return { key: stored._id, why: 'whose grant is revoked', since };
      return { ...whole(heldVault.decode(stored)), history: (stored['history'] as RefreshRecord[] | undefined) ?? [] };
    });
    return { ...batch, misplaced: misplacedIn(found, misplacedCiphertext) };
  },
};

const ofOutbox: Single<Held['outbox']> = {
  ...shelf('outbox', outbox, ({ next_at }) => ({ state: 'armed', since: next_at })),
  async read(found, parts) {
    const unarmed = found.filter(({ state }) => state === 'unarmed').map((stored) => String(stored['grant_id']));
    const which = { _id: { $in: unarmed } };
    const revoked = await parts.grants
      .find(which, { ...shows, hint: '_id_', projection: { ending_outbox: 1 } })
      .toArray();
    const armed = new Set(revoked.map((grant) => grant['ending_outbox'] as unknown));
    return split(found, (stored) => {
      const since = Number(stored['since']);
      if (stored['state'] === 'settled') return { key: stored._id, why: 'which is done', since };
      if (stored['state'] === 'armed' || armed.has(stored._id)) return whole(outbox.decode(stored));
      return { key: stored._id, why: 'whose grant was not revoked by it', since };
    });
  },
};

const ofFlags: Single<Held['provider_config_flags']> = {
  collection: 'providerConfigFlags',
  sort: byId,
  read: async (found) => ({
    rows: found.map((stored) => {
      const { app_id, config_id, error, since } = configFlags.decode(stored);
      return { app_id, config_id, error, since };
    }),
    halves: [],
  }),
  write: (row) => configFlags.encode({ ...row, id: flagId(row.app_id, row.config_id) }),
};

const ofNonces: Single<Held['nonces']> = {
  collection: 'nonces',
  sort: byId,
  read: async (found) => ({
    rows: found.map(({ _id, goes_at }) => ({
      key_id: _id.slice(0, _id.indexOf(':')),
      nonce: _id.slice(_id.indexOf(':') + 1),
      until: (goes_at as Date).getTime(),
    })),
    halves: [],
  }),
  write: ({ key_id, nonce, until }) => ({ _id: `${key_id}:${nonce}`, goes_at: new Date(until) }),
};

export const shelves: { readonly [K in Kind]: Shelf<Held[K]> } = {
  keys: each(ofKeys),
  provider_configs: each(shelf('providerConfigs', configs)),
  provider_config_flags: each(ofFlags),
  users: each(shelf('users', users)),
  connect_sessions: each(sessions),
  wallet_sessions: each({
    ...shelf('sessions', wallets, ({ expires_at }) => ({ goes_at: new Date(expires_at) })),
    where: { kind: 'wallet' },
  }),
  tickets: each(shelf('tickets', tickets, ({ expires_at }) => ({ goes_at: new Date(expires_at) }))),
  flows: each(shelf('flows', flows, ({ expires_at }) => ({ goes_at: new Date(expires_at + readableAfterMs) }))),
  grants: each(ofGrants),
  vault: each(ofVault),
  outbox: each(ofOutbox),
  nonces: each(ofNonces),
  audit: auditShelf,
};

function split<Row extends object>(
  found: readonly Stored[],
  judge: (stored: Stored, n: number) => Row | Half,
): Batch<Row> {
  const judged = found.map(judge);
  const isHalf = (one: Row | Half): one is Half => 'why' in one;
  return { rows: judged.filter((one): one is Row => !isHalf(one)), halves: judged.filter(isHalf) };
}
