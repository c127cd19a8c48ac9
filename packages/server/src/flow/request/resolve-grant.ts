/** Which grant is meant: of this app, of the principal that the caller names. Reads only; not found is decided later. */
import { Refusal } from '../../lib/assert.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import { resolveKept } from '../../providers/resolve.ts';
import type { GrantFilter, GrantRow, Principal } from '../../stores/store.ts';
import { findGrant } from './ask-ahead.ts';
import type { Call, Intent, Resolution } from './call.ts';

/** Candidates that an ambiguous address is answered with. */
const candidateLimit = 20;

export async function resolveGrant(call: Call): Promise<void> {
  const principal = await namedPrincipal(call);
  const { grantId, providerId } = call.intent;
  if (principal === 'unknown') call.resolution = { kind: 'none' };
  else if (grantId !== null) call.resolution = await byId(call, grantId, principal);
  else call.resolution = await byProvider(call, providerId ?? '', principal);
}

/** Null: the caller names nobody. */
async function namedPrincipal(call: Call): Promise<Principal | 'unknown' | null> {
  const { userReference, userId } = call.intent;
  if (userReference === null) return userId === null ? null : { type: 'user', user_id: userId };
  const user = await call.deps.store.users.findByReference(call.ctx.state.caller.appId, userReference);
  if (!user || (userId !== null && userId !== user.id)) return 'unknown';
  return { type: 'user', user_id: user.id };
}

async function byId(call: Call, grantId: string, principal: Principal | null): Promise<Resolution> {
  const grant = await findGrant(call, grantId);
  if (!grant || !matches(grant, call.intent)) return { kind: 'none' };
  if (principal ? !samePrincipal(grant.principal, principal) : mustNameUser(call, grant)) return { kind: 'none' };
  return found(call, grant);
}

/** Account and label beside a grant_id narrow too. */
const matches = (grant: GrantRow, { account, label }: Intent): boolean =>
  (account === null || grant.account_identifier === account) && (label === null || grant.label === label);

const mustNameUser = (call: Call, grant: GrantRow): boolean =>
  grant.principal.type === 'user' && (call.deps.apps.find(grant.app_id)?.requireUser ?? true);

const samePrincipal = (a: Principal, b: Principal): boolean =>
  a.type === b.type && (a.type !== 'user' || (b.type === 'user' && a.user_id === b.user_id));

async function byProvider(call: Call, providerId: string, principal: Principal | null): Promise<Resolution> {
  const { deps, intent } = call;
  const { appId } = call.ctx.state.caller;
  const filter: GrantFilter = { live: true, provider_id: deps.providers.entry(providerId)?.id ?? providerId };
  if (principal) filter.principal = principal;
  if (intent.account !== null) filter.account = intent.account;
  if (intent.label !== null) filter.label = intent.label;
  const page = await deps.store.grants.list(appId, filter, { limit: candidateLimit, offset: 0, after: null });
  const [only, second] = page.rows;
  if (!only) return { kind: 'none' };
  if (second) return { kind: 'ambiguous', grants: page.rows, truncated: page.has_more };
  return !principal && mustNameUser(call, only) ? { kind: 'none' } : found(call, only);
}

async function found(call: Call, grant: GrantRow): Promise<Resolution> {
  const configured = await call.deps.providers.resolveConfig(grant.app_id, grant.config_id);
  return { kind: 'found', grant, provider: configured && withKept(configured, grant) };
}

/** Null when the entry has become stricter than the grant's values: that is decided, and on record, like everything here. */
function withKept(configured: ResolvedProvider, grant: GrantRow): ResolvedProvider | null {
  // What a person answered, or what arrived, is the grant's; for most providers that is nothing.
  if (!configured.entry.variables.some(({ from }) => from !== 'operator')) return configured;
  try {
    return resolveKept(configured, kept(configured, grant));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** A person's answers, and what arrived when they connected. */
const kept = (provider: ResolvedProvider, grant: GrantRow): Record<string, string> =>
  Object.fromEntries(
    provider.entry.variables
      .filter(({ from, name }) => from !== 'operator' && grant.variables[name] !== undefined)
      .map(({ name }) => [name, grant.variables[name] ?? '']),
  );
