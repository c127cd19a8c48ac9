/** Classes of what a token endpoint refuses with (`mechanisms.md` §2.6). */
import type { Provider, RateLimit, RawTokenAnswer, TokenErrorClass } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';
import type { TokenOutcome } from './oauth.ts';
import { plainWords } from './plain-words.ts';
import { limitOf } from './limit.ts';
import { notSent, retryAfterOf } from './transport.ts';
import { descriptionOf } from './vendor-refusal.ts';

export type Refused = Extract<TokenOutcome, { kind: 'refused' }>;

const refused = (errorClass: TokenErrorClass, error: string, rest: Partial<Refused> = {}): Refused => ({
  kind: 'refused',
  class: errorClass,
  error,
  description: null,
  status: null,
  retryAfter: null,
  ...rest,
});

/** No answer came. Only what certainly was not sent may be sent again. */
export function failedCall(cause: unknown, beforeCall: boolean): Refused {
  if (beforeCall || notSent(cause)) return refused('transient', 'unreachable');
  return refused('indeterminate', 'no_answer');
}

/** An answer that nobody can read; a request limit is clear without words. */
export function unreadable(limits: RateLimit, status: number, headers: Headers, now: number): Refused {
  const errorClass = status === 429 ? 'transient' : 'indeterminate';
  return refused(errorClass, 'unreadable_answer', { status, retryAfter: pauseOf(limits, status, headers, now) });
}

/** Tokens came, but not such as may be used: `description` says what is wrong with them. */
export const invalidAnswer = (errorClass: TokenErrorClass, description: string): Refused =>
  refused(errorClass, 'invalid_answer', { description: plainWords(description) });

/** RFC 9207: the answer is another server's. Nothing was sent. */
export const issuerMismatch = (): Refused =>
  refused('permanent', 'issuer_mismatch', { description: 'the answer names another authorization server' });

/** A readable error answer. */
export function refusal(
  provider: Provider,
  { status, body }: RawTokenAnswer,
  headers: Headers,
  now: number,
  secrets: readonly Secret[],
): Refused {
  const error = typeof body['error'] === 'string' ? body['error'] : null;
  if (error === null) return unreadable(provider.api.rateLimit, status, headers, now);
  const said = body['error_description'] ?? descriptionOf(body);
  const description = typeof said === 'string' ? said : null;
  return refused(classOf(provider, status, error, body), plainWords(error, secrets).slice(0, 100), {
    description: description === null ? null : plainWords(description, secrets),
    status,
    retryAfter: pauseOf(provider.api.rateLimit, status, headers, now),
  });
}

/** Seconds that the provider asks for, in `Retry-After` or in its own words. */
const pauseOf = (limits: RateLimit, status: number, headers: Headers, now: number): number | null =>
  retryAfterOf(headers, now) ?? limitOf(limits, status, headers, now)?.retryAfter ?? null;

/** @see RFC 6749 §5.2 */
function classOf(provider: Provider, status: number, error: string, body: RawTokenAnswer['body']): TokenErrorClass {
  if (status === 429) return 'transient';
  // Whoever says that it waited too long does not know what became of the request behind it.
  if (status === 408) return 'indeterminate';
  const known = provider.hooks.errorClass?.(error, body) ?? standard.get(error) ?? 'transient';
  // A server in trouble is not believed that a token is dead or the client unknown.
  return status >= 500 && known !== 'transient' ? 'indeterminate' : known;
}

/** A map: the word is the server's, and objects have members of their own. */
const standard: ReadonlyMap<string, TokenErrorClass> = new Map([
  ['invalid_grant', 'permanent'],
  ['invalid_client', 'configuration'],
  ['unauthorized_client', 'configuration'],
]);
