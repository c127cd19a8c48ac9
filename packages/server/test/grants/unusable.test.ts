/** Grants that cannot be used, and not for their persons' sake: status `error`, named, and left again by itself. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { healthOf } from '../../src/grants/health.ts';
import type { GrantRow } from '../../src/stores/index.ts';
import { createKeyring } from '../../src/vault/keyring.ts';
import { createSealer } from '../../src/vault/seal.ts';
import { onBothStores } from './both-stores.ts';
import {
  appId,
  cooldownMs,
  diesAt,
  gotten,
  refusal,
  startProcesses,
  tokens,
  unsureMs,
  type Processes,
  type TokenAnswer,
} from './processes.ts';

/** Nothing is tried for so long once a grant is in error. */
const pauseMs = 10 * cooldownMs;
const strangerRing = createSealer(createKeyring([{ id: 'k2', key: createSecretKey(randomBytes(32)) }]));

onBothStores((place) => {
  let all: Processes;
  afterEach(() => all.close());
  const start = async (answer: TokenAnswer) => {
    all = await startProcesses(answer, undefined, place());
  };
  const lasting = () => all.grant({ token_expires_at: all.time.now + 86_400_000 });
  const now = async (grant: GrantRow) => (await all.now(grant))!;
  const state = async (grant: GrantRow) => {
    const { status, reason } = await now(grant);
    return [status, reason];
  };
  const rows = async () => (await all.audit()).map(({ event, detail }) => [event, detail['reason'] ?? detail['error']]);
  const open = async (grant: GrantRow, by = all.process()) => gotten(await all.open(by, await now(grant)));
  const stranger = () => all.process({ vault: strangerRing });

  describe('tokens that cannot be opened', () => {
    it('end nothing: the grant is in error, on record once, and no call gets anything', async () => {
      await start(() => tokens('second'));
      const grant = await lasting();
      const by = stranger();
      expect(await open(grant, by)).toBe('credential_revoked');
      expect(await state(grant)).toEqual(['error', 'unreadable']);
      for (let n = 0; n < 3; n++) {
        expect(await open(grant, by)).toBe('credential_revoked');
        all.time.now += pauseMs;
      }
      expect(await rows()).toEqual([['grant.error', 'unreadable']]);
      expect(await all.history(grant)).toMatchObject([{ outcome: 'failed', error: 'unreadable', calls: 0 }]);
      expect(all.sent()).toEqual([]);
    });

    it('serve again when the key is back, once the pause is over, and that is on record', async () => {
      await start(() => tokens('second'));
      const grant = await lasting();
      await open(grant, stranger());
      expect(await open(grant)).toBe('credential_revoked');
      all.time.now += pauseMs;
      expect(await open(grant)).toBe('at_first');
      expect(await state(grant)).toEqual(['active', null]);
      expect((await rows()).at(-1)).toEqual(['grant.recovered', undefined]);
      expect(await rows()).toHaveLength(2);
      expect((await all.row(grant))?.refresh).toMatchObject({ unusable: null, next_try_at: 0 });
    });

    it('that have ended meanwhile are refreshed when the key is back', async () => {
      await start(() => tokens('second'));
      const grant = await all.grant();
      await open(grant, stranger());
      expect(await state(grant)).toEqual(['error', 'unreadable']);
      all.time.now += pauseMs;
      expect(await open(grant)).toBe('at_second');
      expect(await state(grant)).toEqual(['active', null]);
      expect((await rows()).at(-1)).toEqual(['grant.refreshed', undefined]);
    });

    it('are replaced when the person connects again', async () => {
      await start(() => tokens('second'));
      const grant = await lasting();
      await open(grant, stranger());
      const sealed = all.vault.seal(
        { appId, objectId: grant.id, generation: 2 },
        all.vault.open({ appId, objectId: grant.id, generation: 1 }, (await all.row(grant))!.sealed),
      );
      const next = { app_id: appId, grant_id: grant.id, generation: 2, sealed, updated_at: all.time.now };
      await all.store.grants.renew(appId, grant.id, { status: 'active', reason: null }, next);
      expect(await open(grant)).toBe('at_first');
    });

    it('leave the grant alone that was ended before', async () => {
      await start(() => refusal(400, 'invalid_grant'));
      const grant = await all.grant();
      await open(grant);
      all.time.now += pauseMs;
      await all.open(stranger(), { ...grant, status: 'active' });
      expect(await state(grant)).toEqual(['needs_reauth', 'revoked_by_user']);
    });

    it('are named although the process died before it had told the grant', async () => {
      await start(() => tokens('second'));
      const grant = await lasting();
      const { reached, resume: _resume, ...dying } = diesAt('settle.after');
      void all.open(all.process({ ...dying, vault: strangerRing }), grant);
      await reached;
      await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
      all.time.now += pauseMs + unsureMs;
      expect(await open(grant, stranger())).toBe('credential_revoked');
      expect(await state(grant)).toEqual(['error', 'unreadable']);
      expect(await rows()).toEqual([['grant.error', 'unreadable']]);
    });
  });

  describe.each(['invalid_scope', 'invalid_request', 'unsupported_grant_type'])('a refresh refused as %s', (error) => {
    it('three times over puts the grant in error, and it is asked seldom from then on', async () => {
      await start(() => refusal(400, error));
      const grant = await all.grant();
      for (let n = 1; n <= 3; n++) {
        expect(await state(grant)).toEqual(['active', null]);
        expect(await open(grant)).toBe(n < 3 ? 'refresh_failed' : 'credential_revoked');
        expect(all.sent()).toHaveLength(n);
        all.time.now += cooldownMs;
      }
      expect(await state(grant)).toEqual(['error', 'refresh_refused']);
      expect(await open(grant)).toBe('credential_revoked');
      expect(all.sent()).toHaveLength(3);
      expect(await rows()).toEqual([
        ['grant.refresh_failed', error],
        ['grant.refresh_failed', error],
        ['grant.error', 'refresh_refused'],
      ]);
    });

    it('and then answered with tokens leaves it again', async () => {
      await start((_asked, n) => (n <= 3 ? refusal(400, error) : tokens('second')));
      const grant = await all.grant();
      for (let n = 1; n <= 3; n++, all.time.now += cooldownMs) await open(grant);
      all.time.now += pauseMs;
      expect(await open(grant)).toBe('at_second');
      expect(await state(grant)).toEqual(['active', null]);
      expect((await all.row(grant))?.refresh).toMatchObject({ unusable: null, refusals: 0 });
    });
  });

  it('a refused refresh is no error while the access token serves', async () => {
    await start(() => refusal(400, 'invalid_scope'));
    const grant = await all.grant({
      created_at: all.time.now - 3_000_000,
      updated_at: all.time.now - 3_000_000,
      token_expires_at: all.time.now + 250_000,
    });
    for (let n = 1; n <= 4; n++, all.time.now += cooldownMs) {
      expect(await open(grant)).toBe('at_first');
      await expect.poll(async () => (await all.history(grant)).length).toBe(n);
    }
    expect(await state(grant)).toEqual(['active', null]);
    all.time.now += 250_000;
    expect(await open(grant)).toBe('credential_revoked');
    expect(await state(grant)).toEqual(['error', 'refresh_refused']);
  });

  it('trouble of the server is no error, however often', async () => {
    await start(() => refusal(503, 'temporarily_unavailable'));
    const grant = await all.grant();
    for (let n = 1; n <= 5; n++, all.time.now += cooldownMs) expect(await open(grant)).toBe('refresh_failed');
    expect(await state(grant)).toEqual(['active', null]);
  });

  it('a grant in error whose token turns out to be dead needs its person', async () => {
    await start((_asked, n) => (n <= 3 ? refusal(400, 'invalid_scope') : refusal(400, 'invalid_grant')));
    const grant = await all.grant();
    for (let n = 1; n <= 3; n++, all.time.now += cooldownMs) await open(grant);
    all.time.now += pauseMs;
    expect(await open(grant)).toBe('credential_revoked');
    expect(await state(grant)).toEqual(['needs_reauth', 'revoked_by_user']);
  });

  it('health says that it is in error, why, and when it is tried again', async () => {
    await start(() => tokens('second'));
    const grant = await lasting();
    await open(grant, stranger());
    const health = healthOf({
      grant: await now(grant),
      provider: all.provider,
      row: await all.row(grant),
      clientRefused: false,
      refreshing: false,
      now: all.time.now,
      config: all.config(),
    });
    expect(health).toMatchObject({
      status: 'error',
      state: 'error',
      usable: false,
      error: 'credential_revoked',
      reason: 'unreadable',
      next_try_at: new Date(all.time.now + pauseMs).toISOString(),
    });
  });
});
