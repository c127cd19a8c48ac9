import type { WalletActivityItem } from '../headless.ts';
import { asWalletError, type WalletError } from '../wallet-error.ts';
import type { StateHost } from './host.ts';

export type ActivityState = { kind: 'loading' } | { kind: 'failed'; problem: WalletError } | { kind: 'ready' };

/** What was done with one connection, newest first, page by page. */
export class Activity {
  state: ActivityState = { kind: 'loading' };
  items: readonly WalletActivityItem[] = [];
  cursor: string | null = null;
  readonly #host: StateHost;
  readonly #grantId: string;

  constructor(host: StateHost, grantId: string) {
    this.#host = host;
    this.#grantId = grantId;
  }

  /** The first page, or the one after the last. Returns the first new row. */
  async load(): Promise<WalletActivityItem | undefined> {
    const { signal, wallet } = this.#host;
    this.state = { kind: 'loading' };
    this.#host.requestUpdate();
    try {
      const page = await wallet.activity(this.#grantId, { cursor: this.cursor, signal });
      if (signal.aborted) return undefined;
      this.items = [...this.items, ...page.activity];
      this.cursor = page.next_cursor;
      this.state = { kind: 'ready' };
      return page.activity[0];
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
