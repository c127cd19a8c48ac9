import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { random } from '../lib/random.ts';
import type { Sealed } from '../stores/store.ts';
import type { Keyring } from './keyring.ts';
import { Secret } from './secret.ts';

/** What ciphertext is bound to: it opens nowhere else. */
export interface SealContext {
  appId: string;
  /** Id of the row that holds it: grant, flow, provider config or outbox row. */
  objectId: string;
  generation: number;
}

export interface Sealer {
  /** A new data key for these fields, wrapped by the ring's first key. */
  seal(context: SealContext, fields: Readonly<Record<string, Secret>>): Sealed;
  /** @throws SealBroken when key, row, field or generation is not the one it was sealed for */
  open(context: SealContext, sealed: Sealed): Record<string, Secret>;
  /** One field, without opening the others. */
  openField(context: SealContext, sealed: Sealed, field: string): Secret | null;
}

/** Ciphertext that does not open here. Says where it was looked for, never what is in it. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly reason: 'unknown_key' | 'unknown_version' | 'does_not_open';

  constructor(reason: SealBroken['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
/** The size that GCM is specified for (NIST SP 800-38D §8.2): 96 random bits, drawn anew for every encryption. */
const ivBytes = 12;
const tagBytes = 16;
const version = 1;

/**
 * Seals the fields of one row: a data key per call, each field under it with its own IV, the data key under the ring's
 * first key. A box is `iv ‖ tag ‖ ciphertext`.
 *
 * @see NIST SP 800-38D (GCM); RFC 5116 §5.2 (AEAD_AES_256_GCM)
 */
export function createSealer(ring: Keyring): Sealer {
  const dataKeyOf = (context: SealContext, sealed: Sealed): KeyObject => {
    const stored: number = sealed.version;
    if (stored !== version) {
      throw new SealBroken('unknown_version', `sealed with envelope version ${stored}, not ${version}`);
    }
    const wrapping = ring.find(sealed.key_id);
    if (!wrapping) {
      throw new SealBroken('unknown_key', `sealed with key "${sealed.key_id}", which is not among the encryption keys`);
    }
    const bytes = openBox(wrapping, sealed.wrapped_key, wrapAad(context, sealed.key_id), context);
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return key;
  };
  const openWith = (dataKey: KeyObject, context: SealContext, field: string, box: Uint8Array): Secret =>
    new Secret(openBox(dataKey, box, fieldAad(context, field), context).toString('utf8'));

  return {
    seal(context, fields) {
      const { id, key: wrapping } = ring.first;
      const bytes = random(keyBytes);
      const dataKey = createSecretKey(bytes);
      const wrapped = closeBox(wrapping, bytes, wrapAad(context, id));
      bytes.fill(0);
      const boxes = Object.entries(fields).map(([field, secret]): [string, Uint8Array] => [
        field,
        closeBox(dataKey, Buffer.from(secret.reveal(), 'utf8'), fieldAad(context, field)),
      ]);
      return { version, key_id: id, wrapped_key: wrapped, fields: Object.fromEntries(boxes) };
    },
    open(context, sealed) {
      const dataKey = dataKeyOf(context, sealed);
      const opened = Object.entries(sealed.fields).map(([field, box]): [string, Secret] => [
        field,
        openWith(dataKey, context, field, box),
      ]);
      return Object.fromEntries(opened);
    },
    openField(context, sealed, field) {
      const box = Object.hasOwn(sealed.fields, field) ? sealed.fields[field] : undefined;
      return box ? openWith(dataKeyOf(context, sealed), context, field, box) : null;
    },
  };
}

/** JSON arrays keep the parts apart: no two different lists have the same text. */
const fieldAad = ({ appId, objectId, generation }: SealContext, field: string): Buffer =>
  Buffer.from(JSON.stringify(['alter.field', version, appId, objectId, generation, field]));

/** Names the wrapping key, which the fields' AAD does not: a data key can be wrapped anew without touching the fields. */
const wrapAad = ({ appId, objectId, generation }: SealContext, keyId: string): Buffer =>
  Buffer.from(JSON.stringify(['alter.key', version, appId, objectId, generation, keyId]));

function closeBox(key: KeyObject, plain: Uint8Array, aad: Uint8Array): Uint8Array {
  const iv = random(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const head = cipher.update(plain);
  const tail = cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), head, tail]);
}

function openBox(key: KeyObject, box: Uint8Array, aad: Uint8Array, context: SealContext): Buffer {
  try {
    const decipher = createDecipheriv(algorithm, key, box.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(aad);
    decipher.setAuthTag(box.subarray(ivBytes, ivBytes + tagBytes));
    const head = decipher.update(box.subarray(ivBytes + tagBytes));
    const tail = decipher.final();
    return tail.length === 0 ? head : Buffer.concat([head, tail]);
  } catch (cause) {
    const where = `app ${context.appId}, object ${context.objectId}, generation ${context.generation}`;
    throw new SealBroken('does_not_open', `ciphertext does not open here (${where})`, { cause });
  }
}
