/** The credential goes onto the request, the request goes out, the head of the answer comes back. */
import { credentialTypeOf } from '../../credentials/of-kind.ts';
import { judgeDestination } from '../../egress/destination.ts';
import { Refusal } from '../../lib/assert.ts';
import { sentHeaders } from '../../providers/sent-headers.ts';
import { exchange, OutboundFailed, type Answer } from './answer.ts';
import { CallEnded } from './call-ended.ts';
import type { Call } from './call.ts';
import { destinationRules } from './decide.ts';

/** Hops of a call that asked for redirects to be followed; the answer after them is relayed as it is. */
const redirectLimit = 5;

/** @throws Refusal the opener's code */
export async function openCredential(call: Call): Promise<void> {
  const opened = await call.station.opener.open(call.grant, call.provider, call.ctx.state.requestId);
  if (opened.kind === 'refused') throw new Refusal(opened.code, { ...opened.fields, sent: false });
  call.credential = opened.credential;
}

export function inject(call: Call): void {
  const { intent, provider, outerBody } = call;
  const added = sentHeaders(provider);
  const headers = { ...added, ...call.headers };
  for (const name of Object.keys(added)) lowerCase(headers, name);
  if (call.relay === 'envelope') headers['accept-encoding'] = 'identity';
  const length = call.ctx.req.headers['content-length'];
  if (outerBody && length !== undefined) headers['content-length'] = length;
  call.outbound = {
    method: intent.method,
    url: withQuery(intent.url, provider.query),
    headers,
    body: outerBody ?? intent.body,
    signal: call.abort.signal,
  };
  putCredential(call);
}

/** With what the entry adds to every call, where the caller did not say it. */
function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const missing = Object.entries(query).filter(([name]) => !url.searchParams.has(name));
  if (missing.length === 0) return url;
  const whole = new URL(url);
  for (const [name, value] of missing) whole.searchParams.set(name, value);
  return whole;
}

/** Again whenever the request or the credential has changed: a signature is of both. */
function putCredential({ outbound, provider, grant, credential, deps }: Call): void {
  credentialTypeOf(grant.flow_kind).inject(outbound, provider, credential, deps.clock.now());
}

/** @throws Refusal with `sent`, and `provider_status` where it is known */
export async function send(call: Call): Promise<void> {
  call.answer = await sendOnce(call);
  await repeatAfterRefresh(call);
  if (call.intent.followRedirects) await followRedirects(call);
}

async function sendOnce(call: Call): Promise<Answer> {
  try {
    const answer = await exchange(call.deps.egress, call.outbound);
    call.sent = true;
    return answer;
  } catch (error) {
    if (!(error instanceof OutboundFailed)) throw error;
    call.sent ||= error.failure.sent;
    throw refusalOf(error, call, { sent: call.sent });
  }
}

/** A 401 may only mean that the token died early: one refresh, one repetition, and only of what can be sent again. */
async function repeatAfterRefresh(call: Call): Promise<void> {
  const first = call.answer;
  if (first?.status !== 401 || call.outerBody) return;
  const renewed = await call.station.opener.renew(call.grant, call.provider, call.credential, call.ctx.state.requestId);
  if (!renewed) return;
  first.discard();
  call.credential = renewed;
  putCredential(call);
  call.repeats++;
  call.answer = await sendOnce(call);
}

/** Within the grant's hosts and one origin: a credential is not carried from one origin to another. */
async function followRedirects(call: Call): Promise<void> {
  for (let hop = 0; hop < redirectLimit; hop++) {
    const { answer, outbound } = call;
    const target = answer && redirectTarget(answer, outbound.url);
    if (!answer || !target) return;
    const decision = judgeDestination(target, destinationRules(call, call.grant, call.provider));
    if (decision.kind === 'deny' || target.origin !== outbound.url.origin) {
      answer.discard();
      const reason = decision.kind === 'deny' ? decision.reason : 'redirect_to_other_origin';
      throw new Refusal('blocked_destination', { reason, sent: true, provider_status: answer.status });
    }
    answer.discard();
    outbound.url = target;
    if (becomesGet(answer.status, outbound.method)) dropBody(call);
    putCredential(call);
    call.noted['redirects'] = hop + 1;
    call.answer = await sendOnce(call);
  }
}

function redirectTarget(answer: Answer, from: URL): URL | null {
  const { location } = answer.headers;
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return null;
  return URL.parse(location, from.href);
}

/** RFC 9110 §15.4: 303 turns into GET; 301 and 302 do so for POST, as every client does it. */
const becomesGet = (status: number, method: string): boolean =>
  status === 303 ? method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST';

function dropBody(call: Call): void {
  const { outbound } = call;
  outbound.method = 'GET';
  outbound.body = null;
  delete outbound.headers['content-type'];
}

/** What a failed call is to its caller; the inside stays in the log. */
export function refusalOf(error: OutboundFailed, call: Call, fields: Record<string, unknown>): Refusal {
  const { failure } = error;
  // The raw form's body ends a call with a refusal of its own.
  if (failure.cause instanceof Refusal) return new Refusal(failure.cause.code, { ...failure.cause.fields, ...fields });
  if (failure.cause instanceof CallEnded) return endedRefusal(failure.cause, call, fields);
  switch (failure.kind) {
    case 'blocked_address':
      call.noted['address_class'] = failure.addressClass ?? null;
      return new Refusal('blocked_destination', { reason: 'address', ...fields }, { cause: error });
    case 'timeout':
      return new Refusal('upstream_timeout', { timeout_reason: 'upstream_timeout', ...fields }, { cause: error });
    case 'invalid_answer':
      return new Refusal('provider_answer_invalid', fields, { cause: error });
    case 'unreachable':
    case 'aborted':
      return new Refusal('provider_unreachable', fields, { cause: error });
  }
}

function endedRefusal(cause: CallEnded, call: Call, fields: Record<string, unknown>): Refusal {
  call.noted['cut'] = cause.by;
  return new Refusal(cause.by === 'shutdown' ? 'service_unavailable' : 'request_incomplete', fields, { cause });
}

function lowerCase(headers: Record<string, string>, name: string): void {
  const lower = name.toLowerCase();
  if (lower === name) return;
  headers[lower] ??= headers[name] ?? '';
  delete headers[name];
}
