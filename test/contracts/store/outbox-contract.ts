import { beforeEach, expect, it } from 'vitest';
import type { GrantRow, OutboxRow } from '../../../packages/server/src/stores/store.ts';
import { race } from './race.ts';
import { grantRow, id, minute, outboxRow, revocation, sealedText, t0, vaultRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

const holdMs = minute;

export const outboxContract: Contract = (use) => {
  /** A revoked grant whose provider is to be told. */
  const queued = async (over: Partial<OutboxRow> = {}): Promise<{ grant: GrantRow; row: OutboxRow }> => {
    const grant = grantRow();
    await use().grants.create(grant, vaultRow(grant));
    const row = outboxRow(grant, over);
    await use().grants.revoke(grant.app_id, grant.id, revocation, row);
    return { grant, row };
  };

  // A claim takes what is due whoever put it there.
  beforeEach(async () => {
    for (const row of await use().outbox.claim(Number.MAX_SAFE_INTEGER - holdMs, 1000, 0)) {
      await use().outbox.settle(row, 'failed');
    }
  });

  it('claims what is due, to the millisecond, oldest first and no more than asked for', async () => {
    const rows = [];
    for (const next_at of [t0 + 2, t0, t0 + 1, t0 + 3]) rows.push((await queued({ next_at })).row);
    expect(await use().outbox.claim(t0 - 1, 10, holdMs)).toEqual([]);
    const first = await use().outbox.claim(t0 + 2, 2, holdMs);
    expect(first.map((row) => row.id)).toEqual([rows[1]!.id, rows[2]!.id]);
    const second = await use().outbox.claim(t0 + 2, 10, holdMs);
    expect(second.map((row) => row.id)).toEqual([rows[0]!.id]);
  });

  it('keeps tokens that no grant came of with what is known of their provider', async () => {
    const origin = {
      provider_id: 'github',
      config_id: id(),
      issuer: 'https://github.com',
      client_id: 'client',
      variables: { 'a.b': '$c' },
      account_key: null,
    };
    const row = outboxRow({ app_id: id(), id: '' }, { origin });
    await use().outbox.add(row);
    expect(await use().outbox.claim(t0, 10, holdMs)).toMatchObject([{ id: row.id, grant_id: '', origin }]);
    await use().outbox.settle(row, 'confirmed');
    expect(await use().outbox.claimOne(row.id, t0 + holdMs, holdMs)).toBeNull();
  });

  it('gives a claimed row whole, held until its time', async () => {
    const { row } = await queued();
    const [held] = await use().outbox.claim(t0, 1, holdMs);
    expect(held && { ...held, sealed: sealedText(held.sealed) }).toEqual({
      ...row,
      sealed: sealedText(row.sealed),
      claimed_until: t0 + holdMs,
    });
  });

  it('never gives one row to two workers: fifty claim at once', async () => {
    const rows = [];
    for (let n = 0; n < 20; n++) rows.push((await queued()).row.id);
    const claimed = (await race(() => use().outbox.claim(t0, 3, holdMs))).flat().map((row) => row.id);
    expect(claimed.sort()).toEqual(rows.sort());
  });

  it('gives a row back when its worker did not come back, at the end of its hold', async () => {
    const { row } = await queued();
    await use().outbox.claim(t0, 1, holdMs);
    expect(await use().outbox.claim(t0 + holdMs - 1, 1, holdMs)).toEqual([]);
    expect((await use().outbox.claim(t0 + holdMs, 1, holdMs)).map((held) => held.id)).toEqual([row.id]);
  });

  it('claims one by its id, due or not, once', async () => {
    const { row } = await queued({ next_at: t0 + minute });
    const held = (await race(() => use().outbox.claimOne(row.id, t0, holdMs))).filter((one) => one !== null);
    expect(held.map((one) => one.claimed_until)).toEqual([t0 + holdMs]);
    expect(await use().outbox.claimOne(row.id, t0 + holdMs, holdMs)).not.toBeNull();
    expect(await use().outbox.claimOne(id(), t0, holdMs)).toBeNull();
  });

  it('settles: the row goes and the grant says what became of it', async () => {
    const { grant, row } = await queued();
    await use().outbox.settle(row, 'confirmed');
    expect((await use().grants.find(grant.app_id, grant.id))?.revocation).toBe('confirmed');
    expect(await use().outbox.claimOne(row.id, t0, holdMs)).toBeNull();
  });

  it('keeps what the first worker found out, when a second one settles late', async () => {
    const { grant, row } = await queued();
    await use().outbox.settle(row, 'confirmed');
    await use().outbox.settle(row, 'failed');
    expect((await use().grants.find(grant.app_id, grant.id))?.revocation).toBe('confirmed');
  });

  it('postpones: the row is free again, later, with one more attempt', async () => {
    const { row } = await queued();
    await use().outbox.claim(t0, 1, holdMs);
    await use().outbox.postpone(row.id, t0 + 5);
    expect(await use().outbox.claim(t0 + 4, 1, holdMs)).toEqual([]);
    expect(await use().outbox.claim(t0 + 5, 1, holdMs)).toMatchObject([{ id: row.id, attempts: 1 }]);
  });

  it('hands a row out at its end at the latest, so that a worker can say that it gave up', async () => {
    const { row } = await queued();
    await use().outbox.claim(t0, 1, holdMs);
    await use().outbox.postpone(row.id, row.expires_at + minute);
    expect(await use().outbox.claim(row.expires_at, 1, holdMs)).toMatchObject([{ id: row.id }]);
  });
};
