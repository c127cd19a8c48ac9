/** The right to refresh one grant alone, over all processes, kept alive while it is needed. */
import type { RefreshTimes } from '../../config.ts';
import type { Clock } from '../../lib/clock.ts';
import { newId } from '../../lib/random.ts';
import type { Lease, LeaseStore } from '../../stores/store.ts';
import type { Logger } from 'pino';

export const leaseName = (grantId: string): string => `refresh/${grantId}`;

export interface LeaseDeps {
  readonly store: { readonly leases: LeaseStore };
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: { readonly refresh: RefreshTimes };
}

/** Thrown instead of the first byte: too little is left of the lease. Nothing was sent. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  readonly sent = false;
}

/** Null: somebody else has it. */
export async function takeLease(deps: LeaseDeps, appId: string, grantId: string): Promise<HeldLease | null> {
  // From before the store was asked: the store's time begins later, so ours ends earlier.
  const asked = deps.clock.monotonic();
  const lease = await deps.store.leases.acquire(appId, leaseName(grantId), newId(), deps.config.refresh.leaseMs);
  return lease && new HeldLease(deps, lease, asked);
}

export class HeldLease {
  readonly #deps: LeaseDeps;
  readonly #lease: Lease;
  readonly #lost = new AbortController();
  #until: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: LeaseDeps, lease: Lease, asked: number) {
    this.#deps = deps;
    this.#lease = lease;
    this.#until = asked + deps.config.refresh.leaseMs;
    this.#later();
  }

  /** Fires when a prolongation has failed. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Right before the first byte. @throws NotSent */
  assertTime(): void {
    const { clock, config } = this.#deps;
    const left = this.#until - clock.monotonic();
    if (this.#lost.signal.aborted || left < config.refresh.leaseMarginMs)
      throw new NotSent('the lease is over or nearly');
  }

  /** True while a call may still be begun. */
  get enough(): boolean {
    try {
      this.assertTime();
      return true;
    } catch {
      return false;
    }
  }

  async release(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // When it cannot be given back it runs out.
    await this.#deps.store.leases.release(this.#lease).catch((err: unknown) => {
      this.#deps.log.warn({ err, lease: this.#lease.name }, 'a lease could not be given back');
    });
  }

  #later(): void {
    this.#timer = setTimeout(() => void this.#prolong(), this.#deps.config.refresh.leaseRenewMs).unref();
  }

  async #prolong(): Promise<void> {
    const { store, clock, config, log } = this.#deps;
    const asked = clock.monotonic();
    const kept = await store.leases.renew(this.#lease, config.refresh.leaseMs).catch((err: unknown) => {
      log.warn({ err, lease: this.#lease.name }, 'a lease could not be prolonged');
      return null;
    });
    if (kept) this.#until = asked + config.refresh.leaseMs;
    else this.#lost.abort(new NotSent('the lease was lost'));
    // A store that did not answer may answer next time: a call that is written still keeps the others away.
    if (this.#timer !== undefined && kept !== false) this.#later();
  }
}
