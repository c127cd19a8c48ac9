import type { AlterWallet } from '../headless.ts';
import { asWalletError, type WalletError } from '../wallet-error.ts';
import type { StateHost } from './host.ts';

export type Question<T> = (wallet: AlterWallet, signal: AbortSignal) => Promise<T>;

/** `dropped`: nobody waits for it any more. The page has been told of a problem. */
export type Asked<T> = { answer: T } | { problem: WalletError } | 'dropped';

/** Asks the service on behalf of an element that may leave the page, or get another session, meanwhile. */
export async function ask<T>(host: StateHost, question: Question<T>): Promise<Asked<T>> {
  const { wallet, signal } = host;
  try {
    const answer = await question(wallet, signal);
    return signal.aborted ? 'dropped' : { answer };
  } catch (thrown) {
    if (signal.aborted) return 'dropped';
    const problem = asWalletError(thrown);
    host.report(problem);
    return { problem };
  }
}
