/** A grant that is revoked while a renewal is between its two documents, and what asking about that costs. */
import type { Collection } from 'mongodb';
import { beforeEach, expect, it } from 'vitest';
import { grantRow, minute, outboxRow, revocation, t0, vaultRow } from '../../../../../test/contracts/store/rows.ts';
import { renewGrant } from '../../../src/stores/mongodb/renew.ts';
import type { Stored } from '../../../src/stores/mongodb/documents/shape.ts';
import type { GrantRow, Store } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();
let store: Store;
let grant: GrantRow;

beforeEach(async () => {
  store = await database.open();
  grant = grantRow();
  await store.grants.create(grant, vaultRow(grant));
});

const collection = (name: string) => database.db().collection<Stored>(name);
const revoke = (generation: number, queued = outboxRow(grant)) =>
  store.grants.revoke(grant.app_id, grant.id, revocation, queued, generation);
const claimed = async () => (await store.outbox.claim(t0 + minute, 10, minute)).map(({ id }) => id);

/** The step is taken when it is allowed, and says that it was reached. */
function heldBack(grants: Collection<Stored>) {
  const [reached, allowed] = [Promise.withResolvers<true>(), Promise.withResolvers<true>()];
  const step = async (...given: Parameters<Collection<Stored>['findOneAndUpdate']>) => {
    reached.resolve(true);
    await allowed.promise;
    return grants.findOneAndUpdate(...given);
  };
  const held = new Proxy(grants, {
    get: (target, name) => {
      if (name === 'findOneAndUpdate') return step;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { held, reached: reached.promise, allow: () => allowed.resolve(true) };
}

it('a renewal that has only its ciphertext in place is told that the grant is over, so that it queues its tokens itself', async () => {
  const { held, reached, allow } = heldBack(collection('grants'));
  const parts = { grants: held, vault: collection('vault'), outbox: collection('outbox') };
  const renewing = renewGrant(parts, {}, vaultRow(grant, { generation: 2 }), null);
  await reached;
  const queued = outboxRow(grant);
  expect(await revoke(1, queued)).toMatchObject({ status: 'revoked' });
  allow();
  expect(await renewing).toBeNull();
  expect(await store.vault.read(grant.app_id, grant.id)).toBeNull();
  // As the refresh does that is told so.
  const own = outboxRow(grant);
  await store.outbox.add(own);
  expect((await claimed()).sort()).toEqual([queued.id, own.id].sort());
});

it('a revocation does not read the ciphertext whose tokens it queues: the grant says whether they are the newest', async () => {
  const looked = () => database.sent('find').filter(({ command }) => command['find'] === 'vault').length;
  const queued = outboxRow(grant);
  expect(await revoke(1, queued)).toMatchObject({ status: 'revoked' });
  expect([looked(), await claimed()]).toEqual([0, [queued.id]]);
});

it('a revocation that a whole renewal came before finds out why nothing happened, and leaves no queued row', async () => {
  expect(await store.grants.renew(grant.app_id, grant.id, {}, vaultRow(grant, { generation: 2 }))).not.toBeNull();
  expect(await revoke(1)).toBe('moved');
  expect(await collection('outbox').countDocuments()).toBe(0);
  expect(await revoke(2)).toMatchObject({ status: 'revoked' });
});
