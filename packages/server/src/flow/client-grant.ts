/**
 * Station 4, without a person: a back end makes a grant for its own account at a provider. It belongs to the system: any
 * holder of the app's key may use it, and no person's Wallet shows it. @see RFC 6749 §4.4
 */
import { createGrantBody, type CreateGrantAnswer } from '@alter/protocol/schemas';
import { auditRow } from '../audit/record.ts';
import { saveGrant } from '../grants/save.ts';
import { grantItem } from '../grants/view.ts';
import { assert, Refusal } from '../lib/assert.ts';
import { parseBody } from '../middleware/body.ts';
import { askAsClient } from '../oauth/client-credentials.ts';
import { joined } from '../oauth/identity.ts';
import type { TokenOutcome, TokenSet } from '../oauth/oauth.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { resolveVariables, withValues } from '../providers/resolve.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import { placesFor } from './conclude-flow.ts';
import { callerFacts } from './grant.ts';
import { policyOf } from './session.ts';

export function createGrant(deps: Deps): Step {
  return async (ctx) => {
    const body = parseBody(ctx, createGrantBody);
    const { appId } = ctx.state.caller;
    const configured = await deps.providers.resolve(appId, body.provider_id);
    if (!configured) throw new Refusal('provider_not_configured', { provider_id: body.provider_id });
    const { config, entry } = configured;
    const scopes = body.scopes ?? [...config.scopes];
    const extra = scopes.filter((scope) => !config.scopes.includes(scope));
    assert(extra.length === 0, 'scope_not_allowed', { provider_id: config.providerId, scopes: extra });
    assert(entry.flowKinds.includes('client_credentials'), 'flow_kind_not_supported', {
      provider_id: config.providerId,
      flow_kinds: entry.flowKinds,
    });
    const policy = policyOf(body.grant_policy ?? null, deps.clock.now());
    const provider = resolveVariables(configured, body.variables ?? {});
    const tokens = await askProvider(deps, provider, scopes).catch(async (refusal: unknown) => {
      // The client's secret was used: that is on record before anybody is told what came of it.
      if (refusal instanceof Refusal) await recordRefusal(deps, ctx, provider, refusal);
      throw refusal;
    });
    const label = body.label ?? null;
    const known = withValues(provider, tokens.variables);
    const saved = await saveGrant(deps, {
      principal: { type: 'system' },
      provider: known,
      flowKind: 'client_credentials',
      scopes,
      label,
      policy,
      repairs: null,
      tokens,
      // One grant for each label: a back end that asks at every start gets the same one.
      account: { key: joined(['client_credentials', label ?? '']), identifier: config.clientId, displayName: null },
      places: await placesFor(deps, known, tokens),
    });
    assert(saved.kind === 'saved', 'internal_error');
    const { grant, operation } = saved;
    await deps.store.audit.append([
      auditRow(deps, 'grant.created', {
        ...callerFacts(ctx),
        principal: grant.principal,
        grant_id: grant.id,
        provider_id: grant.provider_id,
        detail: { operation, flow_kind: grant.flow_kind, scopes: grant.scopes.join(' ').slice(0, 1000) },
      }),
    ]);
    ctx.status = operation === 'creation' ? 201 : 200;
    // What was just made has no use; what this app had already may have.
    const uses = operation === 'creation' ? null : await deps.store.audit.lastUses(grant.app_id, [grant.id]);
    const item = grantItem(grant, entry.name, uses?.get(grant.id), deps.clock.now());
    const answer: CreateGrantAnswer = { ...item, operation };
    ctx.body = answer;
  };
}

function recordRefusal(deps: Deps, ctx: Ctx, { config }: ResolvedProvider, refusal: Refusal): Promise<void> {
  const { provider_error: error, provider_says: description } = refusal.fields;
  const said = [error, description].filter((word) => typeof word === 'string' && word !== '').join(': ');
  return deps.store.audit.append([
    auditRow(deps, 'connect.failed', {
      ...callerFacts(ctx),
      principal: { type: 'system' },
      provider_id: config.providerId,
      decision: refusal.code,
      detail: { flow_kind: 'client_credentials', ...(said === '' ? {} : { provider_says: said }) },
    }),
  ]);
}

/** @throws Refusal that says who has to do what: nothing was made */
async function askProvider(deps: Deps, provider: ResolvedProvider, scopes: readonly string[]): Promise<TokenSet> {
  const outcome = await askAsClient({
    provider,
    scopes,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
    now: deps.clock.now(),
  });
  if (outcome.kind === 'ok') return outcome.tokens;
  throw refusalOf(outcome, provider);
}

function refusalOf(
  { class: errorClass, error, description, status }: Extract<TokenOutcome, { kind: 'refused' }>,
  { config }: ResolvedProvider,
): Refusal {
  const fields = {
    provider_id: config.providerId,
    provider_error: error,
    provider_says: description,
    provider_status: status,
  };
  if (errorClass === 'configuration') return new Refusal('provider_configuration_unavailable', fields);
  if (status === null) return new Refusal('provider_unreachable', { ...fields, sent: error !== 'unreachable' });
  return new Refusal('provider_refused', fields);
}
