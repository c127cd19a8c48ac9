import { describe, expect, test } from 'vitest';
import { plainWords } from '../../src/oauth/plain-words.ts';
import { Secret } from '../../src/vault/secret.ts';

describe('plainWords', () => {
  test('removes secrets that it is told of, also short ones', () => {
    expect(plainWords('code s3cr3t was used', [new Secret('s3cr3t')])).toBe('code <redacted> was used');
  });

  test.each([
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    'xoxp-1234567890-abcdefABCDEF1234567890',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'abcdefghijklmnopqrstuvwxyzabcdef',
    '0123456789abcdef0123456789abcdef',
  ])('removes what looks like a token: %s', (token) => {
    expect(plainWords(`bad token ${token}!`)).toBe('bad token <redacted>!');
  });

  test.each(['invalid_redirect_uri_for_this_client', 'AADSTS700082: The refresh token has expired due to inactivity.'])(
    'keeps words: %s',
    (words) => {
      expect(plainWords(words)).toBe(words);
    },
  );

  test('makes one line of control characters, and no text that runs the other way', () => {
    expect(plainWords('a\r\nSet-Cookie: x\u0000\u202eb')).toBe('a Set-Cookie: x b');
  });

  test('is at most 300 characters long', () => {
    const text = plainWords('word '.repeat(200));
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text.endsWith('…')).toBe(true);
  });
});
