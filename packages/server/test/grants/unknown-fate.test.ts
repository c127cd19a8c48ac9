/** What becomes of a token that was sent, or may have been, by a process that is gone (`mechanisms.md` §2.4). */
import { afterEach, describe, expect, it } from 'vitest';
import type { GrantRow } from '../../src/stores/index.ts';
import {
  appId,
  cooldownMs,
  diesAt,
  gotten,
  passed,
  refusal,
  startProcesses,
  tokens,
  unsureMs,
  type Processes,
  type ProcessOptions,
  type TokenAnswer,
} from './processes.ts';

let all: Processes;
afterEach(() => all.close());

const start = async (answer: TokenAnswer, change?: Parameters<typeof startProcesses>[1]) => {
  all = await startProcesses(answer, change);
};
const outcomes = async (grant: GrantRow) => (await all.history(grant)).map(({ outcome }) => outcome);
const events = async () =>
  (await all.audit()).map(({ event, detail }) => [event, detail['reason'] ?? detail['error'] ?? null]);

/** A process begins a refresh and dies at `point`; its lease runs out. */
async function deathAt(point: Parameters<typeof diesAt>[0], grant: GrantRow, options: ProcessOptions = {}) {
  const { reached, resume, ...dying } = diesAt(point);
  const outcome = all.open(all.process({ ...options, ...dying }), grant);
  outcome.catch(() => undefined);
  await reached;
  await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
  return { resume, outcome };
}

describe('a process that dies before it has written an intent', () => {
  it.each(['lease.before', 'lease.after', 'look.after', 'intend.before'] as const)(
    'at %s leaves nothing to be feared: the next one refreshes at once',
    async (point) => {
      await start(() => tokens('second'));
      const grant = await all.grant();
      await deathAt(point, grant);
      expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
      expect(all.sent()).toEqual(['rt_first']);
    },
  );
});

describe('a process that dies with an open intent', () => {
  it.each([
    ['intend.after', 'it was not sent', 1],
    ['call.before', 'it was not sent', 1],
    ['call.after', 'it was not used up, say', 2],
  ] as const)('at %s (%s) is followed by one probe, which finds out', async (point, _why, sent) => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    await deathAt(point, grant);
    expect(gotten(await all.open(all.process(), grant))).toBe('token_refresh_in_progress');
    all.time.now += unsureMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(all.sent()).toEqual(Array(sent).fill('rt_first'));
    expect(await outcomes(grant)).toEqual(['refreshed', 'unknown']);
    expect(await events()).toEqual([
      ['grant.refresh_failed', 'no_outcome'],
      ['grant.refreshed', null],
    ]);
  });

  it('whose token was used up ends in `rotation_lost`, not in a revocation that nobody made', async () => {
    await start((_asked, n) => (n === 1 ? tokens('lost') : refusal(400, 'invalid_grant')));
    const grant = await all.grant();
    await deathAt('call.after', grant);
    all.time.now += unsureMs;
    const [one, two] = [all.process(), all.process()];
    expect((await Promise.all([all.open(one, grant), all.open(two, grant)])).map(gotten)).toEqual([
      'credential_revoked',
      'credential_revoked',
    ]);
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'rotation_lost' });
    expect(await outcomes(grant)).toEqual(['ended', 'unknown']);
    expect((await events()).at(-1)).toEqual(['grant.needs_reauth', 'rotation_lost']);
    all.time.now += 10 * cooldownMs;
    expect(gotten(await all.open(two, grant))).toBe('credential_revoked');
    expect(all.sent()).toHaveLength(2);
  });

  it.each([
    ['within', 3600, 'revoked_by_user'],
    ['after', 3, 'rotation_lost'],
  ])('and is refused %s the grace of a used token ends for the reason that is true', async (_when, grace, reason) => {
    await start(
      (_asked, n) => (n === 1 ? tokens('lost') : refusal(400, 'invalid_grant')),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, graceSeconds: grace } }),
    );
    const grant = await all.grant();
    await deathAt('call.after', grant);
    all.time.now += unsureMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason });
    expect(all.sent()).toHaveLength(2);
  });

  it('is not probed before whoever sent it is certainly done', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    await deathAt('call.after', grant);
    all.time.now += unsureMs - 1;
    expect(gotten(await all.open(all.process(), grant))).toBe('token_refresh_in_progress');
    expect(all.sent()).toHaveLength(1);
  });

  it('is not probed while the access token serves, but may be when the provider answers 401 to it', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant({ updated_at: all.time.now - 3_500_000, token_expires_at: all.time.now + 100_000 });
    const { reached, resume: _resume, ...dying } = diesAt('call.after');
    expect(gotten(await all.open(all.process(dying), grant))).toBe('at_first');
    await reached;
    await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
    all.time.now += unsureMs;
    const other = all.process();
    for (let n = 0; n < 3; n++) expect(gotten(await all.open(other, grant))).toBe('at_first');
    await expect.poll(() => outcomes(grant)).toEqual(['unknown']);
    expect(all.sent()).toHaveLength(1);
    expect((await all.refused401(other, grant))?.token.reveal()).toBe('at_second');
    expect(all.sent()).toHaveLength(2);
  });

  it('during the probe itself ends in `rotation_lost`, and nothing is sent a third time', async () => {
    await start(() => tokens('lost'));
    const grant = await all.grant();
    await deathAt('call.after', grant);
    all.time.now += unsureMs;
    await deathAt('call.after', grant);
    all.time.now += unsureMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'rotation_lost' });
    expect(all.sent()).toHaveLength(2);
  });

  it('does not matter where a refresh token may be sent again', async () => {
    await start(
      () => tokens('second'),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, rotation: 'static' } }),
    );
    const grant = await all.grant();
    await deathAt('call.after', grant);
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(await outcomes(grant)).toEqual(['refreshed', 'unknown']);
  });
});

describe('an answer from which nobody can tell', () => {
  it.each([
    ['a cut', 'cut'],
    ['a page of a gateway', { status: 502, body: '<html>' }],
    ['a timeout', { status: 408, body: '' }],
    ['an error 500 that calls the token dead', refusal(500, 'invalid_grant')],
  ] as const)('(%s) is not repeated; the probe comes when it may, and finds out', async (_what, answer) => {
    await start((_asked, n) => (n === 1 ? answer : tokens('second')));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('refresh_failed');
    expect(all.sent()).toHaveLength(1);
    expect((await all.now(grant))?.status).toBe('active');
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(await outcomes(grant)).toEqual(['refreshed', 'unknown']);
  });

  it('to the probe ends in `rotation_lost`: a second probe there is not', async () => {
    await start(() => 'cut');
    const grant = await all.grant();
    await all.open(all.process(), grant);
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'rotation_lost' });
    expect(all.sent()).toHaveLength(2);
  });

  it('that says clearly that the probe was not looked at leaves it to be made', async () => {
    await start((_asked, n) => (n === 1 ? 'cut' : n < 5 ? refusal(503, 'temporarily_unavailable') : tokens('second')));
    const grant = await all.grant();
    await all.open(all.process(), grant);
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('refresh_failed');
    expect((await all.now(grant))?.status).toBe('active');
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
  });
});

describe('a process that was only paused', () => {
  it('brings its answer home when nobody has taken its place', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    const { resume, outcome } = await deathAt('call.after', grant);
    resume();
    expect(gotten(await outcome)).toBe('at_second');
    expect(await all.row(grant)).toMatchObject({ generation: 2, refresh: { intent: null } });
  });

  it('brings it home although a probe was told that the token is dead: its tokens are the younger ones', async () => {
    await start((_asked, n) => (n === 1 ? tokens('second') : refusal(400, 'invalid_grant')));
    const grant = await all.grant();
    const { resume, outcome } = await deathAt('call.after', grant);
    all.time.now += unsureMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    resume();
    expect(gotten(await outcome)).toBe('at_second');
    expect(await all.now(grant)).toMatchObject({ status: 'active', reason: null });
    expect(await all.row(grant)).toMatchObject({ generation: 2, refresh: { intent: null, ended: null } });
  });

  it('does not send what it had not sent: its own clock says that its time is over', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    const { resume, outcome } = await deathAt('call.before', grant);
    resume();
    expect(gotten(await outcome)).toBe('token_refresh_in_progress');
    expect(all.sent()).toEqual([]);
    // It has taken its intent back, so nobody has to wait or to probe.
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(await outcomes(grant)).toEqual(['refreshed']);
  });

  it('does not write an intent over that of who came after it', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await all.grant();
    const { resume, outcome } = await deathAt('intend.before', grant);
    const other = all.open(all.process(), grant);
    await expect.poll(() => all.sent()).toHaveLength(1);
    resume();
    expect(gotten(await outcome)).toBe('token_refresh_in_progress');
    answered.resolve(undefined);
    expect(gotten(await other)).toBe('at_second');
    expect(all.sent()).toHaveLength(1);
  });
});

describe('a lease that cannot be prolonged', () => {
  it('does not stop a call that is under way: its answer is stored', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await all.grant();
    const outcome = all.open(
      all.process({
        store: (store) => ({ ...store, leases: { ...store.leases, renew: () => Promise.resolve(false) } }),
      }),
      grant,
    );
    await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(true);
    await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
    expect(gotten(await all.open(all.process(), grant))).toBe('token_refresh_in_progress');
    answered.resolve(undefined);
    expect(gotten(await outcome)).toBe('at_second');
    expect(all.sent()).toEqual(['rt_first']);
  });
});

describe('a lease whose prolongation nobody has refused, nor confirmed', () => {
  it('ends by the holder’s own clock: nothing is sent with too little left of it', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    const { reached, resume, at } = diesAt('call.before');
    const silent: ProcessOptions['store'] = (store) => ({
      ...store,
      leases: { ...store.leases, renew: () => new Promise<never>(() => undefined) },
    });
    const outcome = all.open(all.process({ at: at!, store: silent }), grant);
    await reached;
    // Of 500 ms, with 100 to be left: the store still says that it is held.
    await passed(430);
    resume();
    expect(gotten(await outcome)).toBe('token_refresh_in_progress');
    expect(all.sent()).toEqual([]);
    expect((await all.row(grant))?.refresh.intent).toBeNull();
  });
});

describe('a process that starts', () => {
  it('meets what was left open: finds out what may be found out, and puts the rest on record', async () => {
    await start(() => tokens('second'));
    const expired = await all.grant();
    const serving = await all.grant({ token_expires_at: all.time.now + 3_600_000, updated_at: all.time.now });
    await deathAt('intend.after', expired);
    const { reached, resume: _resume, ...dying } = diesAt('intend.after');
    void all.refused401(all.process(dying), serving);
    await reached;
    await expect.poll(() => all.store.leases.held(appId, `refresh/${serving.id}`)).toBe(false);
    all.time.now += unsureMs;
    expect(await all.process().recover()).toBe(2);
    expect((await all.row(expired))?.generation).toBe(2);
    expect(await outcomes(expired)).toEqual(['refreshed', 'unknown']);
    expect((await all.row(serving))?.generation).toBe(1);
    expect(await outcomes(serving)).toEqual(['unknown']);
    expect(all.sent()).toHaveLength(1);
  });

  it('leaves alone who lives and is at it', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await all.grant();
    const outcome = all.open(all.process(), grant);
    await expect.poll(() => all.sent()).toHaveLength(1);
    all.time.now += unsureMs;
    const recovered = all.process().recover();
    await passed(100);
    answered.resolve(undefined);
    await recovered;
    expect(gotten(await outcome)).toBe('at_second');
    expect(await outcomes(grant)).toEqual(['refreshed']);
    expect(all.sent()).toHaveLength(1);
  });
});
