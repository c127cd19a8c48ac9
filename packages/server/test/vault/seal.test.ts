import { createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../src/vault/keyring.ts';
import { createSealer, SealBroken, type SealContext } from '../../src/vault/seal.ts';
import { Secret } from '../../src/vault/secret.ts';
import type { Sealed } from '../../src/stores/store.ts';

const raw = { old: randomBytes(32), new: randomBytes(32) };
const key = (id: keyof typeof raw) => ({ id, key: createSecretKey(raw[id]) });
const vault = createSealer(createKeyring([key('old')]));

const here: SealContext = { appId: 'app-1', objectId: 'grant-1', generation: 7 };
const tokens = { access_token: new Secret('gho_ä token'), refresh_token: new Secret('ghr_token') };

const plain = (opened: Record<string, Secret>) =>
  Object.fromEntries(Object.entries(opened).map(([name, secret]) => [name, secret.reveal()]));

const reason = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof SealBroken) return error.reason;
    throw error;
  }
  return 'opened';
};

describe('seal', () => {
  it('opens what it sealed, all fields or one', () => {
    const sealed = vault.seal(here, tokens);
    expect(plain(vault.open(here, sealed))).toEqual({ access_token: 'gho_ä token', refresh_token: 'ghr_token' });
    expect(vault.openField(here, sealed, 'refresh_token')?.reveal()).toBe('ghr_token');
    expect(vault.openField(here, sealed, 'constructor')).toBeNull();
  });

  it.each<[string, SealContext]>([
    ['another app', { ...here, appId: 'app-2' }],
    ['another row', { ...here, objectId: 'grant-2' }],
    ['another generation', { ...here, generation: 8 }],
    ['parts that only join to the same text', { appId: 'app-1","grant-1', objectId: '', generation: 7 }],
  ])('does not open under %s', (_, elsewhere) => {
    const sealed = vault.seal(here, tokens);
    expect(reason(() => vault.open(elsewhere, sealed))).toBe('does_not_open');
    expect(reason(() => vault.openField(elsewhere, sealed, 'access_token'))).toBe('does_not_open');
  });

  it('binds each field to its data key alone: fields move to no other row even when the wrapped key moves too', () => {
    const ours = vault.seal(here, tokens);
    const theirs = vault.seal({ ...here, objectId: 'grant-2' }, tokens);
    const moved: Sealed = { ...theirs, fields: ours.fields };
    expect(reason(() => vault.open({ ...here, objectId: 'grant-2' }, moved))).toBe('does_not_open');
  });

  it('does not open a field under another field’s name, so a refresh token is never injected as an access token', () => {
    const sealed = vault.seal(here, tokens);
    const { access_token: access, refresh_token: refresh } = sealed.fields;
    const swapped: Sealed = { ...sealed, fields: { access_token: refresh!, refresh_token: access! } };
    expect(reason(() => vault.openField(here, swapped, 'access_token'))).toBe('does_not_open');
  });

  it('does not open after any one bit of a box or of the wrapped key was changed', () => {
    const sealed = vault.seal(here, { token: new Secret('t') });
    const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const box = sealed.fields['token']!;
    for (let at = 0; at < box.length; at++) {
      const broken: Sealed = { ...sealed, fields: { token: flip(box, at) } };
      expect(
        reason(() => vault.open(here, broken)),
        `byte ${at} of the box`,
      ).toBe('does_not_open');
    }
    for (let at = 0; at < sealed.wrapped_key.length; at++) {
      const broken: Sealed = { ...sealed, wrapped_key: flip(sealed.wrapped_key, at) };
      expect(
        reason(() => vault.open(here, broken)),
        `byte ${at} of the wrapped key`,
      ).toBe('does_not_open');
    }
  });

  it.each([0, 11, 12, 27, 28])('does not open a box cut to %i bytes', (length) => {
    const sealed = vault.seal(here, { token: new Secret('t') });
    const cut: Sealed = { ...sealed, fields: { token: sealed.fields['token']!.subarray(0, length) } };
    expect(reason(() => vault.open(here, cut))).toBe('does_not_open');
  });

  it('says which key is missing, and refuses an envelope of another version', () => {
    const sealed = vault.seal(here, tokens);
    expect(() => vault.open(here, { ...sealed, key_id: 'lost' })).toThrow(/"lost", which is not among/);
    expect(reason(() => vault.open(here, { ...sealed, key_id: 'lost' }))).toBe('unknown_key');
    expect(reason(() => vault.open(here, { ...sealed, version: 2 } as unknown as Sealed))).toBe('unknown_version');
  });

  it('after rotation wraps with the new first key and still opens what the old one wrapped', () => {
    const before = vault.seal(here, tokens);
    const rotated = createSealer(createKeyring([key('new'), key('old')]));
    expect(plain(rotated.open(here, before))).toEqual(plain(tokens));
    const after = rotated.seal(here, tokens);
    expect(after.key_id).toBe('new');
    expect(reason(() => vault.open(here, after))).toBe('unknown_key');
  });

  it('never repeats ciphertext: data key and IVs are new for every call', () => {
    const boxes = Array.from({ length: 50 }, () => vault.seal(here, tokens)).flatMap((sealed) => [
      Buffer.from(sealed.wrapped_key),
      ...Object.values(sealed.fields).map((box) => Buffer.from(box)),
    ]);
    const ivs = new Set(boxes.map((box) => box.subarray(0, 12).toString('hex')));
    expect(ivs.size).toBe(boxes.length);
  });

  it('is plain AES-256-GCM that any implementation opens with the stated layout and AAD', () => {
    const sealed = vault.seal(here, tokens);
    const open = (secret: Uint8Array, box: Uint8Array, aad: string) => {
      const decipher = createDecipheriv('aes-256-gcm', secret, box.subarray(0, 12));
      decipher.setAAD(Buffer.from(aad)).setAuthTag(box.subarray(12, 28));
      return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]);
    };
    const dataKey = open(raw.old, sealed.wrapped_key, '["alter.key",1,"app-1","grant-1",7,"old"]');
    expect(dataKey.length).toBe(32);
    const aad = '["alter.field",1,"app-1","grant-1",7,"access_token"]';
    expect(open(dataKey, sealed.fields['access_token']!, aad).toString()).toBe('gho_ä token');
  });

  it('opens an envelope that was written by hand, so the layout cannot change unnoticed', () => {
    // Made once with WebCrypto from key 00…1f, data key 20…3f, IVs of 12 × 0x01 and 12 × 0x02.
    const ring = createKeyring([
      { id: 'k1', key: createSecretKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i))) },
    ]);
    const sealed: Sealed = {
      version: 1,
      key_id: 'k1',
      wrapped_key: Buffer.from(
        '010101010101010101010101e8784870fa81f9792a1d37f5f8d3164757e2c7164ca04e41fc7d4d33344a7cf7fb5fbde8a5b620ebcbe23dd7a134c00e',
        'hex',
      ),
      fields: {
        access_token: Buffer.from(
          '020202020202020202020202fac1489569c215a09c03f5ee619efac80a665ae4476284e98a10c36509b028f6',
          'hex',
        ),
      },
    };
    const context = { appId: 'a', objectId: 'g', generation: 1 };
    expect(createSealer(ring).openField(context, sealed, 'access_token')?.reveal()).toBe('gho_known_answer');
  });

  it('shows nothing of the plain value in the envelope or in the error', () => {
    const sealed = vault.seal(here, { token: new Secret('needle-in-haystack') });
    const bytes = Buffer.concat([sealed.wrapped_key, ...Object.values(sealed.fields)]);
    expect(bytes.includes('needle')).toBe(false);
    const act = () => vault.open({ ...here, appId: 'x' }, sealed);
    expect(act).toThrow(SealBroken);
    expect(act).not.toThrow(/needle/);
  });
});

describe('key ring', () => {
  it('refuses no key, a repeated id and a key of another length', () => {
    expect(() => createKeyring([])).toThrow(RangeError);
    expect(() => createKeyring([key('old'), key('old')])).toThrow(/same id/);
    expect(() => createKeyring([{ id: 'k', key: createSecretKey(randomBytes(16)) }])).toThrow(/256 bits/);
  });
});
