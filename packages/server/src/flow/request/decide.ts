/** May this call go out? A decision with its reason; nothing is read or written here. */
import type { ErrorCode } from '@alter/protocol';
import { credentialTypeOf } from '../../credentials/of-kind.ts';
import { judgeDestination, type DestinationRules } from '../../egress/destination.ts';
import { judgeRequestHeaders } from '../../egress/headers.ts';
import { isoOrNull } from '../../lib/clock.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { GrantRow } from '../../stores/store.ts';
import type { Call, Decision, Resolution } from './call.ts';

const allow: Decision = { kind: 'allow' };

/** The first that denies. The key's scopes, narrowing and address were judged where the key was. */
export function decide(call: Call): void {
  const { resolution } = call;
  call.decision =
    resolution.kind === 'found' ? judge(call, resolution.grant, resolution.provider) : notFound(call, resolution);
}

function judge(call: Call, grant: GrantRow, provider: ResolvedProvider | null): Decision {
  const state = usable(call, grant);
  if (state.kind === 'deny') return state;
  // Without its config neither the closed endpoints nor the injection are known: what cannot be judged is denied.
  if (!provider)
    return deny('provider_configuration_unavailable', { grant_id: grant.id, provider_id: grant.provider_id });
  const target = destination(call, grant, provider);
  return target.kind === 'deny' ? target : headers(call, grant, provider);
}

const deny = (
  code: ErrorCode,
  fields: Record<string, unknown> = {},
  detail: Record<string, string> = {},
): Decision => ({
  kind: 'deny',
  code,
  fields,
  detail,
});

function notFound(call: Call, resolution: Exclude<Resolution, { kind: 'found' }>): Decision {
  const provider_id = call.intent.providerId;
  if (resolution.kind === 'none') return deny('grant_not_found', provider_id === null ? {} : { provider_id });
  const { grants } = resolution;
  const known = (values: (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];
  return deny('ambiguous_grant', {
    provider_id,
    account_identifiers: known(grants.map((grant) => grant.account_identifier)),
    account_was_provided: call.intent.account !== null,
    app_user_ids: known(grants.map(({ principal }) => (principal.type === 'user' ? principal.user_id : null))),
    grant_ids: grants.map((grant) => grant.id),
    candidates: grants.map((grant) => ({
      grant_id: grant.id,
      label: grant.label,
      account_identifier: grant.account_identifier,
      account_display_name: grant.account_display_name,
    })),
    candidates_truncated: resolution.truncated,
  });
}

/** The grant's own state and its policy. */
function usable(call: Call, grant: GrantRow): Decision {
  const fields = {
    grant_id: grant.id,
    provider_id: grant.provider_id,
    app_user_id: grant.principal.type === 'user' ? grant.principal.user_id : null,
  };
  switch (grant.status) {
    case 'revoked':
      return deny('grant_revoked', fields);
    case 'expired':
      return deny('grant_expired', fields);
    case 'pending':
      return deny('grant_pending', fields);
    case 'needs_reauth':
      return deny('credential_revoked', fields, grant.reason === null ? {} : { reason: grant.reason });
    // Whether it can be used again turns out when it is opened; nothing is released before.
    case 'error':
    case 'active': {
      const ends = grant.grant_expires_at;
      const over = ends !== null && ends <= call.deps.clock.now();
      return over ? deny('grant_expired', { ...fields, grant_expires_at: isoOrNull(ends) }) : allow;
    }
  }
}

function destination(call: Call, grant: GrantRow, provider: ResolvedProvider): Decision {
  const decision = judgeDestination(call.intent.url, destinationRules(call, grant, provider));
  if (decision.kind === 'allow') return allow;
  return deny('blocked_destination', { reason: decision.reason, hosts: grant.hosts });
}

/** The grant's hosts, less the provider's endpoints that give out, end or describe tokens. */
export const destinationRules = (call: Call, grant: GrantRow, provider: ResolvedProvider): DestinationRules => ({
  hosts: grant.hosts,
  closed: provider.endpoints.closed,
  unsafeAllowLoopback: call.deps.config.unsafeAllowLoopback,
});

function headers(call: Call, grant: GrantRow, provider: ResolvedProvider): Decision {
  const decision = judgeRequestHeaders(
    call.intent.headers,
    credentialTypeOf(grant.flow_kind).headerNames(provider.entry),
  );
  if (decision.kind === 'deny') return deny(decision.code, { header: decision.header });
  call.headers = decision.headers;
  return allow;
}
