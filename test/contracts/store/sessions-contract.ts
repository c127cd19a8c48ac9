import { expect, it } from 'vitest';
import {
  readableAfterMs,
  type ConnectSessionRow,
  type SessionFinal,
} from '../../../packages/server/src/stores/store.ts';
import { count, race } from './race.ts';
import { declinedEntry, entryRow, hash, id, minute, sessionRow, t0, walletRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

const completed = (at: number): SessionFinal => ({ outcome: 'completed', at, error: null });
const expired = (at: number): SessionFinal => ({ outcome: 'expired', at, error: null });

export const sessionsContract: Contract = (use) => {
  const stored = async (over: Partial<ConnectSessionRow> = {}) => {
    const row = sessionRow(over);
    await use().sessions.createConnect(row);
    return row;
  };
  const find = (row: ConnectSessionRow, now: number) => use().sessions.findConnect(row.hash, now);

  it('gives a session back whole', async () => {
    const row = await stored();
    expect(await find(row, t0)).toEqual(row);
    const system = await stored({ principal: { type: 'system' }, user_name: null, grant_policy: null });
    expect(await find(system, t0)).toEqual(system);
  });

  it('refuses a second session with the same hash', async () => {
    const row = await stored();
    await expect(use().sessions.createConnect(sessionRow({ hash: row.hash }))).rejects.toThrow();
    expect(await find(row, t0)).toEqual(row);
  });

  it('is readable until ten minutes after it expired, to the millisecond', async () => {
    const row = await stored();
    const end = row.expires_at + readableAfterMs;
    expect(await find(row, end - 1)).toEqual(row);
    expect(await find(row, end)).toBeNull();
  });

  it('is readable longer while a flow lives past its expiry, and from the end of that flow', async () => {
    const row = await stored({ browser_hash: 'b' });
    const flow = { flow_id: id(), expires_at: row.expires_at + 9 * minute };
    await use().sessions.beginFlow(row.hash, 'b', flow, row.expires_at - 1);
    expect(await find(row, flow.expires_at + readableAfterMs - 1)).not.toBeNull();
    expect(await find(row, flow.expires_at + readableAfterMs)).toBeNull();

    const at = row.expires_at + 5 * minute;
    await use().sessions.append(row.hash, entryRow({ flow_id: flow.flow_id, at }), null, at);
    expect(await find(row, at + readableAfterMs - 1)).not.toBeNull();
    expect(await find(row, at + readableAfterMs)).toBeNull();
  });

  it('keeps of a begun flow where it can be found again', async () => {
    const row = await stored({ browser_hash: 'b' });
    const flow = { flow_id: id(), expires_at: t0 + minute, state_hash: hash() };
    await use().sessions.beginFlow(row.hash, 'b', flow, t0);
    expect((await find(row, t0))?.open_flows).toEqual([flow]);
  });

  it('is readable until ten minutes after it was made final', async () => {
    const row = await stored();
    await use().sessions.finalise(row.hash, completed(t0 + minute), t0 + minute);
    expect(await find(row, t0 + minute + readableAfterMs - 1)).toMatchObject({ final: completed(t0 + minute) });
    expect(await find(row, t0 + minute + readableAfterMs)).toBeNull();
  });

  it('is not readable longer because a flow ends after it was made final', async () => {
    const row = await stored();
    await use().sessions.finalise(row.hash, completed(t0), t0);
    const at = t0 + 5 * minute;
    expect((await use().sessions.append(row.hash, entryRow({ at }), null, at))?.entries).toHaveLength(1);
    expect(await find(row, t0 + readableAfterMs - 1)).not.toBeNull();
    expect(await find(row, t0 + readableAfterMs)).toBeNull();
  });

  it('stays readable when time ended it long ago but its last flow only now', async () => {
    const row = await stored({ browser_hash: 'b' });
    const flow = { flow_id: id(), expires_at: row.expires_at + 9 * minute };
    await use().sessions.beginFlow(row.hash, 'b', flow, row.expires_at - 1);
    const now = flow.expires_at + 2 * minute;
    expect(await use().sessions.finalise(row.hash, expired(row.expires_at), now)).toMatchObject({
      final: expired(row.expires_at),
    });
    expect(await find(row, flow.expires_at + readableAfterMs - 1)).not.toBeNull();
    expect(await find(row, flow.expires_at + readableAfterMs)).toBeNull();
  });

  it('reads many at once and leaves out what is gone', async () => {
    const [one, two] = [await stored(), await stored({ expires_at: t0 - readableAfterMs })];
    const found = await use().sessions.findConnects([one.hash, two.hash, hash()], t0);
    expect([...found]).toEqual([[one.hash, one]]);
  });

  it('binds to one browser: of fifty racing browsers one gets it', async () => {
    const row = await stored();
    const outcomes = await race((n) => use().sessions.bindBrowser(row.hash, `browser ${n}`, t0));
    expect(count(outcomes, (outcome) => outcome === 'bound')).toBe(1);
    expect(count(outcomes, (outcome) => outcome === 'other')).toBe(49);
    const winner = `browser ${outcomes.indexOf('bound')}`;
    expect((await find(row, t0))?.browser_hash).toBe(winner);
    expect(await use().sessions.bindBrowser(row.hash, winner, t0)).toBe('same');
    expect(await use().sessions.bindBrowser(hash(), winner, t0)).toBe('gone');
    expect(await use().sessions.bindBrowser(row.hash, winner, row.expires_at + readableAfterMs)).toBe('gone');
  });

  it('begins flows of its own browser until it expires', async () => {
    const row = await stored({ browser_hash: 'b' });
    const begin = (browser: string, now: number, flow_id = id()) =>
      use().sessions.beginFlow(row.hash, browser, { flow_id, expires_at: now + 10 * minute }, now);
    expect(await begin('b', t0, 'one')).toBe(true);
    expect(await begin('other', t0)).toBe(false);
    expect(await begin('b', row.expires_at - 1, 'two')).toBe(true);
    expect(await begin('b', row.expires_at)).toBe(false);
    const open = (await find(row, t0))?.open_flows;
    expect(open?.map((flow) => flow.flow_id)).toContain('two');
    expect(open?.map((flow) => flow.expires_at)).toContain(row.expires_at - 1 + 10 * minute);
    expect(await use().sessions.beginFlow(hash(), 'b', { flow_id: 'x', expires_at: t0 }, t0)).toBe(false);
  });

  it('begins no flow once it is final, nor before it is bound', async () => {
    const [final, unbound] = [await stored({ browser_hash: 'b' }), await stored()];
    await use().sessions.finalise(final.hash, completed(t0), t0);
    const flow = { flow_id: id(), expires_at: t0 + minute };
    expect(await use().sessions.beginFlow(final.hash, 'b', flow, t0)).toBe(false);
    expect(await use().sessions.beginFlow(unbound.hash, 'b', flow, t0)).toBe(false);
  });

  it('appends an outcome, closes its flow and no other', async () => {
    const row = await stored({ browser_hash: 'b' });
    const flows = [id(), id()].map((flow_id) => ({ flow_id, expires_at: t0 + 10 * minute }));
    for (const flow of flows) await use().sessions.beginFlow(row.hash, 'b', flow, t0);
    const entry = entryRow({ flow_id: flows[0]!.flow_id });
    const after = await use().sessions.append(row.hash, entry, null, t0);
    expect(after).toEqual({ ...row, entries: [entry], open_flows: [flows[1]] });
    expect(await find(row, t0)).toEqual(after);
    expect(await use().sessions.append(hash(), entry, null, t0)).toBeNull();
  });

  it('appends the outcome of a flow once, however many callers bring it', async () => {
    const row = await stored();
    const entry = entryRow();
    const rows = await race((n) => use().sessions.append(row.hash, { ...entry, detail: `caller ${n}` }, null, t0));
    expect(rows.every((after) => after?.entries.length === 1)).toBe(true);
    expect(new Set(rows.map((after) => after?.entries[0]?.detail)).size).toBe(1);
  });

  it('loses none of fifty outcomes that come at once', async () => {
    const row = await stored();
    const entries = Array.from({ length: 50 }, () => entryRow());
    await race((n) => use().sessions.append(row.hash, entries[n]!, null, t0));
    const kept = (await find(row, t0))?.entries.map((entry) => entry.flow_id).sort();
    expect(kept).toEqual(entries.map((entry) => entry.flow_id).sort());
  });

  it('ends with an outcome in one step, and the first end stays', async () => {
    const row = await stored();
    const end = completed(t0 + minute);
    expect((await use().sessions.append(row.hash, entryRow(), end, t0 + minute))?.final).toEqual(end);
    const failed: SessionFinal = { outcome: 'error', at: t0 + 2 * minute, error: 'access_denied' };
    const later = await use().sessions.append(row.hash, declinedEntry(), failed, t0 + 2 * minute);
    expect(later?.entries).toHaveLength(2);
    expect(later?.final).toEqual(end);
    expect((await use().sessions.finalise(row.hash, failed, t0 + 2 * minute))?.final).toEqual(end);
  });

  it('ends once: fifty racing callers all see the same end', async () => {
    const row = await stored();
    const rows = await race((n) => use().sessions.finalise(row.hash, completed(t0 + n), t0));
    expect(new Set(rows.map((after) => after?.final?.at)).size).toBe(1);
    expect(await use().sessions.finalise(hash(), completed(t0), t0)).toBeNull();
  });

  it('does not make a session readable again by ending it when it is gone', async () => {
    const row = await stored();
    const gone = row.expires_at + readableAfterMs;
    expect(await use().sessions.finalise(row.hash, expired(gone), gone)).toBeNull();
    expect(await use().sessions.append(row.hash, entryRow(), null, gone)).toBeNull();
    expect(await find(row, gone)).toBeNull();
  });

  it('hands each declined entry out once, also to fifty racing polls', async () => {
    const row = await stored();
    const entries = [declinedEntry(), entryRow(), declinedEntry()];
    for (const entry of entries) await use().sessions.append(row.hash, entry, null, t0);
    const taken = (await race(() => use().sessions.takeDeclined(row.hash, t0))).flat();
    expect(taken.map((entry) => entry.flow_id)).toEqual([entries[0]!.flow_id, entries[2]!.flow_id]);
    expect(await use().sessions.takeDeclined(row.hash, t0)).toEqual([]);

    const third = declinedEntry();
    await use().sessions.append(row.hash, third, null, t0);
    expect(await use().sessions.takeDeclined(row.hash, t0)).toEqual([third]);
    expect((await find(row, t0))?.declined_reported).toBe(3);
    expect(await use().sessions.takeDeclined(hash(), t0)).toEqual([]);
  });

  it('gives a Wallet session until the millisecond it expires', async () => {
    const row = walletRow();
    await use().sessions.createWallet(row);
    expect(await use().sessions.findWallet(row.hash, row.expires_at - 1)).toEqual(row);
    expect(await use().sessions.findWallet(row.hash, row.expires_at)).toBeNull();
  });

  it('never takes a token of one kind of session for the other', async () => {
    const [connect, wallet] = [await stored(), walletRow()];
    await use().sessions.createWallet(wallet);
    expect(await use().sessions.findWallet(connect.hash, t0)).toBeNull();
    expect(await use().sessions.findConnect(wallet.hash, t0)).toBeNull();
    expect(await use().sessions.bindBrowser(wallet.hash, 'b', t0)).toBe('gone');
  });

  it('counts no more tickets than it may, of however many that are asked for at once, and none of a session that is gone', async () => {
    const row = sessionRow();
    await use().sessions.createConnect(row);
    const counted = await race(() => use().sessions.countTicket(row.hash, 20, t0));
    expect(counted.filter(Boolean)).toHaveLength(20);
    expect(await use().sessions.countTicket(row.hash, 21, t0)).toBe(true);
    expect(await use().sessions.countTicket(row.hash, 99, row.expires_at + readableAfterMs)).toBe(false);
    expect(await use().sessions.countTicket(hash(), 99, t0)).toBe(false);
    expect(await use().sessions.findConnect(row.hash, t0)).toEqual(row);
  });

  it('counts no more attempts than it may, whatever else is written meanwhile', async () => {
    const row = await stored({ browser_hash: 'b' });
    const flow = { flow_id: id(), expires_at: t0 + 10 * minute };
    const [counted] = await Promise.all([
      race(() => use().sessions.countAttempt(row.hash, 20, t0)),
      use().sessions.beginFlow(row.hash, 'b', flow, t0),
    ]);
    expect(counted.filter(Boolean)).toHaveLength(20);
    const after = { ...row, attempts: 20, open_flows: [flow] };
    expect(await use().sessions.findConnect(row.hash, t0)).toEqual(after);
    expect(await use().sessions.countAttempt(row.hash, 21, t0)).toBe(true);
    expect(await use().sessions.countAttempt(row.hash, 99, row.expires_at + 60 * minute)).toBe(false);
    expect(await use().sessions.countAttempt(hash(), 99, t0)).toBe(false);
  });
};
