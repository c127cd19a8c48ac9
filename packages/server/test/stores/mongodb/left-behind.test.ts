/** What a process that dies between two documents leaves, and what the next sweep makes of it. */
import type { Collection, Document } from 'mongodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/stores/store.ts';
import {
  grantRow,
  keyRow,
  minute,
  outboxRow,
  revocation,
  sealedText,
  t0,
  vaultRow,
} from '../../../../../test/contracts/store/rows.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();
let store: Store;
const soon = t0 + 2 * minute;
const later = t0 + 60 * minute;

beforeEach(async () => {
  store = await database.open();
});

const collection = (name: string): Collection<Document & { _id: string }> => database.db().collection(name);
const stored = async () => {
  const grant = grantRow();
  await store.grants.create(grant, vaultRow(grant));
  return grant;
};

describe('a creation that was broken off', () => {
  it('leaves ciphertext that nobody finds, and that goes once it is certain that its grant will not come', async () => {
    const grant = await stored();
    await collection('grants').deleteOne({ _id: grant.id });
    await store.sweep(soon);
    expect(await collection('vault').countDocuments()).toBe(1);
    expect(await store.sweep(later)).toBe(1);
    expect(await collection('vault').countDocuments()).toBe(0);
  });

  it('is not what a sweep takes a whole grant for', async () => {
    const grant = await stored();
    await store.sweep(later);
    await store.sweep(later);
    expect(await store.vault.read(grant.app_id, grant.id)).not.toBeNull();
  });
});

describe('a revocation that was broken off', () => {
  it('before the grant: the grant lives, and what was queued for it is never claimed and goes', async () => {
    const grant = await stored();
    const queued = outboxRow(grant);
    await store.outbox.add(queued);
    await collection('outbox').updateOne({ _id: queued.id }, { $set: { state: 'unarmed' } });
    expect(await store.outbox.claim(later, 10, minute)).toEqual([]);
    await store.sweep(later);
    expect(await collection('outbox').countDocuments()).toBe(0);
    expect((await store.grants.find(grant.app_id, grant.id))?.status).toBe('active');
  });

  it('after the grant: the ciphertext goes and the provider is told', async () => {
    const grant = await stored();
    const vault = await collection('vault').findOne({ _id: grant.id }, { promoteLongs: false });
    const queued = outboxRow(grant);
    await store.grants.revoke(grant.app_id, grant.id, revocation, queued);
    await collection('vault').insertOne(vault!);
    await collection('outbox').updateOne({ _id: queued.id }, { $set: { state: 'unarmed' } });
    await store.sweep(later);
    expect(await store.vault.read(grant.app_id, grant.id)).toBeNull();
    expect((await store.outbox.claim(later, 10, minute)).map((row) => row.id)).toEqual([queued.id]);
  });
});

describe('a renewal that was broken off', () => {
  const renewedHalf = async () => {
    const grant = await stored();
    const next = vaultRow(grant, { generation: 2 });
    await store.grants.renew(grant.app_id, grant.id, { scopes: ['new'] }, next);
    const { scopes, ...before } = grant;
    await collection('grants').updateOne({ _id: grant.id }, { $set: { scopes, sealed_generation: 1 } });
    await collection('vault').updateOne({ _id: grant.id }, { $set: { intent: { scopes: ['new'] }, intent_at: t0 } });
    return { grant: { ...before, scopes }, next };
  };

  it('has the new tokens already, and gets its metadata', async () => {
    const { grant, next } = await renewedHalf();
    expect(sealedText((await store.vault.read(grant.app_id, grant.id))?.sealed)).toBe(sealedText(next.sealed));
    await store.sweep(later);
    expect(await store.grants.find(grant.app_id, grant.id)).toEqual({ ...grant, scopes: ['new'] });
    expect(await collection('vault').countDocuments({ intent: { $exists: true } })).toBe(0);
  });

  it('is brought along by the next renewal', async () => {
    const { grant } = await renewedHalf();
    const third = vaultRow(grant, { generation: 3 });
    const renewed = await store.grants.renew(grant.app_id, grant.id, { label: 'third' }, third);
    expect(renewed).toEqual({ ...grant, scopes: ['new'], label: 'third' });
  });

  it('does not undo a later change of the grant, nor bring a revoked one back', async () => {
    const { grant } = await renewedHalf();
    await collection('grants').updateOne({ _id: grant.id }, { $set: { sealed_generation: 2, scopes: ['newest'] } });
    const { grant: ended } = await renewedHalf();
    await store.grants.revoke(ended.app_id, ended.id, revocation, null);
    await store.sweep(later);
    expect((await store.grants.find(grant.app_id, grant.id))?.scopes).toEqual(['newest']);
    expect((await store.grants.find(ended.app_id, ended.id))?.status).toBe('revoked');
  });
});

describe('a rotation of a key that was broken off', () => {
  const rotatedHalf = async (named: boolean) => {
    const old = keyRow();
    await store.keys.create(old);
    const next = keyRow({ app_id: old.app_id });
    await store.keys.rotate(old.app_id, old.id, next, t0);
    await collection('keys').updateOne({ _id: next.hash }, { $set: { unborn_since: t0, unborn_of: old.id } });
    if (!named)
      await collection('keys').updateOne({ _id: old.hash }, { $set: { rotated_to: null, grace_until: null } });
    return { old, next };
  };

  it('before the old key named it: the successor never works, and goes', async () => {
    const { old, next } = await rotatedHalf(false);
    expect(await store.keys.findByHash(next.hash)).toBeNull();
    expect(await store.keys.list(old.app_id)).toEqual([old]);
    await store.sweep(later);
    expect(await collection('keys').countDocuments()).toBe(1);
  });

  it('after it: the successor works, before and after the sweep', async () => {
    const { old, next } = await rotatedHalf(true);
    expect(await store.keys.findByHash(next.hash)).toEqual(next);
    await store.sweep(later);
    expect(await store.keys.findByHash(next.hash)).toEqual(next);
    expect(await store.keys.list(old.app_id)).toHaveLength(2);
  });
});

describe('a settled revocation that was broken off', () => {
  it('keeps no token, and the grant learns what became of it', async () => {
    const grant = await stored();
    const queued = outboxRow(grant);
    await store.grants.revoke(grant.app_id, grant.id, revocation, queued);
    const settled = { $set: { state: 'settled', outcome: 'confirmed' }, $unset: { sealed: '' as const } };
    await collection('outbox').updateOne({ _id: queued.id }, settled);
    expect(await store.outbox.claimOne(queued.id, later, minute)).toBeNull();
    await store.sweep(soon);
    expect((await store.grants.find(grant.app_id, grant.id))?.revocation).toBe('confirmed');
    expect(await collection('outbox').countDocuments()).toBe(0);
  });
});
