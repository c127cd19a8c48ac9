/** Would a call work now; and what became of the refreshes so far. */
import { z } from 'zod';
import { grantStatus, label, providerId, timestamp, userInput, uuid } from './fields.ts';

export const healthQuery = z.strictObject({
  verify: z
    .enum(['true', 'false'])
    .default('false')
    .describe(
      'Asks the provider, with the credential, through its own cheap endpoint; needs `proxy:execute` too. Within ten seconds it is asked once.',
    ),
});

export const healthState = z.enum([
  /** The token is good. */
  'ready',
  /** The token has ended; the next call refreshes it first. */
  'refreshable',
  /** The token has ended, and the provider is left in peace until `next_try_at`. */
  'cooling_down',
  /** The token has ended, and whether its refresh token still works is being found out. */
  'undecided',
  /** The operator has to look at the provider config. */
  'configuration',
  'needs_reauth',
  'revoked',
  'expired',
  'pending',
  'error',
]);
export type HealthState = z.infer<typeof healthState>;

export const grantHealth = z.object({
  grant_id: uuid,
  provider_id: z.string(),
  status: grantStatus,
  state: healthState,
  /** Whether a call would work now: `ready` or `refreshable`, and not refused by the provider when it was asked. */
  usable: z.boolean(),
  /** What a call would be refused with; null: it would go out. */
  error: z.string().nullable(),
  /** Why `needs_reauth` or `error`. */
  reason: z.string().nullable(),
  token_expires_at: timestamp.nullable(),
  grant_expires_at: timestamp.nullable(),
  refreshable: z.boolean(),
  /** A refresh is running in some process at this moment. */
  refreshing: z.boolean(),
  /** No refresh is tried before. */
  next_try_at: timestamp.nullable(),
  /** The provider refuses the configured client. */
  client_refused: z.boolean(),
  checked_at: timestamp,
  /** What the provider said when it was asked; null: it was not. Who asks again soon is told the same. */
  verified: z
    .object({
      outcome: z.enum(['ok', 'refused', 'unclear', 'not_possible']),
      /** The provider's status; null when no answer came or nothing was sent. */
      status: z.int().nullable(),
      /** When it was; null when it was not. */
      at: timestamp.nullable(),
    })
    .nullable(),
  /**
   * Why `verified` is null although it was asked for; null: it is not, or it was not asked for. `not_usable`: a call would be
   * refused here. `rate_limit_exceeded`: another server has just asked. `out_of_time`: others took as long as one answer may.
   */
  unverified: z.enum(['not_usable', 'rate_limit_exceeded', 'out_of_time']).nullable(),
});
export type GrantHealth = z.infer<typeof grantHealth>;

const verifyMany = z
  .boolean()
  .default(false)
  .describe(
    'Asks the providers too, as with one grant; needs `proxy:execute` too. They are asked a few at once, for ten seconds in all: who was not reached by then is answered `unverified`, with the reason.',
  );

/** Either the ids, or a filter that is paged. */
export const healthBody = z.union([
  z.strictObject({ grant_ids: z.array(uuid).min(1).max(100), verify: verifyMany }),
  z.strictObject({
    provider_id: providerId.nullish(),
    status: grantStatus.nullish(),
    label: label.nullish(),
    user: userInput.pick({ reference: true }).nullish(),
    limit: z.int().min(1).max(100).default(100),
    cursor: z.string().max(512).nullish(),
    verify: verifyMany,
  }),
]);

export const healthAnswer = z.object({
  grants: z.array(grantHealth),
  /** Of the ids: those that are no grant of this app. */
  not_found: z.array(uuid),
  next_cursor: z.string().nullable(),
});

export const grantRefresh = z.object({
  id: uuid,
  at: timestamp,
  outcome: z.enum(['refreshed', 'failed', 'unknown', 'ended']),
  /** Of the error. */
  class: z.enum(['permanent', 'configuration', 'transient', 'indeterminate']).nullable(),
  error: z.string().nullable(),
  duration_ms: z.int(),
  /** Token calls that it took. */
  calls: z.int(),
  /** It was due soon, had ended, or the provider answered 401. */
  cause: z.enum(['ahead', 'expired', 'refused']),
  /** Which process. */
  process: z.string(),
});
export type GrantRefresh = z.infer<typeof grantRefresh>;

export const grantRefreshesAnswer = z.object({ grant_id: uuid, refreshes: z.array(grantRefresh) });

export const aliveAnswer = z.object({ status: z.literal('ok') });
export const readyAnswer = z.object({
  status: z.enum(['ready', 'draining', 'not ready']),
  store: z.enum(['ok', 'unavailable']),
});
