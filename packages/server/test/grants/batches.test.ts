/** A row that a sweep can do nothing about stays where it stands; those behind it have their turn all the same. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { auditEvent, grantRow, minute, revocation, t0, vaultRow } from '../../../../test/contracts/store/rows.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { expireGrants } from '../../src/grants/expire.ts';
import { recordEnds } from '../../src/grants/record-end.ts';
import { sweepOwed } from '../../src/grants/refresh/owed.ts';
import { noMarks, StoreUnavailable, type AuditRow, type GrantRow } from '../../src/stores/store.ts';
import { replace, restore } from '../flow/replace.ts';

let line: Line;
afterEach(async () => {
  restore();
  await line.close();
});

type Told = (what: { grant_id?: string; more?: number }) => void;

/** The line, and as many grants as `states` has, each with its ciphertext. */
async function start(states: readonly Partial<GrantRow>[]) {
  line = await startLine();
  const { store, clock, config } = line.running.deps;
  const grants = states.map((state) => grantRow(state));
  await Promise.all(grants.map((grant) => store.grants.create(grant, vaultRow(grant))));
  const error = vi.fn<Told>();
  const log = { error } as unknown as typeof line.running.deps.log;
  /** What the log says of rows that failed: the ids that it names, and how many more there were. */
  const told = () => {
    const said = error.mock.calls.map(([what]) => what);
    return {
      named: said.flatMap(({ grant_id }) => grant_id ?? []),
      more: said.flatMap(({ more }) => more ?? []),
    };
  };
  const find = ({ app_id, id }: GrantRow) => store.grants.find(app_id, id);
  return { deps: { store, clock, config, log }, store, grants, told, find };
}

const ids = (grants: readonly { id: string }[]) => grants.map(({ id }) => id);
/** More than a batch of ends. */
const many = 150;
/** Of so many that failed. Which of a batch is first is not said. */
const three = (failing: readonly GrantRow[]) => ({
  named: Array.from({ length: 3 }, () => expect.toBeOneOf(ids(failing)) as string),
  more: [failing.length - 3],
});

/** The store refuses what is about one of `failing`, as it does a row that its validator does not let in. */
function refuseRowsOf(failing: readonly GrantRow[]): void {
  const { audit } = line.running.deps.store;
  const { appendMissing } = audit;
  const bad = new Set(ids(failing));
  replace(audit, 'appendMissing', async (rows: readonly AuditRow[]) => {
    if (rows.some(({ grant_id }) => bad.has(grant_id ?? ''))) throw new Error('refused');
    return appendMissing(rows);
  });
}
const auditIsAway = () =>
  replace(line.running.deps.store.audit, 'appendMissing', () => Promise.reject(new StoreUnavailable('away')));

describe('grants whose time is over', () => {
  const over = Array.from({ length: many + 1 }, (_, at) => ({ grant_expires_at: t0 + at }));
  const rows = ({ id }: GrantRow) => line.rows('audit', { event: 'grant.expired', grant_id: id });

  it('end behind more than a batch whose audit rows cannot be written', async () => {
    const { deps, grants, told, find } = await start(over);
    const [bad, good] = [grants.slice(0, many), grants[many]!];
    refuseRowsOf(bad);
    expect(await expireGrants(deps)).toBe(1);
    expect([(await find(good))?.status, (await find(bad[0]!))?.status]).toEqual(['expired', 'active']);
    expect(told()).toEqual(three(bad));
  });

  it('end behind more than a batch that cannot be changed; each has one audit row, however often it is tried', async () => {
    const { deps, store, grants, told, find } = await start(over);
    const [bad, good] = [grants.slice(0, many), grants[many]!];
    const { expire } = store.grants;
    replace(store.grants, 'expire', async (appId, id, now) => {
      if (ids(bad).includes(id)) throw new Error('damaged');
      return expire(appId, id, now);
    });
    expect(await expireGrants(deps)).toBe(1);
    expect(told()).toEqual(three(bad));
    expect(await expireGrants(deps)).toBe(0);
    expect((await find(good))?.status).toBe('expired');
    expect([(await rows(good)).length, (await rows(bad[0]!)).length]).toEqual([1, 1]);
    restore();
    expect(await expireGrants(deps)).toBe(many);
    expect((await rows(bad[0]!)).length).toBe(1);
  });

  it('are left to the next sweep when the store is away: that is the fault of none of them', async () => {
    const { deps, told } = await start(over.slice(0, 3));
    auditIsAway();
    await expect(expireGrants(deps)).rejects.toThrow(StoreUnavailable);
    expect(told()).toEqual({ named: [], more: [] });
  });
});

describe('ends that nobody put on record', () => {
  async function ended(count: number) {
    const all = await start(Array.from({ length: count }, () => ({})));
    for (const [at, { app_id, id }] of all.grants.entries()) {
      const record = auditEvent({ app_id, grant_id: id, event: 'grant.revoked' });
      await all.store.grants.revoke(app_id, id, { ...revocation, at: t0 + at, record }, null);
    }
    return all;
  }

  it('are recorded behind more than a batch that cannot be', async () => {
    const { deps, grants, told, find } = await ended(many + 1);
    const bad = grants.slice(0, many);
    refuseRowsOf(bad);
    expect(await recordEnds(deps)).toBe(1);
    expect((await find(grants[many]!))?.unrecorded).toBeNull();
    expect(told()).toEqual(three(bad));
  });

  it('are recorded behind more than a batch whose rows stand, and which cannot be told so', async () => {
    const { deps, store, grants, told, find } = await ended(many + 1);
    const bad = grants.slice(0, many);
    const marked = new Set(ids(bad));
    const { patch } = store.grants;
    replace(store.grants, 'patch', async (...change) => {
      if (marked.has(change[1])) throw new Error('damaged');
      return patch(...change);
    });
    expect(await recordEnds(deps)).toBe(1);
    expect((await find(grants[many]!))?.unrecorded).toBeNull();
    expect(told()).toEqual(three(bad));
    expect(await line.rows('audit', { event: 'grant.revoked', grant_id: bad[0]!.id })).toHaveLength(1);
  });

  it('are left alone while somebody else is at them, and met behind that one', async () => {
    const { deps, store, grants, told, find } = await ended(2);
    const [held, other] = [grants[0]!, grants[1]!];
    await store.leases.acquire(held.app_id, `record/${held.id}`, 'another process', minute);
    expect(await recordEnds(deps)).toBe(1);
    expect([(await find(held))?.unrecorded === null, (await find(other))?.unrecorded]).toEqual([false, null]);
    expect(told().named).toEqual([]);
  });

  it('are left to the next sweep when the store is away', async () => {
    const { deps, told } = await ended(3);
    auditIsAway();
    await expect(recordEnds(deps)).rejects.toThrow(StoreUnavailable);
    expect(told().named).toEqual([]);
  });
});

describe('rows that a refresh left', () => {
  /** Each grant owes two, so that a batch is of fewer grants than rows. */
  async function owing(count: number) {
    const all = await start(Array.from({ length: count }, () => ({})));
    for (const [at, { app_id, id }] of all.grants.entries()) {
      for (const later of [0, 1]) {
        const owed = auditEvent({ app_id, grant_id: id, at: t0 - 60 * minute + 2 * at + later });
        await all.store.vault.mark(app_id, id, { generation: 1, intent: null }, noMarks, null, owed);
      }
    }
    const left = async ({ app_id, id }: GrantRow) => (await all.store.vault.read(app_id, id))?.owed.length;
    return { ...all, left };
  }

  it('are written behind more than a batch of grants whose rows cannot be', async () => {
    const { deps, grants, told, left } = await owing(602);
    const bad = grants.slice(0, 600);
    refuseRowsOf(bad);
    expect(await sweepOwed(deps)).toBe(4);
    expect(await Promise.all(grants.slice(599).map(left))).toEqual([2, 0, 0]);
    expect(told()).toEqual({ named: [bad[0]!.id, bad[0]!.id, bad[1]!.id], more: [1197] });
  });

  it('are left to the next sweep when the store is away', async () => {
    const { deps, told } = await owing(3);
    auditIsAway();
    await expect(sweepOwed(deps)).rejects.toThrow(StoreUnavailable);
    expect(told().named).toEqual([]);
  });
});
