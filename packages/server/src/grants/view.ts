/** A grant as its readers see it: the published item (`wire.md` §6.5) and the Wallet's. Ciphertext is not here to show. */
import type { GrantItem, WalletGrant } from '@alter/protocol/schemas';
import { iso, isoOrNull } from '../lib/clock.ts';
import { placesOf, withoutPlaces } from '../providers/places.ts';
import type { Provider } from '../providers/provider.ts';
import { scopeWords } from '../providers/words.ts';
import type { GrantRow } from '../stores/store.ts';
import type { GrantStatus } from '@alter/protocol';

/** A grant whose time is over is expired from that millisecond, whatever its row says. */
export function statusOf(grant: GrantRow, now: number): GrantStatus {
  const live = grant.status === 'active' || grant.status === 'pending';
  return live && grant.grant_expires_at !== null && grant.grant_expires_at <= now ? 'expired' : grant.status;
}

export function grantItem(
  grant: GrantRow,
  providerName: string,
  lastUsedAt: number | undefined,
  now: number,
): GrantItem {
  const status = statusOf(grant, now);
  const [firstHost] = grant.hosts;
  return {
    grant_kind: 'oauth',
    grant_id: grant.id,
    provider_id: grant.provider_id,
    provider_name: providerName,
    status,
    created_at: iso(grant.created_at),
    principal_type: grant.principal.type,
    flow_kind: grant.flow_kind,
    app_user_id: grant.principal.type === 'user' ? grant.principal.user_id : null,
    scopes: grant.scopes,
    account_identifier: grant.account_identifier,
    account_display_name: grant.account_display_name,
    api_base_url: firstHost && grant.hosts.length === 1 ? `https://${firstHost}` : null,
    scope_mismatch: grant.scope_mismatch,
    needs_reconnect: status === 'needs_reauth',
    expires_at: isoOrNull(grant.token_expires_at),
    grant_expires_at: isoOrNull(grant.grant_expires_at),
    last_used_at: isoOrNull(lastUsedAt ?? null),
    access_via: 'ownership',
    delegated_agent_ids: [],
    label: grant.label,
    hosts: grant.hosts,
    variables: withoutPlaces(grant.variables),
    places: placesOf(grant.variables),
    revoked_at: isoOrNull(grant.revoked_at),
    revocation: grant.revocation,
    reason: grant.reason,
  };
}

/** @param lastUsedAt null: never; undefined: not known */
export function walletGrant(
  grant: GrantRow,
  entry: Provider | null,
  lastUsedAt: number | null | undefined,
  now: number,
): WalletGrant {
  return {
    grant_id: grant.id,
    provider: {
      id: grant.provider_id,
      name: entry?.name ?? grant.provider_id,
      monogram: entry?.monogram ?? grant.provider_id.slice(0, 2),
      hue: entry?.hue ?? 220,
    },
    account_identifier: grant.account_identifier,
    account_display_name: grant.account_display_name,
    status: personsStatus(grant, now),
    scopes: grant.scopes.map((scope) =>
      entry ? scopeWords(entry, scope) : { scope, description: scope, risk: 'medium' },
    ),
    created_at: iso(grant.created_at),
    ...(lastUsedAt === undefined ? {} : { last_used_at: isoOrNull(lastUsedAt) }),
    expires_at: isoOrNull(grant.grant_expires_at),
    refreshable: grant.refreshable,
    token_expires_at: isoOrNull(grant.token_expires_at),
    revoked_at: isoOrNull(grant.revoked_at),
    revocation: grant.revocation,
    provider_settings_url: entry?.settingsUrl ?? null,
  };
}

/**
 * What the next call would find out is true already: a token has ended that nothing follows, and its person is needed. Of the
 * grant alone: where a new connection's ciphertext is there and its grant row is not yet, it lags behind `state` in the health.
 */
function personsStatus(grant: GrantRow, now: number): GrantStatus {
  const status = statusOf(grant, now);
  const over = !grant.refreshable && grant.token_expires_at !== null && grant.token_expires_at <= now;
  return status === 'active' && over ? 'needs_reauth' : status;
}
