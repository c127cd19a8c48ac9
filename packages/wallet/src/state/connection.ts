import type { WalletGrant } from '../headless.ts';
import { asWalletError, type WalletError } from '../wallet-error.ts';
import { Activity } from './activity.ts';
import type { StateHost } from './host.ts';
import { Renewals } from './renewals.ts';
import { Revocation } from './revocation.ts';

/** One connection that is looked at: what the list knew of it, made fresh, with its activity, its renewals and its revocation. */
export class Connection {
  grant: WalletGrant;
  /** Set when the connection turned out to be gone. */
  gone: WalletError | null = null;
  readonly activity: Activity;
  readonly renewals: Renewals;
  readonly revocation: Revocation;
  readonly #host: StateHost;
  readonly #changed: (grant: WalletGrant) => void;

  constructor(host: StateHost, grant: WalletGrant, changed: (grant: WalletGrant) => void) {
    this.#host = host;
    this.#changed = changed;
    this.grant = grant;
    this.activity = new Activity(host, grant.grant_id);
    this.renewals = new Renewals(host, grant.grant_id);
    this.revocation = new Revocation(host, this);
  }

  async load(): Promise<void> {
    await Promise.all([this.refresh(), this.activity.load(), this.renewals.load()]);
  }

  /** Looks again; what is shown stays when that fails, unless the connection is gone. */
  async refresh(): Promise<void> {
    const { signal, wallet } = this.#host;
    try {
      const grant = await wallet.getGrant(this.grant.grant_id, { signal });
      if (!signal.aborted) this.change(grant);
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = asWalletError(thrown);
      if (problem.status !== 404) return;
      this.gone = problem;
      this.#host.report(problem);
      this.#host.requestUpdate();
    }
  }

  change(grant: WalletGrant): void {
    // A look that was on its way while access was removed must not bring it back.
    if (this.grant.status === 'revoked' && grant.status !== 'revoked') return;
    this.grant = { last_used_at: this.grant.last_used_at, ...grant };
    this.#changed(this.grant);
    this.#host.requestUpdate();
  }
}
