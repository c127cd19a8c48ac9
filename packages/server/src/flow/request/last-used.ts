/**
 * When grants were last used: to the second, kept in memory, written in batches a few seconds late; a crash may lose it.
 * What many calls use, each another grant, is written later or not at all: it must not cost as much as the calls.
 */
import type { Logger } from 'pino';
import type { GrantRow, GrantStore } from '../../stores/store.ts';

const flushMs = 5_000;
/** Grants in one batch. */
const batchSize = 1_000;
/** Grants that wait for theirs, less than a minute; beyond it a use leaves no trace, and costs nothing. */
const maxWaiting = 10_000;

export interface LastUsed {
  note(grant: GrantRow, at: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createLastUsed(grants: Pick<GrantStore, 'touch'>, log: Logger): LastUsed {
  const used = new Map<string, { app_id: string; at: number }>();
  const take = (count: number): typeof used => {
    const batch: typeof used = new Map();
    for (const [id, use] of used) {
      if (batch.size === count) break;
      batch.set(id, use);
      used.delete(id);
    }
    return batch;
  };
  const write = async (count: number): Promise<void> => {
    if (used.size === 0) return;
    await grants.touch(take(count)).catch((err: unknown) => log.warn({ err }, 'last use was not written'));
  };
  const timer = setInterval(() => void write(batchSize), flushMs).unref();
  return {
    note(grant, at) {
      if (used.size >= maxWaiting && !used.has(grant.id)) return;
      used.set(grant.id, { app_id: grant.app_id, at: at - (at % 1_000) });
    },
    flush: () => write(maxWaiting),
    close: () => {
      clearInterval(timer);
      return write(maxWaiting);
    },
  };
}
