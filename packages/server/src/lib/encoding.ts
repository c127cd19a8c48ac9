import { createHash, hash, timingSafeEqual } from 'node:crypto';

/** Hex SHA-256 of UTF-8 text or bytes: how every bearer is stored. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** Compares two strings in time that depends on their length only. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** UUID version 5 (RFC 9562 §5.5): the same name gives the same id in every process. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
