/** Two stores on one database, as two servers would have. */
import { beforeEach, describe, expect, it } from 'vitest';
import { chainStart, checkChain } from '../../../src/audit/chain.ts';
import type { Store } from '../../../src/stores/store.ts';
import { auditRows } from '../../../../../test/contracts/store/audit-rows.ts';
import {
  auditEvent,
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
  vaultRow,
} from '../../../../../test/contracts/store/rows.ts';
import { testDatabase } from './test-database.ts';

const database = testDatabase();
let one: Store;
let two: Store;

beforeEach(async () => {
  [one, two] = await Promise.all([database.open(), database.open()]);
});

const race = <T>(call: (store: Store, n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 50 }, (_, n) => call(n % 2 === 0 ? one : two, n)));

describe('two processes', () => {
  it('consume a flow once between them', async () => {
    const flow = flowRow();
    await one.flows.create(flow);
    const outcomes = await race((store) => store.flows.consume(flow.state_hash, flow.browser_hash, t0));
    expect(outcomes.filter(({ kind }) => kind === 'consumed')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'replayed' && outcome.first)).toHaveLength(1);
  });

  it('see a revoked key, grant and their ciphertext gone on the very next read', async () => {
    for (let round = 0; round < 20; round++) {
      const [key, grant] = [keyRow(), grantRow()];
      await one.keys.create(key);
      await one.grants.create(grant, vaultRow(grant));
      expect((await two.grants.find(grant.app_id, grant.id))?.status).toBe('active');
      await Promise.all([
        one.keys.revoke(key.app_id, key.id, t0),
        one.grants.revoke(grant.app_id, grant.id, revocation, null),
      ]);
      const [seenKey, seenGrant, seenVault] = await Promise.all([
        two.keys.findByHash(key.hash),
        two.grants.find(grant.app_id, grant.id),
        two.vault.read(grant.app_id, grant.id),
      ]);
      expect([seenKey?.revoked_at, seenGrant?.status, seenVault]).toEqual([t0, 'revoked', null]);
    }
  });

  it('hold one live grant per account, renew once per generation, revoke once', async () => {
    const first = grantRow();
    const created = await race((store) => {
      const grant = { ...first, id: id() };
      return store.grants.create(grant, vaultRow(grant));
    });
    expect(created.filter((outcome) => outcome === 'created')).toHaveLength(1);
    const grantId = (await one.grants.findAccount({ ...first, account_key: first.account_key! }))!.id;
    const vault = vaultRow({ app_id: first.app_id, id: grantId }, { generation: 2 });
    const renewed = await race((store) => store.grants.renew(first.app_id, grantId, {}, vault));
    expect(renewed.filter((row) => row !== null)).toHaveLength(1);
    const queued = { app_id: first.app_id, id: grantId };
    const revoked = await race((store) => store.grants.revoke(first.app_id, grantId, revocation, outboxRow(queued)));
    expect(revoked.filter((row) => row !== null)).toHaveLength(1);
    expect(await database.db().collection('vault').countDocuments()).toBe(0);
    expect(await database.db().collection('outbox').countDocuments()).toBe(1);
  });

  it('bind a session to one browser between them', async () => {
    const session = sessionRow();
    await one.sessions.createConnect(session);
    const outcomes = await race((store, n) => store.sessions.bindBrowser(session.hash, `browser ${n}`, t0));
    expect(outcomes.filter((outcome) => outcome === 'bound')).toHaveLength(1);
  });

  it('give one queued revocation to one worker', async () => {
    const rows = Array.from({ length: 20 }, () => outboxRow({ app_id: id(), id: id() }));
    await Promise.all(rows.map((row) => one.outbox.add(row)));
    const claimed = (await race((store) => store.outbox.claim(t0, 2, minute))).flat();
    expect(claimed.map((row) => row.id).sort()).toEqual(rows.map((row) => row.id).sort());
  });

  it('hold a lease one after the other, each with a greater fence', async () => {
    const [app, name] = [id(), 'work'];
    const fences: number[] = [];
    for (let round = 0; round < 10; round++) {
      const leases = await race((store) => store.leases.acquire(app, name, id(), 3_600_000));
      const [held, ...more] = leases.filter((lease) => lease !== null);
      expect(more).toEqual([]);
      await (round % 2 === 0 ? one : two).leases.release(held!);
      fences.push(held!.fence);
    }
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
  });

  it('accept a nonce once between them: the other call has no row that stays open', async () => {
    const app_id = id();
    const nonce = nonceClaim();
    const claims = await race((store) => store.audit.claim(auditEvent({ app_id }), nonce));
    expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1);
    const rows = (await auditRows(one, app_id)).map(({ row }) => row);
    const closed = new Set(rows.filter((row) => row.decision === 'replayed').map((row) => row.call_id));
    expect(rows.filter((row) => row.decision === 'allow' && !closed.has(row.id))).toHaveLength(1);
  });

  it('write a chain of their own each, and both are whole', async () => {
    const app_id = id();
    await race((store) => store.audit.append([auditEvent({ app_id }), auditEvent({ app_id })]));
    const rows = await auditRows(two, app_id);
    const writers = Map.groupBy(rows, (row) => row.writer);
    expect(rows).toHaveLength(100);
    expect(writers.size).toBe(2);
    for (const [writer, chain] of writers) {
      expect(checkChain(chain, { sequence: 0, hash: chainStart(app_id, writer) }).kind).toBe('whole');
    }
  });

  it('go on with their own chain after a row that was refused, and what its caller gave after it is not written', async () => {
    const app_id = id();
    await one.audit.append([auditEvent({ app_id })]);
    const taken = auditEvent({ app_id });
    await two.audit.append([taken]);
    // Two minutes apart, so that each has a page of its own; the second of three cannot be written.
    const [first, second, third] = [0, 1, 2].map((n) => auditEvent({ app_id, at: t0 + n * 120_000 }));
    const failing = [first!, { ...second!, id: taken.id }, third!];
    await expect(one.audit.append(failing)).rejects.toThrow();
    const next = auditEvent({ app_id });
    await one.audit.append([next]);
    const rows = await auditRows(one, app_id);
    expect(rows.map(({ row }) => row.id)).not.toContain(third!.id);
    expect(rows.map(({ row }) => row.id)).toEqual(expect.arrayContaining([first!.id, next.id]));
    const writers = Map.groupBy(rows, (row) => row.writer);
    expect([...writers.values()].map((chain) => chain.length).sort()).toEqual([1, 3]);
    for (const [writer, chain] of writers) {
      expect(checkChain(chain, { sequence: 0, hash: chainStart(app_id, writer) }).kind).toBe('whole');
    }
  });
});
