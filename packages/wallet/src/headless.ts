/** The Wallet without its looks: a person's connections at one app, what was done with them, and taking them back. */
import type {
  RevocationState,
  routes,
  WalletActivityAnswer,
  WalletGrant,
  WalletGrantsAnswer,
  WalletRefreshesAnswer,
} from '@alter/protocol';
import { Session, type SessionSource } from './session.ts';
import { WalletError } from './wallet-error.ts';

export { WalletError } from './wallet-error.ts';
export type { LocalErrorCode } from './wallet-error.ts';
export type { RevocationState, WalletActivityAnswer, WalletGrant, WalletGrantsAnswer } from '@alter/protocol';
export type { GrantRefresh, WalletActivityItem, WalletRefreshesAnswer } from '@alter/protocol';

export interface AlterWalletOptions extends SessionSource {
  /** The service's public URL. */
  baseURL: string;
  /** For tests and old browsers; default: the global one. */
  fetch?: typeof fetch;
}

export interface PageOptions {
  /** `next_cursor` of the page before. */
  cursor?: string | null;
  /** 1 to 100; the service's default is 50. */
  limit?: number;
  signal?: AbortSignal;
}

export interface FollowOptions {
  signal?: AbortSignal;
  /** Waits between the looks, in milliseconds; when they are used up the last state stands. */
  waitsMs?: readonly number[];
}

// Typed from the protocol's table, so that a changed route fails to compile, without shipping the table.
const grantsPath: typeof routes.walletGrants = '/wallet/grants';
const grantPath: typeof routes.walletGrant = '/wallet/grants/:grant_id';
const activityPath: typeof routes.walletActivity = '/wallet/grants/:grant_id/activity';
const refreshesPath: typeof routes.walletRefreshes = '/wallet/grants/:grant_id/refreshes';
const revokePath: typeof routes.walletRevoke = '/wallet/grants/:grant_id/revoke';

/** About a minute in all: long enough for a provider that is slow, short enough that a dialog does not wait for one that is down. */
const followWaitsMs = [400, 600, 1000, 1500, 2500, 4000, 6000, 8000, 10_000, 12_000, 15_000];

/**
 * ```ts
 * const wallet = new AlterWallet({ baseURL: 'https://vault.example.com', sessionUrl: '/api/wallet-session' });
 * const { grants } = await wallet.listGrants();
 * await wallet.revoke(grants[0].grant_id);
 * ```
 * Every method throws {@link WalletError}. A token that has expired is renewed through `sessionUrl`, once per call.
 */
export class AlterWallet {
  readonly #base: string;
  readonly #session: Session;
  readonly #fetch: typeof fetch;

  constructor(options: AlterWalletOptions) {
    this.#base = new URL(options.baseURL).href.replace(/\/+$/, '');
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#session = new Session(options, this.#fetch);
  }

  listGrants(options: PageOptions = {}): Promise<WalletGrantsAnswer> {
    return this.#call('GET', grantsPath + query(options), options.signal);
  }

  /** @throws WalletError `grant_not_found` */
  getGrant(grantId: string, options: { signal?: AbortSignal } = {}): Promise<WalletGrant> {
    return this.#call('GET', fill(grantPath, grantId), options.signal);
  }

  /** Newest first. @throws WalletError `grant_not_found` */
  activity(grantId: string, options: PageOptions = {}): Promise<WalletActivityAnswer> {
    return this.#call('GET', fill(activityPath, grantId) + query(options), options.signal);
  }

  /** When it was renewed, and why it could not be; the last few, newest first. @throws WalletError `grant_not_found` */
  refreshes(grantId: string, options: { signal?: AbortSignal } = {}): Promise<WalletRefreshesAnswer> {
    return this.#call('GET', fill(refreshesPath, grantId), options.signal);
  }

  /** Ends the connection here, at once; what the provider says follows: {@link followRevocation}. @throws WalletError `grant_not_found` */
  revoke(grantId: string): Promise<WalletGrant> {
    return this.#call('POST', fill(revokePath, grantId));
  }

  /**
   * Looks again until the provider has been told, or has not: resolves with the first state that is not `queued`, or with
   * `queued` when the waits are used up (the service goes on trying for 24 hours). A look that fails counts as a look.
   */
  async followRevocation(grantId: string, options: FollowOptions = {}): Promise<RevocationState> {
    for (const waitMs of options.waitsMs ?? followWaitsMs) {
      await pause(waitMs, options.signal);
      const grant = await this.getGrant(grantId, options).catch(() => null);
      if (grant?.revocation && grant.revocation !== 'queued') return grant.revocation;
    }
    return 'queued';
  }

  async #call<T>(method: 'GET' | 'POST', path: string, signal?: AbortSignal): Promise<T> {
    const token = await this.#session.token();
    const answer = await this.#send(method, path, token, signal);
    if (answer.status !== 401 || !this.#session.renewable) return read<T>(answer);
    const renewed = await this.#session.renew(token);
    return read<T>(await this.#send(method, path, renewed, signal));
  }

  async #send(method: string, path: string, token: string, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(30_000);
    try {
      return await this.#fetch(this.#base + path, {
        method,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        credentials: 'omit',
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new WalletError('network_error', 'The service did not answer.', { cause });
    }
  }
}

const fill = (route: string, grantId: string): string => route.replace(':grant_id', encodeURIComponent(grantId));

function query({ cursor, limit }: PageOptions): string {
  const search = new URLSearchParams();
  if (cursor) search.set('cursor', cursor);
  if (limit) search.set('limit', String(limit));
  return search.size > 0 ? `?${search}` : '';
}

async function read<T>(answer: Response): Promise<T> {
  const body = (await answer.json().catch(() => null)) as Record<string, unknown> | null;
  const more = { status: answer.status, requestId: text(body?.['request_id']) };
  if (body === null || typeof body !== 'object') {
    throw new WalletError('invalid_answer', `The service answered ${answer.status} without JSON.`, more);
  }
  if (answer.ok) return body as T;
  throw new WalletError(text(body['error']) ?? 'invalid_answer', text(body['message']) ?? '', more);
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
