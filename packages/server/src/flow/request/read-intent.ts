/** First step: what the caller wants, from the body or from the raw form's header. */
import { rawIntent, requestBody, type RawIntent, type RequestBody } from '@alter/protocol/schemas';
import { signatureHeaders } from '@alter/protocol';
import { schemeAllowed } from '../../egress/destination.ts';
import { assert, Refusal } from '../../lib/assert.ts';
import { parseBody, parseValue } from '../../middleware/body.ts';
import type { Ctx } from '../../state.ts';
import type { Call, Intent } from './call.ts';
import { effectiveUrl } from './effective-url.ts';
import { OuterBody } from './outer-body.ts';

/** @throws Refusal `invalid_request`, `invalid_json`, `invalid_url`, `query_too_long`, `unsupported_parameter` */
export function readIntent(call: Call): void {
  const { ctx } = call;
  const header = ctx.req.headers[signatureHeaders.intent];
  if (typeof header === 'string') readRaw(call, header);
  else readJson(call, parseBody(ctx, requestBody));
  const { url } = call.intent;
  assert(schemeAllowed(url, call.deps.config.unsafeAllowLoopback) && url.username + url.password === '', 'invalid_url');
}

function readJson(call: Call, given: RequestBody): void {
  const isJson = given.body !== undefined;
  const headers = withType(given.headers ?? {}, isJson ? 'application/json' : undefined);
  const body = isJson ? Buffer.from(JSON.stringify(given.body)) : null;
  call.intent = {
    ...common(given, call.ctx),
    form: 'json',
    headers,
    body: given.body_b64 == null ? body : Buffer.from(given.body_b64, 'base64'),
  };
}

/** The body is the outer request's own and is never held; of that request only its type and length go on. */
function readRaw(call: Call, header: string): void {
  const { ctx } = call;
  assert(call.relay === 'stream', 'unsupported_parameter', { parameter: 'X-Alter-Intent' });
  const given = parseValue(decodeIntent(header), rawIntent);
  assert(!given.follow_redirects, 'unsupported_parameter', { parameter: 'follow_redirects' });
  const headers = withType(given.headers ?? {}, ctx.req.headers['content-type']);
  call.intent = { ...common(given, ctx), form: 'raw', headers, body: null };
  call.outerBody = OuterBody.of(ctx.req, {
    hash: ctx.state.claimedBodyHash,
    limit: call.deps.config.limits.rawBody,
    idleMs: call.deps.config.timeouts.idleMs,
  });
}

/** What the intent says about the type stands. */
function withType(headers: Record<string, string>, type: string | undefined): Record<string, string> {
  const said = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return said || type === undefined ? headers : { ...headers, 'content-type': type };
}

/** @throws Refusal `invalid_request` */
export function decodeIntent(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
  } catch {
    // The cause quotes the header, and the log would keep it.
    throw new Refusal('invalid_request', issue('X-Alter-Intent', 'must be base64url of JSON'));
  }
}

function common(given: RequestBody | RawIntent, ctx: Ctx): Omit<Intent, 'form' | 'headers' | 'body'> {
  // User tokens come with identity providers: a field that narrows is refused, never ignored.
  assert(given.user_token == null, 'unsupported_parameter', { parameter: 'user_token' });
  return {
    method: given.method,
    url: effectiveUrl(given.url, given.path_params ?? {}, given.query_params ?? {}),
    grantId: given.grant_id ?? null,
    providerId: given.provider_id ?? null,
    account: given.account ?? null,
    label: given.label ?? null,
    userId: given.app_user_id ?? null,
    userReference: given.user?.reference ?? null,
    reason: given.reason ?? null,
    context: given.context || ctx.state.caller.context ? { ...ctx.state.caller.context, ...given.context } : null,
    followRedirects: given.follow_redirects ?? false,
  };
}

const issue = (path: string, message: string): Record<string, unknown> => ({ issues: [{ path, message }] });
