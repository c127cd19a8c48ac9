/** One refresh at a time, over all processes, and nobody gets what is not stored. */
import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailable, type GrantRow, type Store } from '../../src/stores/index.ts';
import { noMarks } from '../../src/stores/store.ts';
import {
  appId,
  cooldownMs,
  gotten,
  passed,
  refusal,
  startProcesses,
  tokens,
  type Processes,
  type TokenAnswer,
} from './processes.ts';

let all: Processes;
afterEach(() => all.close());

const start = async (answer: TokenAnswer) => {
  all = await startProcesses(answer);
};
const callers = (grant: GrantRow, processes: number, each: number) => {
  const openers = Array.from({ length: processes }, () => all.process());
  return Promise.all(openers.flatMap((opener) => Array.from({ length: each }, () => all.open(opener, grant))));
};

describe('an expired grant and two hundred callers in four processes', () => {
  it('costs one token call, and everybody gets the new token', async () => {
    await start(async () => {
      await passed(50);
      return tokens('second');
    });
    const outcomes = await callers(await all.grant(), 4, 50);
    expect(new Set(outcomes.map(gotten))).toEqual(new Set(['at_second']));
    expect(all.sent()).toEqual(['rt_first']);
  });

  it('costs three when the first is limited and the second finds the server in readable trouble', async () => {
    await start((_asked, n) =>
      n === 1 ? refusal(429, 'slow_down') : n === 2 ? refusal(503, 'temporarily_unavailable') : tokens('second'),
    );
    const outcomes = await callers(await all.grant(), 4, 50);
    expect(new Set(outcomes.map(gotten))).toEqual(new Set(['at_second']));
    expect(all.sent()).toHaveLength(3);
  });

  it('costs three when it fails for now, and then none until the cooldown is over, in whatever process', async () => {
    await start(() => refusal(503, 'temporarily_unavailable'));
    const grant = await all.grant();
    const outcomes = await callers(grant, 4, 50);
    expect(new Set(outcomes.map(gotten))).toEqual(new Set(['refresh_failed']));
    expect(all.sent()).toHaveLength(3);
    all.time.now += cooldownMs - 1;
    await callers(grant, 4, 5);
    expect(all.sent()).toHaveLength(3);
    all.time.now += 1;
    all.script.answer = () => tokens('second');
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
    expect((await all.now(grant))?.status).toBe('active');
    expect((await all.history(grant)).map(({ outcome, calls }) => [outcome, calls])).toEqual([
      ['refreshed', 1],
      ['failed', 3],
    ]);
  });

  it('lets them go with `token_refresh_in_progress` after their patience, and still makes one call', async () => {
    const answered = Promise.withResolvers<undefined>();
    await start(async () => {
      await answered.promise;
      return tokens('second');
    });
    const grant = await all.grant();
    const hasty = { env: { ALTER_TIMEOUT_REFRESH_WAIT_MS: '700' } };
    const openers = Array.from({ length: 4 }, () => all.process(hasty));
    // Longer than a lease: it is prolonged while the call runs.
    const outcomes = await Promise.all(openers.map((opener) => all.open(opener, grant)));
    expect(outcomes.map(gotten)).toEqual(Array(4).fill('token_refresh_in_progress'));
    answered.resolve(undefined);
    await expect.poll(async () => (await all.row(grant))?.generation).toBe(2);
    expect(gotten(await all.open(all.process(), (await all.now(grant))!))).toBe('at_second');
    expect(all.sent()).toEqual(['rt_first']);
  });
});

describe('a Retry-After', () => {
  it('that is short is waited for, with the lease held', async () => {
    await start((_asked, n) => (n === 1 ? refusal(429, 'slow_down', { 'retry-after': '1' }) : tokens('second')));
    const began = performance.now();
    expect(gotten(await all.open(all.process(), await all.grant()))).toBe('at_second');
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  it('that is long becomes the cooldown, and nothing is sent before it', async () => {
    await start(() => refusal(429, 'slow_down', { 'retry-after': '120' }));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process(), grant))).toBe('refresh_failed');
    all.time.now += 119_999;
    expect(gotten(await all.open(all.process(), grant))).toBe('refresh_failed');
    expect(all.sent()).toHaveLength(1);
    all.time.now += 1;
    all.script.answer = () => tokens('second');
    expect(gotten(await all.open(all.process(), grant))).toBe('at_second');
  });
});

describe('new tokens', () => {
  const failing = (times: number, how: 'before' | 'after') => {
    let left = times;
    const tried = { stored: 0 };
    const wrap = (store: Store): Store => ({
      ...store,
      grants: {
        ...store.grants,
        renew: async (...args) => {
          tried.stored++;
          const fails = left-- > 0;
          if (fails && how === 'before') throw new StoreUnavailable('the store cannot be used: test');
          const row = await store.grants.renew(...args);
          if (fails) throw new StoreUnavailable('the store cannot be used: test');
          return row;
        },
      },
    });
    return { tried, wrap };
  };

  it('are kept and stored when the store is back, and nobody sends the old one meanwhile', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    const { tried, wrap } = failing(3, 'before');
    const [one, two] = [all.process({ store: wrap }), all.process()];
    const outcomes = await Promise.all([all.open(one, grant), all.open(two, grant)]);
    expect(outcomes.map(gotten)).toEqual(['at_second', 'at_second']);
    expect(tried.stored).toBe(4);
    expect(all.sent()).toEqual(['rt_first']);
  });

  it('that were stored although the store said nothing are known as its own, and on record', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    expect(gotten(await all.open(all.process({ store: failing(1, 'after').wrap }), grant))).toBe('at_second');
    expect((await all.audit()).map(({ event }) => event)).toEqual(['grant.refreshed']);
    expect(await all.history(grant)).toHaveLength(1);
  });

  it('are given to nobody when they cannot be put on record', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    const deaf = all.process({
      store: (store) => ({
        ...store,
        audit: { ...store.audit, append: () => Promise.reject(new StoreUnavailable('the store cannot be used: test')) },
      }),
    });
    await expect(all.open(deaf, grant)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect((await all.row(grant))?.generation).toBe(2);
  });
});

describe('what it costs', () => {
  it('is one read of the vault row while the token is fresh', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant({ token_expires_at: all.time.now + 3_600_000 });
    const asked: string[] = [];
    const listening = (store: Store): Store =>
      Object.fromEntries(
        Object.entries(store).map(([part, verbs]) => [
          part,
          typeof verbs === 'object'
            ? new Proxy(verbs as object, {
                get: (target, verb) => {
                  asked.push(`${part}.${String(verb)}`);
                  return (target as Record<string | symbol, unknown>)[verb];
                },
              })
            : verbs,
        ]),
      ) as unknown as Store;
    expect(gotten(await all.open(all.process({ store: listening }), grant))).toBe('at_first');
    expect(asked).toEqual(['vault.read']);
  });

  it('leaves no lease, no intent and no mark behind', async () => {
    await start(() => tokens('second'));
    const grant = await all.grant();
    await all.open(all.process(), grant);
    expect(await all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
    expect((await all.row(grant))?.refresh).toEqual(noMarks);
  });
});
