/** Half-done work that stands behind more documents than a sweep looks at, none of which it can do anything with. */
import { randomUUID } from 'node:crypto';
import { Long, type Collection, type Document } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fullScans, queriesOf, sortsInMemory } from '../../../../../test/contracts/store/mongodb-plans.ts';
import {
  grantRow,
  keyRow,
  minute,
  outboxRow,
  revocation,
  t0,
  vaultRow,
} from '../../../../../test/contracts/store/rows.ts';
import { eachDocument, walkOf } from '../../../src/stores/mongodb/documents/each-document.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import type { Stored } from '../../../src/stores/mongodb/documents/shape.ts';
import { StoreUnavailable, type GrantRow, type Store } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

/** As many as one sweep looks at. */
const chunk = 500;
const many = chunk + 200;
const later = t0 + 60 * minute;

const database = testDatabase();
const logged: string[] = [];
let sent: Document[] = [];
let store: Store;

beforeEach(async () => {
  logged.length = 0;
  sent = [];
  const log = { info: () => undefined, error: (words: string) => void logged.push(words) };
  const onCommand = ({ command }: { command: Document }) => void sent.push(command);
  store = await openMongodb({ url: database.url(), log, onCommand });
});
afterEach(() => store.close());

type Documents = Collection<Document & { _id: string }>;
const collection = (name: string): Documents => database.db().collection(name);

/** Documents that no validator let in, so that no change of them is let through. */
async function plant(name: string, documents: readonly Document[]): Promise<void> {
  await database.db().command({ collMod: name, validationLevel: 'off' });
  await collection(name).insertMany(documents as (Document & { _id: string })[]);
  await database.db().command({ collMod: name, validationLevel: 'strict' });
}

const each = <T>(make: (n: number) => T, count = many): T[] => Array.from({ length: count }, (_, n) => make(n));

async function stored(): Promise<GrantRow> {
  const grant = grantRow();
  await store.grants.create(grant, vaultRow(grant));
  await collection('vault').updateOne({ _id: grant.id }, { $unset: { born_at: '' } });
  return grant;
}

/** Copies of a grant, each under an id of its own. */
async function copiesOf(grant: GrantRow, over: (n: number) => Document, count = many): Promise<Document[]> {
  const one = await collection('grants').findOne({ _id: grant.id }, { promoteLongs: false });
  return each((n) => ({ ...one, account_key: null, _id: randomUUID(), place: Long.fromInt(n), ...over(n) }), count);
}

async function damagedGrant(over: Document = {}): Promise<Document> {
  const [damaged] = await copiesOf(await stored(), () => ({ principal: 5, ...over }), 1);
  await plant('grants', [damaged!]);
  return damaged!;
}

const damagedVault = (n: number, over: Document): Document => ({
  _id: randomUUID(),
  place: Long.fromInt(n),
  app_id: 'app',
  generation: 2,
  sealed: 'text',
  ...over,
});

async function queuedRow(grant: GrantRow, over: Document): Promise<string> {
  const queued = outboxRow(grant);
  await store.outbox.add(queued);
  await collection('outbox').updateOne({ _id: queued.id }, { $set: over });
  return queued.id;
}

const revocationOf = async ({ app_id, id }: GrantRow) => (await store.grants.find(app_id, id))?.revocation;

async function revokedAndQueued(over: Document): Promise<GrantRow> {
  const grant = await stored();
  await store.grants.revoke(grant.app_id, grant.id, revocation, null);
  await collection('grants').updateOne({ _id: grant.id }, { $set: { revocation: 'queued' } });
  await queuedRow(grant, over);
  return grant;
}

async function halfRenewed(intent_at: number): Promise<GrantRow> {
  const grant = await stored();
  await collection('vault').updateOne(
    { _id: grant.id },
    { $set: { intent: { scopes: ['new'] }, generation: 2, intent_at } },
  );
  return grant;
}
const scopesOf = async ({ app_id, id }: GrantRow) => (await store.grants.find(app_id, id))?.scopes;

async function brokenRevocation(ending_since: number): Promise<() => Promise<boolean>> {
  const grant = await stored();
  await collection('grants').updateOne({ _id: grant.id }, { $set: { live: false, ending_since, ending_outbox: null } });
  return async () => (await store.vault.read(grant.app_id, grant.id)) === null;
}

interface Kind {
  what: string;
  /** So many that nothing can be done with, one a millisecond from `t0` on. */
  broken: () => Promise<void>;
  /** One that stands at `at`. @returns whether it is done */
  sound: (at: number) => Promise<() => Promise<boolean>>;
}

const kinds: readonly Kind[] = [
  {
    what: 'a renewal that was broken off',
    broken: () =>
      plant(
        'vault',
        each((n) => damagedVault(n, { intent: { scopes: ['new'] }, intent_at: t0 + n })),
      ),
    async sound(at) {
      const grant = await halfRenewed(at);
      return async () => (await scopesOf(grant))?.[0] === 'new';
    },
  },
  {
    what: 'ciphertext without a grant',
    async broken() {
      const copies = await copiesOf(await stored(), () => ({}));
      await plant('grants', copies);
      const born = (copy: Document, n: number) => damagedVault(n, { ...copyOf(copy), born_at: t0 + n });
      await plant('vault', copies.map(born));
    },
    async sound(born_at) {
      const grant = await stored();
      await collection('vault').updateOne({ _id: grant.id }, { $set: { born_at } });
      await collection('grants').deleteOne({ _id: grant.id });
      return async () => (await collection('vault').countDocuments({ _id: grant.id })) === 0;
    },
  },
  {
    what: 'a revocation that was broken off',
    async broken() {
      const ended = (n: number) => ({ principal: 5, live: false, ending_since: t0 + n, ending_outbox: null });
      await plant('grants', await copiesOf(await stored(), ended));
    },
    sound: brokenRevocation,
  },
  {
    what: 'a revocation that was broken off, behind those that wait for their audit rows',
    async broken() {
      const ended = (n: number) => ({ live: false, ending_since: t0 + n, ending_outbox: null, unrecorded: '{}' });
      await plant('grants', await copiesOf(await stored(), ended));
    },
    sound: brokenRevocation,
  },
  {
    what: 'a queued revocation without an end',
    async broken() {
      const grant = await damagedGrant({ revocation: 'queued' });
      const row = (n: number) => ({ ...queuedFor(grant, n), state: 'armed', expires_at: t0 + n });
      await plant('outbox', each(row));
    },
    async sound(expires_at) {
      const grant = await revokedAndQueued({ expires_at });
      return async () => (await revocationOf(grant)) === 'failed';
    },
  },
  {
    what: 'a queued revocation of a grant that was not revoked by it',
    // Nothing is wrong with these: their grants name them, and something else has to come first.
    async broken() {
      const rows = each((n) => queuedFor({ _id: randomUUID(), app_id: 'app' }, n)).map((row) => ({
        ...row,
        state: 'unarmed',
      }));
      const named = (n: number) => ({ _id: rows[n]!.grant_id, app_id: 'app', ending_outbox: rows[n]!._id });
      await plant('grants', await copiesOf(await stored(), named));
      await plant('outbox', rows);
    },
    async sound(since) {
      const grant = await stored();
      const queued = await queuedRow(grant, { state: 'unarmed', since });
      return async () => (await collection('outbox').countDocuments({ _id: queued })) === 0;
    },
  },
  {
    what: 'a settled revocation that was broken off',
    async broken() {
      const grant = await damagedGrant();
      await plant(
        'outbox',
        each((n) => ({ ...queuedFor(grant, n), state: 'settled', outcome: 'confirmed' })),
      );
    },
    async sound(since) {
      const grant = await revokedAndQueued({ state: 'settled', outcome: 'confirmed', since });
      return async () => (await revocationOf(grant)) === 'confirmed';
    },
  },
  {
    what: 'a rotation of a key that was broken off',
    async broken() {
      const [old, next] = [keyRow(), keyRow()];
      await store.keys.create({ ...old, rotated_to: next.id });
      const one = await collection('keys').findOne({ _id: old.hash });
      const born = { ...one, id: next.id, scopes: 'text', unborn_of: old.id, unborn_of_hash: old.hash };
      await plant(
        'keys',
        each((n) => ({ ...born, _id: randomUUID(), unborn_since: t0 + n })),
      );
    },
    async sound(unborn_since) {
      const key = keyRow();
      await store.keys.create(key);
      await collection('keys').updateOne({ _id: key.hash }, { $set: { unborn_since, unborn_of: 'nobody' } });
      return async () => (await collection('keys').countDocuments({ _id: key.hash })) === 0;
    },
  },
];

const copyOf = ({ _id, app_id }: Document): Document => ({ _id, app_id });

const queuedFor = ({ _id, app_id }: Document, n: number) => ({
  _id: randomUUID(),
  app_id: app_id as string,
  grant_id: _id as string,
  kind: 'revoke',
  attempts: 0,
  next_at: t0 + n,
  since: t0 + n,
  expires_at: later * 2,
  claimed_until: 0,
  origin: null,
});

const sweeps = async (times: number): Promise<void> => {
  for (let left = times; left > 0; left--) await store.sweep(later);
};

describe('more documents that nothing can be done with than a sweep looks at', () => {
  it.each(kinds)('do not keep what stands behind them from being done: $what', async ({ broken, sound }) => {
    await broken();
    const isDone = await sound(t0 + many);
    await sweeps(1);
    expect(await isDone()).toBe(false);
    sent = [];
    await sweeps(1);
    expect(await isDone()).toBe(true);
    const [onwards, ...others] = sent.filter(({ skip }) => Number(skip) > 0).flatMap(queriesOf);
    expect(others).toEqual([]);
    const plan = await database.db().command({ explain: onwards!.command, verbosity: 'queryPlanner' });
    expect([onwards!.hint, fullScans(plan), sortsInMemory(plan)]).toEqual([expect.stringMatching(/./), 0, 0]);
  });

  it('do not keep the one of the same millisecond from being done', async () => {
    const intent_at = t0;
    await plant(
      'vault',
      each((n) => damagedVault(n, { intent: { scopes: ['new'] }, intent_at })),
    );
    const grant = await halfRenewed(intent_at);
    await sweeps(2);
    expect(await scopesOf(grant)).toEqual(['new']);
  });

  it('do not keep the one from being done that comes to stand before them, when a round is over', async () => {
    const [{ broken, sound }] = kinds as readonly [Kind];
    await broken();
    await sweeps(1);
    const isDone = await sound(t0 - 1);
    await sweeps(2);
    expect(await isDone()).toBe(true);
  });

  it('cost each sweep no more than so many, and a few lines of the log', async () => {
    const [{ broken }] = kinds as readonly [Kind];
    await broken();
    const lines = (left: number) => [
      ...Array.from({ length: 3 }, () =>
        expect.stringMatching(/^the sweep passed over [-0-9a-f]{36} of "vault": the store/),
      ),
      `the sweep passed over ${left} more of "vault" (renewals that were broken off)`,
    ];
    for (const looked of [chunk, many - chunk, chunk]) {
      logged.length = 0;
      sent = [];
      await sweeps(1);
      expect(sent.filter((command) => 'findAndModify' in command)).toHaveLength(looked);
      expect(logged).toEqual(lines(looked - 3));
    }
  });
});

it('a sweep goes on from the first when all that it looked at is done, though more are of the same millisecond', async () => {
  const { id } = await stored();
  const row = await collection('vault').findOne({ _id: id }, { promoteLongs: false });
  const half = { intent: { scopes: ['new'] }, intent_at: t0 };
  await collection('vault').insertMany(each((n) => ({ ...row!, ...half, _id: randomUUID(), place: Long.fromInt(n) })));
  await sweeps(2);
  expect(await collection('vault').countDocuments({ intent_at: t0 })).toBe(0);
});

it('a document at which the store cannot be used ends the sweep, and is not what the next one begins with', async () => {
  const { id } = await stored();
  const { id: next } = await stored();
  const vault = database.db().collection<Stored>('vault');
  for (const [n, _id] of [id, next].entries()) await vault.updateOne({ _id }, { $set: { intent_at: t0 + n } });
  const where = { intent_at: { $lte: later } };
  const log = { error: (words: string) => void logged.push(words) };
  const look = { collection: vault, where, hint: 'intent', by: 'intent_at', walk: walkOf('renewals'), log };
  const met: string[] = [];
  const act = ({ _id }: Stored): Promise<number> => {
    met.push(_id);
    return _id === id ? Promise.reject(new StoreUnavailable('it takes too long')) : Promise.resolve(1);
  };
  await expect(eachDocument(look, act)).rejects.toThrow('it takes too long');
  expect(await eachDocument(look, act)).toBe(1);
  await expect(eachDocument(look, act)).rejects.toThrow('it takes too long');
  expect(met).toEqual([id, next, id]);
  expect(logged).toEqual([]);
});
