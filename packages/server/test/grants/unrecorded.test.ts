/** A process that dies between the outcome of a refresh and its audit row: the row is written all the same, and once. */
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { payBeforeEnd, sweepOwed } from '../../src/grants/refresh/owed.ts';
import type { FaultPoint } from '../../src/grants/refresh/faults.ts';
import type { GrantRow } from '../../src/stores/index.ts';
import { onBothStores } from './both-stores.ts';
import {
  appId,
  diesAt,
  gotten,
  refusal,
  startProcesses,
  tokens,
  unsureMs,
  type Processes,
  type TokenAnswer,
} from './processes.ts';

/** Where the outcome is stored and the audit row is not. */
const points = ['settle.after', 'tell.before', 'tell.after', 'record.before'] as const;

const outcomes: readonly [string, TokenAnswer, [string, string | undefined]][] = [
  ['tokens', () => tokens('second'), ['grant.refreshed', undefined]],
  ['a dead token', () => refusal(400, 'invalid_grant'), ['grant.needs_reauth', 'revoked_by_user']],
  ['trouble', () => refusal(400, 'invalid_scope'), ['grant.refresh_failed', 'invalid_scope']],
  ['a cut', () => 'cut', ['grant.refresh_failed', 'no_answer']],
];

onBothStores((place) => {
  let all: Processes;
  afterEach(() => all.close());

  const start = async (answer: TokenAnswer) => {
    all = await startProcesses(answer, undefined, place());
  };
  const rows = async () => (await all.audit()).map(({ event, detail }) => [event, detail['reason'] ?? detail['error']]);
  const owed = async (grant: GrantRow) => (await all.row(grant))?.owed.length;
  const sweep = () =>
    sweepOwed({ store: all.store, clock: all.clock, config: all.config(), log: pino({ enabled: false }) });

  /** A process refreshes and stands still at `point`, with a lease that outlives the test. */
  async function stillAt(point: FaultPoint, grant: GrantRow): Promise<void> {
    const { reached, resume: _resume, ...dying } = diesAt(point);
    const env = { ALTER_REFRESH_LEASE_MS: '60000', ALTER_REFRESH_LEASE_RENEW_MS: '10000' };
    all.open(all.process({ ...dying, env }), grant).catch(() => undefined);
    await reached;
  }

  /** The same, and its lease runs out. */
  async function deathAt(point: FaultPoint, grant: GrantRow) {
    const { reached, resume, ...dying } = diesAt(point);
    const outcome = all.open(all.process(dying), grant);
    outcome.catch(() => undefined);
    await reached;
    await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
    return { resume, outcome };
  }

  describe.each(outcomes)('a process that dies with %s stored', (_what, answer, row) => {
    it.each(points)('at %s leaves its audit row to the next sweep, which writes it once', async (point) => {
      await start(answer);
      const grant = await all.grant();
      await stillAt(point, grant);
      expect(await rows()).toEqual([]);
      // Whoever is younger than that may be about to write it.
      all.time.now += unsureMs - 2;
      expect([await sweep(), await rows()]).toEqual([0, []]);
      all.time.now += 2;
      expect([await sweep(), await rows()]).toEqual([1, [row]]);
      expect([await sweep(), await owed(grant)]).toEqual([0, 0]);
      expect(await rows()).toHaveLength((await all.history(grant)).length);
    });

    it('and was only paused writes it once more never: it looks first', async () => {
      await start(answer);
      const grant = await all.grant();
      const { resume, outcome } = await deathAt('record.before', grant);
      all.time.now += unsureMs;
      await sweep();
      resume();
      await outcome;
      expect(await rows()).toEqual([row]);
    });
  });

  describe('what a refresh left unrecorded', () => {
    it('is met by a process that starts', async () => {
      await start(() => tokens('second'));
      const grant = await all.grant();
      await deathAt('settle.after', grant);
      all.time.now += unsureMs;
      await all.process().recover();
      expect([await rows(), await owed(grant)]).toEqual([[['grant.refreshed', undefined]], 0]);
    });

    it('is written by the next refresh of the grant before its own', async () => {
      await start((_asked, n) => tokens(`no${n}`));
      const grant = await all.grant();
      await deathAt('settle.after', grant);
      all.time.now += 2 * 3_600_000;
      expect(gotten(await all.open(all.process(), (await all.now(grant))!))).toBe('at_no2');
      expect((await all.audit()).map(({ detail }) => detail['generation'])).toEqual([2, 3]);
    });

    it('of a grant that was ended is written by who tells the grant, and is not told twice', async () => {
      await start(() => refusal(400, 'invalid_grant'));
      const grant = await all.grant();
      await deathAt('settle.after', grant);
      expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
      expect((await all.now(grant))?.status).toBe('needs_reauth');
      expect(await rows()).toEqual([['grant.needs_reauth', 'revoked_by_user']]);
    });

    it('of an intent without an outcome is not lost either', async () => {
      await start(() => 'cut');
      const grant = await all.grant();
      await deathAt('intend.after', grant);
      const { audit } = all.store;
      const failing = all.process({
        store: (store) => ({ ...store, audit: { ...audit, append: () => Promise.reject(new Error('no room')) } }),
      });
      await expect(all.open(failing, grant)).rejects.toMatchObject({ code: 'audit_unavailable' });
      expect([await rows(), await owed(grant)]).toEqual([[], 1]);
      all.time.now += unsureMs;
      await sweep();
      expect(await rows()).toEqual([['grant.refresh_failed', 'no_outcome']]);
    });

    it('is written before the grant’s ciphertext is destroyed with all that stands beside it', async () => {
      await start(() => tokens('second'));
      const grant = await all.grant();
      await deathAt('record.before', grant);
      await payBeforeEnd({ store: all.store, log: all.log }, grant, all.store.vault.read(grant.app_id, grant.id));
      expect(await rows()).toEqual([['grant.refreshed', undefined]]);
    });

    it('costs an ordinary refresh nothing: what was recorded is taken away by the sweep, and not written again', async () => {
      await start(() => tokens('second'));
      const grant = await all.grant();
      await all.open(all.process(), grant);
      expect(await owed(grant)).toBe(1);
      all.time.now += unsureMs;
      expect([await sweep(), await owed(grant)]).toEqual([0, 0]);
      expect(await rows()).toEqual([['grant.refreshed', undefined]]);
    });
  });
});
