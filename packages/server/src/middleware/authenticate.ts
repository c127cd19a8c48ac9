/** Who calls, with which rights, and did they send this: the front of every route for key holders. */
import { keyKind, signatureHeaders, signatureWindowSeconds, type KeyScope } from '@alter/protocol';
import type { App } from '../apps/app.ts';
import { isAllowedAddress } from '../callers/address.ts';
import { judgeKey } from '../callers/api-keys.ts';
import { readAttribution } from '../callers/attribution.ts';
import type { Gate } from '../callers/gate.ts';
import { narrowKey, requireScope } from '../callers/scopes.ts';
import { verifySignature, type SignatureVerdict } from '../callers/signature.ts';
import { assert, Refusal } from '../lib/assert.ts';
import { sha256 } from '../lib/encoding.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { KeyRow, NonceClaim } from '../stores/store.ts';
import { assertIdentity, readBody } from './body.ts';

export interface AuthenticateOptions {
  /** What the key needs; null: any key of the app. */
  scope: KeyScope | null;
  /** Bytes of a body that is read whole. */
  limit: number;
  /** `nonce`: claimed here. `station`: the station claims it together with its begin row. */
  claims: 'nonce' | 'station';
  /** Asks for what the route will need as soon as the body is there, while the key is being read. Decides nothing. */
  askAhead?: (ctx: Ctx, appId: string) => void;
}

type AuthenticateDeps = Pick<Deps, 'clock' | 'store' | 'apps' | 'config'>;

/**
 * Milliseconds that a nonce is remembered by a store whose clock is right: the window before and after the moment that was
 * signed. What clocks may be apart comes on top, since another process judges the window than the one that forgets.
 */
const nonceLifeMs = 2 * signatureWindowSeconds * 1_000 + 1;
/** Characters of `X-Alter-Intent`. */
const intentLimit = 8192;
/** Bytes of a body that is read before its key is. */
const aheadLimit = 65_536;

/**
 * Sets `ctx.state.caller` and `rawBody`, or leaves the body unread and sets `claimedBodyHash` in the raw form
 * (`X-Alter-Intent` on a station route). What is refused here is counted and logged, never a row.
 */
export function authenticate(deps: AuthenticateDeps, gate: Gate, options: AuthenticateOptions): Step {
  return async (ctx, next) => {
    try {
      await admit(deps, gate, options, ctx);
    } catch (error) {
      if (error instanceof Refusal) gate.counters.count(error.code);
      throw error;
    }
    await next();
  };
}

async function admit(deps: AuthenticateDeps, gate: Gate, options: AuthenticateOptions, ctx: Ctx): Promise<void> {
  const key = presentedKey(ctx);
  const keyHash = sha256(key);
  try {
    const appId = await letIn(deps, gate, options, ctx, { key, keyHash });
    gate.keyApps.note(keyHash, appId);
  } catch (error) {
    gate.keyApps.forget(keyHash);
    throw error;
  }
}

/** Returns the key's app. */
async function letIn(
  deps: AuthenticateDeps,
  gate: Gate,
  options: AuthenticateOptions,
  ctx: Ctx,
  { key, keyHash }: { key: string; keyHash: string },
): Promise<string> {
  const header = (name: string): string => ctx.get(name);
  const known = knownKey(deps, keyHash, ctx);
  const early = bodyAhead(gate.keyApps.of(keyHash), known, options, ctx);
  const { row, app } = await known;
  assert(isAllowedAddress(ctx.state.clientIp, row.cidr_allowlist), 'ip_not_allowed');
  const narrowed = narrowKey(row, header);
  requireScope(narrowed.scopes, options.scope, deps.config.publicUrl);
  const attribution = readAttribution(header);
  const streamed = await (early ?? takeBody(ctx, options));
  const verdict = verifySignature(
    {
      method: ctx.method,
      target: ctx.req.url ?? '',
      headers: ctx.req.headers,
      bodyHash: streamed || !isSigned(ctx) ? null : sha256(ctx.state.rawBody),
    },
    () => gate.signingKeys.of(row.hash, key),
    deps.clock.now(),
  );
  const until = deps.clock.now() + nonceLifeMs + deps.config.refresh.clockBoundMs;
  const nonce = claimOf(verdict, narrowed, app, until);
  ctx.state.claimedBodyHash = streamed && verdict.kind === 'signed' ? verdict.contentHash : null;
  ctx.state.caller = { appId: app.id, key: narrowed, nonce, ...attribution };
  if (nonce && options.claims === 'nonce') assert(await deps.store.audit.claimNonce(app.id, nonce), 'replayed');
  gate.uses.note(row.id, deps.clock.now());
  return app.id;
}

/** @throws Refusal `missing_key`; `invalid_key` when two different ones came or the form is wrong */
function presentedKey(ctx: Ctx): string {
  const own = ctx.get('x-api-key').trim();
  const bearer = /^Bearer +(\S+) *$/i.exec(ctx.get('Authorization'))?.[1] ?? '';
  const key = own || bearer;
  assert(key !== '', 'missing_key');
  assert(own === '' || bearer === '' || own === bearer, 'invalid_key', {
    hint: 'x-api-key and Authorization name two different keys. Send one of them.',
  });
  const kind = keyKind(key);
  assert(kind !== null, 'invalid_key', { hint: 'The key does not have the form of a key: it was cut, or mistyped.' });
  assert(kind !== 'pk', 'invalid_key', {
    hint: 'A publishable key is for browsers. Use a runtime key (alter_rk_…) here.',
  });
  return key;
}

async function knownKey(deps: AuthenticateDeps, keyHash: string, ctx: Ctx): Promise<{ row: KeyRow; app: App }> {
  const row = await deps.store.keys.findByHash(keyHash);
  if (!row) throw new Refusal('invalid_key');
  const judged = judgeKey(row, deps.clock.now());
  if (judged.kind === 'refused') throw new Refusal(judged.code);
  const app = deps.apps.find(row.app_id);
  if (!app) throw new Refusal('app_not_found_for_key');
  if (judged.deprecated) ctx.set('X-Alter-Key-Deprecated', 'true');
  return { row, app };
}

/**
 * A short body of a key that was let in before, taken while the key is read again, so that the route may ask ahead. Null:
 * a stranger's key until it was read, or a body that is too long to be read for a key that may be refused.
 */
function bodyAhead(
  appId: string | null,
  known: Promise<unknown>,
  options: AuthenticateOptions,
  ctx: Ctx,
): Promise<boolean> | null {
  const { askAhead } = options;
  const length = Number(ctx.req.headers['content-length'] ?? Infinity);
  if (appId === null || !askAhead || !(length <= aheadLimit)) return null;
  const taken = takeBody(ctx, options);
  let isRefused = false;
  known.catch(() => (isRefused = true));
  // What is wrong with the body is said after what is wrong with the key.
  taken.then(() => isRefused || askAhead(ctx, appId)).catch(() => undefined);
  return taken;
}

/** True when the body is left for the station to stream. */
async function takeBody(ctx: Ctx, options: AuthenticateOptions): Promise<boolean> {
  const intent = ctx.get(signatureHeaders.intent);
  if (intent === '' || options.claims !== 'station') {
    ctx.state.rawBody = await readBody(ctx.req, options.limit);
    return false;
  }
  assert(intent.length <= intentLimit, 'invalid_header', {
    header: 'X-Alter-Intent',
    problem: `must be at most ${intentLimit} characters`,
  });
  assertIdentity(ctx.req);
  ctx.state.rawBody = Buffer.alloc(0);
  return true;
}

/** Spares an unsigned request the hash of its body. */
const isSigned = (ctx: Ctx): boolean => ctx.req.headers[signatureHeaders.signature] !== undefined;

function claimOf(verdict: SignatureVerdict, row: KeyRow, app: App, until: number): NonceClaim | null {
  if (verdict.kind === 'refused') throw new Refusal(verdict.code);
  if (verdict.kind === 'signed') return { key_id: row.id, nonce: verdict.nonce, until };
  assert(!row.signed_only && !app.signedOnly, 'signature_required');
  return null;
}
