import { expect, it } from 'vitest';
import {
  noMarks,
  refreshRecords,
  type GrantRow,
  type RefreshIntent,
  type RefreshMarks,
  type RefreshRecord,
} from '../../../packages/server/src/stores/store.ts';
import { count, race } from './race.ts';
import { auditEvent, grantRow, hash, id, minute, revocation, t0, vaultRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

const intentRow = (over: Partial<RefreshIntent> = {}): RefreshIntent => ({
  id: id(),
  generation: 1,
  token_hash: hash(),
  at: t0,
  probe: false,
  unknown: false,
  process: 'p1',
  ...over,
});

const recordRow = (over: Partial<RefreshRecord> = {}): RefreshRecord => ({
  id: id(),
  at: t0,
  outcome: 'refreshed',
  class: null,
  error: null,
  duration_ms: 12,
  calls: 1,
  cause: 'expired',
  process: 'p1',
  ...over,
});

export const refreshContract: Contract = (use) => {
  const stored = async (over: Partial<GrantRow> = {}) => {
    const grant = grantRow(over);
    expect(await use().grants.create(grant, vaultRow(grant))).toBe('created');
    return grant;
  };
  const read = ({ app_id, id: grantId }: GrantRow) => use().vault.read(app_id, grantId);
  const history = ({ app_id, id: grantId }: GrantRow) => use().vault.history(app_id, grantId);
  const mark = (
    grant: GrantRow,
    intent: string | null,
    marks: RefreshMarks,
    { generation = 1, record = null }: { generation?: number; record?: RefreshRecord | null } = {},
  ) => use().vault.mark(grant.app_id, grant.id, { generation, intent }, marks, record);
  const intended = async () => {
    const grant = await stored();
    const intent = intentRow();
    expect(await mark(grant, null, { ...noMarks, intent })).toBe(true);
    return { grant, intent };
  };
  const renew = (grant: GrantRow, intent: string | null, record = recordRow()) =>
    use().grants.renew(
      grant.app_id,
      grant.id,
      { token_expires_at: t0 + minute },
      vaultRow(grant, { generation: 2, updated_at: t0 + 2 }),
      {
        intent,
        marks: { ...noMarks, forced_at: t0 },
        record,
      },
    );

  it('has no marks and no history at first', async () => {
    const grant = await stored();
    expect((await read(grant))?.refresh).toEqual(noMarks);
    expect(await history(grant)).toEqual([]);
    expect(await use().vault.history(grant.app_id, id())).toEqual([]);
  });

  it('gives marks back whole, and leaves the ciphertext alone', async () => {
    const grant = await stored();
    const before = await read(grant);
    const marks = {
      intent: intentRow(),
      next_try_at: t0 + 1,
      client_refused: true,
      forced_at: t0 + 2,
      ended: 'why',
      refusals: 2,
      unusable: 'unreadable',
    };
    expect(await mark(grant, null, marks)).toBe(true);
    const after = await read(grant);
    expect(after?.refresh).toEqual(marks);
    expect({ ...after, refresh: noMarks }).toEqual(before);
  });

  it('marks on the generation and the intent that stand there, and changes nothing else', async () => {
    const { grant, intent } = await intended();
    const next = { ...noMarks, next_try_at: t0 };
    const record = recordRow();
    expect(await mark(grant, null, next, { record })).toBe(false);
    expect(await mark(grant, id(), next, { record })).toBe(false);
    expect(await mark(grant, intent.id, next, { generation: 2, record })).toBe(false);
    expect(await mark({ ...grant, app_id: id() }, intent.id, next, { record })).toBe(false);
    expect(await mark({ ...grant, id: id() }, null, next, { record })).toBe(false);
    expect((await read(grant))?.refresh.intent).toEqual(intent);
    expect(await history(grant)).toEqual([]);
    expect(await mark(grant, intent.id, next, { record })).toBe(true);
    expect((await read(grant))?.refresh).toEqual(next);
    expect(await history(grant)).toEqual([record]);
  });

  it('takes one intent: of fifty racing callers one writes it', async () => {
    const grant = await stored();
    const written = await race(() => mark(grant, null, { ...noMarks, intent: intentRow() }));
    expect(count(written, Boolean)).toBe(1);
  });

  it('closes the intent in the step that stores the tokens, with marks and history', async () => {
    const { grant, intent } = await intended();
    const record = recordRow();
    expect((await renew(grant, intent.id, record))?.token_expires_at).toBe(t0 + minute);
    expect(await read(grant)).toMatchObject({ generation: 2, refresh: { ...noMarks, forced_at: t0 } });
    expect(await history(grant)).toEqual([record]);
  });

  it('stores no tokens under an intent that does not stand there', async () => {
    const { grant, intent } = await intended();
    expect(await renew(grant, id())).toBeNull();
    expect(await renew(grant, null)).toBeNull();
    expect(await read(grant)).toMatchObject({ generation: 1, refresh: { intent: { id: intent.id } } });
    expect(await history(grant)).toEqual([]);
  });

  it('settles one of fifty racing outcomes of an intent', async () => {
    const { grant, intent } = await intended();
    const outcomes = await race(async (n) =>
      n % 2
        ? (await renew(grant, intent.id)) !== null
        : mark(grant, intent.id, { ...noMarks, ended: 'lost' }, { record: recordRow({ outcome: 'ended' }) }),
    );
    expect(count(outcomes, Boolean)).toBe(1);
    expect(await history(grant)).toHaveLength(1);
  });

  it('forgets marks, and not the history, when the person connects again', async () => {
    const { grant, intent } = await intended();
    await mark(grant, intent.id, { ...noMarks, ended: 'lost', intent: intentRow() }, { record: recordRow() });
    const next = vaultRow(grant, { generation: 2, updated_at: t0 + 2 });
    expect(await use().grants.renew(grant.app_id, grant.id, { status: 'active' }, next)).not.toBeNull();
    expect(await read(grant)).toMatchObject({ generation: 2, refresh: noMarks });
    expect(await history(grant)).toHaveLength(1);
  });

  it('keeps the newest records of a grant, newest first', async () => {
    const grant = await stored();
    const records = Array.from({ length: refreshRecords + 3 }, (_, n) => recordRow({ at: t0 + n }));
    for (const record of records) expect(await mark(grant, null, noMarks, { record })).toBe(true);
    expect(await history(grant)).toEqual(records.toReversed().slice(0, refreshRecords));
  });

  it('finds open intents of all apps, oldest first, and no others', async () => {
    const [second, first, closed] = [await stored(), await stored(), await intended()];
    await mark(closed.grant, closed.intent.id, noMarks);
    const at = t0 - 1000 * minute;
    const [late, early] = [intentRow({ at: at + 1 }), intentRow({ at })];
    await mark(second, null, { ...noMarks, intent: late });
    await mark(first, null, { ...noMarks, intent: early });
    const open = await use().vault.openIntents(2);
    expect(open).toEqual([
      { app_id: first.app_id, grant_id: first.id, intent: early },
      { app_id: second.app_id, grant_id: second.id, intent: late },
    ]);
    const all = await use().vault.openIntents(1000);
    expect(all.map(({ grant_id }) => grant_id)).not.toContain(closed.grant.id);
  });

  const about = ({ app_id, id: grant_id }: GrantRow, at = t0) => auditEvent({ app_id, grant_id, at });
  const owedBy = async (grant: GrantRow) => (await read(grant))?.owed;

  it('owes the audit row of an outcome from the step on that stores it', async () => {
    const { grant, intent } = await intended();
    const [failed, worked] = [about(grant), about(grant, t0 + 1)];
    const { app_id, id: grantId } = grant;
    const seen = { generation: 1, intent: intent.id };
    const marks = { ...noMarks, intent };
    expect(await use().vault.mark(app_id, grantId, { ...seen, intent: id() }, marks, null, failed)).toBe(false);
    expect(await owedBy(grant)).toEqual([]);
    expect(await use().vault.mark(app_id, grantId, seen, marks, recordRow(), failed)).toBe(true);
    const next = vaultRow(grant, { generation: 2, updated_at: t0 + 2 });
    const refreshed = { intent: intent.id, marks: noMarks, record: recordRow(), owed: worked };
    expect(await use().grants.renew(app_id, grantId, {}, next, { ...refreshed, intent: null })).toBeNull();
    expect(await owedBy(grant)).toEqual([failed]);
    expect(await use().grants.renew(app_id, grantId, {}, next, refreshed)).not.toBeNull();
    expect(await owedBy(grant)).toEqual([failed, worked]);
  });

  it('goes on owing it when the person connects again, and until it is paid', async () => {
    const grant = await stored();
    const [one, two] = [about(grant), about(grant, t0 + 1)];
    for (const row of [one, two]) {
      await use().vault.mark(grant.app_id, grant.id, { generation: 1, intent: null }, noMarks, recordRow(), row);
    }
    await use().grants.renew(grant.app_id, grant.id, {}, vaultRow(grant, { generation: 2 }));
    expect(await owedBy(grant)).toEqual([one, two]);
    await use().vault.paid([]);
    await use().vault.paid([about(grant)]);
    await use().vault.paid([{ ...one, app_id: id() }]);
    expect(await owedBy(grant)).toEqual([one, two]);
    await use().vault.paid([one]);
    expect(await owedBy(grant)).toEqual([two]);
    await use().vault.paid([two, one]);
    expect(await owedBy(grant)).toEqual([]);
  });

  it('finds what is owed since a time, of all apps, oldest first, and nothing that was paid', async () => {
    const [second, first, paid, gone] = [await stored(), await stored(), await stored(), await stored()];
    const at = t0 - 2000 * minute;
    const rows = [about(second, at + 1), about(first, at), about(paid, at), about(gone, at)];
    for (const row of rows) {
      await use().vault.mark(row.app_id, row.grant_id ?? '', { generation: 1, intent: null }, noMarks, null, row);
    }
    await use().vault.paid([rows[2]!]);
    await use().grants.revoke(gone.app_id, gone.id, revocation, null);
    expect(await use().vault.owing(at + 1, 100, 0)).toEqual([rows[1], rows[0]]);
    expect(await use().vault.owing(at + 1, 1, 0)).toEqual([rows[1]]);
    expect(await use().vault.owing(at + 1, 100, 1)).toEqual([rows[0]]);
    expect(await use().vault.owing(at + 1, 100, 2)).toEqual([]);
    expect(await use().vault.owing(at, 100, 0)).toEqual([rows[1]]);
    expect(await use().vault.owing(at - 1, 100, 0)).toEqual([]);
    const younger = about(first, at + 2);
    await use().vault.mark(first.app_id, first.id, { generation: 1, intent: null }, noMarks, null, younger);
    expect(await use().vault.owing(at + 1, 100, 0)).toEqual([rows[1], rows[0]]);
    // What is left out is grants, however many rows each owes.
    expect(await use().vault.owing(at + 2, 100, 1)).toEqual([rows[0]]);
    expect((await use().vault.owing(at + 2, 1, 0)).map(({ id: row }) => row).sort()).toEqual(
      [rows[1]!.id, younger.id].sort(),
    );
  });

  it('never makes a row for a revoked grant, and takes history and intent away with it', async () => {
    const { grant, intent } = await intended();
    await mark(grant, intent.id, { ...noMarks, intent }, { record: recordRow() });
    await use().grants.revoke(grant.app_id, grant.id, revocation, null);
    expect(await mark(grant, intent.id, noMarks)).toBe(false);
    expect(await renew(grant, intent.id)).toBeNull();
    expect(await read(grant)).toBeNull();
    expect(await history(grant)).toEqual([]);
    expect((await use().vault.openIntents(1000)).map(({ grant_id }) => grant_id)).not.toContain(grant.id);
  });

  it('patches a grant only while its ciphertext is of the generation that the patch is about', async () => {
    const grant = await stored();
    const patch = (generation: number) =>
      use().grants.patch(grant.app_id, grant.id, ['active'], { status: 'needs_reauth' }, generation);
    const next = vaultRow(grant, { generation: 2, updated_at: t0 + 2 });
    await use().grants.renew(grant.app_id, grant.id, {}, next);
    expect(await patch(1)).toBeNull();
    expect((await use().grants.find(grant.app_id, grant.id))?.status).toBe('active');
    expect((await patch(2))?.status).toBe('needs_reauth');
  });

  it('flags a config once, until it is mended: of fifty racing callers one learns of it', async () => {
    const flag = { app_id: id(), config_id: id(), error: 'invalid_client', since: t0 };
    const flagged = await race((n) => use().providerConfigs.flag({ ...flag, since: t0 + n }));
    expect(count(flagged, Boolean)).toBe(1);
    const [seen, ...others] = await use().providerConfigs.flags(flag.app_id);
    expect(others).toEqual([]);
    expect(seen).toEqual({ ...flag, since: t0 + flagged.indexOf(true) });
    expect(await use().providerConfigs.flags(id())).toEqual([]);
    expect(await use().providerConfigs.unflag(id(), flag.config_id)).toBe(false);
    expect(await use().providerConfigs.unflag(flag.app_id, flag.config_id)).toBe(true);
    expect(await use().providerConfigs.unflag(flag.app_id, flag.config_id)).toBe(false);
    expect(await use().providerConfigs.flags(flag.app_id)).toEqual([]);
    expect(await use().providerConfigs.flag(flag)).toBe(true);
  });
};
