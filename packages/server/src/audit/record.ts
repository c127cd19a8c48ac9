import type { AuditEventName } from '@alter/protocol';
import type { Clock } from '../lib/clock.ts';
import { newId } from '../lib/random.ts';
import type { AuditRow } from '../stores/store.ts';
import { redactPath, redactText } from './redact.ts';

/** What an event knows; everything else is null. `path` may be a whole URL: its query is never kept. */
export type AuditFacts = Partial<Omit<AuditRow, 'at' | 'event'>> & Pick<AuditRow, 'app_id' | 'request_id'>;

/** Characters a text field keeps, so that no caller decides how large a row is. */
export const auditLimits = {
  text: 255,
  path: 2048,
  reason: 1000,
  contextEntries: 20,
  contextName: 64,
  contextValue: 512,
  detailEntries: 30,
  detailValue: 500,
} as const;

/** One audit row: id and time given, every field present, text cleaned of credentials and cut to {@link auditLimits}. */
export function auditRow(deps: { readonly clock: Clock }, event: AuditEventName, facts: AuditFacts): AuditRow {
  const text = (value: string | null | undefined): string | null =>
    value == null ? null : cut(value, auditLimits.text);
  return {
    id: facts.id ?? newId(),
    app_id: facts.app_id,
    at: deps.clock.now(),
    event,
    request_id: cut(facts.request_id, auditLimits.text),
    call_id: text(facts.call_id),
    key_id: text(facts.key_id),
    caller: facts.caller == null ? null : cleaned(facts.caller, redactText, auditLimits.text),
    principal: facts.principal ?? null,
    grant_id: text(facts.grant_id),
    provider_id: text(facts.provider_id),
    session_id: text(facts.session_id),
    method: text(facts.method),
    host: text(facts.host),
    path: facts.path == null ? null : cleaned(facts.path, redactPath, auditLimits.path),
    reason: facts.reason == null ? null : cleaned(facts.reason, redactText, auditLimits.reason),
    context: facts.context ? cleanContext(facts.context) : null,
    client_ip: text(facts.client_ip),
    decision: text(facts.decision),
    status: facts.status ?? null,
    detail: cleanDetail(facts.detail ?? {}),
  };
}

function cleanContext(context: Record<string, string>): Record<string, string> {
  const entries = Object.entries(context)
    .slice(0, auditLimits.contextEntries)
    .map(([name, value]) => [cut(name, auditLimits.contextName), cleaned(value, redactText, auditLimits.contextValue)]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function cleanDetail(detail: AuditRow['detail']): AuditRow['detail'] {
  const entries = Object.entries(detail)
    .slice(0, auditLimits.detailEntries)
    .map(([name, value]) => [
      name,
      typeof value === 'string' ? cleaned(value, redactText, auditLimits.detailValue) : value,
    ]);
  return Object.fromEntries(entries) as AuditRow['detail'];
}

/** Redacts before it cuts, so that no half of a token is left over; what is far beyond the limit is not looked at. */
const cleaned = (text: string, redact: (text: string) => string, limit: number): string =>
  cut(redact(text.slice(0, limit + 8192)), limit);

/** Whole characters only: half of a surrogate pair would not survive the store, and the chain hashes what was stored. */
function cut(text: string, limit: number): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  if (whole.length <= limit) return whole;
  const end = limit - 1;
  const splitsPair = whole.charCodeAt(end) >= 0xdc00 && whole.charCodeAt(end) <= 0xdfff;
  return `${whole.slice(0, splitsPair ? end - 1 : end)}…`;
}
