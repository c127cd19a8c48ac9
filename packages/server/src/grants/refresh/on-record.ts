/** What a refresh leaves on record: its audit row, and its line of the history. */
import { auditRow } from '../../audit/record.ts';
import { Refusal } from '../../lib/assert.ts';
import { newId } from '../../lib/random.ts';
import type { AuditRow } from '../../stores/store.ts';
import type { AuditEventName } from '@alter/protocol';
import { payOwed } from './owed.ts';
import type { Run } from './run.ts';
import { isKnown, type Verdict } from './verdict.ts';

/** The audit row of what came out; null: nothing happened. */
export function rowOf(run: Run, verdict: Verdict): AuditRow | null {
  const { generation } = run.row;
  if (isKnown(verdict, run.row.refresh)) return null;
  switch (verdict.kind) {
    case 'renewed':
      return rowFor(run, 'grant.refreshed', { generation: generation + 1, ...told(run) });
    case 'ended':
      return rowFor(run, 'grant.needs_reauth', { reason: verdict.reason, generation, ...told(run) });
    case 'later':
    case 'unknown':
      return rowFor(run, 'grant.refresh_failed', { generation, ...told(run) });
    case 'unusable':
      return run.row.refresh.unusable === verdict.reason
        ? rowFor(run, 'grant.refresh_failed', { generation, ...told(run) })
        : rowFor(run, 'grant.error', { reason: verdict.reason, generation, ...told(run) });
    case 'mended':
      return rowFor(run, 'grant.recovered', { generation });
    case 'withdrawn':
      return null;
  }
}

export const recorded = ({ deps, started, intent, calls, request, process }: Run, now: number) => ({
  id: intent?.id ?? newId(),
  at: now,
  duration_ms: Math.round(deps.clock.monotonic() - started),
  calls,
  cause: request.cause,
  process,
});

/** What the audit row says beside the event's own. */
function told({ outcome, calls, process }: Run): Record<string, string | number> {
  if (!outcome) return {};
  const refused = outcome.kind === 'refused' ? { class: outcome.class, error: outcome.error } : {};
  const status = outcome.kind === 'refused' && outcome.status !== null ? { status: outcome.status } : {};
  return { calls, process, ...refused, ...status };
}

/** What is about a config is the operator's, not the person's. */
export function rowFor(run: Run, event: AuditEventName, detail: Record<string, string | number>): AuditRow {
  const { grant, requestId } = run.request;
  return auditRow(run.deps, event, {
    app_id: grant.app_id,
    request_id: requestId,
    provider_id: grant.provider_id,
    ...('config_id' in detail ? {} : { grant_id: grant.id, principal: grant.principal }),
    detail,
  });
}

/** A change of a credential is on record before anybody uses it. */
export const append = ({ deps }: Run, row: AuditRow): Promise<unknown> =>
  deps.store.audit.append([row]).catch(unavailable);

export const appendOwed = ({ deps }: Run, rows: readonly AuditRow[]): Promise<unknown> =>
  payOwed(deps, rows).catch(unavailable);

const unavailable = (cause: unknown): never => {
  throw new Refusal('audit_unavailable', { sent: false }, { cause });
};
