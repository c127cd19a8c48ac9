/** New tokens go into the store before anybody may use them. */
import type { TokenSet } from '../../oauth/oauth.ts';
import type { AuditRow, GrantPatch, RefreshMarks, RefreshRecord, VaultRow } from '../../stores/store.ts';
import { revocationRow } from '../revocation-row.ts';
import { contextOf } from './context.ts';
import { failed, type RefreshEnd } from './refresh.ts';
import type { Run } from './run.ts';
import { untilStored } from './until-stored.ts';

export type Saved = { kind: 'saved'; vault: VaultRow } | { kind: 'ended'; end: RefreshEnd };

/** What is written in one step with the tokens. */
interface Beside {
  marks: RefreshMarks;
  record: RefreshRecord;
  owed: AuditRow;
}

/**
 * Compare-and-set on the generation and on the intent that stands there. It is the call's own intent; or the probe of
 * somebody who thought that this process was dead, or none since that was given up: then the tokens here are younger than what
 * that one was told. Only a later generation, or a revocation, wins over them.
 */
export async function saveTokens(run: Run, tokens: TokenSet, beside: Beside): Promise<Saved> {
  const { deps, row } = run;
  const { grant } = run.request;
  const now = deps.clock.now();
  const next: VaultRow = { ...vaultOf(row), generation: row.generation + 1, updated_at: now };
  next.sealed = deps.vault.seal(contextOf(next), tokens.fields);
  const store = <T>(verb: () => Promise<T>): Promise<T> => untilStored(deps, verb);
  const patch: GrantPatch = { token_expires_at: tokens.expiresAt, updated_at: now };
  if (tokens.scopes) patch.scopes = tokens.scopes;
  if (grant.status === 'error' || row.refresh.unusable !== null)
    Object.assign(patch, { status: 'active', reason: null });
  let intent = run.intent?.id ?? null;
  for (;;) {
    const refreshed = { intent, ...beside };
    if (await store(() => deps.store.grants.renew(grant.app_id, grant.id, patch, next, refreshed))) {
      return { kind: 'saved', vault: next };
    }
    const there = await store(() => deps.store.vault.read(grant.app_id, grant.id));
    const stillThere = there && (await store(() => deps.store.grants.find(grant.app_id, grant.id)));
    if (!there || !stillThere || stillThere.status === 'revoked') return revoked(run, tokens, now);
    // An earlier attempt may have landed although the store said that it could not answer.
    if (there.generation !== row.generation) {
      return isSame(there, next)
        ? { kind: 'saved', vault: next }
        : { kind: 'ended', end: { kind: 'renewed', vault: there } };
    }
    const stands = there.refresh.intent?.id ?? null;
    if (stands === intent) throw new Error('the store refuses tokens that it has no reason to refuse');
    intent = stands;
    if (there.refresh.ended !== null && stillThere.status === 'needs_reauth') {
      patch.status = 'active';
      patch.reason = null;
    }
  }
}

const vaultOf = ({ app_id, grant_id, generation, sealed, updated_at }: VaultRow): VaultRow => ({
  app_id,
  grant_id,
  generation,
  sealed,
  updated_at,
});

const isSame = (one: VaultRow, other: VaultRow): boolean =>
  one.generation === other.generation &&
  Buffer.compare(Buffer.from(one.sealed.wrapped_key), Buffer.from(other.sealed.wrapped_key)) === 0;

/** Revoked meanwhile: what the provider just gave must not live on there. */
async function revoked(run: Run, tokens: TokenSet, now: number): Promise<Saved> {
  const { deps, request } = run;
  if (request.provider.endpoints.revoke) {
    await untilStored(deps, () => deps.store.outbox.add(revocationRow(deps, request.grant, tokens.fields, now)));
  }
  return { kind: 'ended', end: failed('grant_revoked') };
}
