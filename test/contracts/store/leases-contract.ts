import { expect, it } from 'vitest';
import type { Lease } from '../../../packages/server/src/stores/store.ts';
import { race } from './race.ts';
import { id, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

/** Longer than any test: what has to be held still is not a question of speed. */
const longMs = 3_600_000;
const shortMs = 30;
const day = 24 * 60 * 60_000;

export const leasesContract: Contract = (use, opened) => {
  const acquire = (appId: string, name: string, holdMs = longMs) => use().leases.acquire(appId, name, id(), holdMs);
  const taken = async (appId: string, name: string, holdMs = longMs): Promise<Lease> => {
    const lease = await acquire(appId, name, holdMs);
    if (!lease) throw new Error('somebody holds it');
    return lease;
  };
  /** Asks until it is, however slow the machine. */
  const untilFree = async (appId: string, name: string): Promise<void> => {
    while (await use().leases.held(appId, name)) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('gives a lease to one of fifty racing callers, and says to nobody else that they have it', async () => {
    const [app, name] = [id(), `refresh/${id()}`];
    const leases = await race(() => acquire(app, name));
    const won = leases.filter((lease) => lease !== null);
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({ app_id: app, name });
    expect(await use().leases.held(app, name)).toBe(true);
    expect(await acquire(app, name)).toBeNull();
  });

  it('gives a lease that ran out to one of fifty racing callers, with a greater fence', async () => {
    const [app, name] = [id(), 'work'];
    const old = await taken(app, name, shortMs);
    await untilFree(app, name);
    const won = (await race(() => acquire(app, name))).filter((lease) => lease !== null);
    expect(won).toHaveLength(1);
    expect(won[0]!.fence).toBeGreaterThan(old.fence);
  });

  it("does not give an owner's live lease twice, not even to that owner", async () => {
    const [app, name, owner] = [id(), 'work', id()];
    expect(await use().leases.acquire(app, name, owner, longMs)).not.toBeNull();
    expect(await use().leases.acquire(app, name, owner, longMs)).toBeNull();
  });

  it('renews by the time given from then on, longer or shorter than before', async () => {
    const [app, name] = [id(), 'work'];
    const lease = await taken(app, name);
    expect(await use().leases.renew(lease, shortMs)).toBe(true);
    await untilFree(app, name);
    const next = await taken(app, name, longMs);
    expect(await use().leases.renew(next, 2 * longMs)).toBe(true);
    expect(await use().leases.held(app, name)).toBe(true);
  });

  it('does not renew a lease that was lost: released, run out, or taken by another', async () => {
    const [app, released, over, lost] = [id(), 'released', 'over', 'lost'];
    const first = await taken(app, released);
    await use().leases.release(first);
    expect(await use().leases.renew(first, longMs)).toBe(false);
    const second = await taken(app, over, shortMs);
    await untilFree(app, over);
    expect(await use().leases.renew(second, longMs)).toBe(false);
    expect(await use().leases.held(app, over)).toBe(false);
    const third = await taken(app, lost, shortMs);
    await untilFree(app, lost);
    const winner = await taken(app, lost);
    expect(await use().leases.renew(third, longMs)).toBe(false);
    expect(await use().leases.renew(winner, longMs)).toBe(true);
  });

  it('renews neither for another owner nor for another fence', async () => {
    const [app, name] = [id(), 'work'];
    const lease = await taken(app, name);
    expect(await use().leases.renew({ ...lease, owner: id() }, longMs)).toBe(false);
    expect(await use().leases.renew({ ...lease, fence: lease.fence - 1 }, longMs)).toBe(false);
    expect(await use().leases.renew(lease, longMs)).toBe(true);
  });

  it('is free at once when its holder releases it', async () => {
    const [app, name] = [id(), 'work'];
    await use().leases.release(await taken(app, name));
    expect(await use().leases.held(app, name)).toBe(false);
    expect(await acquire(app, name)).not.toBeNull();
  });

  it('keeps the lease of its holder when a former owner releases', async () => {
    const [app, name, owner] = [id(), 'work', id()];
    const former = await use().leases.acquire(app, name, owner, longMs);
    await use().leases.release(former!);
    // Of the same owner: the fence alone tells them apart.
    const holder = await use().leases.acquire(app, name, owner, longMs);
    await use().leases.release(former!);
    await use().leases.release({ ...holder!, owner: id() });
    expect(await use().leases.held(app, name)).toBe(true);
    expect(await use().leases.renew(holder!, longMs)).toBe(true);
  });

  it('gives each holder a greater fence than the one before, also after a release, a sweep, a reopening', async () => {
    const [app, name] = [id(), 'work'];
    const fences: number[] = [];
    for (const between of [() => undefined, () => use().sweep(t0 + 1000 * day), () => opened().reopen?.()]) {
      for (let n = 0; n < 5; n++) {
        const lease = await taken(app, name);
        fences.push(lease.fence);
        await use().leases.release(lease);
      }
      await between();
    }
    expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
    expect(fences.every((fence) => Number.isSafeInteger(fence))).toBe(true);
  });

  it('gives a greater fence also when the broom took what was over', async () => {
    const [app, name] = [id(), 'work'];
    const before = await taken(app, name);
    await use().leases.release(before);
    await opened().forgetLeases();
    expect((await taken(app, name)).fence).toBeGreaterThan(before.fence);
  });

  it("does not take a live lease away when it sweeps, whatever time the sweep's caller has", async () => {
    const [app, name] = [id(), 'work'];
    const lease = await taken(app, name);
    await use().sweep(t0 + 1_000_000 * day);
    expect(await acquire(app, name)).toBeNull();
    expect(await use().leases.renew(lease, longMs)).toBe(true);
  });

  it('keeps leases of the same name in two apps apart, and odd names as they are', async () => {
    const [one, two] = [id(), id()];
    for (const name of ['work', '$owner', 'a.b', 'ü 😀']) {
      const lease = await taken(one, name);
      expect(await use().leases.held(two, name)).toBe(false);
      const other = await taken(two, name);
      expect(await use().leases.renew({ ...lease, app_id: two }, longMs)).toBe(false);
      await use().leases.release({ ...lease, app_id: two });
      expect(await use().leases.renew(other, longMs)).toBe(true);
    }
    const odd = await use().leases.acquire(one, 'owner', '$name', longMs);
    expect(odd?.owner).toBe('$name');
    expect(await use().leases.renew(odd!, longMs)).toBe(true);
  });
};
