/** What each kind of answer means for the grant, the config and the next call (`mechanisms.md` §2.5 to §2.8). */
import { afterEach, describe, expect, it } from 'vitest';
import { leaseName } from '../../src/grants/refresh/lease.ts';
import { StoreUnavailable, type GrantRow, type Store } from '../../src/stores/index.ts';
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
  type TokenAnswer,
} from './processes.ts';

let all: Processes;
afterEach(() => all.close());

const start = async (answer: TokenAnswer, change?: Parameters<typeof startProcesses>[1]) => {
  all = await startProcesses(answer, change);
};
const lasting = (over: Partial<GrantRow> = {}) => all.grant({ token_expires_at: all.time.now + 3_600_000, ...over });
const events = async () => (await all.audit()).map(({ event }) => event);

describe('a dead refresh token', () => {
  it('is sent once, and never again by anybody, whatever they knew', async () => {
    await start(() => refusal(400, 'invalid_grant'));
    const grant = await all.grant();
    const openers = Array.from({ length: 4 }, () => all.process());
    const outcomes = await Promise.all(openers.map((opener) => all.open(opener, grant)));
    expect(new Set(outcomes.map(gotten))).toEqual(new Set(['credential_revoked']));
    // `grant` still says `active`, as in a process that read it a moment ago.
    all.time.now += 100 * cooldownMs;
    expect(gotten(await all.open(openers[0]!, grant))).toBe('credential_revoked');
    expect(all.sent()).toEqual(['rt_first']);
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'revoked_by_user' });
    expect(await events()).toEqual(['grant.needs_reauth']);
    expect(await all.history(grant)).toMatchObject([
      { outcome: 'ended', class: 'permanent', error: 'invalid_grant', calls: 1, cause: 'expired' },
    ]);
  });

  it('is not the person’s doing when nobody has used it for as long as the provider keeps it', async () => {
    await start(
      () => refusal(400, 'invalid_grant'),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, refreshTtlSeconds: 86_400 } }),
    );
    const grant = await all.grant({ updated_at: all.time.now - 86_400_000 });
    await all.open(all.process(), grant);
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'refresh_token_expired' });
  });

  it.each([
    ['sooner than the entry knows', 3600, 7200, 'refresh_token_expired'],
    ['later than the entry knows', 864_000, 90_000, 'revoked_by_user'],
  ])('is dead from disuse when the answer it came with said so, %s', async (_when, life, unused, reason) => {
    await start(
      (_asked, n) => (n === 1 ? tokens('second', { refresh_token_expires_in: life }) : refusal(400, 'invalid_grant')),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, refreshTtlSeconds: 86_400 } }),
    );
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    all.time.now += unused * 1000;
    expect(gotten(await all.open(all.process(), (await all.now(grant))!))).toBe('credential_revoked');
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason });
  });

  it('is told by the vendor’s own words, too', async () => {
    await start(
      () => refusal(400, 'token_was_burnt'),
      (entry) => ({
        ...entry,
        hooks: { ...entry.hooks, errorClass: (e) => (e === 'token_was_burnt' ? 'permanent' : null) },
      }),
    );
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect(all.sent()).toHaveLength(1);
  });

  it('is told where the vendor says it, and is not taken for one that was lost here', async () => {
    const body = { errors: [{ errorType: 'invalid_grant', message: 'Refresh token invalid' }], success: false };
    await start(() => ({ status: 401, body }));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    all.time.now += 100 * cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect(all.sent()).toEqual(['rt_first']);
    expect(await all.now(grant)).toMatchObject({ status: 'needs_reauth', reason: 'revoked_by_user' });
  });

  it('loses against new tokens that came meanwhile: the winner’s are used', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    all.script.answer = async () => {
      const other = await all.row(grant);
      const context = { appId, objectId: grant.id, generation: 1 };
      const fields = all.vault.open(context, other!.sealed);
      const sealed = all.vault.seal(
        { ...context, generation: 2 },
        { ...fields, access_token: fields['refresh_token']! },
      );
      await all.store.grants.renew(
        appId,
        grant.id,
        { token_expires_at: all.time.now + 60_000 },
        { app_id: appId, grant_id: grant.id, generation: 2, sealed, updated_at: all.time.now },
      );
      return refusal(400, 'invalid_grant');
    };
    expect(gotten(await all.open(all.process(), grant))).toBe('rt_first');
    expect((await all.now(grant))?.status).toBe('active');
    expect(await events()).toEqual([]);
  });

  it('does not end a grant whose person has connected again before that was written down', async () => {
    await start(() => refusal(400, 'invalid_grant'));
    const grant = await all.grant();
    const sealed = (await all.row(grant))!.sealed;
    const opener = all.process({
      at: async (point) => {
        if (point !== 'tell.before') return;
        const next = { app_id: appId, grant_id: grant.id, generation: 2, sealed, updated_at: all.time.now };
        await all.store.grants.renew(appId, grant.id, { status: 'active' }, next);
      },
    });
    expect(gotten(await all.open(opener, grant))).toBe('credential_revoked');
    expect((await all.now(grant))?.status).toBe('active');
  });

  it('ends the grant although the process died before it had told it: the next one does', async () => {
    await start(() => refusal(400, 'invalid_grant'));
    const grant = await all.grant();
    const gone = Promise.withResolvers<undefined>();
    void all.open(all.process({ at: (point) => (point === 'tell.before' ? gone.promise : undefined) }), grant);
    await expect.poll(async () => (await all.row(grant))?.refresh.ended).toBe('revoked_by_user');
    expect((await all.now(grant))?.status).toBe('active');
    gone.resolve(undefined);
    expect(gotten(await all.open(all.process(), grant))).toBe('credential_revoked');
    expect((await all.now(grant))?.status).toBe('needs_reauth');
    expect(all.sent()).toHaveLength(1);
  });
});

describe('a client that the provider refuses', () => {
  it('is flagged once, for the operator, and its grants are left alone', async () => {
    await start(() => refusal(401, 'invalid_client'));
    const grants = await Promise.all(Array.from({ length: 5 }, () => all.grant()));
    const [one, two] = [all.process(), all.process()];
    const outcomes = await Promise.all(grants.map((grant, n) => all.open(n % 2 ? one : two, grant)));
    expect(outcomes.map(gotten)).toEqual(Array(5).fill('provider_configuration_unavailable'));
    expect(all.sent()).toHaveLength(5);
    for (const grant of grants) expect((await all.now(grant))?.status).toBe('active');
    expect((await events()).filter((event) => event === 'provider_config.refused')).toHaveLength(1);
    expect(all.logged.filter((line) => line.includes('refuses the configured client'))).toHaveLength(1);
    expect(await all.store.providerConfigs.flags(appId)).toEqual([
      { app_id: appId, config_id: all.provider.config.id, error: 'invalid_client', since: all.time.now },
    ]);
    // While it cools down the answer says the same, and nothing is sent.
    expect(gotten(await all.open(one, grants[0]!))).toBe('provider_configuration_unavailable');
    expect(all.sent()).toHaveLength(5);
  });

  it('is not flagged, nor unflagged, while that cannot be put on record, and is at the next try', async () => {
    let full = true;
    const store = (whole: Store): Store => ({
      ...whole,
      audit: {
        ...whole.audit,
        append: (rows) =>
          full && rows.some(({ event }) => event.startsWith('provider_config.'))
            ? Promise.reject(new StoreUnavailable('the disk is full'))
            : whole.audit.append(rows),
      },
    });
    await start((_asked, n) => (n < 3 ? refusal(401, 'invalid_client') : tokens('second', { expires_in: 1 })));
    const grant = await all.grant();
    const flags = () => all.store.providerConfigs.flags(appId);
    const attempt = async () => {
      await all.open(all.process({ store }), (await all.now(grant))!).catch(() => undefined);
      all.time.now += cooldownMs;
    };
    await attempt();
    expect([await flags(), all.sent().length]).toEqual([[], 1]);
    full = false;
    await attempt();
    expect((await flags()).map(({ error }) => error)).toEqual(['invalid_client']);
    full = true;
    await attempt();
    expect([(await flags()).length, all.sent().length]).toEqual([1, 3]);
    full = false;
    await attempt();
    expect(await flags()).toEqual([]);
    const told = (await events()).filter((event) => event.startsWith('provider_config.'));
    expect(told).toEqual(['provider_config.refused', 'provider_config.accepted']);
  });

  it('loses the flag with the first refresh that works', async () => {
    await start((_asked, n) => (n === 1 ? refusal(400, 'unauthorized_client') : tokens('second')));
    const grant = await all.grant();
    await all.open(all.process(), grant);
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(await all.store.providerConfigs.flags(appId)).toEqual([]);
    expect(await events()).toEqual([
      'provider_config.refused',
      'grant.refresh_failed',
      'provider_config.accepted',
      'grant.refreshed',
    ]);
  });

  it('that is not the one which the grant was issued to is not used, and nothing is flagged', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant({ client_id: 'client-before' });
    expect(gotten(await all.open(all.process(), grant))).toBe('provider_configuration_unavailable');
    expect(all.sent()).toEqual([]);
    expect((await all.now(grant))?.status).toBe('active');
    expect(await all.store.providerConfigs.flags(appId)).toEqual([]);
  });
});

describe('a refusal in words that nobody knows', () => {
  it('leaves no doubt about a token that works once: it is sent again, and not as a probe', async () => {
    const body = { errors: [{ category: 'AUTH', code: 'NOT_NOW' }] };
    await start((_asked, n) => (n <= 3 ? { status: 400, body } : tokens('second')));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('refresh_failed');
    expect(await all.history(grant)).toMatchObject([
      { outcome: 'failed', class: 'transient', error: 'NOT_NOW', calls: 3 },
    ]);
    expect((await all.row(grant))?.refresh.intent).toBeNull();
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect((await all.now(grant))?.status).toBe('active');
  });

  it('flags the config when it names the client where the vendor does, and the grant works when that is right', async () => {
    const body = { errors: [{ errorType: 'invalid_client', message: 'Invalid authorization header' }], success: false };
    await start((_asked, n) => (n === 1 ? { status: 401, body } : tokens('second')));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('provider_configuration_unavailable');
    expect(await all.store.providerConfigs.flags(appId)).toMatchObject([{ error: 'invalid_client' }]);
    expect((await all.now(grant))?.status).toBe('active');
    all.time.now += cooldownMs;
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect(await all.store.providerConfigs.flags(appId)).toEqual([]);
  });
});

describe('a server in trouble', () => {
  it.each([
    ['503 in OAuth’s words', refusal(503, 'server_error')],
    ['503 without words', { status: 503, body: '' }],
    ['503 that calls the token dead', refusal(503, 'invalid_grant')],
    ['429', { status: 429, body: '' }],
  ])('(%s) never ends a grant, and the old token serves on', async (_what, answer) => {
    await start(() => answer);
    const grant = await lasting({
      created_at: all.time.now - 3_500_000,
      updated_at: all.time.now - 3_500_000,
      token_expires_at: all.time.now + 100_000,
    });
    const opener = all.process();
    for (let n = 0; n < 5; n++) {
      expect(gotten(await all.open(opener, grant))).toBe('at_first');
      await expect.poll(() => all.history(grant)).not.toEqual([]);
    }
    expect((await all.now(grant))?.status).toBe('active');
    expect(all.sent().length).toBeLessThanOrEqual(3);
  });

  it('that nobody reaches is asked three times, and no fate is unknown', async () => {
    await start(() => tokens('second'));
    const { provider } = all;
    const nowhere = 'http://127.0.0.1:1/token';
    const gone = { ...provider, endpoints: { ...provider.endpoints, token: nowhere, refresh: nowhere } };
    const grant = await all.grant();
    const outcome = await all.process().open(grant, gone, 'req_1');
    expect(gotten(outcome)).toBe('refresh_failed');
    expect(await all.history(grant)).toMatchObject([{ class: 'transient', error: 'unreachable', calls: 3 }]);
    expect((await all.row(grant))?.refresh.intent).toBeNull();
  });
});

describe('a server that says in its own headers when it takes calls again', () => {
  it.each([
    ['seconds', { resetIn: 'x-reset' }, (): string => '120'],
    ['milliseconds', { resetInMs: 'x-reset' }, (): string => '120000'],
    ['the time in epoch seconds', { resetAt: 'x-reset' }, (): string => String(all.time.now / 1000 + 120)],
    ['the time as a date', { resetAt: 'x-reset' }, (): string => new Date(all.time.now + 120_000).toISOString()],
  ])('(%s) is left in peace until then', async (_what, rateLimit, value) => {
    await start(
      (_asked, n) => (n === 1 ? { status: 429, headers: { 'x-reset': value() }, body: '' } : tokens('second')),
      (entry) => ({ ...entry, api: { ...entry.api, rateLimit } }),
    );
    const grant = await all.grant();
    const opener = all.process();
    expect(gotten(await all.open(opener, grant))).toBe('refresh_failed');
    all.time.now += 119_999;
    expect(gotten(await all.open(opener, grant))).toBe('refresh_failed');
    expect(all.sent()).toHaveLength(1);
    all.time.now += 1;
    expect(gotten(await all.open(opener, grant))).toBe('at_second');
  });
});

describe('a refresh ahead of time', () => {
  const due = () =>
    lasting({
      created_at: all.time.now - 3_500_000,
      updated_at: all.time.now - 3_500_000,
      token_expires_at: all.time.now + 100_000,
    });

  it('makes nobody wait: the old token serves until the new one is there', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await due();
    const openers = [all.process(), all.process()];
    for (const opener of [...openers, ...openers]) expect(gotten(await all.open(opener, grant))).toBe('at_first');
    answered.resolve(undefined);
    await expect.poll(async () => (await all.row(grant))?.generation).toBe(2);
    expect(gotten(await all.open(openers[1]!, grant))).toBe('at_second');
    expect(all.sent()).toHaveLength(1);
    expect(await all.history(grant)).toMatchObject([{ cause: 'ahead', outcome: 'refreshed' }]);
  });

  it('that another process is at asks the store for nothing more than the call itself does', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await due();
    const held = Promise.withResolvers<undefined>();
    const first = all.process({ at: (point) => (point === 'intend.before' ? held.promise : undefined) });
    const asked: string[] = [];
    const other = all.process({
      store: (store) => ({
        ...store,
        leases: {
          ...store.leases,
          acquire: (app, name, owner, holdMs) => {
            asked.push(name);
            return store.leases.acquire(app, name, owner, holdMs);
          },
        },
      }),
    });
    await all.open(first, grant);
    await expect.poll(() => all.store.leases.held(appId, leaseName(grant.id))).toBe(true);
    // The lease is all there is to see: asked for once, and not waited for.
    expect(gotten(await all.open(other, grant))).toBe('at_first');
    await passed(100);
    expect(asked).toHaveLength(1);
    held.resolve(undefined);
    await expect.poll(() => all.sent()).toHaveLength(1);
    // From here on the row of the call itself says it.
    for (let call = 0; call < 5; call++) {
      expect(gotten(await all.open(other, grant))).toBe('at_first');
      await passed(10);
    }
    expect(asked).toHaveLength(1);
    answered.resolve(undefined);
    await expect.poll(async () => (await all.row(grant))?.generation).toBe(2);
    expect(all.sent()).toHaveLength(1);
  });

  it('whose process died is tried again when nobody can be at it any more', async () => {
    await start(
      () => tokens('second'),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, rotation: 'static' } }),
    );
    const grant = await due();
    const gone = diesAt('intend.after');
    void all.open(all.process(gone), grant);
    await gone.reached;
    const opener = all.process();
    all.time.now += unsureMs - 1;
    await all.open(opener, grant);
    await passed(50);
    expect(all.sent()).toHaveLength(0);
    all.time.now += 1;
    await expect
      .poll(async () => {
        await all.open(opener, grant);
        return (await all.row(grant))?.generation;
      })
      .toBe(2);
    expect(all.sent()).toHaveLength(1);
  });

  it('comes when the provider’s entry says', async () => {
    await start(
      () => tokens('second'),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, marginSeconds: 1800 } }),
    );
    const [early, late] = [
      await lasting({ token_expires_at: all.time.now + 1_800_001 }),
      await lasting({ token_expires_at: all.time.now + 1_800_000 }),
    ];
    const opener = all.process();
    await all.open(opener, early);
    await all.open(opener, late);
    await expect.poll(async () => (await all.row(late))?.generation).toBe(2);
    expect((await all.row(early))?.generation).toBe(1);
  });

  it('that ends badly does not stop a caller who needs the token from asking', async () => {
    await start(() => 'cut');
    const grant = await due();
    const opener = all.process();
    await all.open(opener, grant);
    await expect.poll(async () => (await all.history(grant)).length).toBe(1);
    all.script.answer = () => tokens('second');
    all.time.now += 100_000;
    expect(gotten(await all.open(opener, grant))).toBe('at_second');
  });
});

describe('a 401 of the provider', () => {
  it('forces one refresh in a minute, over all processes', async () => {
    await start((_asked, n) => tokens(`no${n}`));
    const grant = await lasting();
    const [one, two] = [all.process(), all.process()];
    const both = await Promise.all([all.refused401(one, grant), all.refused401(two, grant)]);
    expect(both.map((opened) => opened?.token.reveal())).toEqual(['at_no1', 'at_no1']);
    all.time.now += 59_999;
    expect(await all.refused401(one, grant, 2)).toBeNull();
    expect(await all.refused401(two, grant, 2)).toBeNull();
    expect(all.sent()).toHaveLength(1);
    all.time.now += 1;
    expect((await all.refused401(two, grant, 2))?.generation).toBe(3);
    expect((await all.history(grant)).map(({ cause }) => cause)).toEqual(['refused', 'refused']);
  });

  it('counts against the minute also when the refresh failed', async () => {
    await start(() => refusal(400, 'temporarily_unavailable'));
    const grant = await lasting();
    expect(await all.refused401(all.process(), grant)).toBeNull();
    all.time.now += cooldownMs;
    expect(await all.refused401(all.process(), grant)).toBeNull();
    expect(all.sent()).toHaveLength(3);
  });

  it('is answered from the store when somebody has refreshed already', async () => {
    await start(() => tokens('second'));
    const grant = await lasting();
    await all.refused401(all.process(), grant);
    expect((await all.refused401(all.process(), grant, 1))?.token.reveal()).toBe('at_second');
    expect(all.sent()).toHaveLength(1);
  });
});

describe('a life that the answer does not say, or says wrongly', () => {
  const year = 365 * 86_400_000;
  it.each<[string, unknown, number | null]>([
    ['nothing', undefined, null],
    ['null', null, null],
    ['text that is no number', 'soon', null],
    ['zero', 0, null],
    ['less than nothing', -5, null],
    ['text', '3600', 3_600_000],
    ['a fraction', 59.9, 59_000],
    ['the time of the end instead of a life', 1_795_352_400, null],
    ['more than a clock can tell', 1e300, null],
    ['ten years', 315_360_000, 10 * year],
  ])('%s', async (_what, expires_in, life) => {
    await start(() => tokens('second', { expires_in }));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    const expires = (await all.now(grant))?.token_expires_at;
    expect(expires ?? null).toBe(life === null ? null : all.time.now + life);
  });

  it('missing, it is what the provider’s entry says', async () => {
    await start(
      () => tokens('second', { expires_in: undefined }),
      (entry) => ({ ...entry, refresh: { ...entry.refresh, accessTtlSeconds: 7200 } }),
    );
    const grant = await all.grant();
    await all.open(all.process(), grant);
    expect((await all.now(grant))?.token_expires_at).toBe(all.time.now + 7_200_000);
  });
});
