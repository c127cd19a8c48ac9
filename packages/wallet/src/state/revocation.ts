import type { RevocationState } from '@alter/protocol';
import type { WalletGrant } from '../headless.ts';
import { asWalletError, type WalletError } from '../wallet-error.ts';
import type { StateHost } from './host.ts';

export type RevocationPhase =
  | { kind: 'asking' }
  | { kind: 'working' }
  /** Removed here. `late`: waited for the provider's answer as long as a person would. */
  | { kind: 'removed'; state: RevocationState; late: boolean }
  | { kind: 'failed'; problem: WalletError };

/** The connection that is taken back. */
interface Target {
  readonly grant: WalletGrant;
  change(grant: WalletGrant): void;
}

/** Taking one connection back, from the question to the provider's answer. Goes on when its dialog is closed. */
export class Revocation {
  phase: RevocationPhase = { kind: 'asking' };
  /** Called once, when access has been removed here. */
  removed: ((state: RevocationState) => void) | null = null;
  readonly #host: StateHost;
  readonly #connection: Target;

  constructor(host: StateHost, connection: Target) {
    this.#host = host;
    this.#connection = connection;
  }

  ask(): void {
    if (this.phase.kind === 'failed') this.#enter({ kind: 'asking' });
  }

  async run(): Promise<void> {
    if (this.phase.kind !== 'asking' && this.phase.kind !== 'failed') return;
    this.#enter({ kind: 'working' });
    try {
      await this.#revoke();
    } catch (thrown) {
      if (this.#host.signal.aborted) return;
      const problem = asWalletError(thrown);
      this.#enter({ kind: 'failed', problem });
      this.#host.report(problem);
    }
  }

  async #revoke(): Promise<void> {
    const { wallet, signal } = this.#host;
    const { grant } = this.#connection;
    const revoked = await wallet.revoke(grant.grant_id).catch((thrown: unknown) => this.#already(thrown));
    const first = revoked.revocation ?? 'queued';
    this.#connection.change(revoked);
    this.#enter({ kind: 'removed', state: first, late: false });
    this.removed?.(first);
    if (first !== 'queued') return;
    const last = await wallet.followRevocation(grant.grant_id, { signal }).catch(() => first);
    if (signal.aborted) return;
    this.#connection.change({ ...revoked, revocation: last });
    this.#enter({ kind: 'removed', state: last, late: last === 'queued' });
  }

  /** A first try may have acted although its answer was lost: then the refusal of the second is its success. */
  async #already(thrown: unknown): Promise<WalletGrant> {
    const { status } = asWalletError(thrown);
    if (status !== 403 && status !== 404) throw thrown;
    const grant = await this.#host.wallet.getGrant(this.#connection.grant.grant_id).catch(() => null);
    if (grant?.status !== 'revoked') throw thrown;
    return grant;
  }

  #enter(phase: RevocationPhase): void {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}
