/**
 * The stored grant as a usable credential: read, unsealed, and renewed first when its token is stale. One refresh per
 * grant at a time in this process; other processes are told apart by the vault's generation.
 */
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Deps } from '../state.ts';
import type { GrantRow, VaultRow } from '../stores/store.ts';
import { createPlaintextCache } from './plaintext-cache.ts';
import { createRefresher, type RefreshResult, type RefreshTokens } from './refresh-flight.ts';
import type { Secret } from '../vault/secret.ts';

export interface OpenedCredential {
  token: Secret;
  /** Of the vault row that it came from. */
  generation: number;
}

export type OpenRefusal =
  | 'grant_revoked'
  | 'credential_revoked'
  | 'token_refresh_in_progress'
  | 'refresh_failed'
  | 'provider_configuration_unavailable';

export type OpenOutcome =
  | { kind: 'opened'; credential: OpenedCredential }
  | { kind: 'refused'; code: OpenRefusal; fields: Record<string, unknown> };

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
  /** Resolves when no refresh is under way any more. */
  close(): Promise<void>;
}

export type OpenDeps = Pick<Deps, 'store' | 'vault' | 'clock' | 'config' | 'log' | 'shutdown'>;

/** A forced refresh per grant and minute (`mechanisms.md` §2.7): a provider that always says 401 is not asked more often. */
const forcedEveryMs = 60_000;
/** Refresh ahead of expiry: the smaller of five minutes and a tenth of the token's life. */
const marginMs = 300_000;

export function createOpener(deps: OpenDeps, refreshTokens: RefreshTokens): CredentialOpener {
  const cache = createPlaintextCache();
  const refresher = createRefresher(deps, refreshTokens);
  const forced = new Map<string, number>();

  const unseal = (grant: GrantRow, vault: VaultRow): OpenedCredential => {
    const known = cache.get(grant.id, vault.generation, grant.inject_field);
    if (known) return { token: known, generation: vault.generation };
    const context = { appId: vault.app_id, objectId: vault.grant_id, generation: vault.generation };
    const token = deps.vault.openField(context, vault.sealed, grant.inject_field);
    if (!token) throw new Error(`the vault row of grant ${grant.id} has no field ${grant.inject_field}`);
    cache.put(grant.id, vault.generation, grant.inject_field, token);
    return { token, generation: vault.generation };
  };

  /** Null: the refresh goes on without this caller. */
  const patiently = async (flight: Promise<RefreshResult>): Promise<RefreshResult | null> => {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, deps.config.timeouts.refreshWaitMs, null);
    });
    return Promise.race([flight, limit]).finally(() => clearTimeout(timer));
  };

  const afterRefresh = (grant: GrantRow, result: RefreshResult | null): OpenOutcome => {
    if (result === null) return refused('token_refresh_in_progress', grant);
    if (result.kind === 'renewed') return { kind: 'opened', credential: unseal(grant, result.vault) };
    return refused(result.code, grant);
  };

  return {
    async open(grant, provider, requestId) {
      const vault = await deps.store.vault.read(grant.app_id, grant.id);
      // Revoking destroys the ciphertext, so this read is the last word on it.
      if (!vault) return refused('grant_revoked', grant);
      switch (freshness(grant, vault, deps.clock.now())) {
        case 'fresh':
          return { kind: 'opened', credential: unseal(grant, vault) };
        case 'due':
          refresher.begin(grant, provider, vault.generation, requestId).catch((err: unknown) => {
            deps.log.warn({ err, grant_id: grant.id }, 'a refresh ahead of time failed');
          });
          return { kind: 'opened', credential: unseal(grant, vault) };
        case 'expired':
          return afterRefresh(grant, await patiently(refresher.begin(grant, provider, vault.generation, requestId)));
      }
    },

    async renew(grant, provider, used, requestId) {
      const now = deps.clock.monotonic();
      if (!grant.refreshable || now - (forced.get(grant.id) ?? -forcedEveryMs) < forcedEveryMs) return null;
      forced.delete(grant.id);
      forced.set(grant.id, now);
      dropOld(forced, now - forcedEveryMs);
      const result = await patiently(refresher.begin(grant, provider, used.generation, requestId));
      return result?.kind === 'renewed' ? unseal(grant, result.vault) : null;
    },

    async close() {
      cache.close();
      await refresher.settled();
    },
  };
}

/** A vault row newer than the grant's metadata was renewed after that was read: its token is fresh. */
function freshness(grant: GrantRow, vault: VaultRow, now: number): 'fresh' | 'due' | 'expired' {
  const expires = grant.token_expires_at;
  if (expires === null || vault.updated_at > grant.updated_at) return 'fresh';
  if (expires <= now) return 'expired';
  const margin = Math.min(marginMs, (expires - vault.updated_at) / 10);
  return grant.refreshable && expires - now <= margin ? 'due' : 'fresh';
}

function refused(code: OpenRefusal, grant: GrantRow): OpenOutcome {
  const { principal } = grant;
  const app_user_id = principal.type === 'user' ? principal.user_id : null;
  return { kind: 'refused', code, fields: { grant_id: grant.id, provider_id: grant.provider_id, app_user_id } };
}

/** Entries stand in the order of their time. */
function dropOld(times: Map<string, number>, before: number): void {
  for (const [id, at] of times) {
    if (at > before) return;
    times.delete(id);
  }
}
