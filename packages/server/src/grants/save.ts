/** The stored grant is born or renewed. The same account gives the same grant; another account another. */
import { newId } from '../lib/random.ts';
import type { TokenSet } from '../oauth/oauth.ts';
import { keptVariables } from '../providers/learn.ts';
import { withPlaces, type Place } from '../providers/places.ts';
import type { AccountFacts, ResolvedProvider } from '../providers/provider.ts';
import { grantExpiry } from '../sessions/outcome.ts';
import { offlineAccess } from '../sessions/view.ts';
import type { Deps } from '../state.ts';
import {
  noMarks,
  type GrantPatch,
  type GrantPolicy,
  type GrantRow,
  type Principal,
  type VaultRow,
} from '../stores/store.ts';
import type { SealContext } from '../vault/seal.ts';
import type { Secret } from '../vault/secret.ts';
import { statusOf } from './view.ts';
import type { FlowKind } from '@alter/protocol';

export interface SaveRequest {
  principal: Principal;
  /** With its variables. */
  provider: ResolvedProvider;
  flowKind: FlowKind;
  /** What was asked for. */
  scopes: readonly string[];
  label: string | null;
  policy: GrantPolicy | null;
  /** The grant that is to be renewed, when it is known which. */
  repairs: string | null;
  tokens: TokenSet;
  account: AccountFacts;
  /** Null: none of this provider, or nobody knows; what the grant had stays. */
  places: readonly Place[] | null;
}

export interface Saved {
  kind: 'saved';
  grant: GrantRow;
  operation: 'creation' | 'reauth';
  /** What a grant that there was already may now do beside what it could. */
  added: string[];
  /** What was asked for, or could be done before, and was not given. */
  missing: string[];
}

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
    if (!grant) continue;
    return {
      kind: 'saved',
      grant,
      operation: known ? 'reauth' : 'creation',
      added: known ? grant.scopes.filter((scope) => !known.scopes.includes(scope)) : [],
      missing: missingScopes(request, known, grant.scopes),
    };
  }
  throw new Error('the grant kept changing while it was saved');
}

async function knownGrant(
  deps: Deps,
  { principal, provider, repairs, account }: SaveRequest,
): Promise<GrantRow | null> {
  const { appId } = provider.config;
  if (repairs !== null) {
    const grant = await deps.store.grants.find(appId, repairs);
    return grant?.status === 'revoked' ? null : grant;
  }
  if (account.key === null) return null;
  return deps.store.grants.findAccount({
    app_id: appId,
    principal,
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
  const { principal, provider, flowKind, label } = request;
  const { config } = provider;
  const now = deps.clock.now();
  const grant: GrantRow = {
    id: newId(),
    app_id: config.appId,
    principal,
    provider_id: config.providerId,
    flow_kind: flowKind,
    config_id: config.id,
    issuer: provider.issuer,
    client_id: config.clientId,
    hosts: [...provider.hosts],
    variables: withPlaces(provider.entry, keptVariables(provider), request.places ?? []),
    label,
    created_at: now,
    revoked_at: null,
    revoke_reason: null,
    revoked_by: null,
    revocation: null,
    unrecorded: null,
    ...fresh(request, null, now),
    status: mustBeConfirmed(deps, request) ? 'pending' : 'active',
  };
  const outcome = await deps.store.grants.create(grant, vaultRow(deps, grant, 1, request.tokens, now));
  if (outcome !== 'created') return null;
  await noteEnd(deps, grant, 1, request.tokens);
  return grant;
}

async function renew(deps: Deps, known: GrantRow, request: SaveRequest): Promise<GrantRow | null> {
  const held = await deps.store.vault.read(known.app_id, known.id);
  if (!held) return null;
  const tokens = keepRefreshToken(deps, known, held, request.tokens);
  const now = deps.clock.now();
  const patch: GrantPatch = {
    ...fresh({ ...request, tokens }, known, now),
    ...(request.places === null
      ? {}
      : { variables: withPlaces(request.provider.entry, known.variables, request.places) }),
    status: renewedStatus(deps, known, request, now),
  };
  const vault = vaultRow(deps, known, held.generation + 1, tokens, now);
  const renewed = await deps.store.grants.renew(known.app_id, known.id, patch, vault);
  if (renewed) await noteEnd(deps, known, vault.generation, tokens);
  return renewed;
}

/** The tokens are stored, and that is what counts: without this, the entry says how long a refresh token lives unused. */
async function noteEnd(
  { store, log }: Deps,
  grant: GrantRow,
  generation: number,
  { refreshEndsAt }: TokenSet,
): Promise<void> {
  if (refreshEndsAt === undefined) return;
  const marks = { ...noMarks, refresh_ends_at: refreshEndsAt };
  try {
    await store.vault.mark(grant.app_id, grant.id, { generation, intent: null }, marks, null);
  } catch (err) {
    log.warn({ err, grant_id: grant.id }, 'the end of a refresh token was not written down');
  }
}

/** One whose time was over may never have been confirmed: it comes back as a new one would begin. */
function renewedStatus(deps: Deps, known: GrantRow, request: SaveRequest, now: number): 'pending' | 'active' {
  if (statusOf(known, now) === 'expired') return mustBeConfirmed(deps, request) ? 'pending' : 'active';
  return known.status === 'pending' ? 'pending' : 'active';
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

/** An app that has the last word on what persons connect; what its own back end makes needs none. */
const mustBeConfirmed = (deps: Deps, { flowKind, provider }: SaveRequest): boolean =>
  flowKind !== 'client_credentials' && deps.apps.find(provider.config.appId)?.confirmGrants === true;

/**
 * What was asked for, and what the grant had before, without what the provider gave. The person may have taken something
 * back there, and that is their word; but the app that relied on it has to learn of it.
 */
function missingScopes({ scopes: asked }: SaveRequest, known: GrantRow | null, given: readonly string[]): string[] {
  const wanted = [...new Set([...asked, ...(known?.scopes ?? [])])];
  return wanted.filter((scope) => !given.includes(scope) && scope !== offlineAccess);
}

/** What every authorization, first or again, writes anew. */
function fresh(request: SaveRequest, known: GrantRow | null, now: number) {
  const { scopes: asked, tokens, account, flowKind } = request;
  const scopes = tokens.scopes ?? [...asked];
  return {
    account_key: account.key,
    account_identifier: account.identifier,
    account_display_name: account.displayName,
    inject_field: tokens.injectField,
    scopes,
    scope_mismatch: missingScopes(request, known, scopes).length > 0,
    reason: null,
    token_expires_at: tokens.expiresAt,
    refreshable: flowKind === 'client_credentials' || tokens.fields['refresh_token'] !== undefined,
    ...termsOf(request, known, now),
    updated_at: now,
  } satisfies GrantPatch;
}

/** More scopes on a grant that lives do not lengthen its life: its own terms stay unless the session brings others. */
function termsOf({ policy, repairs }: SaveRequest, known: GrantRow | null, now: number) {
  const lives = known !== null && (known.grant_expires_at === null || known.grant_expires_at > now);
  if (policy === null && repairs !== null && lives)
    return { policy: known.policy, grant_expires_at: known.grant_expires_at };
  return { policy, grant_expires_at: grantExpiry(policy, now) };
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
