/**
 * Station 3: the provider's answer comes back. The flow is consumed by one conditional update, its kind makes tokens of the
 * answer, the account is looked up, the grant is saved, and the result goes to the session; then to a clean page.
 */
import type { FlowErrorCode } from '@alter/protocol';
import { auditRow } from '../audit/record.ts';
import { never } from '../lib/assert.ts';
import { sha256 } from '../lib/encoding.ts';
import { browserHash } from '../sessions/cookies.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { ConnectSessionRow, ConsumeOutcome, FlowRow } from '../stores/store.ts';
import { flowProvider, openedSecrets } from './begun-flow.ts';
import { flowFacts, grantFrom, recordEnd, traceOf } from './conclude-flow.ts';
import { failed, type FlowEnd } from './flow-end.ts';
import { once } from './kinds/authorization-code.ts';
import { personKinds } from './kinds/index.ts';
import { redirect, redirectToProblem } from './popup.ts';
import type { Watchers } from './watchers.ts';

export function callback(deps: Deps, watchers: Watchers): Step {
  return async (ctx) => {
    const state = once(new URLSearchParams(ctx.querystring), 'state');
    if (!state) return redirectToProblem(ctx, 'state_unknown');
    const outcome = await deps.store.flows.consume(sha256(state), browserHash(ctx, deps.config), deps.clock.now());
    if (outcome.kind !== 'consumed') return refuseCallback(deps, ctx, outcome);
    const { flow } = outcome;
    const session = await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now());
    if (!session) return redirectToProblem(ctx, 'session_expired');
    const end = await concludeFlow(deps, ctx, flow, session);
    await recordEnd(deps, traceOf(ctx), flow, session, end, watchers);
    redirect(ctx, `/sdk/oauth/connect?id=${flow.session_id}${flow.display === 'popup' ? '&display=popup' : ''}`);
  };
}

/** Replays, strangers' browsers and late answers: a page each, and one audit row per flow; repeats are counted. */
async function refuseCallback(
  deps: Deps,
  ctx: Ctx,
  outcome: Exclude<ConsumeOutcome, { kind: 'consumed' }>,
): Promise<void> {
  if (outcome.kind === 'unknown') return redirectToProblem(ctx, 'state_unknown');
  const code = refusalCode(outcome.kind);
  if (outcome.first) {
    await deps.store.audit.append([
      auditRow(deps, 'connect.refused', { ...flowFacts(outcome.flow, traceOf(ctx)), decision: code }),
    ]);
  }
  redirectToProblem(ctx, code);
}

function refusalCode(kind: 'replayed' | 'expired' | 'other_browser'): FlowErrorCode {
  switch (kind) {
    case 'replayed':
      return 'state_consumed';
    case 'expired':
      return 'flow_expired';
    case 'other_browser':
      return 'other_browser';
    default:
      return never(kind);
  }
}

/** The flow is used up, so whatever goes wrong is its end, to be told like any other. */
async function concludeFlow(deps: Deps, ctx: Ctx, flow: FlowRow, session: ConnectSessionRow): Promise<FlowEnd> {
  try {
    return await judgeAnswer(deps, ctx, flow, session);
  } catch (cause) {
    ctx.state.log.error({ err: cause, flow_id: flow.id }, 'flow could not be concluded');
    return failed('service_unavailable');
  }
}

async function judgeAnswer(deps: Deps, ctx: Ctx, flow: FlowRow, session: ConnectSessionRow): Promise<FlowEnd> {
  // Cancelled or done in another window: the app was told so, and would never learn of a grant made now.
  if (session.final) return failed('session_expired');
  const provider = await flowProvider(deps, flow);
  const rightPath = provider?.callbackPath === `/oauth/callback/${ctx.params['provider'] ?? ''}`;
  const { answer } = personKinds[flow.kind];
  if (!provider || !rightPath || !answer) return failed('provider_configuration_unavailable');
  const answered = await answer({
    provider,
    flow,
    secrets: openedSecrets(deps, flow),
    parameters: new URLSearchParams(ctx.querystring),
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
    now: deps.clock.now(),
  });
  return answered.kind === 'tokens' ? grantFrom(deps, flow, session, provider, answered.tokens) : answered;
}
