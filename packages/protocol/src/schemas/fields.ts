/** Fields that several bodies share. Limits are part of the wire: nothing is read without one. */
import { z } from 'zod';

export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a lower-case UUID')
  .meta({ format: 'uuid' });

/** ISO 8601 with zone. */
export const timestamp = z.iso.datetime({ offset: true });

export const providerId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'must be a provider id: a-z, 0-9 and -, at most 50 characters');

export const scope = z.string().min(1).max(512);
export const reason = z.string().max(1000);
export const label = z.string().min(1).max(255);
export const sessionToken = z.string().min(1).max(256);

export const grantStatus = z.enum(['active', 'needs_reauth', 'revoked', 'expired', 'pending', 'error']);
export type GrantStatus = z.infer<typeof grantStatus>;

export const principalType = z.enum(['user', 'group', 'system', 'agent']);

/** Input form (`wire.md` §6.5). */
export const grantPolicyInput = z.strictObject({
  expires_at: timestamp.optional(),
  max_ttl_seconds: z.int().positive().max(3_155_760_000).optional(),
  default_ttl_seconds: z.int().positive().max(3_155_760_000).optional(),
});

/** The end user, as the app's back end names them; the reference is the app's own and is never shown as a name. */
export const userInput = z.strictObject({
  reference: z.string().min(1).max(255),
  display_name: z.string().min(1).max(255).optional(),
});
