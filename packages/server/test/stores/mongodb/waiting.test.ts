/** A database that is slower than what is asked of it: who waits for a turn is told in time, and never asked for then. */
import type { Collection, Db } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditEvent, nonceClaim } from '../../../../../test/contracts/store/rows.ts';
import { auditStore } from '../../../src/stores/mongodb/audit.ts';
import { GroupedInsert } from '../../../src/stores/mongodb/calls/grouped-insert.ts';
import { Nonces } from '../../../src/stores/mongodb/nonces.ts';
import type { Stored } from '../../../src/stores/mongodb/documents/shape.ts';
import { SharedRead } from '../../../src/stores/mongodb/calls/shared-read.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async (): Promise<void> => {
  for (let n = 0; n < 8; n++) await turn();
};

/** What became of it, as far as it is known. */
function watch(asked: Promise<unknown>): { fate: string } {
  const watched = { fate: 'waits' };
  asked.then(
    () => (watched.fate = 'served'),
    (error: unknown) => (watched.fate = error instanceof StoreUnavailable ? 'refused' : String(error)),
  );
  return watched;
}

/** Calls that answer when they are told to. */
function slow<Result>() {
  const calls: { items: readonly unknown[]; answer: (result: Result) => void }[] = [];
  const call = (items: readonly unknown[]): Promise<Result> =>
    new Promise((resolve) => calls.push({ items, answer: resolve }));
  return { calls, call };
}

describe('reads that wait for their turn', () => {
  it('are refused after two seconds, and those who come later are asked for without them', async () => {
    const { calls, call } = slow<ReadonlyMap<string, string>>();
    const reads = new SharedRead<string, string>(call, (key) => key);
    const read = async (key: string) => {
      const watched = watch(reads.read(key));
      await turns();
      return watched;
    };
    const begun = [await read('a'), await read('b'), await read('c'), await read('d')];
    expect(calls).toHaveLength(4);
    const waiting = await read('given up');
    await vi.advanceTimersByTimeAsync(1_900);
    expect(waiting.fate).toBe('waits');
    const live = await read('live');
    await vi.advanceTimersByTimeAsync(300);
    expect([waiting.fate, live.fate, ...begun.map(({ fate }) => fate)]).toEqual(['refused', ...Array(5).fill('waits')]);
    calls[0]!.answer(new Map());
    await turns();
    expect([begun[0]!.fate, calls.at(-1)!.items]).toEqual(['served', ['live']]);
    calls.at(-1)!.answer(new Map());
    await turns();
    expect(live.fate).toBe('served');
  });

  it('are not refused when it was this process that stood still', async () => {
    vi.useRealTimers();
    const reads = new SharedRead<string, string>(
      async (keys) => new Map(keys.map((key) => [key, key])),
      (key) => key,
    );
    const asked = reads.read('a');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_300);
    expect(await asked).toBe('a');
  });
});

describe('inserts that wait for their turn', () => {
  it('are refused after two seconds and never written; what is on its way is not given up', async () => {
    const { calls, call } = slow<string[]>();
    const inserts = new GroupedInsert<string, string>(call);
    const begun = watch(inserts.add(['begun']));
    await turns();
    const waiting = watch(inserts.add(['given up', 'given up too']));
    const patient = watch(inserts.add(['patient'], { patienceMs: 10_000 }));
    await vi.advanceTimersByTimeAsync(2_200);
    expect([begun.fate, waiting.fate, patient.fate]).toEqual(['waits', 'refused', 'waits']);
    calls[0]!.answer(['done']);
    await turns();
    expect([begun.fate, calls[1]!.items]).toEqual(['served', ['patient']]);
  });

  it('do not wait for a call that hangs while another lane is free', async () => {
    const [hangs, free] = [slow<string[]>(), slow<string[]>()];
    const inserts = new GroupedInsert<string, string>(free.call, hangs.call);
    watch(inserts.add(['hangs']));
    await turns();
    const alone = watch(inserts.add(['alone']));
    await turns();
    expect([hangs.calls.length, free.calls.length]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(300);
    await turns();
    free.calls[0]!.answer(['done']);
    await turns();
    expect([alone.fate, hangs.calls.length]).toEqual(['served', 1]);
  });

  it('have room again when those who waited too long are gone', async () => {
    const { call } = slow<string[]>();
    const inserts = new GroupedInsert<string, string>(call);
    watch(inserts.add(['begun']));
    await turns();
    watch(inserts.add(Array.from({ length: 20_000 }, () => 'x')));
    expect(await refusal(inserts.add(['no room']))).toContain('too many writes wait');
    await vi.advanceTimersByTimeAsync(2_200);
    const next = watch(inserts.add(['room']));
    await turns();
    expect(next.fate).toBe('waits');
  });

  it('go in a call of their own when they ask for it', async () => {
    const { calls, call } = slow<string[]>();
    const inserts = new GroupedInsert<string, string>(call);
    watch(inserts.add(['first']));
    await turns();
    for (const one of ['a', 'b']) watch(inserts.add([one]));
    watch(inserts.add(['c', 'd'], { alone: true }));
    watch(inserts.add(['e']));
    for (let n = 0; n < 4; n++) {
      calls[n]!.answer([]);
      await turns();
    }
    expect(calls.map(({ items }) => items)).toEqual([['first'], ['a', 'b'], ['c', 'd'], ['e']]);
  });
});

describe('a nonce', () => {
  it('that was never on its way to the database may be claimed again; one whose fate is unknown may not', async () => {
    const { calls, call } = slow<unknown>();
    const nonces = new Nonces({ insertMany: call } as unknown as Collection<Stored>);
    const [sent, alsoSent, late] = [nonceClaim(), nonceClaim(), nonceClaim()];
    const first = watch(nonces.claim(sent));
    await turns();
    watch(nonces.claim(alsoSent));
    await vi.advanceTimersByTimeAsync(300);
    await turns();
    expect(calls).toHaveLength(2);
    const refused = watch(nonces.claim(late));
    await vi.advanceTimersByTimeAsync(2_200);
    expect([first.fate, refused.fate]).toEqual(['waits', 'refused']);
    expect([nonces.isKnown(sent), nonces.isKnown(late)]).toEqual([true, false]);
  });
});

describe('audit rows that wait for their turn', () => {
  it('of calls that begin are refused as soon as reads are; those of what has happened wait longer', async () => {
    const { calls, call } = slow<unknown>();
    const collection = {
      insertOne: (page: Stored) => call([page]),
      insertMany: call,
    } as unknown as Collection<Stored>;
    const audit = auditStore({} as unknown as Db, collection, new Nonces(collection));
    for (let n = 0; n < 4; n++) {
      for (let row = 0; row < 4; row++) watch(audit.append([auditEvent()]));
      await turns();
    }
    expect(calls).toHaveLength(4);
    const begins = [watch(audit.claim(auditEvent(), null)), watch(audit.claim(auditEvent(), nonceClaim()))];
    const happened = watch(audit.append([auditEvent()]));
    await vi.advanceTimersByTimeAsync(2_200);
    expect([...begins, happened].map(({ fate }) => fate)).toEqual(['refused', 'refused', 'waits']);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(happened.fate).toBe('refused');
  });
});

const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'served',
    (error: unknown) => String(error),
  );
