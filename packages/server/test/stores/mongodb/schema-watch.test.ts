/** What somebody does to the database while the store serves: it is noticed, said and not served on. */
import { afterEach, expect, it } from 'vitest';
import { auditEvent, grantRow, vaultRow } from '../../../../../test/contracts/store/rows.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import { StoreUnavailable, type AccountIdentity, type Store } from '../../../src/stores/store.ts';
import { migrateMongodb } from '../../../src/stores/mongodb/schema/migrate.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();
const opened: Store[] = [];
afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));

/** A store whose minutes pass when the test says so. */
async function serving() {
  let passed = 0;
  const clock: Clock = { now: () => Date.now(), monotonic: () => passed };
  const said = { info: [] as string[], error: [] as string[] };
  const log = {
    info: (words: string) => void said.info.push(words),
    error: (words: string) => void said.error.push(words),
  };
  let looks = 0;
  const onCommand = ({ commandName }: { commandName: string }) =>
    void (looks += Number(commandName === 'listCollections'));
  const store = await openMongodb({ url: database.url(), clock, log, onCommand });
  opened.push(store);
  looks = 0;
  const pass = (ms: number) => void (passed += ms);
  return { store, said, pass, looks: () => looks, grants: database.db().collection('grants') };
}

const stateOf = (store: Store): Promise<unknown> =>
  store.ready().then(
    () => 'ready',
    (error: unknown) => (error instanceof StoreUnavailable ? error.message : error),
  );
const becomes = (store: Store, wanted: unknown) => expect.poll(() => stateOf(store)).toEqual(wanted);

it('an index that was dropped: not ready within a minute, the log says which, and nothing is served; until it is back', async () => {
  const { store, said, pass, grants } = await serving();
  await grants.dropIndex('account');
  pass(60_000);
  await becomes(store, expect.stringContaining('missing: index "account" of "grants". Run "alter store migrate".'));
  expect(said.error).toEqual([await stateOf(store)]);
  const grant = grantRow();
  await expect(store.grants.create(grant, vaultRow(grant))).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await grants.countDocuments()).toBe(0);

  await migrateMongodb(database.url(), () => undefined);
  pass(60_000);
  await becomes(store, 'ready');
  expect(await store.grants.create(grant, vaultRow(grant))).toBe('created');
  expect(said).toEqual({ info: ['the database is as this server needs it again'], error: [expect.any(String)] });
});

it('an index that was hidden, and a validator that only warns from now on', async () => {
  const { store, pass } = await serving();
  await database.db().command({ collMod: 'grants', index: { name: 'app', hidden: true } });
  await database.db().command({ collMod: 'vault', validationAction: 'warn' });
  pass(60_000);
  await becomes(
    store,
    expect.stringMatching(/index "app" of "grants" is different: hidden true[^]*validationAction "warn"/),
  );
});

it('what was begun comes to its end meanwhile: the row of a call that was sent, the new tokens of a refresh', async () => {
  const { store, pass } = await serving();
  const grant = grantRow();
  await store.grants.create(grant, vaultRow(grant));
  await database.db().collection('grants').dropIndex('label');
  pass(60_000);
  await becomes(store, expect.stringContaining('"label" of "grants"'));
  const { app_id } = grant;
  await store.audit.append([auditEvent({ app_id })]);
  expect(await store.grants.renew(app_id, grant.id, {}, vaultRow(grant, { generation: 2 }))).not.toBeNull();
  await expect(store.audit.claim(auditEvent({ app_id }), null)).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(store.grants.find(app_id, grant.id)).rejects.toBeInstanceOf(StoreUnavailable);
});

it('is looked for once a minute at most, however often readiness is asked', async () => {
  const { store, pass, looks } = await serving();
  const askOften = () => Promise.all(Array.from({ length: 20 }, () => store.ready()));
  await askOften();
  pass(59_999);
  await askOften();
  expect(looks()).toBe(0);
  pass(1);
  await askOften();
  await askOften();
  await expect.poll(looks).toBe(1);
  await askOften();
  expect(looks()).toBe(1);
});

it('before it is noticed, a query without its index is refused as a store that cannot be used, and tells of nobody', async () => {
  const { store, grants } = await serving();
  const grant = grantRow();
  await store.grants.create(grant, vaultRow(grant));
  await grants.dropIndex('account');
  const error = await store.grants.findAccount(grant as AccountIdentity).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(StoreUnavailable);
  expect((error as Error).message).toBe(
    'the store cannot be used: an index of "grants" is missing, hidden or being built; "alter store verify" says which, ' +
      'and "alter store migrate" makes what is missing',
  );
  expect((error as Error).cause).toBeUndefined();
});
