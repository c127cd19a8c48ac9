import type { Logger } from 'pino';
import type { KeyStore, Store } from '../stores/store.ts';
import { KeyApps } from './key-apps.ts';
import { SigningKeys } from './signing-keys.ts';

/** How often uses of keys are written down, in milliseconds. */
const flushEveryMs = 60_000;

/** Counts what is refused before a caller is known: a flood of it must not become rows. */
export class Counters {
  readonly #counts = new Map<string, number>();

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  read(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** Newest use of each key, written in batches; what a crash loses is at most {@link flushEveryMs} of it. */
export class KeyUses {
  #used = new Map<string, number>();
  readonly #store: Pick<KeyStore, 'touch'>;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(store: Pick<KeyStore, 'touch'>, log: Pick<Logger, 'warn'>) {
    this.#store = store;
    this.#log = log;
  }

  note(keyId: string, at: number): void {
    this.#used.set(keyId, at);
  }

  async flush(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = this.#used;
    this.#used = new Map();
    try {
      await this.#store.touch(used);
    } catch (error) {
      this.#log.warn({ err: error, keys: used.size }, 'last use of keys was not written');
    }
  }
}

/** What all authenticated routes of one process share. */
export interface Gate {
  readonly counters: Counters;
  readonly keyApps: KeyApps;
  readonly signingKeys: SigningKeys;
  readonly uses: KeyUses;
  /** Writes what is not written yet; call before the store closes. */
  close(): Promise<void>;
}

export function createGate(deps: { readonly store: Store; readonly log: Logger }): Gate {
  const uses = new KeyUses(deps.store.keys, deps.log);
  const timer = setInterval(() => void uses.flush(), flushEveryMs).unref();
  return {
    counters: new Counters(),
    keyApps: new KeyApps(),
    signingKeys: new SigningKeys(),
    uses,
    async close() {
      clearInterval(timer);
      await uses.flush();
    },
  };
}
