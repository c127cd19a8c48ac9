import type { WalletActivityItem } from '../headless.ts';
import type { StateHost } from './host.ts';
import { load, type LoadState } from './load.ts';

/** What was done with one connection, newest first, page by page. */
export class Activity {
  state: LoadState = { kind: 'loading' };
  items: readonly WalletActivityItem[] = [];
  cursor: string | null = null;
  readonly #host: StateHost;
  readonly #grantId: string;

  constructor(host: StateHost, grantId: string) {
    this.#host = host;
    this.#grantId = grantId;
  }

  /** The first page, or the one after the last. Returns the first new row. */
  load(): Promise<WalletActivityItem | undefined> {
    const { cursor } = this;
    return load(
      this.#host,
      this,
      (wallet, signal) => wallet.activity(this.#grantId, { cursor, signal }),
      ({ activity, next_cursor }) => {
        this.items = [...this.items, ...activity];
        this.cursor = next_cursor;
        return activity[0];
      },
    );
  }
}
