import type { KeyObject } from 'node:crypto';

/** A key-encryption key: 256 bits, kept as a `KeyObject` (a Buffer costs four times as much per use). */
export interface RingKey {
  id: string;
  key: KeyObject;
}

/** The keys that wrap data keys: the first wraps, every one opens. Rotation puts a new key in front. */
export interface Keyring {
  readonly first: RingKey;
  find(id: string): KeyObject | null;
}

/** @throws RangeError when there is no key, two share an id, or one is not 256 bits */
export function createKeyring(keys: readonly RingKey[]): Keyring {
  const [first] = keys;
  if (!first) throw new RangeError('a key ring needs at least one key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  if (byId.size !== keys.length) throw new RangeError('two keys of the ring have the same id');
  if (keys.some(({ key }) => key.symmetricKeySize !== 32)) throw new RangeError('a key of the ring is not 256 bits');
  return { first, find: (id) => byId.get(id) ?? null };
}
