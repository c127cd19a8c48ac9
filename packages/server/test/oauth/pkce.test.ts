import { expect, test } from 'vitest';
import { codeChallenge, newCodeVerifier } from '../../src/oauth/pkce.ts';
import { Secret } from '../../src/vault/secret.ts';

test('the challenge is the one of RFC 7636 Appendix B', () => {
  const verifier = new Secret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
  expect(codeChallenge(verifier)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('verifiers have the form of RFC 7636 §4.1 and are never the same', () => {
  const verifiers = Array.from({ length: 50 }, () => newCodeVerifier().reveal());
  for (const verifier of verifiers) expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(verifiers).size).toBe(50);
});
