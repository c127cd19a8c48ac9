/** What a flow came to, before it is told to anybody, and what a provider's refusals mean for it. */
import type { FlowErrorCode } from '@alter/protocol';
import type { Saved } from '../grants/save.ts';
import type { TokenOutcome } from '../oauth/oauth.ts';
import { plainWords } from '../oauth/plain-words.ts';
import type { AccountFacts } from '../providers/provider.ts';

export type FlowEnd = { kind: 'granted'; saved: Saved; facts: AccountFacts } | Declined | FlowFailure;

export interface Declined {
  kind: 'declined';
}

export interface FlowFailure {
  kind: 'failed';
  error: FlowErrorCode;
  /** The provider's own words, cleaned. */
  detail: string | null;
  /** Whose account it was, where that is what went wrong. */
  account: string | null;
}

export const failed = (
  error: FlowErrorCode,
  detail: string | null = null,
  account: string | null = null,
): FlowFailure => ({ kind: 'failed', error, detail, account });

/** RFC 6749 §4.1.2.1. Access denied is the person's answer, not a failure. */
export function providerRefusal(error: string, description: string | null): Declined | FlowFailure {
  if (error === 'access_denied' || error === 'consent_required') return { kind: 'declined' };
  return failed(configurationError(error) ?? 'provider_error', plainWords(description ?? error));
}

export function exchangeRefusal(outcome: Extract<TokenOutcome, { kind: 'refused' }>): FlowFailure {
  const detail = plainWords([outcome.error, outcome.description].filter(Boolean).join(': '));
  if (outcome.error === 'issuer_mismatch') return failed('issuer_mismatch');
  return failed(configurationMistake(outcome) ?? 'token_exchange_failed', detail);
}

/** The provider would not even begin. */
export function beginRefusal(outcome: Extract<TokenOutcome, { kind: 'refused' }>): FlowFailure {
  const detail = plainWords([outcome.error, outcome.description].filter(Boolean).join(': '));
  return failed(configurationMistake(outcome) ?? 'provider_error', detail);
}

/** Vendors have words of their own for it: the entry classes them. */
const configurationMistake = ({ error, class: of }: Extract<TokenOutcome, { kind: 'refused' }>): FlowErrorCode | null =>
  configurationError(error) ?? (of === 'configuration' ? 'invalid_client' : null);

function configurationError(error: string): FlowErrorCode | null {
  if (error === 'invalid_client' || error === 'unauthorized_client') return error;
  if (['redirect_uri_mismatch', 'invalid_redirect_uri', 'bad_redirect_uri'].includes(error))
    return 'invalid_redirect_uri';
  return null;
}
