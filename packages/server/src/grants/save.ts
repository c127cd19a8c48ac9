/** The stored grant is born or renewed: stations 3 only. The same account gives the same grant; another account another. */
import { newId } from '../lib/random.ts';
import type { TokenSet } from '../oauth/oauth.ts';
import type { AccountFacts, ResolvedProvider } from '../providers/provider.ts';
import { grantExpiry } from '../sessions/outcome.ts';
import type { Deps } from '../state.ts';
import type { ConnectSessionRow, FlowRow, GrantPatch, GrantRow, VaultRow } from '../stores/store.ts';
import type { SealContext } from '../vault/seal.ts';
import type { Secret } from '../vault/secret.ts';
import type { GrantStatus } from '@alter/protocol';

export interface SaveRequest {
  flow: FlowRow;
  session: ConnectSessionRow;
  provider: ResolvedProvider;
  tokens: TokenSet;
  account: AccountFacts;
}

export interface Saved {
  kind: 'saved';
  grant: GrantRow;
  operation: 'creation' | 'reauth';
}

/** Asks for a refresh token and is no permission; servers often leave it out of what they granted (OpenID Connect Core §11). */
const offlineAccess = 'offline_access';

/** Attempts when another flow of the same account lands at the same moment. */
const attempts = 4;

/**
 * Matches by (app, principal, issuer, client id, account key), never by e-mail; without an account key always a new grant,
 * unless the session names the grant to repair. A revoked grant never returns.
 */
export async function saveGrant(deps: Deps, request: SaveRequest): Promise<Saved | { kind: 'account_mismatch' }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = await knownGrant(deps, request);
    if (known && mismatched(known, request)) return { kind: 'account_mismatch' };
    const grant = known ? await renew(deps, known, request) : await create(deps, request);
    if (grant) return { kind: 'saved', grant, operation: known ? 'reauth' : 'creation' };
  }
  throw new Error('the grant kept changing while it was saved');
}

async function knownGrant(deps: Deps, { flow, session, provider, account }: SaveRequest): Promise<GrantRow | null> {
  if (session.repair_grant_id) {
    const grant = await deps.store.grants.find(flow.app_id, session.repair_grant_id);
    return grant?.status === 'revoked' ? null : grant;
  }
  if (account.key === null) return null;
  return deps.store.grants.findAccount({
    app_id: flow.app_id,
    principal: session.principal,
    issuer: provider.issuer,
    client_id: provider.config.clientId,
    account_key: account.key,
  });
}

/** At a repair, tokens of a different account, server or client are never written over the old ones: its hosts are theirs. */
const mismatched = (known: GrantRow, { account, provider }: SaveRequest): boolean =>
  (known.account_key !== null && known.account_key !== account.key) ||
  known.issuer !== provider.issuer ||
  known.client_id !== provider.config.clientId;

async function create(deps: Deps, request: SaveRequest): Promise<GrantRow | null> {
  const { flow, session, provider } = request;
  const now = deps.clock.now();
  const grant: GrantRow = {
    id: newId(),
    app_id: flow.app_id,
    principal: session.principal,
    provider_id: flow.provider_id,
    flow_kind: flow.kind,
    config_id: flow.config_id,
    issuer: provider.issuer,
    client_id: provider.config.clientId,
    hosts: [...provider.hosts],
    variables: flow.variables,
    label: session.label,
    created_at: now,
    last_used_at: null,
    revoked_at: null,
    revoke_reason: null,
    revoked_by: null,
    revocation: null,
    ...fresh(request, deps.apps.find(flow.app_id)?.confirmGrants ? 'pending' : 'active', now),
  };
  const outcome = await deps.store.grants.create(grant, vaultRow(deps, grant, 1, request.tokens, now));
  return outcome === 'created' ? grant : null;
}

async function renew(deps: Deps, known: GrantRow, request: SaveRequest): Promise<GrantRow | null> {
  const held = await deps.store.vault.read(known.app_id, known.id);
  if (!held) return null;
  const tokens = keepRefreshToken(deps, known, held, request.tokens);
  const now = deps.clock.now();
  const patch = fresh({ ...request, tokens }, known.status === 'pending' ? 'pending' : 'active', now);
  const vault = vaultRow(deps, known, held.generation + 1, tokens, now);
  return deps.store.grants.renew(known.app_id, known.id, patch, vault);
}

/** Some providers send a refresh token only the first time: the one we hold stays good (RFC 6749 §6 leaves it to them). */
function keepRefreshToken(deps: Deps, known: GrantRow, held: VaultRow, tokens: TokenSet): TokenSet {
  if (tokens.fields['refresh_token']) return tokens;
  const context = { appId: known.app_id, objectId: known.id, generation: held.generation };
  const old = openedField(deps, context, held);
  return old ? { ...tokens, fields: { ...tokens.fields, refresh_token: old } } : tokens;
}

/** Null when the key is lost or the row damaged: connecting again is the way out, and must not need what is lost. */
function openedField(deps: Deps, context: SealContext, held: VaultRow): Secret | null {
  try {
    return deps.vault.openField(context, held.sealed, 'refresh_token');
  } catch (cause) {
    deps.log.error(
      { err: cause, grant_id: held.grant_id },
      'the old refresh token cannot be opened, so it is not kept',
    );
    return null;
  }
}

/** What every authorization, first or again, writes anew. */
function fresh({ flow, session, tokens, account }: SaveRequest, status: GrantStatus, now: number) {
  const scopes = tokens.scopes ?? flow.scopes;
  return {
    account_key: account.key,
    account_identifier: account.identifier,
    account_display_name: account.displayName,
    inject_field: tokens.injectField,
    scopes,
    scope_mismatch: flow.scopes.some((scope) => !scopes.includes(scope) && scope !== offlineAccess),
    status,
    reason: null,
    token_expires_at: tokens.expiresAt,
    refreshable: tokens.fields['refresh_token'] !== undefined,
    policy: session.grant_policy,
    grant_expires_at: grantExpiry(session.grant_policy, now),
    updated_at: now,
  } satisfies GrantPatch;
}

/** Of the same `now` as the grant's metadata: a younger vault row means that a refresh came after it. */
const vaultRow = (
  deps: Deps,
  grant: Pick<GrantRow, 'app_id' | 'id'>,
  generation: number,
  tokens: TokenSet,
  now: number,
): VaultRow => ({
  app_id: grant.app_id,
  grant_id: grant.id,
  generation,
  sealed: deps.vault.seal({ appId: grant.app_id, objectId: grant.id, generation }, tokens.fields),
  updated_at: now,
});
