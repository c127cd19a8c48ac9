import type { GrantRefresh } from '../headless.ts';
import { asWalletError, type WalletError } from '../wallet-error.ts';
import type { StateHost } from './host.ts';

export type RenewalsState = { kind: 'loading' } | { kind: 'failed'; problem: WalletError } | { kind: 'ready' };

/** So many are shown at first: what comes below is never pushed far away. */
const first = 3;

/** When one connection was renewed, newest first; the service keeps few. */
export class Renewals {
  state: RenewalsState = { kind: 'loading' };
  items: readonly GrantRefresh[] = [];
  #all = false;
  readonly #host: StateHost;
  readonly #grantId: string;

  constructor(host: StateHost, grantId: string) {
    this.#host = host;
    this.#grantId = grantId;
  }

  get shown(): readonly GrantRefresh[] {
    return this.#all ? this.items : this.items.slice(0, first);
  }

  /** All of them; when they are here, also those that are not shown yet. Returns the first new row. */
  async load(): Promise<GrantRefresh | undefined> {
    if (this.state.kind !== 'ready') return this.#load();
    const [next] = this.items.slice(this.shown.length);
    this.#all = true;
    this.#host.requestUpdate();
    return next;
  }

  async #load(): Promise<GrantRefresh | undefined> {
    const { signal, wallet } = this.#host;
    this.state = { kind: 'loading' };
    this.#host.requestUpdate();
    try {
      const { refreshes } = await wallet.refreshes(this.#grantId, { signal });
      if (signal.aborted) return undefined;
      this.items = refreshes;
      this.state = { kind: 'ready' };
      return refreshes[0];
    } catch (thrown) {
      if (signal.aborted) return undefined;
      const problem = asWalletError(thrown);
      this.state = { kind: 'failed', problem };
      this.#host.report(problem);
      return undefined;
    } finally {
      this.#host.requestUpdate();
    }
  }
}
