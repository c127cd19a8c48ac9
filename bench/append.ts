/** What one durable audit row costs, alone: the unit of the request path's budget. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRow } from '../packages/server/src/audit/record.ts';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import { openStore } from '../packages/server/src/stores/index.ts';
import { median } from './median.ts';

export interface AppendMeter {
  /** Median milliseconds of rows appended one after the other. */
  p50(rows: number): Promise<number>;
  close(): Promise<void>;
}

export async function openAppendMeter(): Promise<AppendMeter> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-bench-append-'));
  const store = await openStore({ dataDir: folder });
  const appId = newId();
  const append = async (): Promise<number> => {
    const facts = { app_id: appId, request_id: newId(), method: 'GET', host: 'api.example.com', path: '/v1/things' };
    const row = auditRow({ clock: systemClock }, 'request.begun', { ...facts, decision: 'allow' });
    const begun = performance.now();
    await store.audit.append([row]);
    return performance.now() - begun;
  };
  return {
    async p50(rows) {
      const times: number[] = [];
      for (let i = 0; i < rows; i++) times.push(await append());
      return median(times);
    },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
