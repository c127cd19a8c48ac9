/** What one durable audit row costs, alone: the unit of the request path's budget. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../packages/server/src/stores/index.ts';
import { begunRow } from './begun-row.ts';
import { median } from './median.ts';
import type { BuiltServer } from './built-server.ts';

export interface AppendMeter {
  /**
   * Median milliseconds of rows appended one after the other. `spaced`: with a rest of about a millisecond between them, as
   * a caller alone makes them, whose threads have gone to sleep meanwhile; else back to back.
   */
  p50(rows: number, rhythm: 'spaced' | 'back to back'): Promise<number>;
  close(): Promise<void>;
}

/** Appends to the server's own store while it rests: rows as a call writes them, in a table of the same size. */
export async function openAppendMeter(server: BuiltServer): Promise<AppendMeter> {
  const store = await openStore(server);
  const append = async (): Promise<number> => {
    const row = begunRow(server.appId, server.grantId);
    const begun = performance.now();
    await store.audit.append([row]);
    return performance.now() - begun;
  };
  return {
    async p50(rows, rhythm) {
      const times: number[] = [];
      for (let i = 0; i < rows; i++) {
        times.push(await append());
        if (rhythm === 'spaced') await sleep(1);
      }
      return median(times);
    },
    close: () => store.close(),
  };
}
