import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { signingKeyMessage } from '@alter/protocol';

/**
 * Derived signing keys of the API keys seen last, so that a request costs one HMAC and not two: `KeyObject`s under the
 * hash of their API key, bounded, the least recently used one leaves. Ask only for keys that the store knows.
 */
export class SigningKeys {
  readonly #byHash = new Map<string, KeyObject>();
  readonly #limit: number;

  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** @see wire.md §3: `HMAC-SHA256(key = utf8(api_key), message = "alter-signing-v1")` */
  of(keyHash: string, apiKey: string): KeyObject {
    const known = this.#byHash.get(keyHash);
    if (known) this.#byHash.delete(keyHash);
    const key = known ?? createSecretKey(createHmac('sha256', apiKey).update(signingKeyMessage).digest());
    this.#byHash.set(keyHash, key);
    if (this.#byHash.size > this.#limit) this.#byHash.delete(this.#byHash.keys().next().value!);
    return key;
  }

  get size(): number {
    return this.#byHash.size;
  }
}
