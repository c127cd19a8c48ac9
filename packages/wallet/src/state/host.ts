import type { AlterWallet, WalletError } from '../headless.ts';

/** What the parts of the element's state need of the element. */
export interface StateHost {
  readonly wallet: AlterWallet;
  /** Aborted when the element leaves the page or gets another session: what arrives later is dropped. */
  readonly signal: AbortSignal;
  requestUpdate(): void;
  /** Tells the page and keeps nothing. */
  report(problem: WalletError): void;
}
