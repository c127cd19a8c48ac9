import { expect, it } from 'vitest';
import type { FlowRow } from '../../../packages/server/src/stores/store.ts';
import { count, race } from './race.ts';
import { flowRow, hash, minute, sealedText, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

const comparable = (row: FlowRow) => ({ ...row, secrets: sealedText(row.secrets) });

export const flowsContract: Contract = (use) => {
  const stored = async (over: Partial<FlowRow> = {}) => {
    const row = flowRow(over);
    await use().flows.create(row);
    return row;
  };

  it('starts a flow and gives it back whole', async () => {
    const row = await stored();
    const started = await use().flows.start(row.state_hash, row.browser_hash, t0 + 5);
    if (started.kind !== 'started') throw new Error(started.kind);
    expect(comparable(started.flow)).toEqual(comparable({ ...row, started_at: t0 + 5 }));
  });

  it('starts a flow once: of fifty racing callers one leaves for the provider', async () => {
    const row = await stored({ secrets: null });
    const outcomes = await race(() => use().flows.start(row.state_hash, row.browser_hash, t0));
    expect(count(outcomes, ({ kind }) => kind === 'started')).toBe(1);
    expect(count(outcomes, ({ kind }) => kind === 'used')).toBe(49);
  });

  it('starts until the millisecond before `start_until`, in the browser that began, and not after', async () => {
    const [soon, late, strange] = [await stored(), await stored(), await stored()];
    const start = (row: FlowRow, browser: string, now: number) => use().flows.start(row.state_hash, browser, now);
    expect((await start(soon, soon.browser_hash, soon.start_until - 1)).kind).toBe('started');
    expect((await start(late, late.browser_hash, late.start_until)).kind).toBe('expired');
    expect((await start(strange, hash(), t0)).kind).toBe('other_browser');
    expect((await start(strange, strange.browser_hash, t0)).kind).toBe('started');
    expect(await use().flows.start(hash(), hash(), t0)).toEqual({ kind: 'unknown' });
  });

  it('consumes a flow once: of fifty racing callers one gets it, and one refusal is the first', async () => {
    const row = await stored();
    const outcomes = await race(() => use().flows.consume(row.state_hash, row.browser_hash, t0 + minute));
    expect(count(outcomes, ({ kind }) => kind === 'consumed')).toBe(1);
    expect(count(outcomes, ({ kind }) => kind === 'replayed')).toBe(49);
    expect(count(outcomes, (outcome) => outcome.kind === 'replayed' && outcome.first)).toBe(1);
    const won = outcomes.find((outcome) => outcome.kind === 'consumed');
    expect(won && comparable(won.flow)).toEqual(comparable({ ...row, consumed_at: t0 + minute }));
  });

  it('refuses another browser and one without a cookie, without consuming the flow', async () => {
    const row = await stored();
    for (const [n, browser] of [hash(), null].entries()) {
      const refused = await use().flows.consume(row.state_hash, browser, t0);
      expect(refused).toMatchObject({ kind: 'other_browser', first: n === 0, flow: { refusals: n + 1 } });
    }
    const taken = await use().flows.consume(row.state_hash, row.browser_hash, t0);
    expect(taken).toMatchObject({ kind: 'consumed', flow: { id: row.id, refusals: 2 } });
  });

  it('consumes until the millisecond before it expires, and says so to who comes later', async () => {
    const [inTime, late] = [await stored(), await stored()];
    const consume = (row: FlowRow, now: number) => use().flows.consume(row.state_hash, row.browser_hash, now);
    expect((await consume(inTime, inTime.expires_at - 1)).kind).toBe('consumed');
    expect(await consume(late, late.expires_at)).toMatchObject({ kind: 'expired', first: true });
    expect(await consume(late, late.expires_at + 1)).toMatchObject({ kind: 'expired', first: false });
    expect(await use().flows.consume(hash(), hash(), t0)).toEqual({ kind: 'unknown' });
  });

  it('does not start a flow that was consumed', async () => {
    const row = await stored();
    await use().flows.consume(row.state_hash, row.browser_hash, t0);
    expect((await use().flows.start(row.state_hash, row.browser_hash, t0)).kind).toBe('used');
  });

  it('finds a flow until it is consumed or over, and does nothing to it', async () => {
    const [row, late] = [await stored(), await stored()];
    const found = await use().flows.find(row.state_hash, t0);
    expect(found && comparable(found)).toEqual(comparable(row));
    expect(await use().flows.find(late.state_hash, late.expires_at)).toBeNull();
    expect(await use().flows.find(hash(), t0)).toBeNull();
    expect((await use().flows.consume(row.state_hash, row.browser_hash, t0)).kind).toBe('consumed');
    expect(await use().flows.find(row.state_hash, t0)).toBeNull();
  });

  it('refuses a second flow with the same state', async () => {
    const row = await stored();
    await expect(use().flows.create(flowRow({ state_hash: row.state_hash }))).rejects.toThrow();
  });
};
