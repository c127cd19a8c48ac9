/** Calls of the driver that never end: who waits is told, and the next ones are served. */
import { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { auditEvent, id } from '../../../../../test/contracts/store/rows.ts';
import type { Collection } from 'mongodb';
import { canonicalRow, chainStart, checkChain } from '../../../src/audit/chain.ts';
import { AuditChain } from '../../../src/stores/mongodb/audit/audit-chain.ts';
import { chainedRowsOf } from '../../../src/stores/mongodb/audit/audit-page.ts';
import { Guard } from '../../../src/stores/mongodb/calls/guard.ts';
import { answered } from '../../../src/stores/mongodb/calls/patience.ts';
import type { Stored } from '../../../src/stores/mongodb/documents/shape.ts';
import { SharedRead } from '../../../src/stores/mongodb/calls/shared-read.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';
import { testDatabase } from './test-database.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a call that does not end', () => {
  it('is given up, with a word for whoever waits', async () => {
    await expect(answered(never(), 10)).rejects.toThrow(StoreUnavailable);
    await expect(answered(never(), 10)).rejects.toThrow('did not answer in time');
    expect(await answered(Promise.resolve(7), 10)).toBe(7);
  });

  it('does not keep the place of the reads that come after it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let hangs = true;
    const reads = new SharedRead<string, string>(
      (keys) => (hangs ? never() : Promise.resolve(new Map(keys.map((key) => [key, key])))),
      (key) => key,
    );
    const first: Promise<unknown>[] = [];
    for (let n = 0; n < 20; n++) {
      first.push(reads.read(String(n)).catch((cause: unknown) => cause));
      await new Promise((resolve) => setImmediate(resolve));
    }
    hangs = false;
    await vi.runAllTimersAsync();
    expect((await Promise.all(first)).filter((one) => one instanceof StoreUnavailable).length).toBeGreaterThan(3);
    expect(await reads.read('after')).toBe('after');
  });

  it('does not keep the place of the audit rows that come after it, whose chains are whole without it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let hangs = true;
    const inserted: Stored[] = [];
    const begun = new Set<string>();
    const insertMany = (pages: readonly Stored[]) => {
      if (!hangs) return Promise.resolve(void inserted.push(...pages));
      for (const page of pages) begun.add(String(page['writer']));
      return never();
    };
    const insertOne = (page: Stored) => insertMany([page]);
    const chain = new AuditChain({ insertMany, insertOne } as unknown as Collection<Stored>);
    const append = () => chain.append([canonicalRow(auditEvent({ app_id: 'one app' }))]);
    // As many at once as there are lanes, and then as many as make them all work.
    const lost = [];
    for (let n = 0; n < 40; n++) {
      lost.push(append().catch((cause: unknown) => cause));
      await new Promise((resolve) => setImmediate(resolve));
    }
    hangs = false;
    await vi.runAllTimersAsync();
    expect((await Promise.all(lost)).filter((one) => one instanceof StoreUnavailable).length).toBeGreaterThan(1);
    await Promise.all(Array.from({ length: 40 }, append));
    expect(inserted.flatMap(chainedRowsOf).length).toBeGreaterThanOrEqual(40);
    // Nobody knows what stands of the chains that were under way, so none goes on.
    expect(inserted.every((page) => !begun.has(String(page['writer'])))).toBe(true);
    for (const [writer, pages] of Map.groupBy(inserted, (page) => String(page['writer']))) {
      const head = { sequence: 0, hash: chainStart('one app', writer) };
      expect(checkChain(pages.flatMap(chainedRowsOf), head)).toMatchObject({ kind: 'whole' });
    }
  });

  it('does not keep the store open for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const guard = new Guard();
    const { verb } = guard.verbs({ verb: () => never() });
    const asked = verb().catch((cause: unknown) => cause);
    void guard.run(never).catch(() => undefined);
    const closed = guard.close();
    await vi.runAllTimersAsync();
    expect(await asked).toBeInstanceOf(StoreUnavailable);
    await closed;
  });
});

describe('a connection that ends in the moment in which a command is written into it', () => {
  const database = testDatabase();

  it('is left, and the command goes out on another one', async () => {
    const store = await database.open();
    await store.keys.list(id());
    const { write } = Socket.prototype;
    const port = Number(/:(\d+)/.exec(database.url())![1]);
    let ended = 0;
    vi.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, ...args) {
      if (this.remotePort === port && ended === 0) {
        ended++;
        this.destroy();
      }
      return write.apply(this, args);
    });
    expect(await store.keys.list(id())).toEqual([]);
    await store.audit.append([auditEvent()]);
    expect(ended).toBe(1);
    await store.close();
  });
});
