/** The decision becomes durable before anything else happens, then it is carried out. */
import { auditRow } from '../../audit/record.ts';
import { assert, Refusal } from '../../lib/assert.ts';
import { newId } from '../../lib/random.ts';
import type { AuditRow } from '../../stores/store.ts';
import type { Call } from './call.ts';

/** Nonce and begin row in one step: no row, no call. @throws Refusal `replayed`, `audit_unavailable` */
export async function claim(call: Call): Promise<void> {
  const row = beginRow(call);
  const outcome = await call.deps.store.audit.claim(row, call.ctx.state.caller.nonce).catch((cause: unknown) => {
    throw new Refusal('audit_unavailable', { sent: false }, { cause });
  });
  assert(outcome === 'claimed', 'replayed');
  call.begun = row;
}

/** @throws Refusal the decision's code */
export function settle(call: Call): void {
  const { decision } = call;
  if (decision.kind === 'deny') throw new Refusal(decision.code, decision.fields);
}

/** A refusal is one row and complete; an allowed call's row waits for its outcome. */
function beginRow(call: Call): AuditRow {
  const { intent, decision, ctx, resolution } = call;
  const { caller } = ctx.state;
  const grant = resolution.kind === 'found' ? resolution.grant : null;
  const denied = decision.kind === 'deny';
  const id = newId();
  return auditRow(call.deps, denied ? 'request.refused' : 'request.begun', {
    id,
    call_id: id,
    app_id: caller.appId,
    request_id: ctx.state.requestId,
    key_id: caller.key.id,
    caller: caller.name,
    principal: grant?.principal ?? null,
    // An id that is not this app's stays what was asked for.
    grant_id: grant?.id ?? intent.grantId,
    provider_id: grant?.provider_id ?? intent.providerId,
    method: intent.method,
    host: intent.url.host,
    path: intent.url.pathname,
    reason: intent.reason,
    context: intent.context,
    client_ip: ctx.state.clientIp,
    decision: denied ? decision.code : 'allow',
    detail: denied ? (decision.detail ?? {}) : { form: intent.form },
  });
}
