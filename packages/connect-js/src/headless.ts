/** The client without a face: the published API (`product.md` §1.2), and `sessionUrl` beside `token`. */
import { Attempt } from './attempt.ts';
import { Emitter, safely } from './emitter.ts';
import { refusal } from './refusal.ts';
import { cleanAddress, takeUp } from './stored.ts';
import type { AlterConnectConfig, ConnectEvents, OpenOptions, Outcome } from './types.ts';

export type * from './types.ts';

const version = '0.1.0';

/** The address of this script. Its origin is the vault, when the vault serves it. */
const script = import.meta.url;

export class AlterConnect {
  readonly #events: Emitter<ConnectEvents>;
  readonly #name: string;
  #attempt: Attempt | null = null;
  #options: OpenOptions | null = null;
  #destroyed = false;

  /** Takes up a flow that a reload or a redirect interrupted; its result goes to the first listener. */
  static create(config: AlterConnectConfig = {}): AlterConnect {
    return new AlterConnect(config);
  }

  private constructor(config: AlterConnectConfig) {
    this.#name = config.name ?? '';
    this.#events = new Emitter(config.debug);
    if (typeof window === 'undefined') return;
    addEventListener('pageshow', this.#shown);
    const left = takeUp(this.#name);
    if (!left) return;
    const attempt = this.#start(left.baseURL);
    // Back without a result in the address: one look, since the person may just have turned round.
    if (left.returnUrl && !cleanAddress(left.returnUrl)) void attempt.glance(left);
    else attempt.resume(left, !left.returnUrl);
  }

  /**
   * Opens the Connect page. Call it inside the click; the promise settles when the window is open or the page about to
   * leave, not when the person is done.
   * @throws AlterError `sdk_destroyed`, `invalid_options`, `invalid_oauth_url`
   */
  async open(options: OpenOptions): Promise<void> {
    this.#mustLive();
    const { token, sessionUrl, sessionToken, onSuccess } = options;
    if (!(typeof token === 'string' ? token : (sessionUrl ?? sessionToken))) {
      throw refusal('invalid_options', 'Give token, sessionUrl or sessionToken.');
    }
    if (typeof onSuccess !== 'function') throw refusal('invalid_options', 'onSuccess is not a function.');
    const baseURL = (options.baseURL || new URL(script).origin).replace(/\/+$/, '');
    if (!/^https?:\/\/[^/]/.test(baseURL)) throw refusal('invalid_oauth_url', `Not a full baseURL: ${baseURL}`);
    if (this.#attempt?.show()) {
      options.onError?.({ code: 'already_open', message: 'A window is open already.' });
      return;
    }
    if (this.#attempt) {
      this.#attempt.end();
      this.#settled({ kind: 'exit' });
    }
    const attempt = this.#start(baseURL);
    this.#options = options;
    await attempt.begin(options);
  }

  /** Closes the window and drops this attempt's callbacks; listeners of `on` stay. Nothing but `close` is emitted. */
  close(): void {
    this.#mustLive();
    this.#clear();
    this.#events.emit('close', []);
  }

  /** The end of this client: every later call throws `sdk_destroyed`. */
  destroy(): void {
    this.#clear();
    this.#events.clear();
    this.#destroyed = true;
    if (typeof window !== 'undefined') removeEventListener('pageshow', this.#shown);
  }

  /** @returns a function that takes the listener off again */
  on<Name extends keyof ConnectEvents>(name: Name, listener: (...args: ConnectEvents[Name]) => void): () => void {
    this.#mustLive();
    return this.#events.on(name, listener);
  }

  off<Name extends keyof ConnectEvents>(name: Name, listener: (...args: ConnectEvents[Name]) => void): void {
    this.#mustLive();
    this.#events.off(name, listener);
  }

  isOpen(): boolean {
    this.#mustLive();
    return !!this.#attempt;
  }

  /** Brings the window to the front, or opens it again for the same session. False: there is nothing to show. */
  show(): boolean {
    this.#mustLive();
    return !!this.#attempt?.show();
  }

  getVersion(): string {
    return version;
  }

  #start(baseURL: string): Attempt {
    const attempt = new Attempt(this.#name, baseURL, {
      settled: (outcome) => this.#settled(outcome),
      event: (name) => {
        const metadata = { timestamp: new Date().toISOString() };
        this.#events.emit('event', [name, metadata]);
        safely(() => this.#options?.onEvent?.(name, metadata));
      },
    });
    return (this.#attempt = attempt);
  }

  /** Listeners first, then the attempt's own callbacks, then `close`, as published. */
  #settled(outcome: Outcome): void {
    const options = this.#options;
    this.#attempt = this.#options = null;
    const callbacks = { success: options?.onSuccess, error: options?.onError, exit: options?.onExit };
    // An attempt without options was taken up from an earlier page load: its listeners may be yet to come.
    this.#events.emit(outcome.kind, [outcome.value] as never, !options);
    safely(() => callbacks[outcome.kind]?.(outcome.value as never));
    this.#events.emit('close', []);
  }

  #clear(): void {
    this.#attempt?.end();
    this.#attempt = this.#options = null;
  }

  /** Back from a redirect into a page that was frozen, not reloaded. */
  readonly #shown = (event: PageTransitionEvent): void => {
    if (event.persisted) void this.#attempt?.glance();
  };

  #mustLive(): void {
    if (this.#destroyed) throw refusal('sdk_destroyed', 'This client was destroyed.');
  }
}
