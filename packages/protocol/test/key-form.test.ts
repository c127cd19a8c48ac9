import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatKey, keyChecksum, keyKind, keyKinds, keyPrefix } from '../src/index.ts';

const published = {
  rk: 'alter_rk_exampleexampleexample2_y4fcqm',
  ak: 'alter_ak_exampleexampleexample2_fvbxp2',
  dk: 'alter_dk_exampleexampleexample2_qcx2mv',
  pk: 'alter_pk_exampleexampleexample2_fomowe',
} as const;

describe('key form (wire §1.1)', () => {
  it.each(Object.entries(published))('accepts the published test key of kind %s', (kind, key) => {
    expect(keyKind(key)).toBe(kind);
    expect(keyChecksum(kind as keyof typeof published, 'exampleexampleexample2')).toBe(key.slice(-6));
  });

  it('computes the checksum that zlib’s CRC-32 gives', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    for (const body of ['a'.repeat(22), '7'.repeat(22), 'exampleexampleexample3']) {
      const crc = crc32(`rk:${body}`);
      const expected = [0, 5, 10, 15, 20, 25].map((shift) => alphabet[(crc >>> shift) & 31]).join('');
      expect(keyChecksum('rk', body)).toBe(expected);
    }
  });

  it.each([
    ['a changed character', 'alter_rk_exampleexampleexample3_y4fcqm'],
    ['the checksum of another kind', 'alter_ak_exampleexampleexample2_y4fcqm'],
    ['an unknown kind', 'alter_xk_exampleexampleexample2_y4fcqm'],
    ['upper case', 'alter_rk_EXAMPLEexampleexample2_y4fcqm'],
    ['a cut key', 'alter_rk_exampleexampleexample2_y4fcq'],
    ['a key with something behind it', `${published.rk}\n`],
    ['a digit outside the alphabet', 'alter_rk_exampleexampleexample1_y4fcqm'],
    ['the legacy form', `alter_key_${'a'.repeat(40)}`],
    ['nothing', ''],
  ])('refuses %s', (_, key) => {
    expect(keyKind(key)).toBeNull();
  });

  it('makes keys of the published form from five bits of each random byte', () => {
    for (const kind of keyKinds) {
      const key = formatKey(
        kind,
        Uint8Array.from({ length: 22 }, (_, i) => i * 11),
      );
      expect(key).toMatch(new RegExp(`^alter_${kind}_[a-z2-7]{22}_[a-z2-7]{6}$`));
      expect(keyKind(key)).toBe(kind);
    }
    expect(formatKey('rk', new Uint8Array(22).fill(255))).toContain('alter_rk_7777777777777777777777_');
    expect(() => formatKey('rk', new Uint8Array(21))).toThrow(RangeError);
  });

  it('shows too little of a key to use it', () => {
    expect(keyPrefix(published.rk)).toBe('alter_rk_examp');
  });
});
