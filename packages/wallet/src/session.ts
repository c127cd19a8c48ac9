import { WalletError } from './wallet-error.ts';

/** Where the wallet session comes from. Kept in memory only: it never touches web storage. */
export interface SessionSource {
  /** A token the page was given. */
  sessionToken?: string | null;
  /** Asked by POST, with the page's own cookies, for `{ session_token, expires_in }`. */
  sessionUrl?: string | null;
}

interface Held {
  token: string;
  /** Monotonic milliseconds; the page's clock may be wrong or change. */
  until: number;
}

/** Renewed this long before the end, so that a request does not die on its way. */
const marginMs = 5_000;

/** Holds one token and renews it through `session-url`; callers that arrive together share one renewal. */
export class Session {
  readonly #url: string | null;
  readonly #fetch: typeof fetch;
  #held: Held | null;
  #renewal: Promise<string> | null = null;

  constructor(source: SessionSource, send: typeof fetch) {
    this.#url = source.sessionUrl ?? null;
    this.#fetch = send;
    this.#held = source.sessionToken ? { token: source.sessionToken, until: Infinity } : null;
  }

  get renewable(): boolean {
    return this.#url !== null;
  }

  /** @throws WalletError `session_missing`, `session_unavailable`, `network_error` */
  async token(): Promise<string> {
    const held = this.#held;
    if (held && performance.now() < held.until) return held.token;
    return this.renew(held?.token ?? null);
  }

  /** A token other than `refused`: the one another caller has fetched meanwhile, or a new one. */
  async renew(refused: string | null): Promise<string> {
    const held = this.#held;
    if (held && held.token !== refused && performance.now() < held.until) return held.token;
    this.#renewal ??= this.#ask().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #ask(): Promise<string> {
    if (!this.#url) throw new WalletError('session_missing', 'Set session-token or session-url.');
    const answer = await this.#post(this.#url);
    if (!answer.ok) {
      throw new WalletError('session_unavailable', `session-url answered ${answer.status}.`, { status: answer.status });
    }
    const body = (await answer.json().catch(() => null)) as { session_token?: unknown; expires_in?: unknown } | null;
    if (typeof body?.session_token !== 'string' || body.session_token === '') {
      throw new WalletError('session_unavailable', 'session-url must answer { session_token, expires_in }.');
    }
    const lifeMs = typeof body.expires_in === 'number' ? body.expires_in * 1000 : Infinity;
    this.#held = { token: body.session_token, until: performance.now() + Math.max(lifeMs - marginMs, 0) };
    return body.session_token;
  }

  async #post(url: string): Promise<Response> {
    try {
      return await this.#fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json' },
        cache: 'no-store',
        signal: AbortSignal.timeout(30_000),
      });
    } catch (cause) {
      throw new WalletError('network_error', 'session-url did not answer.', { cause });
    }
  }
}
