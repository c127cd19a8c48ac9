/** Verifies the published request signature (`wire.md` §3). */
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { signatureHeaders as names, signatureWindowSeconds, stringToSign } from '@alter/protocol';

export interface SignedRequest {
  /** Upper-case. */
  method: string;
  /** Raw request target. */
  target: string;
  /** Names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Hex SHA-256 of the body that arrived; null: not read yet, the claimed hash is checked while it streams. */
  bodyHash: string | null;
}

export type SignatureVerdict =
  | { kind: 'unsigned' }
  | { kind: 'signed'; nonce: string; contentHash: string }
  | { kind: 'refused'; code: 'invalid_signature' | 'signature_expired' };

const required = [names.timestamp, names.nonce, names.contentHash, names.signature] as const;
const hex32 = /^[0-9a-f]{32}$/;
const hex64 = /^[0-9a-f]{64}$/;
const seconds = /^[0-9]{1,12}$/;
const invalid: SignatureVerdict = { kind: 'refused', code: 'invalid_signature' };

/**
 * One signature header makes a request signed; then all must be there and right. The string is built from the headers
 * that arrived, so one that was stripped, added or changed on the way breaks the signature.
 *
 * @param signingKey called only when the headers have the right form
 * @param now epoch milliseconds
 */
export function verifySignature(request: SignedRequest, signingKey: () => KeyObject, now: number): SignatureVerdict {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const v2 = header(names.signatureV2);
  const [timestamp, nonce, contentHash, signature] = required.map(header);
  const sent = [timestamp, nonce, contentHash, signature, v2];
  if (sent.every((value) => value === undefined)) return { kind: 'unsigned' };
  if (!timestamp || !nonce || !contentHash || !signature) return invalid;
  if (!seconds.test(timestamp) || !hex32.test(nonce) || !hex64.test(contentHash)) return invalid;
  if (request.bodyHash !== null && request.bodyHash !== contentHash) return invalid;
  const text = stringToSign({
    method: request.method,
    target: request.target,
    timestamp,
    nonce,
    contentHash,
    scopeConstraints: header(names.scopeConstraints),
    requestRule: header(names.requestRule),
    caller: header(names.caller),
    callerType: header(names.callerType),
    actorId: header(names.actorId),
    context: header(names.context),
    intent: header(names.intent),
  });
  const expected = createHmac('sha256', signingKey()).update(text, 'utf8').digest();
  if (!matches(signature, expected)) return invalid;
  if (v2 !== undefined && !matches(v2, expected)) return invalid;
  if (Math.abs(now / 1000 - Number(timestamp)) > signatureWindowSeconds)
    return { kind: 'refused', code: 'signature_expired' };
  return { kind: 'signed', nonce, contentHash };
}

/** In constant time for every text of the right form. */
const matches = (hex: string, expected: Buffer): boolean =>
  hex64.test(hex) && timingSafeEqual(Buffer.from(hex, 'hex'), expected);
