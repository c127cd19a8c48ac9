import type { GrantRefresh } from '../headless.ts';
import type { StateHost } from './host.ts';
import { load, type LoadState } from './load.ts';

/** So many are shown at first: what comes below is never pushed far away. */
const first = 3;

/** When one connection was renewed, newest first; the service keeps few. */
export class Renewals {
  state: LoadState = { kind: 'loading' };
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

  #load(): Promise<GrantRefresh | undefined> {
    return load(
      this.#host,
      this,
      (wallet, signal) => wallet.refreshes(this.#grantId, { signal }),
      ({ refreshes }) => {
        this.items = refreshes;
        return refreshes[0];
      },
    );
  }
}
