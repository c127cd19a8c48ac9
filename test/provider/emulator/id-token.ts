/** ID tokens, by one key per algorithm for all tenants. OpenID Connect Core 1.0 §2 */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Json } from './behaviour.ts';

type Alg = 'RS256' | 'ES256';

const keys: Record<Alg, { publicKey: KeyObject; privateKey: KeyObject }> = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

/** RFC 7517 §5. */
export const publicKeys = (): Json => ({
  keys: (Object.keys(keys) as Alg[]).map((alg) => ({
    ...(keys[alg].publicKey.export({ format: 'jwk' }) as Record<string, string>),
    use: 'sig',
    alg,
    kid: `emulator-${alg}`,
  })),
});

export interface Claims {
  iss: string;
  aud: string;
  sub: string;
  nonce: string | null;
}

export function idToken(alg: Alg, { nonce, ...claims }: Claims): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { ...claims, ...(nonce === null ? {} : { nonce }), iat: now, exp: now + 600 };
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode({ alg, kid: `emulator-${alg}` })}.${encode(payload)}`;
  const key = { key: keys[alg].privateKey, dsaEncoding: 'ieee-p1363' as const };
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
