/** Proof Key for Code Exchange, method S256 only. @see RFC 7636 §4 */
import { hash } from 'node:crypto';
import { randomToken } from '../lib/random.ts';
import { Secret } from '../vault/secret.ts';

/** 32 random bytes as 43 characters (RFC 7636 §4.1). */
export const newCodeVerifier = (): Secret => new Secret(randomToken(32));

/** @see RFC 7636 §4.2 */
export const codeChallenge = (verifier: Secret): string => hash('sha256', verifier.reveal(), 'base64url');
