import type { RefreshTimes } from '../../config.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { GrantRow, VaultRow } from '../../stores/store.ts';

/**
 * Whether the access token is good for a call. `due`: it is, and its end is near (`mechanisms.md` §2.7). A vault row newer
 * than the grant's metadata was renewed after that was read: its token is fresh.
 */
export function freshness(
  grant: GrantRow,
  vault: VaultRow,
  { entry }: ResolvedProvider,
  now: number,
  { aheadMs }: RefreshTimes,
): 'fresh' | 'due' | 'expired' {
  const expires = grant.token_expires_at;
  if (expires === null || vault.updated_at > grant.updated_at) return 'fresh';
  if (expires <= now) return 'expired';
  if (!grant.refreshable) return 'fresh';
  const own = entry.refresh.marginSeconds;
  const margin = own === undefined ? Math.min(aheadMs, (expires - vault.updated_at) / 10) : own * 1000;
  return expires - now <= margin ? 'due' : 'fresh';
}
