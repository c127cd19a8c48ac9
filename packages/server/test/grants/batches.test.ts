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

/** The line, and as many grants as `states` has, each with its ciphertext. */
async function start(states: readonly Partial<GrantRow>[]) {
  line = await startLine();
  const { store, clock, config } = line.running.deps;
  const grants = states.map((state) => grantRow(state));
  await Promise.all(grants.map((grant) => store.grants.create(grant, vaultRow(grant))));
  const error = vi.fn<(what: { grant_id: string }) => void>();
  const log = { error, warn: error } as unknown as typeof line.running.deps.log;
  const named = () => error.mock.calls.map(([{ grant_id }]) => grant_id);
  const find = ({ app_id, id }: GrantRow) => store.grants.find(app_id, id);
  return { deps: { store, clock, config, log }, store, grants, named, find };
}

/** More than a batch of each of the sweeps but the last, whose batches are of 500. */
const many = 150;
const ids = (grants: readonly { id: string }[]) => new Set(grants.map(({ id }) => id));

/** What is asked to write a row about one of `grants` fails, as it does for a row that the store refuses. */
const refusing =
  (grants: ReadonlySet<string>) =>
  (rows: readonly AuditRow[]): void => {
    if (rows.some(({ grant_id }) => grants.has(grant_id ?? ''))) throw new Error('refused');
  };

describe('grants whose time is over', () => {
  const over = Array.from({ length: many + 1 }, (_, at) => ({ grant_expires_at: t0 + at }));

  it('end behind more than a batch whose audit rows cannot be written, which are named', async () => {
    const { deps, store, grants, named, find } = await start(over);
    const bad = grants.slice(0, many);
    const refuse = refusing(ids(bad));
    const { append } = store.audit;
    replace(store.audit, 'append', async (rows) => (refuse(rows), append(rows)));
    expect(await expireGrants(deps)).toBe(1);
    expect((await find(grants[many]!))?.status).toBe('expired');
    expect(new Set(named())).toEqual(ids(bad));
    expect((await find(bad[0]!))?.status).toBe('active');
  });

  it('end behind more than a batch that cannot be changed, and have one audit row', async () => {
    const { deps, store, grants, named, find } = await start(over);
    const bad = ids(grants.slice(0, many));
    const { expire } = store.grants;
    replace(store.grants, 'expire', async (appId, id, now) => {
      if (bad.has(id)) throw new Error('damaged');
      return expire(appId, id, now);
    });
    expect(await expireGrants(deps)).toBe(1);
    expect([(await find(grants[many]!))?.status, new Set(named())]).toEqual(['expired', bad]);
    expect(await line.rows('audit', { event: 'grant.expired', grant_id: grants[many]!.id })).toHaveLength(1);
  });

  it('are left to the next sweep when the store is away: that is the fault of none of them', async () => {
    const { deps, store, named } = await start(over.slice(0, 3));
    replace(store.audit, 'append', () => Promise.reject(new StoreUnavailable('away')));
    await expect(expireGrants(deps)).rejects.toThrow(StoreUnavailable);
    expect(named()).toEqual([]);
  });
});

it('ends that nobody put on record are recorded behind more than a batch that cannot be, which are named', async () => {
  const { deps, store, grants, named, find } = await start(Array.from({ length: many + 1 }, () => ({})));
  for (const [at, { app_id, id }] of grants.entries()) {
    const record = auditEvent({ app_id, grant_id: id, event: 'grant.revoked' });
    await store.grants.revoke(app_id, id, { ...revocation, at: t0 + at, record }, null);
  }
  const refuse = refusing(ids(grants.slice(0, many)));
  const { appendMissing } = store.audit;
  replace(store.audit, 'appendMissing', async (rows) => (refuse(rows), appendMissing(rows)));
  expect(await recordEnds(deps)).toBe(1);
  expect((await find(grants[many]!))?.unrecorded).toBeNull();
  expect(new Set(named())).toEqual(ids(grants.slice(0, many)));
});

it('rows that a refresh left are written behind more than a batch that cannot be, which are named', async () => {
  const { deps, store, grants, named } = await start(Array.from({ length: 601 }, () => ({})));
  for (const [at, { app_id, id }] of grants.entries()) {
    const owed = auditEvent({ app_id, grant_id: id, at: t0 - 60 * minute + at });
    await store.vault.mark(app_id, id, { generation: 1, intent: null }, noMarks, null, owed);
  }
  const refuse = refusing(ids(grants.slice(0, 600)));
  const { appendMissing } = store.audit;
  replace(store.audit, 'appendMissing', async (rows) => (refuse(rows), appendMissing(rows)));
  expect(await sweepOwed(deps)).toBe(1);
  const last = grants[600]!;
  expect((await store.vault.read(last.app_id, last.id))?.owed).toEqual([]);
  expect(new Set(named())).toEqual(ids(grants.slice(0, 600)));
});
