/** When grants were last used: kept in memory, written in batches, a few seconds late; a crash may lose it. */
import type { Logger } from 'pino';
import type { GrantRow, GrantStore } from '../../stores/store.ts';

const flushMs = 5_000;

export interface LastUsed {
  note(grant: GrantRow, at: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createLastUsed(grants: Pick<GrantStore, 'touch'>, log: Logger): LastUsed {
  let used = new Map<string, { app_id: string; at: number }>();
  const flush = async (): Promise<void> => {
    if (used.size === 0) return;
    const batch = used;
    used = new Map();
    await grants.touch(batch).catch((err: unknown) => log.warn({ err }, 'last use was not written'));
  };
  const timer = setInterval(() => void flush(), flushMs).unref();
  return {
    note: (grant, at) => void used.set(grant.id, { app_id: grant.app_id, at }),
    flush,
    close: () => {
      clearInterval(timer);
      return flush();
    },
  };
}
