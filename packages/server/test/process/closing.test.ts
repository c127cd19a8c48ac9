/** The last thing that a process does, and what becomes of it when a part never ends. */
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine } from '../../../../test/harness/line.ts';
import { closeInTime } from '../../src/process/closing.ts';
import { replace, restore } from '../flow/replace.ts';

afterEach(restore);

const never = (): Promise<never> => new Promise(() => undefined);

describe('closing what a process has open', () => {
  const steps = (...closes: (() => Promise<unknown>)[]) =>
    closes.map((close, n) => ({ name: `part ${String(n)}`, close }));

  it('goes from one to the next, past one that fails', async () => {
    const warn = vi.fn();
    const done: string[] = [];
    const note = (name: string) => async () => void done.push(name);
    const fails = () => Promise.reject(new Error('broken'));
    await closeInTime(steps(note('first'), fails, note('last')), 10_000, { warn });
    expect(done).toEqual(['first', 'last']);
    expect(warn.mock.calls).toEqual([[{ err: new Error('broken'), part: 'part 1' }, expect.any(String)]]);
  });

  it('gives all of them one time together, and says at which it ended', async () => {
    const warn = vi.fn();
    await closeInTime(
      steps(async () => undefined, never),
      20,
      { warn },
    );
    expect(warn.mock.calls).toEqual([
      [{ part: 'part 1', after_ms: 20 }, expect.stringContaining('did not close in time')],
    ]);
  });
});

describe('stopping while the database hangs', () => {
  it('ends all the same, and the log says what was left', async () => {
    const line = await startLine({ env: { ALTER_DRAIN_MS: '300' } });
    await connectOverHttp(line);
    const { store } = line.running.deps;
    replace(store.keys, 'touch', never);
    replace(store, 'close', never);
    await line.running.stop();
    const late = line.logs.filter((words) => words.includes('did not close in time'));
    expect(late.map((words) => (JSON.parse(words) as { part: string }).part)).toEqual(['last uses of keys', 'store']);
    restore();
    await store.close();
    await line.close();
  });
});

describe('stopping while a call is between two of its rows', () => {
  it('waits for the row of how it ended, which is written before the store is closed', async () => {
    const line = await startLine({ env: { ALTER_DRAIN_MS: '2000' } });
    const { grantId } = await connectOverHttp(line);
    const { store, shutdown } = line.running.deps;
    const { claim, append } = store.audit;
    const begun = Promise.withResolvers<undefined>();
    replace(store.audit, 'claim', async (...row) => {
      const outcome = await claim(...row);
      begun.resolve(undefined);
      if (!shutdown.aborted) await once(shutdown, 'abort');
      // The connection is cut by now, and nobody but this call knows of it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      return outcome;
    });
    const written: string[] = [];
    replace(store.audit, 'append', async (rows) => {
      await append(rows);
      written.push(...rows.map(({ event }) => event));
    });
    const asked = call(line, grantId).catch(() => 'cut');
    await begun.promise;
    await line.running.stop();
    expect(await asked).toBe('cut');
    expect(written).toEqual(['request.concluded']);
    restore();
    await line.close();
  });
});
