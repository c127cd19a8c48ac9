import { afterEach, expect, it, vi } from 'vitest';
import { startLine } from '../../../../test/harness/line.ts';
import { auditEvent, grantRow, id, vaultRow } from '../../../../test/contracts/store/rows.ts';
import { noMarks } from '../../src/stores/store.ts';
import { sweepAll } from '../../src/process/sweep-all.ts';
import { replace, restore } from '../flow/replace.ts';

afterEach(restore);

it('a part of the sweep that fails keeps none of the others from its work, and is in the log', async () => {
  const line = await startLine();
  try {
    const { store, clock, config } = line.running.deps;
    const grant = grantRow({ id: id() });
    await store.grants.create(grant, vaultRow(grant));
    const owed = auditEvent({ app_id: grant.app_id, grant_id: grant.id, at: 1 });
    const seen = { generation: 1, intent: null };
    await store.vault.mark(grant.app_id, grant.id, seen, noMarks, null, owed);
    const warn = vi.fn();
    replace(store.grants, 'timedOut', () => Promise.reject(new Error('cannot be read')));
    replace(store, 'sweep', () => Promise.reject(new Error('a damaged document')));
    await sweepAll({ store, clock, config, log: { warn } as unknown as typeof line.running.deps.log }, clock.now());
    expect(warn.mock.calls.map(([what]) => (what as { part: string }).part)).toEqual([
      'grants whose time is over',
      'store',
    ]);
    expect((await store.vault.read(grant.app_id, grant.id))?.owed).toEqual([]);
  } finally {
    await line.close();
  }
});

it('an owed audit row that cannot be written is in the log, and the others are', async () => {
  const line = await startLine();
  try {
    const { store, clock, config } = line.running.deps;
    const grants = await Promise.all(
      [1, 2, 3].map(async () => {
        const grant = grantRow();
        await store.grants.create(grant, vaultRow(grant));
        const owed = auditEvent({ app_id: grant.app_id, grant_id: grant.id, at: 1 });
        await store.vault.mark(grant.app_id, grant.id, { generation: 1, intent: null }, noMarks, null, owed);
        return grant;
      }),
    );
    const bad = grants[1]!;
    const { appendMissing } = store.audit;
    const refuses: typeof appendMissing = (rows) =>
      rows.some((row) => row.grant_id === bad.id) ? Promise.reject(new Error('refused')) : appendMissing(rows);
    replace(store.audit, 'appendMissing', refuses);
    const error = vi.fn();
    await sweepAll({ store, clock, config, log: { error } as unknown as typeof line.running.deps.log }, clock.now());
    expect(error.mock.calls.map(([what]) => (what as { grant_id: string }).grant_id)).toEqual([bad.id]);
    const left = await Promise.all(
      grants.map(async ({ app_id, id: of }) => (await store.vault.read(app_id, of))?.owed),
    );
    expect(left.map((owed) => owed?.length)).toEqual([0, 1, 0]);
  } finally {
    await line.close();
  }
});
