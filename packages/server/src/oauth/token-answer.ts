/**
 * The strict library judges what providers answer loosely, so an answer is first rewritten into RFC 6749 form: by the
 * entry's hook, then by what is common to many.
 */
import type { Provider, RawTokenAnswer } from '../providers/provider.ts';
import type { Body } from './read-body.ts';
import { descriptionOf, wordOf } from './vendor-refusal.ts';

/** @see RFC 6749 §5.1, §5.2 */
export function rewriteAnswer({ hooks, authorize, refresh }: Provider, raw: RawTokenAnswer): RawTokenAnswer {
  const { status, body } = hooks.tokenAnswer?.(raw) ?? raw;
  const error = errorOf(status, body);
  if (error !== null) return { status: Math.max(status, 400), body: { ...body, ...error } };
  // 201 and its kin: a token is a token.
  if (status < 200 || status > 299) return { status, body };
  const rewritten: Body = {
    ...body,
    token_type: body['token_type'] ?? 'bearer',
    expires_in: secondsOf(body['expires_in']),
    // Without refresh tokens, a living access token is what a younger one is had for.
    refresh_token: refresh.swap
      ? body['access_token']
      : body['refresh_token'] === ''
        ? undefined
        : body['refresh_token'],
    scope: scopesOf(body['scope'], authorize.scopeSeparator),
    // Without OpenID Connect nobody checks an ID token here, so nobody reads one.
    id_token: authorize.oidc ? body['id_token'] : undefined,
    // What came under the name is no error.
    error: undefined,
  };
  const present = Object.entries(rewritten).filter(([, value]) => value !== null && value !== undefined);
  return { status: 200, body: Object.fromEntries(present) };
}

/** Errors come with status 200 and as objects, too; an object or a list of nothing is none. */
function errorOf(status: number, body: Body): { error: string; error_description?: unknown } | null {
  const { error } = body;
  if (typeof error === 'string' && error !== '') return { error };
  if (typeof error !== 'object' || error === null || !Object.values(error).some(Boolean)) return null;
  return { error: wordOf({ error }, status), error_description: descriptionOf({ error }) };
}

/** Longer lives are something else: milliseconds, or the time of the end (since 1970 it is more than fifty years). */
const longestLife = 20 * 365 * 86_400;

/** Whole seconds; absent when it says nothing that could be a life in seconds. */
export function secondsOf(value: unknown): number | undefined {
  const seconds = Math.floor(typeof value === 'string' && value.trim() !== '' ? Number(value) : Number(value ?? NaN));
  return seconds > 0 && seconds <= longestLife ? seconds : undefined;
}

function scopesOf(value: unknown, separator: ' ' | ','): string | undefined {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join(' ');
  if (typeof value !== 'string') return undefined;
  return (separator === ',' ? value.replaceAll(',', ' ') : value).split(/\s+/).filter(Boolean).join(' ');
}
