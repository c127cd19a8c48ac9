/**
 * Refusals that are not where RFC 6749 §5.2 has them. What ends a grant or blames the operator is one of the standard's own
 * words, whole, in a place where vendors are known to put it, or what an entry's hook says; nothing is guessed from a status
 * or a sentence: `invalid_token`, `unauthorized` and `access_denied` are also what gateways and firewalls say of a request
 * whose refresh token lives.
 */
import type { RawTokenAnswer } from '../providers/provider.ts';
import type { Secret } from '../vault/secret.ts';
import { plainWords } from './plain-words.ts';
import type { Body } from './read-body.ts';

/** @see RFC 6749 §5.2 */
const standard: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** Members that hold a word, the most telling first. */
const names = ['errorType', 'error_type', 'errorCode', 'error_code', 'error_name', 'code', 'type', 'error', 'status'];
const sentences = ['message', 'error_message', 'error_msg', 'detail', 'description', 'reason'];

/** Recorded where the vendor has no word that may be. */
const nameless = 'provider_error';
const flags: ReadonlySet<string> = new Set(['error', 'failure', 'fail', 'failed', 'true', 'false']);

/**
 * An answer without tokens and without `error` as an answer with it; any other as it is. With a status below 400 only
 * the standard's words are an error: what else came may be a token in a form that nobody knows.
 */
export function nameRefusal(answer: RawTokenAnswer, secrets: readonly Secret[]): RawTokenAnswer {
  const { status, body } = answer;
  if (typeof body['error'] === 'string' && body['error'] !== '') return answer;
  if (body['access_token'] !== undefined || !mayRefuse(status) || Object.keys(body).length === 0) return answer;
  const word = wordOf(body, status, secrets);
  if (status < 300 && !standard.has(word)) return answer;
  return { status: Math.max(status, 400), body: { ...body, error: word, error_description: descriptionOf(body) } };
}

const mayRefuse = (status: number): boolean => (status >= 200 && status < 300) || (status >= 400 && status < 500);

/** The word by which a refusal is known and recorded: the standard's, wherever it is, before any of the vendor's. */
export function wordOf(body: Body, status: number, secrets: readonly Secret[] = []): string {
  const places = placesOf(body);
  const said = places.flatMap((place) => [...names, ...sentences].map((name) => place[name]));
  const known = said
    .map((value) => (typeof value === 'string' ? value.toLowerCase() : ''))
    .find((one) => standard.has(one));
  if (known !== undefined) return known;
  const words = places.flatMap((place) => names.map((name) => vendorWord(place[name], status)));
  const phrases = places.flatMap((place) => sentences.map((name) => phrase(place[name])));
  return [...words, ...phrases].find((one) => one !== null && plainWords(one, secrets) === one) ?? nameless;
}

/** The vendor's words for people, to be cleaned by whoever keeps them. */
export const descriptionOf = (body: Body): unknown =>
  placesOf(body)
    .flatMap((place) => ['error_description', ...sentences].map((name) => place[name]))
    .find((text) => typeof text === 'string' && text !== '');

/** The first error of a list (or of an answer that is one), an error object, and the answer itself. */
function placesOf(body: Body): Body[] {
  const { errors, error, 0: first } = body;
  return [Array.isArray(errors) ? (errors as unknown[])[0] : errors, error, first, body].filter(isRecord);
}

const isRecord = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Identifiers and numbers; the status once more is none. */
function vendorWord(value: unknown, status: number): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value !== status ? String(value) : null;
  if (typeof value !== 'string' || !/^[A-Za-z0-9][\w.:-]{0,63}$/.test(value)) return null;
  return flags.has(value.toLowerCase()) || value === String(status) ? null : value;
}

/** Few words of letters alone: no token has that form. */
const phrase = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 60 && /^[A-Za-z]{1,20}(?: [A-Za-z]{1,20})*[.!]?$/.test(value)
    ? value
    : null;
