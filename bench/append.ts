/** What one durable audit row costs, alone: the unit of the request path's budget. */
import { setTimeout as sleep } from 'node:timers/promises';
import { auditRow } from '../packages/server/src/audit/record.ts';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import { openStore } from '../packages/server/src/stores/index.ts';
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
    const id = newId();
    const row = auditRow({ clock: systemClock }, 'request.begun', {
      id,
      call_id: id,
      app_id: server.appId,
      request_id: newId(),
      key_id: newId(),
      principal: { type: 'system' },
      grant_id: server.grantId,
      provider_id: 'local',
      method: 'GET',
      host: 'api.example.com',
      path: '/v1/things',
      client_ip: '127.0.0.1',
      decision: 'allow',
      detail: { form: 'json' },
    });
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
