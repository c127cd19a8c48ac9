/** How a call came out, durable before a byte of the answer leaves; and what only its end knows, after it. */
import { newId } from '../../lib/random.ts';
import { Refusal } from '../../lib/assert.ts';
import { limitOf } from '../../oauth/limit.ts';
import type { AuditRow } from '../../stores/store.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

type Detail = AuditRow['detail'];

/** @throws Refusal `audit_unavailable`: the provider has answered, but what cannot be recorded is not released */
export async function concluded(call: Call): Promise<void> {
  const { answer } = call;
  if (!answer) throw new Error('no answer: send comes before concluded');
  noteLimit(call, answer);
  const end: Detail = answer.ended ? { bytes_down: answer.size, bytes_up: bytesUp(call), ended: true } : {};
  await append(call, 'allow', answer.status, { ...end, ms: call.elapsed(), repeats: call.repeats, ...call.noted });
  call.isConcluded = true;
}

/** Where the provider says in its own words that calls come too fast, the caller and the record get it in plain ones. */
function noteLimit(call: Call, answer: Answer): void {
  const { rateLimit } = call.provider.entry.api;
  if (answer.status < 400 && answer.status !== rateLimit.inBody?.status) return;
  const headers = new Headers(
    Object.entries(answer.headers).map(([name, value]): [string, string] => [name, [value ?? []].flat().join(', ')]),
  );
  const body = (): unknown => (answer.ended ? jsonOf(answer.whole()) : null);
  const limit = limitOf(rateLimit, answer.status, headers, call.deps.clock.now(), body);
  if (!limit) return;
  call.noted['rate_limited'] = true;
  if (limit.retryAfter === null) return;
  call.noted['retry_after'] = limit.retryAfter;
  call.retryAfter = limit.retryAfter;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

/** The outcome of a call that was begun and got no answer that could be relayed. */
export async function concludeRefused(call: Call, refusal: Refusal): Promise<void> {
  if (!call.begun || call.decision.kind === 'deny' || call.isConcluded) return;
  // The row was tried just now; a store that hangs would make the caller wait twice.
  if (refusal.code === 'audit_unavailable') return;
  const status = call.answer?.status ?? null;
  await append(call, refusal.code, status, {
    ms: call.elapsed(),
    repeats: call.repeats,
    ...call.noted,
    sent: call.sent,
  });
  call.isConcluded = true;
}

/** Nobody waits for this row. `cut`: who ended the answer before its end. */
export function ended(call: Call, bytesDown: number, cut: 'client' | 'provider' | 'shutdown' | null): void {
  const detail: Detail = { bytes_up: bytesUp(call), bytes_down: bytesDown, ms: call.elapsed(), cut };
  const row = follow(call, 'request.ended', 'allow', call.answer?.status ?? null, detail);
  call.deps.store.audit.append([row]).catch((err: unknown) => {
    call.ctx.state.log.error({ err }, 'the end of a call was not recorded');
  });
}

async function append(call: Call, decision: string, status: number | null, detail: Detail): Promise<void> {
  try {
    await call.deps.store.audit.append([follow(call, 'request.concluded', decision, status, detail)]);
  } catch (cause) {
    call.answer?.discard();
    const known = status === null ? {} : { provider_status: status };
    throw new Refusal('audit_unavailable', { sent: call.sent, ...known }, { cause });
  }
}

/** The begin row's facts, already cleaned, under a new event. */
function follow(
  call: Call,
  event: 'request.concluded' | 'request.ended',
  decision: string,
  status: number | null,
  detail: Detail,
): AuditRow {
  const { begun } = call;
  if (!begun) throw new Error('no begin row: claim comes first');
  return { ...begun, id: newId(), at: call.deps.clock.now(), event, decision, status, detail };
}

const bytesUp = (call: Call): number => call.outerBody?.size ?? call.intent.body?.length ?? 0;
