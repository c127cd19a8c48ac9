/** What is remembered of a check, and for whom. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createVerifySpacing, type AskProvider, type Verdict } from '../../../src/flow/grant-health/verify-spacing.ts';
import type { Deps } from '../../../src/state.ts';
import type { Lease } from '../../../src/stores/store.ts';

const credential = { appId: 'app', grantId: 'grant', generation: 1 };
const none: Verdict = {
  kind: 'told',
  verification: { outcome: 'unclear', status: null },
  at: 1_000,
  cut: true,
};
const fine: Verdict = { kind: 'told', verification: { outcome: 'ok', status: 200 }, at: 1_000, cut: false };

let held: Set<string>;
let spaced: ReturnType<typeof createVerifySpacing>;
beforeEach(() => {
  held = new Set();
  const leases = {
    acquire: (_app: string, name: string) => {
      if (held.has(name)) return Promise.resolve(null);
      held.add(name);
      return Promise.resolve({ name } as Lease);
    },
    release: ({ name }: Lease) => {
      held.delete(name);
      return Promise.resolve();
    },
  };
  spaced = createVerifySpacing({
    store: { leases },
    clock: { now: () => 1_000 },
    config: { verifyEveryMs: 10_000 },
  } as unknown as Deps);
});

const sendsAnd =
  (verdict: Verdict | Promise<Verdict>): AskProvider =>
  (sends) => {
    sends();
    return Promise.resolve(verdict);
  };
const mustNotAsk: AskProvider = () => Promise.reject(new Error('asked'));

describe('what the provider said', () => {
  it('is told to who comes soon, and no other process asks', async () => {
    expect(await spaced(credential, sendsAnd(fine))).toBe(fine);
    expect(await spaced(credential, mustNotAsk)).toBe(fine);
    expect(held.size).toBe(1);
  });

  it('counts when it was nothing, too', async () => {
    const silent = { ...none, cut: false };
    await spaced(credential, sendsAnd(silent));
    expect(await spaced(credential, mustNotAsk)).toBe(silent);
    expect(held.size).toBe(1);
  });
});

describe('a check that was cut short by who asked', () => {
  it('is told to nobody else: the next one asks, here or in another process', async () => {
    expect(await spaced(credential, sendsAnd(none))).toBe(none);
    expect(held.size).toBe(0);
    expect(await spaced(credential, sendsAnd(fine))).toBe(fine);
  });

  it('is not what those are told who came meanwhile: one of them asks for all', async () => {
    const { promise, resolve } = Promise.withResolvers<Verdict>();
    let asked = 0;
    const again: AskProvider = (sends) => {
      asked++;
      return sendsAnd(fine)(sends);
    };
    const hasty = spaced(credential, sendsAnd(promise));
    const others = [spaced(credential, again), spaced(credential, again)];
    resolve(none);
    expect(await Promise.all([hasty, ...others])).toEqual([none, fine, fine]);
    expect(asked).toBe(1);
  });
});
