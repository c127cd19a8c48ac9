/**
 * Which app each of the keys let in last is of: what a request will need can then be asked for while its key is being read.
 * A key never changes its app, and nothing is decided by this: whether the key holds, its row says, every time.
 */
export class KeyApps {
  readonly #byHash = new Map<string, string>();
  readonly #limit: number;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** Null: not let in lately. */
  of(keyHash: string): string | null {
    return this.#byHash.get(keyHash) ?? null;
  }

  /** Call it when the key was let in. */
  note(keyHash: string, appId: string): void {
    if (this.#byHash.has(keyHash)) return;
    if (this.#byHash.size >= this.#limit) this.#byHash.delete(this.#byHash.keys().next().value!);
    this.#byHash.set(keyHash, appId);
  }
}
