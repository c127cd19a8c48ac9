/** Station 4 (`wire.md` §6.5). */
import { z } from 'zod';
import { flowKinds } from '../flow-kinds.ts';
import {
  grantPolicyInput,
  grantStatus,
  label,
  principalType,
  providerId,
  reason,
  scope,
  timestamp,
  userInput,
  uuid,
} from './fields.ts';

export const listGrantsBody = z.strictObject({
  limit: z.int().min(1).max(1000).default(100),
  offset: z.int().min(0).max(10_000).default(0),
  cursor: z.string().max(512).nullish().describe('`next_cursor` of the page before; not together with `offset`.'),
  provider_id: providerId.nullish(),
  status: grantStatus.nullish(),
  needs_reconnect: z.boolean().nullish(),
  account: z.string().max(512).nullish(),
  label: label.nullish(),
  user: userInput.pick({ reference: true }).nullish(),
  user_token: z.string().max(8192).nullish(),
});

/** A grant for the app's own account at a provider: no person is asked (RFC 6749 §4.4). */
export const createGrantBody = z.strictObject({
  provider_id: providerId,
  scopes: z.array(scope).max(100).nullish().describe('Of the provider config’s; all of them when not given.'),
  label: label.nullish().describe('Another label is another grant; the same one renews it.'),
  grant_policy: grantPolicyInput.nullish(),
  /** Labels that the provider would ask a person for. */
  variables: z.record(z.string().max(32), z.string().max(63)).nullish(),
});

/** How the provider's own revocation stands: the Wallet's second and third line. */
export const revocationState = z.enum(['queued', 'confirmed', 'failed', 'not_called', 'no_endpoint']);
export type RevocationState = z.infer<typeof revocationState>;

export const grantItem = z.object({
  grant_kind: z.literal('oauth'),
  grant_id: uuid,
  provider_id: z.string(),
  provider_name: z.string(),
  status: grantStatus,
  created_at: timestamp,
  principal_type: principalType,
  /** How its credential came to be. */
  flow_kind: z.enum(flowKinds),
  app_user_id: uuid.nullable(),
  scopes: z.array(z.string()),
  account_identifier: z.string().nullable(),
  account_display_name: z.string().nullable(),
  api_base_url: z.string().nullable(),
  scope_mismatch: z.boolean(),
  needs_reconnect: z.boolean(),
  expires_at: timestamp.nullable(),
  grant_expires_at: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
  access_via: z.literal('ownership'),
  delegated_agent_ids: z.array(uuid),
  label: z.string().nullable(),
  /** Hosts that a credential of this grant may go to. */
  hosts: z.array(z.string()),
  variables: z
    .record(z.string(), z.string())
    .describe('What the person said or the provider brought for the addresses of its API, e.g. a company’s id.'),
  places: z
    .array(z.object({ id: z.string(), name: z.string().nullable() }))
    .describe(
      'Sites, organisations or companies that the connection is for, at most 50, where a call names one. The header that some ' +
        'providers want is added when there is exactly one; with several a call brings it.',
    ),
  revoked_at: timestamp.nullable(),
  revocation: revocationState.nullable(),
  /** Why `needs_reauth` or `error`. */
  reason: z.string().nullable(),
});
export type GrantItem = z.infer<typeof grantItem>;

export const createGrantAnswer = grantItem.extend({ operation: z.enum(['creation', 'reauth']) });
export type CreateGrantAnswer = z.infer<typeof createGrantAnswer>;

export const listGrantsAnswer = z.object({
  grants: z.array(grantItem),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

export const revokeGrantBody = z.strictObject({
  reason: reason.nullish(),
  user: userInput.pick({ reference: true }).nullish(),
  user_token: z.string().max(8192).nullish(),
});

export const revokeGrantAnswer = z.object({
  success: z.literal(true),
  message: z.string(),
  grant_id: uuid,
  revoked_at: timestamp,
  /** Ours, beside the published fields. */
  revocation: revocationState,
});
