/**
 * The published form of API keys (`wire.md` §1.1): `alter_<kind>_<22 base32 characters>_<6 characters of CRC-32>`.
 * The tail lets a client or a secret scanner tell a key from a look-alike offline; it proves nothing about validity.
 */
export const keyKinds = ['rk', 'ak', 'dk', 'pk'] as const;
export type KeyKind = (typeof keyKinds)[number];

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const form = /^alter_(rk|ak|dk|pk)_([a-z2-7]{22})_([a-z2-7]{6})$/;

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** CRC-32 ISO-HDLC, as zlib computes it; of ASCII text. */
function crc32(text: string): number {
  let crc = -1;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ crcTable[(crc ^ text.charCodeAt(i)) & 0xff]!;
  return ~crc >>> 0;
}

/** The six characters that close a key: five bits each, low bits first (30 of 32 bits are used). */
export function keyChecksum(kind: KeyKind, random: string): string {
  const crc = crc32(`${kind}:${random}`);
  let tail = '';
  for (let shift = 0; shift < 30; shift += 5) tail += alphabet[(crc >>> shift) & 31]!;
  return tail;
}

/**
 * A key from 22 random five-bit values.
 * @param random at least 22 bytes from a secure source; the low five bits of each are used
 */
export function formatKey(kind: KeyKind, random: Uint8Array): string {
  if (random.length < 22) throw new RangeError('a key needs 22 random bytes');
  const body = Array.from(random.subarray(0, 22), (byte) => alphabet[byte & 31]).join('');
  return `alter_${kind}_${body}_${keyChecksum(kind, body)}`;
}

/** The kind of a well-formed key, or null when form or checksum is wrong. */
export function keyKind(key: string): KeyKind | null {
  const match = form.exec(key);
  if (!match) return null;
  const [, kind, random, checksum] = match as unknown as [string, KeyKind, string, string];
  return keyChecksum(kind, random) === checksum ? kind : null;
}

/** What may be shown of a key: enough to tell two apart, too little to use. */
export const keyPrefix = (key: string): string => key.slice(0, 14);
