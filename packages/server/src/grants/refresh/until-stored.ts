import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { StoreClosed, StoreUnavailable } from '../../stores/store.ts';

export interface StoringDeps {
  readonly log: Logger;
  readonly shutdown: AbortSignal;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * A rotated token exists only in this process until it is stored, so this is tried until the store answers, or is closed. When
 * the process ends there is little time, and it is tried without rests.
 */
export async function untilStored<T>({ log, shutdown }: StoringDeps, store: () => Promise<T>): Promise<T> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await store();
    } catch (err) {
      if (!(err instanceof StoreUnavailable) || err instanceof StoreClosed) throw err;
      log.error({ err }, 'the outcome of a refresh is not stored yet');
      if (shutdown.aborted) await sleep(firstPauseMs);
      else await sleep(pause, undefined, { signal: shutdown }).catch(() => undefined);
    }
  }
}
