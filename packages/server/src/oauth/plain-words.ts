import type { Secret } from '../vault/secret.ts';

const longest = 300;
/** Runs of token characters that no word or URL path of an error text is as long as. */
const tokenLike = /[A-Za-z0-9_\-.~+/=]{24,}/g;

/**
 * A provider's own words as text that may be stored and shown: no control characters, no known secret, nothing that
 * looks like a token, at most 300 characters.
 */
export function plainWords(text: string, secrets: readonly Secret[] = []): string {
  let plain = text.slice(0, 4096);
  for (const secret of secrets) {
    const value = secret.reveal();
    if (value.length >= 4) plain = plain.replaceAll(value, '<redacted>');
  }
  plain = plain
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(tokenLike, (run) => (looksLikeWords(run) ? run : '<redacted>'))
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}

/** `invalid_redirect_uri_for_this_client` and `https/docs.example.com/errors` are words; a token mixes in digits or cases. */
const looksLikeWords = (run: string): boolean =>
  run
    .split(/[_\-.~+/=]+/)
    .every((word) => word === '' || (word.length < 24 && /^([A-Z]?[a-z]+|[A-Z]+|\d{1,8})$/.test(word)));
