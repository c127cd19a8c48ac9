import { describe, expect, it, vi } from 'vitest';
import { t0 } from '../../../../test/contracts/store/rows.ts';
import { soleSweep } from '../../src/stores/sole-sweep.ts';
import { openStoreIn, ownFolder } from './open-in-folder.ts';

const hour = 3_600_000;

async function processes() {
  const folder = ownFolder();
  const stores = await Promise.all([openStoreIn(folder), openStoreIn(folder)]);
  const swept = vi.fn(() => Promise.resolve(7));
  return { stores, swept, all: stores.map(({ leases }) => ({ leases, sweep: swept })) };
}

describe('the sweep of many processes', () => {
  it('is done by one of them, and by nobody again before its time', async () => {
    const { all, swept } = await processes();
    const done = await Promise.all(Array.from({ length: 20 }, (_, n) => soleSweep(all[n % 2]!, t0, hour)));
    expect(done.filter((rows) => rows !== null)).toEqual([7]);
    expect(await soleSweep(all[0]!, t0, hour)).toBeNull();
    expect(swept).toHaveBeenCalledExactlyOnceWith(t0);
  });

  it('is done again when its time is over, also when the process that did it is gone', async () => {
    const { stores, all, swept } = await processes();
    expect(await soleSweep(all[0]!, t0, 30)).toBe(7);
    await stores[0].close();
    while (await stores[1].leases.held('', 'sweep')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await soleSweep(all[1]!, t0 + 1, hour)).toBe(7);
    expect(swept).toHaveBeenCalledTimes(2);
  });

  it('keeps its lease while the work lasts', async () => {
    const { all } = await processes();
    const { leases } = all[0]!;
    const working = Promise.withResolvers<number>();
    const renew = vi.fn(() => Promise.resolve(renew.mock.calls.length < 3 || (working.resolve(1), true)));
    const sweeping = soleSweep({ leases: { ...leases, renew }, sweep: () => working.promise }, t0, 30);
    expect(await sweeping).toBe(1);
    expect(renew.mock.calls.length).toBeGreaterThanOrEqual(3);
  });
});
