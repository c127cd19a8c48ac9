/**
 * The request signature of the published clients (`wire.md` §3): what is signed, not how the MAC is computed, so that
 * this file needs neither Node nor WebCrypto.
 */
export const signatureHeaders = {
  timestamp: 'x-alter-timestamp',
  nonce: 'x-alter-nonce',
  contentHash: 'x-alter-content-sha256',
  signature: 'x-alter-signature',
  signatureV2: 'x-alter-signature-v2',
  scopeConstraints: 'x-alter-scope-constraints',
  requestRule: 'x-alter-request-rule',
  caller: 'x-alter-caller',
  callerType: 'x-alter-caller-type',
  actorId: 'x-alter-actor-id',
  context: 'x-alter-context',
  intent: 'x-alter-intent',
} as const;

/** Message that derives the signing key: `HMAC-SHA256(key = utf8(api_key), message)`. */
export const signingKeyMessage = 'alter-signing-v1';

/** Seconds that a timestamp may be away from the server's clock. */
export const signatureWindowSeconds = 300;

export interface SignedParts {
  /** Upper-case. */
  method: string;
  /** The raw request target: path and query as received. */
  target: string;
  timestamp: string;
  nonce: string;
  /** Lower-case hex SHA-256 of the body as sent. */
  contentHash: string;
  scopeConstraints?: string | undefined;
  requestRule?: string | undefined;
  caller?: string | undefined;
  callerType?: string | undefined;
  actorId?: string | undefined;
  context?: string | undefined;
  /** Ours: the raw form's intent header, signed as a last line. */
  intent?: string | undefined;
}

/** Lines joined by one LF; optional lines appear only when their header is present and non-empty. */
export function stringToSign(parts: SignedParts): string {
  const lines = [
    parts.method,
    canonicalTarget(parts.target),
    parts.timestamp,
    parts.nonce,
    parts.contentHash,
    parts.scopeConstraints ?? '',
  ];
  const labelled: [string, string | undefined][] = [
    ['request-rule', parts.requestRule],
    ['caller', parts.caller],
    ['caller-type', parts.callerType],
    ['actor-id', parts.actorId],
    ['actor-context', parts.context],
    ['intent', parts.intent],
  ];
  for (const [label, value] of labelled) if (value) lines.push(`${label}:${value}`);
  return lines.join('\n');
}

/** Path percent-decoded once, query sorted by (name, value) in code-point order and re-encoded form-style. */
export function canonicalTarget(target: string): string {
  const mark = target.indexOf('?');
  const path = decodeOnce(mark < 0 ? target : target.slice(0, mark));
  const query = mark < 0 ? '' : target.slice(mark + 1);
  if (query === '') return path;
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decodeForm(name), decodeForm(value)];
    });
  if (pairs.length === 0) return path;
  pairs.sort(([a, x], [b, y]) => compareCodePoints(a, b) || compareCodePoints(x, y));
  return `${path}?${pairs.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&')}`;
}

/** A byte order mark is a character like any other: one that was dropped could be added by others. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes valid `%XX` runs as UTF-8 and keeps what is not valid. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => parseInt(hex, 16));
    return utf8.decode(bytes);
  });
}

const decodeForm = (text: string): string => decodeOnce(text.replaceAll('+', ' '));

function encodeForm(text: string): string {
  let out = '';
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(char)) out += char;
    else if (char === ' ') out += '+';
    else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** UTF-16 order differs from code-point order beyond the basic plane. */
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, (c) => c.codePointAt(0)!);
  const right = Array.from(b, (c) => c.codePointAt(0)!);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  return left.length - right.length;
}
