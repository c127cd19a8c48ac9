import { auditRow } from '../packages/server/src/audit/record.ts';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import type { AuditRow } from '../packages/server/src/stores/index.ts';

/** An audit row as a call writes it before it leaves. */
export function begunRow(appId: string, grantId: string): AuditRow {
  const id = newId();
  return auditRow({ clock: systemClock }, 'request.begun', {
    id,
    call_id: id,
    app_id: appId,
    request_id: newId(),
    key_id: newId(),
    principal: { type: 'system' },
    grant_id: grantId,
    provider_id: 'local',
    method: 'GET',
    host: 'api.example.com',
    path: '/v1/things',
    client_ip: '127.0.0.1',
    decision: 'allow',
    detail: { form: 'json' },
  });
}
