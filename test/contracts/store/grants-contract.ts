import { expect, it } from 'vitest';
import type { GrantPatch, GrantRow, HeldRow, VaultRow } from '../../../packages/server/src/stores/store.ts';
import { count, race } from './race.ts';
import {
  auditEvent,
  ciphertext,
  grantRow,
  id,
  minute,
  outboxRow,
  revocation,
  sealedText,
  t0,
  vaultRow,
} from './rows.ts';
import type { Contract } from './store-suite.ts';

/** Of a row that is read, what was written with the ciphertext. */
const comparable = (row: (VaultRow & Partial<HeldRow>) | null) => {
  const { refresh: _marks, owed: _owed, ...written } = row ?? {};
  return row && { ...written, sealed: sealedText(row.sealed) };
};

export const grantsContract: Contract = (use) => {
  const stored = async (over: Partial<GrantRow> = {}) => {
    const grant = grantRow(over);
    const vault = vaultRow(grant);
    expect(await use().grants.create(grant, vault)).toBe('created');
    return { grant, vault };
  };
  const find = ({ app_id, id: grantId }: GrantRow) => use().grants.find(app_id, grantId);
  const read = ({ app_id, id: grantId }: GrantRow) => use().vault.read(app_id, grantId);
  const renew = (grant: GrantRow, generation: number, patch: GrantPatch = {}) =>
    use().grants.renew(grant.app_id, grant.id, patch, vaultRow(grant, { generation, updated_at: t0 + generation }));
  const revoke = (grant: GrantRow) => use().grants.revoke(grant.app_id, grant.id, revocation, null);
  const identity = ({ app_id, principal, issuer, client_id, account_key }: GrantRow) => ({
    app_id,
    principal,
    issuer,
    client_id,
    account_key: account_key ?? '',
  });

  it('gives a grant and its ciphertext back whole', async () => {
    const { grant, vault } = await stored();
    expect(await find(grant)).toEqual(grant);
    expect(comparable(await read(grant))).toEqual(comparable(vault));
    expect(await use().grants.find(grant.app_id, id())).toBeNull();
    expect(await use().vault.read(grant.app_id, id())).toBeNull();
  });

  it('keeps null where nothing is known', async () => {
    const { grant } = await stored({
      principal: { type: 'system' },
      account_key: null,
      account_identifier: null,
      account_display_name: null,
      label: null,
      token_expires_at: null,
      refreshable: false,
      scope_mismatch: false,
      policy: null,
    });
    expect(await find(grant)).toEqual(grant);
  });

  it('holds one live grant per account: of fifty racing callers one creates it', async () => {
    const first = grantRow();
    const outcomes = await race(() => {
      const grant = { ...first, id: id() };
      return use().grants.create(grant, vaultRow(grant));
    });
    expect(count(outcomes, (outcome) => outcome === 'created')).toBe(1);
    expect(count(outcomes, (outcome) => outcome === 'conflict')).toBe(49);
    expect((await use().grants.findAccount(identity(first)))?.account_key).toBe(first.account_key);
  });

  it('leaves nothing of a grant that was in conflict', async () => {
    const { grant } = await stored();
    const second = { ...grant, id: id() };
    expect(await use().grants.create(second, vaultRow(second))).toBe('conflict');
    expect(await find(second)).toBeNull();
    expect(await read(second)).toBeNull();
  });

  it('takes another app, principal, issuer, client or account for another grant', async () => {
    const { grant } = await stored();
    const others: Partial<GrantRow>[] = [
      { app_id: id() },
      { principal: { type: 'system' } },
      { principal: { type: 'user', user_id: id() } },
      { issuer: 'https://other.example' },
      { client_id: 'other' },
      { account_key: id() },
    ];
    for (const other of others) {
      const next = { ...grant, ...other, id: id() };
      expect(await use().grants.findAccount(identity(next))).toBeNull();
      expect(await use().grants.create(next, vaultRow(next))).toBe('created');
      expect((await use().grants.findAccount(identity(next)))?.id).toBe(next.id);
    }
    expect((await use().grants.findAccount(identity(grant)))?.id).toBe(grant.id);
  });

  it('takes an account by a repair that no other live grant has, and leaves all as it was when one has', async () => {
    const person = { app_id: id(), principal: { type: 'user' as const, user_id: id() } };
    const [{ grant }, { grant: other }] = [
      await stored({ ...person, account_key: null }),
      await stored({ ...person, account_key: null }),
    ];
    const repair = (of: GrantRow) =>
      use().grants.renew(of.app_id, of.id, { account_key: 'ada' }, vaultRow(of, { generation: 2 }));
    expect(await repair(grant)).toEqual({ ...grant, account_key: 'ada' });
    await expect(repair(other)).rejects.toThrow();
    expect(await find(other)).toEqual(other);
    expect((await use().vault.read(other.app_id, other.id))?.generation).toBe(1);
  });

  it('makes a new grant each time when the account is not known', async () => {
    const { grant } = await stored({ account_key: null });
    const second = { ...grant, id: id() };
    expect(await use().grants.create(second, vaultRow(second))).toBe('created');
  });

  it('makes a new grant for the account of a revoked one, which never returns', async () => {
    const { grant } = await stored();
    await revoke(grant);
    expect(await use().grants.findAccount(identity(grant))).toBeNull();
    const second = { ...grant, id: id() };
    expect(await use().grants.create(second, vaultRow(second))).toBe('created');
    expect((await find(grant))?.status).toBe('revoked');
  });

  it('refuses a second grant with the same id', async () => {
    const { grant } = await stored();
    const twin = grantRow({ id: grant.id });
    await expect(use().grants.create(twin, vaultRow(twin))).rejects.toThrow();
    expect(await find(grant)).toEqual(grant);
  });

  it('renews grant and ciphertext together, on the generation before', async () => {
    const { grant } = await stored();
    const vault = vaultRow(grant, { generation: 2, sealed: ciphertext({ access_token: 'new' }), updated_at: t0 + 2 });
    const patch: GrantPatch = { scopes: ['a', 'b'], token_expires_at: null, refreshable: false, updated_at: t0 + 2 };
    const renewed = await use().grants.renew(grant.app_id, grant.id, patch, vault);
    expect(renewed).toEqual({ ...grant, ...patch });
    expect(await find(grant)).toEqual(renewed);
    expect(comparable(await read(grant))).toEqual(comparable(vault));
  });

  it('changes nothing when the generation has moved', async () => {
    const { grant, vault } = await stored();
    for (const generation of [1, 3]) expect(await renew(grant, generation, { label: 'late' })).toBeNull();
    expect(await find(grant)).toEqual(grant);
    expect(comparable(await read(grant))).toEqual(comparable(vault));
    expect(await renew({ ...grant, id: id() }, 2)).toBeNull();
  });

  it('renews once per generation: of fifty racing callers one wins, and its label stays', async () => {
    const { grant } = await stored();
    const rows = await race((n) => renew(grant, 2, { label: `caller ${n}` }));
    expect(count(rows, (row) => row !== null)).toBe(1);
    expect((await read(grant))?.generation).toBe(2);
    expect((await find(grant))?.label).toBe(rows.find((row) => row !== null)?.label);
  });

  it('patches a grant whose status is one of those named, and only then', async () => {
    const { grant } = await stored({ status: 'pending' });
    const patch = (from: readonly GrantRow['status'][]) =>
      use().grants.patch(grant.app_id, grant.id, from, { status: 'active', reason: 'confirmed' });
    expect(await patch(['active', 'needs_reauth'])).toBeNull();
    expect(await find(grant)).toEqual(grant);
    expect(await patch(['pending'])).toEqual({ ...grant, status: 'active', reason: 'confirmed' });
    expect(await patch(['pending'])).toBeNull();
    expect(await use().grants.patch(grant.app_id, id(), ['active'], { label: 'x' })).toBeNull();
  });

  it('patches to null, and leaves what the patch does not name', async () => {
    const { grant } = await stored({ reason: 'why' });
    const patched = await use().grants.patch(grant.app_id, grant.id, ['active'], { reason: null, label: null });
    expect(patched).toEqual({ ...grant, reason: null, label: null });
    expect(await use().grants.patch(grant.app_id, grant.id, ['active'], {})).toEqual(patched);
    expect(await use().grants.patch(grant.app_id, grant.id, ['active'], {}, 1)).toEqual(patched);
  });

  it('ends a grant by revoke() only: no patch can leave its ciphertext behind', async () => {
    const { grant } = await stored();
    await expect(use().grants.patch(grant.app_id, grant.id, ['active'], { status: 'revoked' })).rejects.toThrow(
      'revoke()',
    );
    expect(await find(grant)).toEqual(grant);
  });

  it('revokes: ends the grant, destroys its ciphertext, queues the revocation', async () => {
    const { grant } = await stored();
    const queued = outboxRow(grant, { next_at: t0 + 24 * 60 * minute, expires_at: t0 + 48 * 60 * minute });
    const revoked = await use().grants.revoke(grant.app_id, grant.id, revocation, queued);
    expect(revoked).toEqual({
      ...grant,
      status: 'revoked',
      revoked_at: revocation.at,
      updated_at: revocation.at,
      revoke_reason: 'left',
      revoked_by: 'key:1',
      revocation: 'queued',
    });
    expect(await find(grant)).toEqual(revoked);
    expect(await read(grant)).toBeNull();
    const held = await use().outbox.claimOne(queued.id, t0, minute);
    expect(held && sealedText(held.sealed)).toBe(sealedText(queued.sealed));
  });

  it('keeps the row of the end with the grant, from the step that ends it until it is taken off', async () => {
    const [{ grant: first }, { grant: second }] = [await stored(), await stored()];
    const record = auditEvent({ app_id: first.app_id, grant_id: first.id, event: 'grant.revoked' });
    const end = { ...revocation, record };
    expect(await use().grants.revoke(first.app_id, first.id, end, null)).toMatchObject({ unrecorded: record });
    await use().grants.revoke(second.app_id, second.id, { ...end, at: t0 + 2 * minute }, outboxRow(second));
    // Whoever comes second has ended nothing, and its row is nobody's.
    expect(await use().grants.revoke(first.app_id, first.id, { ...end, record: auditEvent() }, null)).toBeNull();
    expect((await find(first))?.unrecorded).toEqual(record);

    const ids = async (before: number, skip = 0) =>
      (await use().grants.unrecorded(before, 10, skip)).map((row) => row.id).filter((one) => mine.includes(one));
    const mine = [first.id, second.id];
    expect(await ids(revocation.at - 1)).toEqual([]);
    expect(await ids(t0 + 2 * minute)).toEqual(mine);
    expect([await ids(t0 + 2 * minute, 1), await ids(t0 + 2 * minute, 2)]).toEqual([[second.id], []]);
    // A sweep long after takes what is left of the end, and not this.
    await use().sweep(t0 + 60 * minute);
    expect((await find(first))?.unrecorded).toEqual(record);
    expect(await use().grants.patch(first.app_id, first.id, ['revoked'], { unrecorded: null })).not.toBeNull();
    expect(await ids(t0 + 2 * minute)).toEqual([second.id]);
    await use().grants.patch(second.app_id, second.id, ['revoked'], { unrecorded: null });
    expect(await ids(t0 + 2 * minute)).toEqual([]);
  });

  it('revokes with tokens of the generation that the vault has, and does nothing when it has moved', async () => {
    const { grant } = await stored();
    await renew(grant, 2);
    const [old, queued] = [outboxRow(grant), outboxRow(grant)];
    const before = await find(grant);
    expect(await use().grants.revoke(grant.app_id, grant.id, revocation, old, 1)).toBe('moved');
    expect(await find(grant)).toEqual(before);
    expect((await read(grant))?.generation).toBe(2);
    expect(await use().outbox.claimOne(old.id, t0, minute)).toBeNull();
    const revoked = await use().grants.revoke(grant.app_id, grant.id, revocation, queued, 2);
    expect(revoked).toMatchObject({ id: grant.id, status: 'revoked' });
    expect(await read(grant)).toBeNull();
    expect(await use().outbox.claimOne(queued.id, t0, minute)).not.toBeNull();
    // Whoever comes now is told that it is over, not to try again.
    for (const generation of [1, 2, 3]) {
      expect(await use().grants.revoke(grant.app_id, grant.id, revocation, outboxRow(grant), generation)).toBeNull();
    }
    expect(await use().grants.revoke(id(), grant.id, revocation, null, 2)).toBeNull();
  });

  it('queues the tokens of every generation that was there, whichever of revoke and renew comes first', async () => {
    for (let round = 0; round < 20; round++) {
      const { grant } = await stored();
      const queued = outboxRow(grant);
      const acts = [() => renew(grant, 2), () => use().grants.revoke(grant.app_id, grant.id, revocation, queued, 1)];
      const outcomes = await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()));
      const [renewed, revoked] = round % 2 ? outcomes : outcomes.toReversed();
      // Either the renewal knows that its tokens have no place, or the revocation that it has others to queue.
      expect([renewed === null, revoked === 'moved']).toEqual(revoked === 'moved' ? [false, true] : [true, false]);
      expect((await read(grant))?.generation ?? null).toBe(revoked === 'moved' ? 2 : null);
    }
  });

  it('revokes once: of fifty racing callers one queues the revocation', async () => {
    const { grant } = await stored();
    const queued = Array.from({ length: 50 }, () => outboxRow(grant, { next_at: t0 + 24 * 60 * minute }));
    const rows = await race((n) => use().grants.revoke(grant.app_id, grant.id, revocation, queued[n]!));
    expect(count(rows, (row) => row !== null)).toBe(1);
    const held = await Promise.all(queued.map((row) => use().outbox.claimOne(row.id, t0, minute)));
    expect(count(held, (row) => row !== null)).toBe(1);
    expect(await use().grants.revoke(grant.app_id, id(), revocation, null)).toBeNull();
  });

  it('leaves no ciphertext behind, whichever of revoke and renew comes first', async () => {
    for (let round = 0; round < 20; round++) {
      const { grant } = await stored();
      const acts = [() => renew(grant, 2), () => revoke(grant), () => renew(grant, 2)];
      const [, revoked] = await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()));
      expect(revoked).toMatchObject({ status: 'revoked' });
      expect((await find(grant))?.status).toBe('revoked');
      expect(await read(grant)).toBeNull();
      expect(await renew(grant, 2)).toBeNull();
      expect(await renew(grant, 3)).toBeNull();
    }
  });

  it('knows whether another live grant, in any app, shares the account', async () => {
    const { grant } = await stored();
    const account = identity(grant);
    expect(await use().grants.shared(account, grant.id)).toBe(false);
    const { grant: other } = await stored({ account_key: grant.account_key, status: 'needs_reauth' });
    expect(await use().grants.shared(account, grant.id)).toBe(true);
    expect(await use().grants.shared({ ...account, client_id: 'other' }, grant.id)).toBe(false);
    await revoke(other);
    expect(await use().grants.shared(account, grant.id)).toBe(false);
  });

  it('finds the grants whose own time is over, longest over first, and ends each once', async () => {
    const over = async (at: number | null, rest: Partial<GrantRow> = {}) =>
      (await stored({ grant_expires_at: at, ...rest })).grant;
    const [second, first] = [await over(2000), await over(1000, { status: 'pending' })];
    await over(2001);
    await over(null);
    for (const status of ['expired', 'revoked', 'needs_reauth', 'error'] as const) await over(500, { status });
    const found = async (limit = 10, skip = 0) =>
      (await use().grants.timedOut(2000, limit, skip)).map((grant) => grant.id);
    expect(await found()).toEqual([first.id, second.id]);
    expect(await found(1)).toEqual([first.id]);
    expect([await found(10, 1), await found(1, 1), await found(10, 2)]).toEqual([[second.id], [second.id], []]);

    const expire = ({ app_id, id: grantId }: GrantRow) => use().grants.expire(app_id, grantId, 2000);
    const rows = await race(() => expire(second));
    expect(rows.filter((row) => row !== null)).toEqual([{ ...second, status: 'expired', updated_at: 2000 }]);
    expect(await found()).toEqual([first.id]);
    expect(await use().grants.expire(id(), first.id, 2000)).toBeNull();

    expect(await renew(first, 2, { grant_expires_at: 3000, status: 'active' })).not.toBeNull();
    expect(await expire(first)).toBeNull();
    expect(await found()).toEqual([]);
    expect(comparable(await read(second))).not.toBeNull();
    expect(await renew(second, 2, { grant_expires_at: 3000, status: 'active' })).toMatchObject({ status: 'active' });
  });
};
