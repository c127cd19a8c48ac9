/**
 * The stored grant as a usable credential: read, unsealed, and renewed first when its token is stale. One refresh per
 * grant at a time, in this process and over all of them: `refresh/`.
 */
import { credentialTypeOf } from '../credentials/of-kind.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Deps } from '../state.ts';
import type { GrantRow, HeldRow, VaultRow } from '../stores/store.ts';
import { randomToken } from '../lib/random.ts';
import { SealBroken } from '../vault/seal.ts';
import type { Secret } from '../vault/secret.ts';
import { createPlaintextCache } from './plaintext-cache.ts';
import { contextOf } from './refresh/context.ts';
import { nothing, type AtPoint } from './refresh/faults.ts';
import { createFlights } from './refresh/flights.ts';
import { freshness } from './refresh/freshness.ts';
import { isUnderWay } from './refresh/plan.ts';
import { recoverOwed, recoverRefreshes } from './refresh/recover.ts';
import type { Cause, RefreshEnd, RefreshRefusal, RefreshTokens } from './refresh/refresh.ts';

export interface OpenedCredential {
  token: Secret;
  /** The second field that the grant's type of credential needs. */
  secret: Secret | null;
  /** Of the vault row that it came from. */
  generation: number;
}

export type OpenOutcome =
  | { kind: 'opened'; credential: OpenedCredential }
  | { kind: 'refused'; code: RefreshRefusal; fields: Record<string, unknown> };

export interface CredentialOpener {
  /**
   * Call it after the begin row is durable: the vault read here is what a revocation meets.
   * @param requestId of the call that asks; a refresh is recorded under it
   */
  open(grant: GrantRow, provider: ResolvedProvider, requestId: string): Promise<OpenOutcome>;
  /**
   * After the provider answered 401 to the token of `used`: one forced refresh, at most once per grant in a minute.
   * Null: nothing newer is to be had, the 401 stands.
   */
  renew(
    grant: GrantRow,
    provider: ResolvedProvider,
    used: OpenedCredential,
    requestId: string,
  ): Promise<OpenedCredential | null>;
  /** Meets the refreshes that an earlier process has left open. Resolves with how many there were. */
  recover(): Promise<number>;
  /** Resolves when no refresh is under way any more. */
  close(): Promise<void>;
}

export type OpenDeps = Pick<Deps, 'store' | 'vault' | 'clock' | 'config' | 'log' | 'shutdown' | 'providers'>;

/** @param at what stands at the points of the fault table; in production nothing */
export function createOpener(deps: OpenDeps, refreshTokens: RefreshTokens, at: AtPoint = nothing): CredentialOpener {
  const cache = createPlaintextCache();
  const process = randomToken(6);
  const closing = new AbortController();
  const flights = createFlights({ deps, refreshTokens, at, process });
  deps.log.debug({ process }, 'refreshes of this process go by this name');

  const secretOf = (grant: GrantRow, vault: VaultRow): Secret | null => {
    const { secretField } = credentialTypeOf(grant.flow_kind);
    return secretField === null ? null : deps.vault.openField(contextOf(vault), vault.sealed, secretField);
  };

  const unseal = (grant: GrantRow, vault: VaultRow): OpenedCredential => {
    const secret = secretOf(grant, vault);
    const known = cache.get(grant.id, vault.generation, grant.inject_field);
    if (known) return { token: known, secret, generation: vault.generation };
    const token = deps.vault.openField(contextOf(vault), vault.sealed, grant.inject_field);
    if (!token) throw new Error(`the vault row of grant ${grant.id} has no field ${grant.inject_field}`);
    cache.put(grant.id, vault.generation, grant.inject_field, token);
    return { token, secret, generation: vault.generation };
  };

  /** Null: the refresh goes on without this caller. */
  const patiently = async (flight: Promise<RefreshEnd>): Promise<RefreshEnd | null> => {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, deps.config.timeouts.refreshWaitMs, null);
    });
    return Promise.race([flight, limit]).finally(() => clearTimeout(timer));
  };

  const begin = (grant: GrantRow, provider: ResolvedProvider, seen: HeldRow, cause: Cause, requestId: string) =>
    flights.begin({ grant, provider, seen, cause, requestId });

  /** Null: what stands there does not open here. */
  const readable = (grant: GrantRow, vault: VaultRow): OpenedCredential | null => {
    try {
      return unseal(grant, vault);
    } catch (error) {
      if (error instanceof SealBroken) return null;
      throw error;
    }
  };

  const afterRefresh = (grant: GrantRow, end: RefreshEnd | null): OpenOutcome => {
    if (end === null) return refused('token_refresh_in_progress', grant);
    if (end.kind === 'failed') return refused(end.code, grant);
    const credential = readable(grant, end.vault);
    return credential ? { kind: 'opened', credential } : refused('credential_revoked', grant);
  };

  return {
    async open(grant, provider, requestId) {
      const vault = await deps.store.vault.read(grant.app_id, grant.id);
      // Revoking destroys the ciphertext, so this read is the last word on it.
      if (!vault) return refused('grant_revoked', grant);
      const state = freshness(grant, vault, provider, deps.clock.now(), deps.config.refresh);
      const credential = state === 'expired' || grant.status === 'error' ? null : readable(grant, vault);
      // What cannot be used is looked at under the lease: renewed, mended, or named.
      if (!credential) return afterRefresh(grant, await patiently(begin(grant, provider, vault, 'expired', requestId)));
      if (state === 'due' && !isUnderWay(vault, deps.clock.now(), deps.config)) {
        begin(grant, provider, vault, 'ahead', requestId).catch((err: unknown) => {
          deps.log.warn({ err, grant_id: grant.id }, 'a refresh ahead of time failed');
        });
      }
      return { kind: 'opened', credential };
    },

    async renew(grant, provider, used, requestId) {
      if (!grant.refreshable) return null;
      const seen = await deps.store.vault.read(grant.app_id, grant.id);
      if (!seen) return null;
      if (seen.generation !== used.generation) return unseal(grant, seen);
      const end = await patiently(begin(grant, provider, seen, 'refused', requestId));
      const newer = end?.kind === 'renewed' && end.vault.generation > used.generation;
      return newer ? unseal(grant, end.vault) : null;
    },

    async recover() {
      const signal = AbortSignal.any([deps.shutdown, closing.signal]);
      const [met] = await Promise.all([recoverRefreshes(deps, flights, signal), recoverOwed(deps, signal)]);
      return met;
    },

    async close() {
      closing.abort();
      cache.close();
      await flights.settled();
    },
  };
}

function refused(code: RefreshRefusal, grant: GrantRow): OpenOutcome {
  const { principal } = grant;
  const app_user_id = principal.type === 'user' ? principal.user_id : null;
  return { kind: 'refused', code, fields: { grant_id: grant.id, provider_id: grant.provider_id, app_user_id } };
}
