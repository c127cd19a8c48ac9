/** A sweep by a process whose clock is wrong, and one that meets a document it can do nothing with. */
import type { Collection, Document } from 'mongodb';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  flowRow,
  grantRow,
  id,
  keyRow,
  minute,
  nonceClaim,
  outboxRow,
  revocation,
  sessionRow,
  t0,
  ticketRow,
  vaultRow,
  walletRow,
} from '../../../../../test/contracts/store/rows.ts';
import { openMongodb } from '../../../src/stores/mongodb/open-mongodb.ts';
import type { GrantRow, Store } from '../../../src/stores/store.ts';
import { startMongod } from '../../../../../tools/mongod/start-mongod.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase((found) => startMongod(found, ['--setParameter', 'enableTestCommands=1']));
const hour = 60 * minute;
const later = t0 + hour;
let store: Store;

beforeEach(async () => {
  store = await database.open();
});

const collection = (name: string): Collection<Document & { _id: string }> => database.db().collection(name);
async function stored(over: Partial<GrantRow> = {}): Promise<GrantRow> {
  const grant = grantRow(over);
  await store.grants.create(grant, vaultRow(grant));
  return grant;
}

describe('a sweep by a process whose clock is two hours ahead', () => {
  it('removes nothing that another process still reads', async () => {
    const [session, wallet, ticket, flow] = [sessionRow(), walletRow(), ticketRow(), flowRow()];
    await store.sessions.createConnect(session);
    await store.sessions.createWallet(wallet);
    await store.tickets.create(ticket);
    await store.flows.create(flow);
    await store.sweep(t0 + 2 * hour);
    expect(await store.sessions.findConnect(session.hash, t0)).toEqual(session);
    expect(await store.sessions.findWallet(wallet.hash, t0)).toEqual(wallet);
    expect(await store.tickets.find(ticket.hash, t0)).toEqual(ticket);
    expect((await store.flows.find(flow.state_hash, t0))?.id).toBe(flow.id);
  });

  it('lets no nonce be used twice that the database knows to be kept', async () => {
    const other = await database.open();
    const [kept, over] = [nonceClaim({ until: Date.now() + 10 * minute }), nonceClaim({ until: Date.now() - minute })];
    for (const nonce of [kept, over]) expect(await store.audit.claimNonce(id(), nonce)).toBe(true);
    await store.sweep(Date.now() + 2 * hour);
    expect(await other.audit.claimNonce(id(), kept)).toBe(false);
    expect(await store.audit.claimNonce(id(), kept)).toBe(false);
    expect(await other.audit.claimNonce(id(), over)).toBe(true);
  });
});

describe('a document that a sweep can do nothing with', () => {
  const logged: string[] = [];
  const withLog = async (): Promise<Store> => {
    logged.length = 0;
    const log = { info: () => undefined, error: (words: string) => void logged.push(words) };
    return openMongodb({ url: database.url(), log });
  };
  const swept = async (): Promise<void> => {
    const sweeper = await withLog();
    await sweeper.sweep(later).finally(() => sweeper.close());
  };
  const damaged = async (grant: GrantRow, set: object): Promise<void> => {
    await collection('vault').updateOne({ _id: grant.id }, { $set: { generation: 2, intent_at: t0, ...set } });
  };

  it('is named in the log, and the others of its kind and all that comes after are done', async () => {
    const [bad, good, settled] = [await stored(), await stored(), await stored()];
    // The validator lets no principal be a number.
    await damaged(bad, { intent: { principal: 5 } });
    await damaged(good, { intent: { scopes: ['new'] } });
    const queued = outboxRow(settled);
    await store.grants.revoke(settled.app_id, settled.id, revocation, queued);
    const outcome = { $set: { state: 'settled', outcome: 'confirmed' }, $unset: { sealed: '' as const } };
    await collection('outbox').updateOne({ _id: queued.id }, outcome);
    const old = keyRow();
    await store.keys.create(old);
    const unborn = {
      ...(await collection('keys').findOne()),
      _id: 'hash',
      id: id(),
      unborn_since: t0,
      unborn_of: old.id,
    };
    await collection('keys').insertOne(unborn);

    await swept();
    expect(logged).toEqual([expect.stringContaining(`passed over ${bad.id} of "vault"`)]);
    expect((await store.grants.find(good.app_id, good.id))?.scopes).toEqual(['new']);
    expect((await store.grants.find(settled.app_id, settled.id))?.revocation).toBe('confirmed');
    expect(await collection('keys').countDocuments()).toBe(1);
    // And again: it is there until somebody mends it.
    await swept();
    expect(logged).toHaveLength(1);
  });

  it('does not keep the ciphertext beside it from being tidied up', async () => {
    const [bad, orphan, whole] = [await stored(), await stored(), await stored()];
    // It was let in by no validator, so that no change of it is let through.
    await database.db().command({ collMod: 'vault', validationLevel: 'off' });
    await collection('vault').updateOne({ _id: bad.id }, { $set: { sealed: 'text' } });
    await database.db().command({ collMod: 'vault', validationLevel: 'strict' });
    await collection('grants').deleteOne({ _id: orphan.id });
    await swept();
    expect(logged).toEqual([expect.stringContaining(`passed over ${bad.id} of "vault"`)]);
    const left = await collection('vault')
      .find({}, { projection: { born_at: 1 } })
      .toArray();
    expect(left.map(({ _id, born_at }) => [_id, born_at !== undefined]).sort()).toEqual(
      [
        [bad.id, true],
        [whole.id, false],
      ].sort(),
    );
  });

  it('a step that fails as a whole keeps none of the others from its work, and the sweep says that it failed', async () => {
    const grant = await stored();
    await damaged(grant, { intent: { scopes: ['new'] } });
    const sweeper = await withLog();
    await collection('outbox').dropIndex('end');
    const sweeping = sweeper.sweep(later).finally(() => sweeper.close());
    await expect(sweeping).rejects.toThrow(/^the store/);
    expect(logged).toEqual([expect.stringContaining('revocations without an end')]);
    expect((await store.grants.find(grant.app_id, grant.id))?.scopes).toEqual(['new']);
  });
});

describe('a renewal that another one follows while it is swept', () => {
  it('leaves the intent of the newer one alone, when its own cannot be carried out', async () => {
    const first = await stored({ account_key: 'one' });
    const { principal, app_id } = first;
    const second = await stored({ app_id, principal, account_key: 'two' });
    // The older intent wants the account of the first.
    await collection('vault').updateOne(
      { _id: second.id },
      { $set: { generation: 2, intent: { account_key: 'one' }, intent_at: t0 } },
    );
    const newer = { $set: { generation: 3, intent: { scopes: ['newest'] }, intent_at: later } };
    const updatesTake = (ms: number) => ({
      configureFailPoint: 'failCommand',
      mode: ms > 0 ? 'alwaysOn' : 'off',
      data: { failCommands: ['update'], blockConnection: true, blockTimeMS: ms, closeConnection: false },
    });
    await database.db().admin().command(updatesTake(300));
    try {
      const sweeping = store.sweep(later);
      // It was refused the account, and is on its way to take the intent off.
      const takesIntentOff = () => JSON.stringify(database.sent('update').at(-1)?.command['updates']);
      await expect.poll(takesIntentOff).toContain('"$unset":{"intent"');
      await collection('vault').findOneAndUpdate({ _id: second.id }, newer);
      await sweeping;
    } finally {
      await database.db().admin().command(updatesTake(0));
    }
    expect(await collection('vault').findOne({ _id: second.id })).toMatchObject({
      generation: 3,
      intent: { scopes: ['newest'] },
    });
  });
});
