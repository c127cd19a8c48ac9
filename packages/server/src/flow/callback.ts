/**
 * Station 3: the provider's answer comes back. The flow is consumed by one conditional update, the code is exchanged, the
 * account is looked up, the grant is saved, and the result goes to the session; then to a clean page.
 */
import type { FlowErrorCode } from '@alter/protocol';
import { auditRow } from '../audit/record.ts';
import { saveGrant, type Saved } from '../grants/save.ts';
import { never, Refusal } from '../lib/assert.ts';
import { sha256 } from '../lib/encoding.ts';
import { exchangeCode } from '../oauth/exchange.ts';
import { lookUpAccount } from '../oauth/identity.ts';
import { plainWords } from '../oauth/plain-words.ts';
import type { TokenOutcome, TokenSet } from '../oauth/oauth.ts';
import type { AccountFacts, ResolvedProvider } from '../providers/provider.ts';
import { browserHash } from '../sessions/cookies.ts';
import { endAfter, granted } from '../sessions/outcome.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { ConnectSessionRow, ConsumeOutcome, FlowRow, SessionEntry } from '../stores/store.ts';
import { flowContext, flowFacts, flowProvider, redirect, redirectToProblem } from './popup.ts';
import type { Watchers } from './watch.ts';

/** What a flow came to, before it is told to anybody. */
type FlowEnd =
  | { kind: 'granted'; saved: Saved; facts: AccountFacts }
  | { kind: 'declined' }
  | { kind: 'failed'; error: FlowErrorCode; detail: string | null };

export function callback(deps: Deps, watchers: Watchers): Step {
  return async (ctx) => {
    const state = single(ctx, 'state');
    if (!state) return redirectToProblem(ctx, 'state_unknown');
    const outcome = await deps.store.flows.consume(sha256(state), browserHash(ctx, deps.config), deps.clock.now());
    if (outcome.kind !== 'consumed') return refuseCallback(deps, ctx, outcome);
    const { flow } = outcome;
    const session = await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now());
    if (!session) return redirectToProblem(ctx, 'session_expired');
    const end = await concludeFlow(deps, ctx, flow, session);
    await recordEnd(deps, ctx, flow, session, end, watchers);
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
      auditRow(deps, 'connect.refused', { ...flowFacts(outcome.flow, ctx), decision: code }),
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
  if (!provider || !rightPath) return failed('provider_configuration_unavailable');
  const error = single(ctx, 'error');
  if (error) return providerRefusal(error, single(ctx, 'error_description'));
  const exchanged = await exchange(deps, ctx, flow, provider);
  if (exchanged.kind === 'refused') return exchangeRefusal(exchanged);
  return grantFrom(deps, flow, session, provider, exchanged.tokens);
}

async function exchange(deps: Deps, ctx: Ctx, flow: FlowRow, provider: ResolvedProvider): Promise<TokenOutcome> {
  const verifier = flow.secrets && deps.vault.openField(flowContext(flow), flow.secrets, 'code_verifier');
  return exchangeCode({
    provider,
    redirectUri: flow.redirect_uri,
    callbackParameters: new URLSearchParams(ctx.querystring),
    codeVerifier: verifier,
    nonce: flow.nonce,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
    now: deps.clock.now(),
  });
}

async function grantFrom(
  deps: Deps,
  flow: FlowRow,
  session: ConnectSessionRow,
  provider: ResolvedProvider,
  tokens: TokenSet,
): Promise<FlowEnd> {
  const account = await lookUpAccount({
    provider,
    tokens,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
  });
  if (account.kind === 'failed') return failed('account_lookup_failed', account.error);
  const saved = await saveGrant(deps, { flow, session, provider, tokens, account: account.facts });
  if (saved.kind === 'account_mismatch') return failed('account_mismatch');
  return { kind: 'granted', saved, facts: account.facts };
}

/** RFC 6749 §4.1.2.1. Access denied is the person's answer, not a failure. */
function providerRefusal(error: string, description: string | null): FlowEnd {
  if (error === 'access_denied' || error === 'consent_required') return { kind: 'declined' };
  return failed(configurationError(error) ?? 'provider_error', plainWords(description ?? error));
}

function exchangeRefusal(outcome: Extract<TokenOutcome, { kind: 'refused' }>): FlowEnd {
  const detail = plainWords([outcome.error, outcome.description].filter(Boolean).join(': '));
  if (outcome.error === 'issuer_mismatch') return failed('issuer_mismatch');
  return failed(configurationError(outcome.error) ?? 'token_exchange_failed', detail);
}

function configurationError(error: string): FlowErrorCode | null {
  if (error === 'invalid_client' || error === 'unauthorized_client') return error;
  if (error === 'redirect_uri_mismatch' || error === 'invalid_redirect_uri') return 'invalid_redirect_uri';
  return null;
}

const failed = (error: FlowErrorCode, detail: string | null = null): FlowEnd => ({ kind: 'failed', error, detail });

/** Audit row first, then the session's entry: what is told is what was recorded. */
async function recordEnd(
  deps: Deps,
  ctx: Ctx,
  flow: FlowRow,
  session: ConnectSessionRow,
  end: FlowEnd,
  watchers: Watchers,
): Promise<void> {
  const entry = entryOf(deps, ctx, flow, end);
  await deps.store.audit.append([
    auditRow(deps, end.kind === 'granted' ? 'connect.completed' : 'connect.failed', {
      ...flowFacts(flow, ctx),
      principal: session.principal,
      grant_id: entry.grant_id,
      decision: end.kind === 'granted' ? 'allow' : (entry.error ?? null),
      detail: {
        operation: entry.operation,
        scopes: entry.scopes.join(' ').slice(0, 1000),
        ...(entry.detail === null ? {} : { provider_says: entry.detail }),
      },
    }),
  ]);
  const told = await deps.store.sessions.append(flow.session_hash, entry, endAfter(session, entry), deps.clock.now());
  if (!told) throw new Refusal('session_expired');
  watchers.changed(told);
  ctx.state.log.info(
    {
      flow_id: flow.id,
      provider_id: flow.provider_id,
      outcome: entry.outcome,
      error: entry.error,
      grants: granted(told).length,
    },
    'flow ended',
  );
}

function entryOf(deps: Deps, ctx: Ctx, flow: FlowRow, end: FlowEnd): SessionEntry {
  const base = {
    flow_id: flow.id,
    provider_id: flow.provider_id,
    at: deps.clock.now(),
    request_id: ctx.state.requestId,
    operation: null,
    grant_id: null,
    account: null,
    account_display_name: null,
    scopes: [],
    grant_status: null,
    error: null,
    detail: null,
  };
  switch (end.kind) {
    case 'granted': {
      const { grant, operation } = end.saved;
      return {
        ...base,
        outcome: 'granted',
        operation,
        grant_id: grant.id,
        account: grant.account_identifier,
        account_display_name: grant.account_display_name,
        scopes: grant.scopes,
        grant_status: grant.status === 'pending' ? 'pending' : 'active',
      };
    }
    case 'declined':
      return { ...base, outcome: 'declined', error: 'access_denied' };
    case 'failed':
      return { ...base, outcome: 'failed', error: end.error, detail: end.detail };
    default:
      return never(end);
  }
}

/** A parameter that came exactly once; repeated ones are not trusted (RFC 6749 §3.1). */
function single(ctx: Ctx, name: string): string | null {
  const value = ctx.query[name];
  return typeof value === 'string' && value.length > 0 && value.length <= 4096 ? value : null;
}
