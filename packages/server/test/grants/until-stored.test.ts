/** What a provider has answered exists nowhere else until it is stored. */
import { expect, it } from 'vitest';
import { pino } from 'pino';
import { untilStored } from '../../src/grants/refresh/until-stored.ts';
import { StoreClosed, StoreUnavailable } from '../../src/stores/store.ts';

/** A store that is away, and the tries of somebody who has something for it. */
function trying() {
  const shutdown = new AbortController();
  const store = { answer: (): string => never('away') };
  let tries = 0;
  const stored = untilStored({ log: pino({ level: 'silent' }), shutdown: shutdown.signal }, async () => {
    tries++;
    return store.answer();
  });
  const fate = stored.catch((error: unknown) => error);
  return { shutdown, store, fate, tries: () => tries };
}

function never(words: string): never {
  throw new StoreUnavailable(words);
}

it('is tried on once the process is to end, so that a store that is back in those seconds has it', async () => {
  const one = trying();
  await expect.poll(one.tries).toBeGreaterThan(2);
  one.shutdown.abort();
  const before = one.tries();
  await expect.poll(one.tries).toBeGreaterThan(before + 3);
  one.store.answer = () => 'stored';
  expect(await one.fate).toBe('stored');
});

it('is given up when this process has closed the store', async () => {
  const one = trying();
  await expect.poll(one.tries).toBeGreaterThan(1);
  one.store.answer = () => {
    throw new StoreClosed('it was closed');
  };
  expect(await one.fate).toBeInstanceOf(StoreClosed);
});
