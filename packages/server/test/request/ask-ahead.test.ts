/** What is asked for while a caller's key is being read, and that nothing is decided by it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { revokeKey } from '../../src/callers/api-keys.ts';
import { KeyApps } from '../../src/callers/key-apps.ts';
import { StoreUnavailable, type GrantRow, type Store } from '../../src/stores/store.ts';
import { answerJson, startUpstream, type Upstream } from '../egress/upstream.ts';
import { sha256, startStation, type Station } from './harness.ts';

/** Reads of keys wait for it; null: they do not wait. */
let held: PromiseWithResolvers<void> | null;
let asked: { appId: string; id: string; keyWasRead: boolean }[];
let failing: Error | null;
let keyWasRead: boolean;
let upstream: Upstream;
let station: Station;

/** The real store, whose key reads can be held back and whose grant reads are seen. */
const watched = (store: Store): Store => ({
  ...store,
  keys: {
    ...store.keys,
    findByHash: async (hash) => {
      keyWasRead = false;
      const row = await store.keys.findByHash(hash);
      await held?.promise;
      keyWasRead = true;
      return row;
    },
  },
  grants: {
    ...store.grants,
    find: (appId, id) => {
      asked.push({ appId, id, keyWasRead });
      return failing ? Promise.reject(failing) : store.grants.find(appId, id);
    },
  },
});

beforeAll(async () => {
  upstream = await startUpstream(answerJson({ ok: true }));
});
afterAll(() => upstream.close());
beforeEach(async () => {
  held = null;
  failing = null;
  asked = [];
  station = await startStation(upstream, { store: watched });
  return () => station.close();
});

const intent = (grant: GrantRow): Record<string, unknown> => ({
  method: 'GET',
  url: `${upstream.origin}/me`,
  grant_id: grant.id,
});

/** A grant, and a key that was let in once. */
async function known(): Promise<GrantRow> {
  const grant = await station.grant();
  expect((await station.call(intent(grant))).status).toBe(200);
  asked = [];
  return grant;
}

async function revokeTheKey(): Promise<void> {
  const row = await station.store.keys.findByHash(sha256(station.key));
  const order = { appId: 'app-one', id: row!.id, force: true };
  expect((await revokeKey(station.store, order, station.deps.clock)).kind).toBe('revoked');
}

it('reads the grant while a key that was let in before is being read, and once only', async () => {
  const grant = await known();
  held = Promise.withResolvers();
  const answered = station.call(intent(grant));
  await expect.poll(() => asked).toEqual([{ appId: 'app-one', id: grant.id, keyWasRead: false }]);
  held.resolve();
  expect((await answered).status).toBe(200);
  expect(asked).toHaveLength(1);
});

it('does the same for the raw form', async () => {
  const grant = await known();
  held = Promise.withResolvers();
  const header = Buffer.from(JSON.stringify(intent(grant))).toString('base64url');
  const answered = station.send({ headers: { 'x-alter-intent': header } });
  await expect.poll(() => asked).toEqual([{ appId: 'app-one', id: grant.id, keyWasRead: false }]);
  held.resolve();
  expect((await answered).status).toBe(200);
  expect(asked).toHaveLength(1);
});

it('reads nothing for a key that was never let in', async () => {
  const grant = await station.grant();
  expect((await station.call(intent(grant))).status).toBe(200);
  expect(asked).toEqual([{ appId: 'app-one', id: grant.id, keyWasRead: true }]);
});

it('refuses a key that was revoked since, whatever was asked for ahead, and leaves no row', async () => {
  const grant = await known();
  const before = (await station.rows()).length;
  await revokeTheKey();
  held = Promise.withResolvers();
  const answered = station.call(intent(grant));
  await expect.poll(() => asked).toHaveLength(1);
  held.resolve();
  expect((await answered).status).toBe(401);
  expect((await station.call(intent(grant))).status).toBe(401);
  expect(asked, 'a key that was refused is a stranger’s again').toHaveLength(1);
  expect(await station.rows()).toHaveLength(before);
});

it('reads nothing for a key whose last request was refused by something else than the key', async () => {
  const grant = await known();
  const refused = { headers: { 'x-alter-scope-constraints': 'tokens:retrieve' } };
  expect((await station.call(intent(grant), refused)).json).toMatchObject({ error: 'constraint_not_narrowing' });
  asked = [];
  expect((await station.call(intent(grant))).status).toBe(200);
  expect(asked).toEqual([{ appId: 'app-one', id: grant.id, keyWasRead: true }]);
});

it('does not read a long body before its key', async () => {
  const grant = await known();
  held = Promise.withResolvers();
  const answered = station.call({ ...intent(grant), method: 'POST', body: { text: 'x'.repeat(70_000) } });
  const short = station.call(intent(grant));
  await expect.poll(() => asked).toHaveLength(1);
  held.resolve();
  expect([(await answered).status, (await short).status]).toEqual([200, 200]);
  expect(asked.map((one) => one.keyWasRead)).toEqual([false, true]);
});

it('says what is wrong with the key before what is wrong with the body', async () => {
  await known();
  const noJson = { body: '{"method":', type: 'application/json' };
  expect((await station.send(noJson)).json).toMatchObject({ error: 'invalid_json' });
  await revokeTheKey();
  expect((await station.send(noJson)).status).toBe(401);
  expect(asked).toEqual([]);
});

it('asks nothing for an id that is no grant’s form', async () => {
  const grant = await known();
  expect((await station.call({ ...intent(grant), grant_id: `${grant.id}'` })).json).toMatchObject({
    error: 'invalid_request',
  });
  expect((await station.call({ ...intent(grant), grant_id: { $gt: '' } })).status).toBe(400);
  expect(asked).toEqual([]);
});

it('does not find another app’s grant', async () => {
  await known();
  const foreign = await station.grant({ app_id: 'app-two' });
  expect((await station.call(intent(foreign))).json).toMatchObject({ error: 'grant_not_found' });
  expect(asked.map(({ appId }) => appId)).toEqual(['app-one']);
});

it('refuses the call when the grant cannot be read', async () => {
  const grant = await known();
  failing = new StoreUnavailable('the store cannot be used: the test says so');
  const answered = await station.call(intent(grant));
  expect([answered.status, answered.json['error']]).toEqual([503, 'store_unavailable']);
  expect(asked).toHaveLength(1);
});

it('remembers so many keys and no more', () => {
  const apps = new KeyApps(2);
  for (const name of ['one', 'two', 'one', 'three']) apps.note(`hash of ${name}`, `app of ${name}`);
  expect(['one', 'two', 'three'].map((name) => apps.of(`hash of ${name}`))).toEqual([
    null,
    'app of two',
    'app of three',
  ]);
});
