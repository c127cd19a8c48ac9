/**
 * The error table: one row per code, two audiences. `status` and `message` are public; what happened inside stays in the
 * log. Codes are the published ones where they exist (`wire.md` §5); each has its section in `docs/errors.md`.
 */
export interface ErrorEntry {
  readonly status: number;
  /** One sentence: what is wrong and what to do about it. */
  readonly message: string;
}

const entry = (status: number, message: string): ErrorEntry => ({ status, message });

export const errors = {
  // 400: the request itself
  invalid_request: entry(400, 'The request is not valid: see `issues` for each field and what it should be.'),
  invalid_json: entry(400, 'The body is not valid JSON. Send UTF-8 JSON with Content-Type: application/json.'),
  invalid_origin: entry(400, 'allowed_origin must be scheme, host and optional port only: no path, no wildcard.'),
  invalid_return_url: entry(
    400,
    'return_url must be https (http on loopback), on allowed_origin or registered for the app, without fragment or user info.',
  ),
  unsupported_parameter: entry(
    400,
    'This parameter narrows access and this server cannot enforce it yet, so it is refused rather than ignored.',
  ),
  provider_not_configured: entry(
    400,
    'This provider is not configured for the app. Add it to alter.config or with `alter providers add`.',
  ),
  flow_kind_not_supported: entry(
    400,
    'This provider is not connected this way: see `flow_kinds`. Those that ask a person need a connect session.',
  ),
  scope_not_allowed: entry(400, 'A required scope is outside the scopes configured for this provider.'),
  invalid_header: entry(400, 'A request header has a form that cannot be read: see `header`.'),
  constraint_not_narrowing: entry(
    400,
    'X-Alter-Scope-Constraints may only take scopes away: see `not_held` for those that the key does not have.',
  ),
  invalid_url: entry(
    400,
    'The URL must be absolute, https (http only where the operator allows loopback), without user info.',
  ),
  // 401: who is calling
  missing_key: entry(401, 'No API key was sent. Send it in x-api-key or Authorization: Bearer.'),
  invalid_key: entry(401, 'The API key is not valid. Check that it was copied whole and belongs to this server.'),
  key_revoked: entry(401, 'The API key was revoked. Use another key of this app.'),
  key_expired: entry(401, 'The API key has expired. Create a new one.'),
  key_rotated_grace_expired: entry(401, 'The API key was rotated and its grace period is over. Use its successor.'),
  signature_required: entry(401, 'This key accepts signed requests only. Sign the request.'),
  invalid_signature: entry(
    401,
    'The request signature does not match. Sign exactly what is sent, with the key that is sent.',
  ),
  signature_expired: entry(
    401,
    'X-Alter-Timestamp is more than 300 seconds from the server clock. Check the clock and sign again.',
  ),
  replayed: entry(401, 'This nonce was already used with this key. Sign every request with a new nonce.'),
  invalid_token: entry(401, 'The session is not known. Start again from the app that sent you here.'),
  session_expired: entry(401, 'The session has expired. Start again from the app that sent you here.'),
  // 403: allowed to be here, not to do this
  insufficient_scope: entry(403, 'The API key lacks a scope that this route needs: see `missing`.'),
  ip_not_allowed: entry(403, 'This API key may not be used from this address.'),
  grant_revoked: entry(403, 'The grant was revoked. Ask the person to connect again.'),
  grant_expired: entry(403, 'The grant has expired. Ask the person to connect again.'),
  grant_pending: entry(403, 'The grant waits for the app to confirm it: POST /sdk/grants/{id}/confirm.'),
  credential_revoked: entry(403, 'The provider no longer accepts this credential. Ask the person to connect again.'),
  method_not_allowed_by_policy: entry(403, 'The grant does not allow this method.'),
  origin_not_allowed: entry(403, 'This origin may not use this session.'),
  cross_origin_post: entry(403, 'This form was sent from another site and is refused.'),
  other_browser: entry(403, 'This is another browser. Open the link in the browser where you began.'),
  // 404: absent, or not yours: the same answer
  not_found: entry(404, 'There is no such route. See /openapi.json.'),
  grant_not_found: entry(404, 'No such grant in this app, for this principal.'),
  provider_not_found: entry(404, 'No such provider in the catalog, and this app has none of its own with this id.'),
  method_not_allowed: entry(405, 'This route exists, but not for this method.'),
  request_incomplete: entry(408, 'The body stopped coming before it was whole: see `sent` before repeating the call.'),
  // 409
  ambiguous_grant: entry(
    409,
    'Several grants match. Name one by grant_id, or add user, account or label: see `candidates`.',
  ),
  token_refresh_in_progress: entry(409, 'The token of this grant is being refreshed. Try again in a few seconds.'),
  state_consumed: entry(409, 'This sign-in was already used. Start again from the app.'),
  session_final: entry(409, 'This session is finished. Start again from the app.'),
  repair_conflict: entry(409, 'repair_grant_id cannot be combined with this parameter.'),
  // 413 and kin
  body_too_large: entry(413, 'The body is larger than this route accepts: see `limit`.'),
  unsupported_media_type: entry(415, 'This route takes application/json only.'),
  // 422: understood, refused
  blocked_destination: entry(
    422,
    'This URL is outside the hosts of the grant, or not a destination a credential may go to.',
  ),
  forbidden_header: entry(422, 'A header that the vault sets itself may not be sent by the caller: see `header`.'),
  query_too_long: entry(422, 'The effective URL is longer than 65536 characters.'),
  body_hash_mismatch: entry(
    422,
    'The body does not match the signed hash. The call to the provider was cut before its end.',
  ),
  // 429
  rate_limit_exceeded: entry(429, 'Too many requests. Wait as long as Retry-After says.'),
  too_many_tickets: entry(
    429,
    'This session has all the watch tickets that it may have. Use one of them, or open a new session.',
  ),
  // 431
  headers_too_large: entry(431, 'The headers are larger than 16 KB together. Send fewer or shorter ones.'),
  // 5xx
  internal_error: entry(500, 'Something went wrong on this server. Give the request id to its operator.'),
  provider_unreachable: entry(502, 'The provider could not be reached: see `sent` before repeating the call.'),
  provider_refused: entry(502, 'The provider refused to give a token: see `provider_error`. Nothing was made.'),
  provider_answer_invalid: entry(502, 'The provider answered with something that cannot be read.'),
  refresh_failed: entry(502, 'The token could not be refreshed now. Try again later; the grant is kept.'),
  provider_configuration_unavailable: entry(
    502,
    'The provider refuses the configured client. The operator must check the provider config.',
  ),
  service_unavailable: entry(503, 'The service cannot take requests now. Try again as Retry-After says.'),
  audit_unavailable: entry(503, 'The audit log cannot be written, so nothing is released. Try again later.'),
  app_not_found_for_key: entry(
    503,
    'The app of this key is not configured on this server. Its operator must check alter.config.',
  ),
  store_unavailable: entry(503, 'The store cannot be reached, so nothing is released. Try again later.'),
  upstream_timeout: entry(504, 'The provider did not answer in time: see `sent` before repeating the call.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/**
 * What can go wrong for a person in the browser. The same code goes to the session's result, the element's event, the
 * redirect parameters and the audit row; `poll` is the published code of `wire.md` §8.2 where that one differs.
 */
export interface FlowErrorEntry {
  readonly message: string;
  readonly poll?: string;
}

const flow = (message: string, poll?: string): FlowErrorEntry => (poll ? { message, poll } : { message });

export const flowErrors = {
  access_denied: flow('Access was not allowed. Nothing was connected.', 'connect_denied'),
  session_expired: flow('This link has expired. Nothing was connected.'),
  invalid_token: flow('This link is not known. Nothing was connected.'),
  other_browser: flow('This is another browser than the one that began.'),
  state_unknown: flow('This sign-in is not known here. Nothing was connected.'),
  state_consumed: flow('This sign-in was already used.'),
  code_expired: flow('The code was not entered in time. Nothing was connected.'),
  flow_expired: flow('Signing in took longer than ten minutes. Nothing was connected.'),
  provider_error: flow('The provider reported an error. Nothing was connected.'),
  invalid_redirect_uri: flow('The provider does not know the callback URL of this app. Nothing was connected.'),
  invalid_client: flow('The provider refused this app. Nothing was connected.'),
  unauthorized_client: flow('The provider does not let this app ask for access. Nothing was connected.'),
  provider_configuration_unavailable: flow('This provider was reconfigured meanwhile. Nothing was connected.'),
  issuer_mismatch: flow('The answer came from another provider than the one that was asked. Nothing was connected.'),
  token_exchange_failed: flow('The provider did not complete the sign-in. Nothing was connected.'),
  account_lookup_failed: flow('The provider did not say whose account this is. Nothing was connected.'),
  account_mismatch: flow('This is a different account than before. Nothing was changed.'),
  no_scope_granted: flow('No permission was allowed. Nothing was connected.'),
  service_unavailable: flow('This service could not finish the sign-in now. Nothing was connected.'),
  popup_blocked: flow('The browser blocked the window.'),
} as const satisfies Record<string, FlowErrorEntry>;

export type FlowErrorCode = keyof typeof flowErrors;

/** The error envelope: one form everywhere; a code's own fields stand beside these four. */
export interface ErrorBody {
  error: ErrorCode;
  message: string;
  request_id: string;
  [field: string]: unknown;
}

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code);
export const isFlowErrorCode = (code: string): code is FlowErrorCode => Object.hasOwn(flowErrors, code);
