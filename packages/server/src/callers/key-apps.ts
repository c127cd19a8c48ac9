/**
 * Which app the keys that were let in are of: what a request will need can then be asked for while its key is being read.
 * A key never changes its app, and nothing is decided by this: whether the key holds, its row says, every time. Beyond the
 * limit the one noted first leaves.
 */
export class KeyApps {
  readonly #byHash = new Map<string, string>();
  readonly #limit: number;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  /** Null: not let in, or refused since. */
  of(keyHash: string): string | null {
    return this.#byHash.get(keyHash) ?? null;
  }

  /** Call it when a request of the key was let in, by everything that is asked of it. */
  note(keyHash: string, appId: string): void {
    if (this.#byHash.has(keyHash)) return;
    if (this.#byHash.size >= this.#limit) this.#byHash.delete(this.#byHash.keys().next().value!);
    this.#byHash.set(keyHash, appId);
  }

  /** Call it when a request of the key was refused: from then on it is a stranger's again. */
  forget(keyHash: string): void {
    this.#byHash.delete(keyHash);
  }
}
