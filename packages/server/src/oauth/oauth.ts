/** Shapes that the OAuth steps share. Build, send and judge are apart; outcomes are unions. */
import type { TokenErrorClass } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';

export interface TokenSet {
  /** Named vault fields: `access_token`, `refresh_token`, and what a provider adds. An ID token is read and not kept. */
  fields: Record<string, Secret>;
  injectField: string;
  /** Epoch milliseconds; null: does not expire, or nobody said. */
  expiresAt: number | null;
  /** Epoch milliseconds at which a refresh token that nobody uses is dead; absent: the answer did not say. */
  refreshEndsAt?: number;
  /** Null: the answer did not say. */
  scopes: string[] | null;
  /** What the callback and the answer say of where the account lives; the grant keeps it. */
  variables?: Record<string, string>;
  /** Subject of a validated ID token. */
  subject: string | null;
  /** The answer without its tokens, for the identity hook; never stored or logged. */
  facts: Record<string, unknown>;
}

export type TokenOutcome =
  | { kind: 'ok'; tokens: TokenSet }
  | {
      kind: 'refused';
      class: TokenErrorClass;
      /** RFC 6749 code or the vendor's; ours are `issuer_mismatch`, `unreachable`, `no_answer`, `unreadable_answer`, `invalid_answer`. */
      error: string;
      /** Cleaned plain text, at most 300 characters, no tokens. */
      description: string | null;
      status: number | null;
      /** Seconds, when the provider said. */
      retryAfter: number | null;
    };

export type RevocationOutcome = { kind: 'confirmed' } | { kind: 'failed'; retry: boolean; error: string };
