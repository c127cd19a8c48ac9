/** Would a call work now: from what is stored, nothing is read here. */
import type { ErrorCode } from '@alter/protocol';
import type { GrantHealth, HealthState } from '@alter/protocol/schemas';
import type { Config } from '../config.ts';
import { iso, isoOrNull } from '../lib/clock.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { GrantRow, HeldRow } from '../stores/store.ts';
import { freshness } from './refresh/freshness.ts';
import { isBound, plan } from './refresh/plan.ts';
import { statusOf } from './view.ts';

export interface Examined {
  grant: GrantRow;
  /** Null: its config is gone. */
  provider: ResolvedProvider | null;
  /** Null: the ciphertext is gone. */
  row: HeldRow | null;
  /** The provider refuses the config's client. */
  clientRefused: boolean;
  refreshing: boolean;
  now: number;
  config: Pick<Config, 'refresh' | 'timeouts'>;
}

interface Finding {
  state: HealthState;
  /** What a call would be refused with. */
  error: ErrorCode | null;
}

export function healthOf(examined: Examined): GrantHealth {
  const { grant, row, now } = examined;
  const { state, error } = find(examined);
  const waits = row !== null && row.refresh.next_try_at > now ? row.refresh.next_try_at : null;
  return {
    grant_id: grant.id,
    provider_id: grant.provider_id,
    status: statusOf(grant, now),
    state,
    usable: error === null,
    error,
    reason: grant.reason,
    token_expires_at: isoOrNull(grant.token_expires_at),
    grant_expires_at: isoOrNull(grant.grant_expires_at),
    refreshable: grant.refreshable,
    refreshing: examined.refreshing,
    next_try_at: isoOrNull(waits),
    client_refused: examined.clientRefused,
    checked_at: iso(now),
    verified: null,
    unverified: null,
  };
}

/** As station 5 decides and the opener opens, in this order. */
function find(examined: Examined): Finding {
  const { grant, provider, row, now } = examined;
  const status = statusOf(grant, now);
  switch (status) {
    case 'revoked':
      return { state: status, error: 'grant_revoked' };
    case 'expired':
      return { state: status, error: 'grant_expired' };
    case 'pending':
      return { state: status, error: 'grant_pending' };
    case 'needs_reauth':
    case 'error':
      return { state: status, error: 'credential_revoked' };
    case 'active':
      if (!provider) return { state: 'configuration', error: 'provider_configuration_unavailable' };
      return row ? credential(examined, provider, row) : { state: 'revoked', error: 'grant_revoked' };
  }
}

function credential(examined: Examined, provider: ResolvedProvider, row: HeldRow): Finding {
  const { grant, now, config } = examined;
  if (freshness(grant, row, provider, now, config.refresh) !== 'expired') return { state: 'ready', error: null };
  if (!isBound(grant, provider)) return { state: 'configuration', error: 'provider_configuration_unavailable' };
  const next = plan({ grant, provider, row, seen: row, cause: 'expired', requestId: '', now, config });
  switch (next.kind) {
    case 'ask':
      return { state: 'refreshable', error: null };
    case 'finish':
      return { state: 'needs_reauth', error: 'credential_revoked' };
    case 'over':
      return next.end.kind === 'renewed' ? { state: 'ready', error: null } : unrefreshed(next.end.code);
  }
}

function unrefreshed(error: ErrorCode): Finding {
  if (error === 'provider_configuration_unavailable') return { state: 'configuration', error };
  return { state: error === 'token_refresh_in_progress' ? 'undecided' : 'cooling_down', error };
}
