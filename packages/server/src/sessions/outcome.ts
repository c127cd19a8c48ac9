/** What became of a session, in each of the words that are told to somebody. */
import { flowErrors, withResult, type ConnectedGrant, type FlowErrorCode, type WatchEvent } from '@alter/protocol';
import type { PollSessionAnswer } from '@alter/protocol/schemas';
import { iso, isoOrNull } from '../lib/clock.ts';
import type { ConnectSessionRow, SessionEntry, SessionFinal } from '../stores/store.ts';

export type SessionResult =
  | { type: 'alter_connect_success'; grants: ConnectedGrant[] }
  | { type: 'alter_connect_error'; error: FlowErrorCode; error_description: string };

/** Display name of a provider id. */
export type NameOf = (providerId: string) => string;

/** A session ends by itself when its time is over and none of its flows lives. */
export const isOver = (row: ConnectSessionRow, now: number): boolean =>
  row.final !== null || (row.expires_at <= now && !flowLives(row, now));

export const flowLives = (row: ConnectSessionRow, now: number): boolean =>
  row.open_flows.some((flow) => flow.expires_at > now);

/** The end that time brings: completed with any grant, else expired. */
export const endByTime = (row: ConnectSessionRow): SessionFinal => ({
  outcome: granted(row).length > 0 ? 'completed' : 'expired',
  at: row.expires_at,
  error: null,
});

/** Codes that a retry in the same session cannot help with. */
const hopeless: ReadonlySet<FlowErrorCode> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_redirect_uri',
  'provider_configuration_unavailable',
]);

/** Whether this entry ends its session: a single-provider one at its first grant or denial, any other when all are connected. */
export function endAfter(row: ConnectSessionRow, entry: SessionEntry): SessionFinal | null {
  const completed: SessionFinal = { outcome: 'completed', at: entry.at, error: null };
  if (!row.single_provider) {
    const connected = new Set(
      [...granted(row), entry].filter((e) => e.outcome === 'granted').map((e) => e.provider_id),
    );
    return row.allowed_providers.every((id) => connected.has(id)) ? completed : null;
  }
  if (entry.outcome === 'granted') return completed;
  if (entry.outcome === 'declined' || (entry.error && hopeless.has(entry.error))) {
    return { outcome: 'error', at: entry.at, error: entry.error };
  }
  return null;
}

/** The end that a person brings: Done, or Cancel. */
export function endByPerson(row: ConnectSessionRow, at: number): SessionFinal {
  if (granted(row).length > 0) return { outcome: 'completed', at, error: null };
  return { outcome: 'error', at, error: row.entries.at(-1)?.error ?? 'access_denied' };
}

/** Granted entries, the newest of each grant. */
export function granted(row: ConnectSessionRow): SessionEntry[] {
  const newest = new Map<string, SessionEntry>();
  for (const entry of row.entries) if (entry.outcome === 'granted' && entry.grant_id) newest.set(entry.grant_id, entry);
  return [...newest.values()];
}

/** The one message at the end; null while the session is open. */
export function resultOf(row: ConnectSessionRow, nameOf: NameOf): SessionResult | null {
  if (!row.final) return null;
  const grants = granted(row).map((entry) => connectedGrant(entry, nameOf));
  if (grants.length > 0) return { type: 'alter_connect_success', grants };
  const error = row.final.error ?? 'session_expired';
  return { type: 'alter_connect_error', error, error_description: flowErrors[error].message };
}

export function redirectOf(row: ConnectSessionRow, nameOf: NameOf): string | null {
  const result = resultOf(row, nameOf);
  return result && row.return_url ? withResult(row.return_url, result) : null;
}

function connectedGrant(entry: SessionEntry, nameOf: NameOf): ConnectedGrant {
  const email = entry.account?.includes('@') ? { account_email: entry.account } : {};
  const name = entry.account_display_name ? { account_display_name: entry.account_display_name } : {};
  return {
    grant_id: entry.grant_id ?? '',
    provider: entry.provider_id,
    provider_name: nameOf(entry.provider_id),
    account_identifier: entry.account ?? '',
    timestamp: iso(entry.at),
    operation: entry.operation ?? 'creation',
    scopes: entry.scopes,
    status: entry.grant_status ?? 'active',
    metadata: { ...name, ...email },
  };
}

/** The published answer of `poll` for a session that is over (`wire.md` §8.2). */
export function polledOutcome(row: ConnectSessionRow): PollSessionAnswer {
  const entries = granted(row);
  if (entries.length > 0)
    return { status: 'completed', grants: entries.map((entry) => polledGrant(row, entry)), failed_grants: [] };
  if (row.final?.outcome !== 'error') return { status: 'expired' };
  const code = row.final.error ?? 'access_denied';
  const published: { message: string; poll?: string } = flowErrors[code];
  return { status: 'error', error: { error_code: published.poll ?? code, error_message: published.message } };
}

function polledGrant(row: ConnectSessionRow, entry: SessionEntry) {
  const policy = row.grant_policy;
  return {
    grant_id: entry.grant_id ?? '',
    provider_id: entry.provider_id,
    account_identifier: entry.account,
    scopes: entry.scopes,
    operation: entry.operation ?? 'creation',
    api_base_url: null,
    grant_policy: policy && {
      expires_at: isoOrNull(grantExpiry(policy, entry.at)),
      created_by: null,
      created_at: iso(row.created_at),
    },
    delegation: null,
  };
}

/** When a grant made at `at` ends under a session's policy, not before it was made; null: never. */
export function grantExpiry(policy: ConnectSessionRow['grant_policy'], at: number): number | null {
  if (!policy) return null;
  const ends = [
    policy.expires_at,
    policy.default_ttl_seconds === null ? null : at + policy.default_ttl_seconds * 1000,
    policy.max_ttl_seconds === null ? null : at + policy.max_ttl_seconds * 1000,
  ].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.max(at, Math.min(...ends));
}

/** What a watching page sees. */
export function watchEventOf(row: ConnectSessionRow, nameOf: NameOf, now: number): WatchEvent {
  const over = isOver(row, now);
  const final = row.final ?? (over ? endByTime(row) : null);
  const error = final && final.outcome !== 'completed' ? (final.error ?? 'session_expired') : null;
  return {
    sequence: row.entries.length + (over ? 1 : 0),
    status: final ? final.outcome : 'pending',
    in_progress: flowLives(row, now),
    grants: granted(row).map((entry) => connectedGrant(entry, nameOf)),
    error: error && { code: error, message: flowErrors[error].message },
  };
}
