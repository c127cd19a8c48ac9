/** Station 1 and what the browser sends: connect sessions, flows, watching (`wire.md` §8.1, §8.2). */
import { z } from 'zod';
import { grantPolicyInput, label, providerId, scope, sessionToken, timestamp, userInput, uuid } from './fields.ts';

const nullish = <T extends z.ZodType>(type: T) => type.nullish();

export const createSessionBody = z.strictObject({
  allowed_providers: nullish(z.array(providerId).min(1).max(50)).describe(
    'Which may be connected; all when not given.',
  ),
  return_url: nullish(z.string().max(2048)).describe('Where the browser goes at the end, when no page waits for it.'),
  allowed_origin: nullish(z.string().max(512)).describe('Origin of the page that is told the result.'),
  metadata: nullish(z.record(z.string().max(64), z.string().max(512))).describe('Kept with the session; never shown.'),
  direct: z.boolean().optional(),
  switch_account: z.boolean().optional().describe('The provider asks which account, even when it knows one.'),
  allow_user_policy_rules: z.boolean().optional(),
  grant_policy: nullish(grantPolicyInput).describe('How long the grants may live.'),
  required_scopes: nullish(z.record(providerId, z.array(scope).max(100))).describe(
    'By provider: what to ask for, of its config’s scopes.',
  ),
  requested_grant: nullish(
    z.strictObject({
      label,
      restrictions: z
        .strictObject({
          allowed_methods: z.array(z.string()).optional(),
          allowed_endpoints: z.array(z.string()).optional(),
        })
        .optional(),
    }),
  ),
  repair_grant_id: nullish(uuid).describe('Renew this grant, or ask more of it; it keeps its id.'),
  agent: nullish(z.string().max(255)),
  delegable: z.boolean().optional(),
  scope_constraint: nullish(z.array(scope).max(100)),
  user: nullish(userInput).describe('Whose account it will be; without it the grant is the app’s own.'),
  user_token: nullish(z.string().min(1).max(8192)),
});
export type CreateSessionBody = z.infer<typeof createSessionBody>;

export const createSessionAnswer = z.object({
  session_token: z.string(),
  connect_url: z.string(),
  /** Seconds. */
  expires_in: z.int(),
  expires_at: timestamp,
  single_provider: z.boolean(),
  direct: z.boolean(),
  scope_constraint_warnings: z.array(z.string()),
});
export type CreateSessionAnswer = z.infer<typeof createSessionAnswer>;

export const pollSessionBody = z.strictObject({ session_token: sessionToken });

export const polledGrant = z.object({
  grant_id: uuid,
  provider_id: z.string(),
  account_identifier: z.string().nullable(),
  scopes: z.array(z.string()),
  operation: z.enum(['creation', 'reauth']),
  api_base_url: z.string().nullable(),
  grant_policy: z
    .object({ expires_at: timestamp.nullable(), created_by: z.string().nullable(), created_at: timestamp })
    .nullable(),
  delegation: z.null(),
});

export const pollSessionAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('pending'),
    declined_providers: z
      .array(z.object({ provider_id: z.string(), error_code: z.string(), declined_at: timestamp }))
      .optional(),
  }),
  z.object({
    status: z.literal('completed'),
    grants: z.array(polledGrant),
    failed_grants: z.array(z.object({ provider_id: z.string(), reason: z.string(), message: z.string() })),
  }),
  z.object({ status: z.literal('error'), error: z.object({ error_code: z.string(), error_message: z.string() }) }),
  z.object({ status: z.literal('expired') }),
]);
export type PollSessionAnswer = z.infer<typeof pollSessionAnswer>;

/** The popup's first POST: trades the fragment's token for a cookie and binds the session to this browser. */
export const connectOpenBody = z.strictObject({ session_token: sessionToken });
/** With `seen`, the `sequence` of the view before, the answer may wait a while for news. */
export const connectResumeBody = z.strictObject({ session_id: uuid, seen: z.int().min(0).optional() });

/** Starts one flow. `consent` says how the person was asked; sessions that need the click refuse `handshake`. */
export const connectFlowBody = z.strictObject({
  session_id: uuid,
  provider_id: providerId,
  consent: z.enum(['handshake', 'click']),
  /** `popup` when the page had an opener at its first load: after the provider it never goes to the return URL. */
  display: z.enum(['popup', 'page']).optional(),
  /** Labels that the provider asks of a person, e.g. a shop's name; matched whole against the entry's pattern. */
  variables: z.record(z.string().max(32), z.string().max(63)).optional(),
});

/** `cancelled` ends a session without a grant; otherwise Done. */
export const connectDoneBody = z.strictObject({ session_id: uuid, cancelled: z.boolean().optional() });

const scopeView = z.object({ scope: z.string(), description: z.string(), risk: z.enum(['low', 'medium', 'high']) });

const providerView = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  /** Monogram tile: two letters and a hue in degrees. */
  monogram: z.string(),
  hue: z.number(),
  scopes: z.array(scopeView),
  variables: z.array(z.object({ name: z.string(), label: z.string(), suffix: z.string() })),
  /** Operators see this in development: the entry was not run against the real provider. */
  unverified: z.boolean(),
  connected: z.array(z.object({ grant_id: uuid, account: z.string().nullable() })),
  /** The session renews this connection, or asks more of it. `new_scopes` are those of `scopes` that it does not have. */
  repairs: z.object({ grant_id: uuid, account: z.string().nullable(), new_scopes: z.array(z.string()) }).nullable(),
});
export type ProviderView = z.infer<typeof providerView>;

const connectedGrant = z.object({
  grant_id: uuid,
  provider: z.string(),
  provider_name: z.string(),
  account_identifier: z.string(),
  timestamp,
  operation: z.enum(['creation', 'reauth']),
  scopes: z.array(z.string()),
  status: z.enum(['active', 'pending', 'error']),
  metadata: z.object({ account_display_name: z.string().optional(), account_email: z.string().optional() }).optional(),
});

/** The message a session ends with: the published postMessage shapes. */
export const sessionResult = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alter_connect_success'), grants: z.array(connectedGrant) }),
  z.object({ type: z.literal('alter_connect_error'), error: z.string(), error_description: z.string() }),
]);

/** Everything the hosted page shows. */
export const connectView = z.object({
  session_id: uuid,
  app: z.object({
    name: z.string(),
    website_url: z.string().nullable(),
    logo_url: z.string().nullable(),
    accent: z.string().nullable(),
    privacy_url: z.string().nullable(),
  }),
  /** Null: the app did not say whose account this is. A reference alone is never shown. */
  user_name: z.string().nullable(),
  agent_name: z.string().nullable(),
  /** `always`: the page with the click is shown whatever the handshake says. */
  confirm: z.enum(['unless_handshake', 'always']),
  single_provider: z.boolean(),
  providers: z.array(providerView),
  allowed_origin: z.string().nullable(),
  return_url: z.string().nullable(),
  expires_at: timestamp,
  status: z.enum(['open', 'final', 'expired']),
  /** Grows with each outcome. */
  sequence: z.int(),
  /** What the person is to enter at the provider, on whatever device; the page waits meanwhile (RFC 8628 §3.3). */
  code: z
    .object({
      provider_id: z.string(),
      user_code: z.string(),
      verification_uri: z.string(),
      verification_uri_complete: z.string().nullable(),
      expires_at: timestamp,
    })
    .nullable(),
  /** The newest flow's outcome, when it came back from the provider; null while none has. */
  last: z
    .object({
      flow_id: uuid,
      provider_id: z.string(),
      outcome: z.enum(['granted', 'declined', 'failed']),
      error: z.string().nullable(),
      /** The provider's own words, for the disclosure; plain text, at most 300 characters. */
      detail: z.string().nullable(),
      account: z.string().nullable(),
      request_id: z.string(),
    })
    .nullable(),
  /** Set once the session is final: what the opener is told, and what the return URL carries. */
  result: sessionResult.nullable(),
  redirect_to: z.string().nullable(),
});
export type ConnectView = z.infer<typeof connectView>;

/** Either the browser leaves, by a start URL that works once; or the page stays and shows the view. */
export const connectFlowAnswer = z.union([
  z.object({ start_url: z.string(), view: z.null() }),
  z.object({ start_url: z.null(), view: connectView }),
]);
export type ConnectFlowAnswer = z.infer<typeof connectFlowAnswer>;

/** The host page trades its session token for a read-only ticket, the only thing it may keep in sessionStorage. */
export const watchTicketBody = z.strictObject({ session_token: sessionToken });
export const watchTicketAnswer = z.object({ ticket: z.string(), session_id: uuid, expires_at: timestamp });
export type WatchTicketAnswer = z.infer<typeof watchTicketAnswer>;

/**
 * One event of the watch stream, and the answer of its long poll. `sequence` grows with each entry of the session; it is
 * the stream's `id` and comes back as `Last-Event-ID`.
 */
export const watchEvent = z.object({
  sequence: z.int(),
  status: z.enum(['pending', 'completed', 'error', 'expired']),
  /** Grants so far, also while pending. */
  grants: z.array(connectedGrant),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** A flow of this session is at its provider: a popup that reads as closed may only have been cut from its opener. */
  in_progress: z.boolean(),
});
export type WatchEvent = z.infer<typeof watchEvent>;
