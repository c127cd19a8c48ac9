/** Station 5 (`wire.md` §6.4): the intent, the same for both forms of the answer. */
import { z } from 'zod';
import { label, providerId, reason, userInput, uuid } from './fields.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const intent = {
  method: z.string().toUpperCase().pipe(z.enum(methods)),
  /** Measured with its parameters filled in; longer than 65,536 is `query_too_long`, so this bound is wider. */
  url: z.string().min(1).max(131_072).describe('Absolute; `{name}` is filled in from `path_params`.'),
  grant_id: uuid.nullish().describe('Exactly one of `grant_id` and `provider_id`.'),
  provider_id: providerId
    .nullish()
    .describe('Finds the grant, with `user`, `account` or `label` where there are several.'),
  account: z.string().max(512).nullish(),
  label: label.nullish(),
  app_user_id: uuid.nullish(),
  user: userInput.pick({ reference: true }).nullish(),
  user_token: z.string().max(8192).nullish(),
  headers: z
    .record(z.string().min(1).max(256), z.string().max(8192))
    .nullish()
    .describe('Beside those that the vault sets itself, which are refused here.'),
  query_params: z.record(z.string().max(256), z.union([scalar, z.array(scalar).max(100)])).nullish(),
  path_params: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .max(64),
      scalar,
    )
    .nullish(),
  reason: reason.nullish().describe('Why; the person reads it in the Wallet.'),
  context: z.record(z.string().max(64), z.string().max(512)).nullish(),
  follow_redirects: z.boolean().nullish().describe('Within the grant’s hosts. Off: a 3xx is relayed.'),
};

const oneAddress = (value: { grant_id?: unknown; provider_id?: unknown }) =>
  (value.grant_id == null) !== (value.provider_id == null);
const oneAddressMessage = { message: 'exactly one of grant_id and provider_id', path: ['grant_id'] };

export const requestBody = z
  // It was JSON when it came: walking it again would only cost time.
  .strictObject({
    ...intent,
    body: z.unknown().optional().describe('Sent as JSON.'),
    body_b64: z.base64().nullish().describe('Sent as these bytes; not together with `body`.'),
  })
  .refine(oneAddress, oneAddressMessage)
  .refine((value) => value.body === undefined || value.body_b64 == null, {
    message: 'at most one of body and body_b64',
    path: ['body_b64'],
  });
export type RequestBody = z.infer<typeof requestBody>;

/** `X-Alter-Intent` of the raw form: base64url JSON, at most 8 KB; the body is the outer request's own. */
export const rawIntent = z.strictObject(intent).refine(oneAddress, oneAddressMessage);
export type RawIntent = z.infer<typeof rawIntent>;

export const proxyAnswer = z.object({
  status_code: z.int(),
  headers: z.record(z.string(), z.string()),
  body_b64: z.string(),
  body_truncated: z.boolean(),
  duration_ms: z.int(),
});
export type ProxyAnswer = z.infer<typeof proxyAnswer>;
