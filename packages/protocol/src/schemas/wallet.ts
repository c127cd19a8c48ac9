/** What `<alter-wallet>` reads and does with its token: list, look, revoke. */
import { z } from 'zod';
import { grantStatus, timestamp, userInput, uuid } from './fields.ts';
import { revocationState } from './grants.ts';
import { grantRefresh } from './health.ts';

export const createWalletSessionBody = z.strictObject({
  user: userInput,
  allowed_origin: z.string().max(512).nullish(),
});

export const createWalletSessionAnswer = z.object({
  session_token: z.string(),
  expires_in: z.int(),
  expires_at: timestamp,
});

export const walletGrant = z.object({
  grant_id: uuid,
  provider: z.object({ id: z.string(), name: z.string(), monogram: z.string(), hue: z.number() }),
  account_identifier: z.string().nullable(),
  account_display_name: z.string().nullable(),
  /** `needs_reauth` already when the next call would find that nothing renews what has ended. */
  status: grantStatus,
  scopes: z.array(z.object({ scope: z.string(), description: z.string(), risk: z.enum(['low', 'medium', 'high']) })),
  created_at: timestamp,
  /** Null: never. Absent in the answer of a revocation whose service could not find out: what was known before still holds. */
  last_used_at: timestamp.nullable().optional(),
  /** The end that was agreed on; null: none was. */
  expires_at: timestamp.nullable(),
  /** False: when the token ends, the person has to connect again. */
  refreshable: z.boolean(),
  /** The end of the token that is there now; null: the provider named none. */
  token_expires_at: timestamp.nullable(),
  revoked_at: timestamp.nullable(),
  revocation: revocationState.nullable(),
  /** The provider's own page where access can be removed; shown when it cannot be told. */
  provider_settings_url: z.string().nullable(),
});
export type WalletGrant = z.infer<typeof walletGrant>;

export const walletGrantsAnswer = z.object({
  app: z.object({ name: z.string(), logo_url: z.string().nullable(), accent: z.string().nullable() }),
  user_name: z.string().nullable(),
  grants: z.array(walletGrant),
  next_cursor: z.string().nullable(),
});
export type WalletGrantsAnswer = z.infer<typeof walletGrantsAnswer>;

export const walletActivityItem = z.object({
  id: uuid,
  at: timestamp,
  event: z.string(),
  /** Who acted: the app's name, or the person. */
  actor: z.string(),
  method: z.string().nullable(),
  host: z.string().nullable(),
  path: z.string().nullable(),
  /** The provider's status; null when nothing was sent or no answer came. */
  status: z.int().nullable(),
  outcome: z.enum(['ok', 'provider_error', 'refused', 'failed', 'open']),
  reason: z.string().nullable(),
});
export type WalletActivityItem = z.infer<typeof walletActivityItem>;

export const walletActivityAnswer = z.object({
  activity: z.array(walletActivityItem),
  next_cursor: z.string().nullable(),
});
export type WalletActivityAnswer = z.infer<typeof walletActivityAnswer>;

/** The last of them, newest first; none of a connection that was taken back. */
export const walletRefreshesAnswer = z.object({ refreshes: z.array(grantRefresh) });
export type WalletRefreshesAnswer = z.infer<typeof walletRefreshesAnswer>;

export const walletPageQuery = z.strictObject({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
