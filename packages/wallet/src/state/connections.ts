import type { WalletGrant, WalletGrantsAnswer } from '../headless.ts';
import { matching } from '../matching.ts';
import type { WalletError } from '../wallet-error.ts';
import { ask, type Asked } from './ask.ts';
import type { StateHost } from './host.ts';
import type { LoadState } from './load.ts';
export type MoreState = { kind: 'idle' } | { kind: 'loading' } | { kind: 'failed'; problem: WalletError };

/** The list: pages as they are asked for, and a filter that looks through all of them. */
export class Connections {
  state: LoadState = { kind: 'loading' };
  more: MoreState = { kind: 'idle' };
  app: WalletGrantsAnswer['app'] | null = null;
  userName: string | null = null;
  rows: readonly WalletGrant[] = [];
  cursor: string | null = null;
  filter = '';
  readonly #host: StateHost;

  constructor(host: StateHost) {
    this.#host = host;
  }

  get shown(): readonly WalletGrant[] {
    return matching(this.rows, this.filter);
  }

  find(grantId: string): WalletGrant | undefined {
    return this.rows.find((row) => row.grant_id === grantId);
  }

  async load(): Promise<void> {
    this.state = { kind: 'loading' };
    this.#host.requestUpdate();
    await this.reload();
  }

  /** The first page again; until it is here, what is shown stays. */
  async reload(): Promise<void> {
    const asked = await this.#page(null);
    if (asked === 'dropped') return;
    if ('problem' in asked) this.state = { kind: 'failed', problem: asked.problem };
    else {
      const page = asked.answer;
      this.app = page.app;
      this.userName = page.user_name;
      this.rows = page.grants;
      this.cursor = page.next_cursor;
      this.state = { kind: 'ready' };
    }
    this.#host.requestUpdate();
  }

  /** The next page. Returns how many rows came. */
  async loadMore(): Promise<number> {
    if (this.cursor === null || this.more.kind === 'loading') return 0;
    this.more = { kind: 'loading' };
    this.#host.requestUpdate();
    const asked = await this.#page(this.cursor);
    if (asked === 'dropped') return 0;
    this.#host.requestUpdate();
    if ('problem' in asked) {
      this.more = { kind: 'failed', problem: asked.problem };
      return 0;
    }
    const { grants, next_cursor } = asked.answer;
    this.more = { kind: 'idle' };
    this.cursor = next_cursor;
    const known = new Set(this.rows.map((row) => row.grant_id));
    const fresh = grants.filter((row) => !known.has(row.grant_id));
    this.rows = [...this.rows, ...fresh];
    return fresh.length;
  }

  /** A filter that saw only the loaded pages would say "nothing" where there is something: fetch the rest. */
  async filterBy(text: string): Promise<void> {
    this.filter = text;
    this.#host.requestUpdate();
    if (this.more.kind === 'loading') return;
    while (this.filter.trim() !== '' && this.cursor !== null) {
      if ((await this.loadMore()) === 0 && this.more.kind !== 'idle') return;
    }
  }

  put(grant: WalletGrant): void {
    this.rows = this.rows.map((row) => (row.grant_id === grant.grant_id ? grant : row));
    this.#host.requestUpdate();
  }

  #page(cursor: string | null): Promise<Asked<WalletGrantsAnswer>> {
    const limit = cursor ? 100 : 50;
    return ask(this.#host, (wallet, signal) => wallet.listGrants({ cursor, signal, limit }));
  }
}
