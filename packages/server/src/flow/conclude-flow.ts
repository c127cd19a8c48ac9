/** The end of every flow, whatever its kind: the account is looked up, the grant is saved, and the session is told. */
import type { Logger } from 'pino';
import { auditRow } from '../audit/record.ts';
import { queueLooseTokens } from '../grants/loose-tokens.ts';
import { saveGrant } from '../grants/save.ts';
import { never, Refusal } from '../lib/assert.ts';
import { lookUpAccount } from '../oauth/identity.ts';
import type { TokenSet } from '../oauth/oauth.ts';
import { lookUpPlaces } from '../oauth/places.ts';
import type { Place } from '../providers/places.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { withValues } from '../providers/resolve.ts';
import { endAfter, granted } from '../sessions/outcome.ts';
import type { Ctx, Deps } from '../state.ts';
import type { AuditRow, ConnectSessionRow, FlowRow, SessionEntry } from '../stores/store.ts';
import { failed, type FlowEnd } from './flow-end.ts';
import type { Watchers } from './watchers.ts';

/** Under which request a step of a flow is recorded. */
export interface Trace {
  requestId: string;
  clientIp: string | null;
  log: Logger;
}

export const traceOf = (ctx: Ctx): Trace => ({
  requestId: ctx.state.requestId,
  clientIp: ctx.state.clientIp,
  log: ctx.state.log,
});

/** What every audit row of a flow says. */
export const flowFacts = (flow: FlowRow, trace: Trace) => ({
  app_id: flow.app_id,
  request_id: trace.requestId,
  client_ip: trace.clientIp,
  session_id: flow.session_id,
  provider_id: flow.provider_id,
  call_id: flow.id,
});

export async function grantFrom(
  deps: Deps,
  flow: FlowRow,
  session: ConnectSessionRow,
  provider: ResolvedProvider,
  tokens: TokenSet,
): Promise<FlowEnd> {
  const account = await lookUpAccount({ ...reachOf(deps), provider, tokens });
  if (account.kind === 'failed') {
    await queueLooseTokens(deps, { provider: withValues(provider, tokens.variables), tokens, accountKey: null });
    return failed('account_lookup_failed', account.error);
  }
  const known = withValues(provider, account.variables);
  const saved = await saveGrant(deps, {
    principal: session.principal,
    provider: known,
    flowKind: flow.kind,
    scopes: flow.scopes,
    label: session.label,
    policy: session.grant_policy,
    repairs: session.repair_grant_id,
    tokens,
    account: account.facts,
    places: await placesFor(deps, known, tokens),
  });
  if (saved.kind === 'account_mismatch') {
    await queueLooseTokens(deps, { provider: known, tokens, accountKey: account.facts.key });
    return failed('account_mismatch', null, account.facts.identifier);
  }
  return { kind: 'granted', saved, facts: account.facts };
}

/** Null: there are none here, or the provider did not say; a connection is not lost for it. */
export async function placesFor(deps: Deps, provider: ResolvedProvider, tokens: TokenSet): Promise<Place[] | null> {
  const outcome = await lookUpPlaces({ ...reachOf(deps), provider, tokens });
  if (outcome === null) return null;
  if (outcome.kind === 'known') return outcome.places;
  const { providerId: provider_id } = provider.config;
  deps.log.warn({ provider_id, error: outcome.error }, 'where a connection is for is not known');
  return null;
}

const reachOf = (deps: Deps) => ({
  fetch: deps.egress.fetch,
  signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
  now: deps.clock.now(),
});

/** Audit row first, then the session's entry: what is told is what was recorded. */
export async function recordEnd(
  deps: Deps,
  trace: Trace,
  flow: FlowRow,
  session: ConnectSessionRow,
  end: FlowEnd,
  watchers: Watchers,
): Promise<ConnectSessionRow> {
  const entry = entryOf(deps, trace, flow, end);
  await deps.store.audit.append([
    auditRow(deps, end.kind === 'granted' ? 'connect.completed' : 'connect.failed', {
      ...flowFacts(flow, trace),
      principal: session.principal,
      grant_id: entry.grant_id,
      decision: end.kind === 'granted' ? 'allow' : (entry.error ?? null),
      detail: { operation: entry.operation, scopes: listed(entry.scopes), flow_kind: flow.kind, ...detailOf(end) },
    }),
  ]);
  const told = await deps.store.sessions.append(flow.session_hash, entry, endAfter(session, entry), deps.clock.now());
  if (!told) throw new Refusal('session_expired');
  watchers.changed(told);
  trace.log.info(
    {
      flow_id: flow.id,
      provider_id: flow.provider_id,
      outcome: entry.outcome,
      error: entry.error,
      grants: granted(told).length,
    },
    'flow ended',
  );
  return told;
}

/** What an operator wants to know of it later; of more scopes on the same grant, which they are. */
function detailOf(end: FlowEnd): AuditRow['detail'] {
  switch (end.kind) {
    case 'granted': {
      const { added, missing } = end.saved;
      return {
        ...(added.length === 0 ? {} : { scopes_added: listed(added) }),
        ...(missing.length === 0 ? {} : { scopes_missing: listed(missing) }),
      };
    }
    case 'declined':
      return {};
    case 'failed':
      return end.detail === null ? {} : { provider_says: end.detail };
    default:
      return never(end);
  }
}

const listed = (scopes: readonly string[]): string => scopes.join(' ').slice(0, 1000);

function entryOf(deps: Deps, trace: Trace, flow: FlowRow, end: FlowEnd): SessionEntry {
  const base = {
    flow_id: flow.id,
    provider_id: flow.provider_id,
    at: deps.clock.now(),
    request_id: trace.requestId,
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
      return { ...base, outcome: 'failed', error: end.error, detail: end.detail, account: end.account };
    default:
      return never(end);
  }
}
