/** What the outcome of a token call means for the grant, and what is stored of it. */
import type { Config } from '../../config.ts';
import { never } from '../../lib/assert.ts';
import type { TokenOutcome, TokenSet } from '../../oauth/oauth.ts';
import {
  noMarks,
  type HeldRow,
  type RefreshIntent,
  type RefreshMarks,
  type RefreshRecord,
} from '../../stores/store.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import { renewalOf } from '../../oauth/renew.ts';
import type { RefreshRefusal, RefreshRequest, Renewed } from './refresh.ts';

export type Refused = Extract<TokenOutcome, { kind: 'refused' }>;

export type Verdict =
  | { kind: 'renewed'; tokens: TokenSet }
  /** The person has to connect again. `refused` is null when nobody was asked. */
  | { kind: 'ended'; reason: string; refused: Refused | null }
  /** Not now: the old token serves while it is good. */
  | { kind: 'later'; code: RefreshRefusal; refused: Refused; waitMs: number }
  /** Nobody knows whether the token still works. */
  | { kind: 'unknown'; refused: Refused; waitMs: number }
  /** Neither its person nor the client is at fault, and it cannot be used. `refused` is null when nobody was asked. */
  | { kind: 'unusable'; reason: 'unreadable' | 'refresh_refused'; refused: Refused | null; waitMs: number }
  /** What could not be used can be, as it is. */
  | { kind: 'mended' }
  /** Nothing was sent, since the lease ran out: nothing has changed. */
  | { kind: 'withdrawn' };

type Times = Pick<Config, 'refresh'>;

/** A provider that wants to be left alone for longer is asked again after this all the same. */
const longestWaitMs = 24 * 3_600_000;

/** The request itself is refused (RFC 6749 §5.2): the same one is not made again at once, and seldom after that. */
const refusesRequest: ReadonlySet<string> = new Set(['invalid_request', 'invalid_scope', 'unsupported_grant_type']);
const mostRefusals = 3;
/** Cooldowns. */
const unusablePause = 10;

const isRefusedRequest = (outcome: Refused): boolean =>
  outcome.class === 'transient' && refusesRequest.has(outcome.error);

/** What cannot be opened here may be opened by a server with the right key, or when that is back. */
export const unreadable = ({ refresh }: Times): Verdict => ({
  kind: 'unusable',
  reason: 'unreadable',
  refused: null,
  waitMs: unusablePause * refresh.cooldownMs,
});

export function judge(
  outcome: TokenOutcome,
  intent: RefreshIntent,
  renewed: Pick<RefreshRequest, 'grant' | 'provider' | 'cause'>,
  vault: HeldRow,
  now: number,
  config: Times,
): Verdict {
  if (outcome.kind === 'ok') return { kind: 'renewed', tokens: outcome.tokens };
  const waitMs = Math.min(Math.max(config.refresh.cooldownMs, (outcome.retryAfter ?? 0) * 1000), longestWaitMs);
  switch (outcome.class) {
    case 'permanent':
      return { kind: 'ended', reason: reasonOf(intent, renewed.provider, vault, now, config), refused: outcome };
    case 'configuration':
      return { kind: 'later', code: 'provider_configuration_unavailable', refused: outcome, waitMs };
    case 'transient':
      // While the access token is good nothing is amiss yet.
      if (isRefusedRequest(outcome) && renewed.cause === 'expired' && vault.refresh.refusals + 1 >= mostRefusals) {
        const pause = Math.max(waitMs, unusablePause * config.refresh.cooldownMs);
        return { kind: 'unusable', reason: 'refresh_refused', refused: outcome, waitMs: pause };
      }
      return { kind: 'later', code: 'refresh_failed', refused: outcome, waitMs };
    case 'indeterminate':
      if (!worksOnce(renewed)) return { kind: 'later', code: 'refresh_failed', refused: outcome, waitMs };
      // The probe was the last time that this token was sent.
      if (intent.probe) return { kind: 'ended', reason: 'rotation_lost', refused: outcome };
      return { kind: 'unknown', refused: outcome, waitMs };
    default:
      return never(outcome.class);
  }
}

const worksOnce = ({ grant, provider }: Renewed): boolean => renewalOf(grant.flow_kind, provider).worksOnce;

/** A token that was lost on our side is not the person's doing, and neither is one that nobody used for too long. */
function reasonOf(
  intent: RefreshIntent,
  { entry }: ResolvedProvider,
  vault: HeldRow,
  now: number,
  { refresh }: Times,
): string {
  const grace = (entry.refresh.graceSeconds ?? 0) * 1000 - refresh.clockBoundMs;
  // For so long a token that was used would still answer: this one is dead for another reason.
  const inGrace = intent.first_at !== undefined && now < intent.first_at + grace;
  if (intent.probe && !inGrace) return 'rotation_lost';
  const life = entry.refresh.refreshTtlSeconds;
  const end = vault.refresh.refresh_ends_at ?? (life === null ? Infinity : vault.updated_at + life * 1000);
  return end <= now ? 'refresh_token_expired' : 'revoked_by_user';
}

/** One of at most three tries has failed: milliseconds until the next, or null for none. @param chance from 0 to 1 */
export function pauseBefore(
  outcome: TokenOutcome,
  renewed: Renewed,
  calls: number,
  chance: number,
  { refresh }: Times,
): number | null {
  if (outcome.kind === 'ok' || calls >= 3) return null;
  if (isRefusedRequest(outcome)) return null;
  const mayRepeat = outcome.class === 'transient' || (outcome.class === 'indeterminate' && !worksOnce(renewed));
  if (!mayRepeat) return null;
  const asked = (outcome.retryAfter ?? 0) * 1000;
  if (asked > refresh.retryAfterMs) return null;
  return Math.max(asked, refresh.retryPauseMs * 2 ** (calls - 1) * (0.5 + chance));
}

const endOf = ({ refreshEndsAt }: TokenSet): Pick<RefreshMarks, 'refresh_ends_at'> =>
  refreshEndsAt === undefined ? {} : { refresh_ends_at: refreshEndsAt };

/** The marks after it. `intent` is the one under which the call was made; null when none was. */
export function marksAfter(
  verdict: Verdict,
  before: RefreshMarks,
  intent: RefreshIntent | null,
  now: number,
): RefreshMarks {
  switch (verdict.kind) {
    case 'renewed':
      return { ...noMarks, forced_at: before.forced_at, ...endOf(verdict.tokens) };
    case 'ended':
      return { ...before, intent: null, ended: verdict.reason };
    case 'later':
      return {
        ...before,
        intent: reopened(intent),
        next_try_at: now + verdict.waitMs,
        client_refused: verdict.refused.class === 'configuration',
        refusals: before.refusals + (isRefusedRequest(verdict.refused) ? 1 : 0),
      };
    case 'unusable':
      return {
        ...before,
        intent: verdict.refused ? reopened(intent) : before.intent,
        next_try_at: now + verdict.waitMs,
        refusals: before.refusals + (verdict.refused ? 1 : 0),
        unusable: verdict.reason,
      };
    case 'mended':
      return { ...before, next_try_at: 0, unusable: null };
    case 'unknown':
      return { ...before, intent: intent && { ...intent, unknown: true }, next_try_at: now + verdict.waitMs };
    case 'withdrawn':
      return { ...before, intent: reopened(intent) };
    default:
      return never(verdict);
  }
}

/**
 * A call of which it is certain that it used nothing up leaves no intent. A probe leaves what it found: the token whose
 * fate is unknown.
 */
const reopened = (intent: RefreshIntent | null): RefreshIntent | null =>
  intent?.probe ? { ...intent, probe: false, unknown: true } : null;

const outcomes = {
  renewed: 'refreshed',
  ended: 'ended',
  later: 'failed',
  unusable: 'failed',
  unknown: 'unknown',
} as const;

/** It was found before, and nobody was asked: that is not to be told again. */
export const isKnown = (verdict: Verdict, before: RefreshMarks): boolean =>
  verdict.kind === 'mended'
    ? before.unusable === null
    : verdict.kind === 'unusable' && verdict.refused === null && before.unusable === verdict.reason;

export type Recorded = Pick<RefreshRecord, 'id' | 'at' | 'duration_ms' | 'calls' | 'cause' | 'process'>;

/** What the history gets of it; null: nothing happened. */
export function recordOf(verdict: Verdict, before: RefreshMarks, facts: Recorded): RefreshRecord | null {
  if (verdict.kind === 'withdrawn' || verdict.kind === 'mended' || isKnown(verdict, before)) return null;
  const refused = verdict.kind === 'renewed' ? null : verdict.refused;
  const reason = verdict.kind === 'ended' || verdict.kind === 'unusable' ? verdict.reason : null;
  const error = refused?.error ?? reason;
  return { ...facts, outcome: outcomes[verdict.kind], class: refused?.class ?? null, error };
}
