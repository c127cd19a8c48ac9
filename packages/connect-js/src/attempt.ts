/** One attempt to connect: a window or a redirect, a watch on the server, and one outcome. */
import type { ConnectMessage, HandshakeAnswer, WatchEvent } from '@alter/protocol';
import { prefersRedirect } from './device.ts';
import { failed, judge, judgeMessage } from './outcome.ts';
import { pause } from './pause.ts';
import { openPopup } from './popup.ts';
import { connectUrl, fetchToken, tradeTicket } from './session.ts';
import { forget, store } from './stored.ts';
import type { ConnectEventName, OpenOptions, Outcome } from './types.ts';
import { ask, follow, type Watched } from './watch.ts';

/** Milliseconds between looks at `popup.closed`. */
const look = 500;
/** Milliseconds between a popup that reads as closed and asking the server: its last message may be on the way. */
const grace = 1_500;
/** Milliseconds after which an open popup was really seen, even if its page never spoke. */
const seenAfter = 3_000;

export interface AttemptEnds {
  settled(outcome: Outcome): void;
  event(name: ConnectEventName): void;
}

export class Attempt {
  /** The window is out of sight: closed, or cut off by a Cross-Origin-Opener-Policy while the flow goes on in it. */
  lost = false;
  readonly #name: string;
  readonly #ends: AttemptEnds;
  readonly #over = new AbortController();
  readonly #signal = this.#over.signal;
  readonly #baseURL: string;
  #token = '';
  #popup: Window | null = null;
  /** Only a token from `sessionUrl`, fetched in this very click, lets us vouch for the session. */
  #vouch = false;
  #spoken = false;
  /** When the window went to the vault, in `performance.now()`. */
  #went = 0;
  #leaving = false;
  /** The vault's public id of the session, once the ticket trade has told it. */
  #sessionId: Promise<string | undefined> | undefined;
  #watched: Watched | null = null;
  /** What the popup's message says; believed only where the server cannot be asked. */
  #said: Outcome | null = null;

  constructor(name: string, baseURL: string, ends: AttemptEnds) {
    this.#name = name;
    this.#baseURL = baseURL;
    this.#ends = ends;
  }

  /** Call inside the click: the window is open, or refused, when this returns; settles when it is on its way. */
  async begin(options: OpenOptions): Promise<void> {
    const { flow = 'auto' } = options;
    this.#leaving = flow === 'auto' ? prefersRedirect(window) : flow === 'redirect';
    if (!this.#leaving && !this.#openWindow(options.window)) {
      this.#settle(failed('popup_blocked', 'The browser blocked the window.'));
      return;
    }
    this.#ends.event('connect_opened');
    const token = options.token || (await fetchToken(options, this.#signal));
    if (this.#signal.aborted) return;
    if (typeof token !== 'string') {
      // A window that never left about:blank has nothing to say.
      this.#popup?.close();
      this.#settle(token);
      return;
    }
    this.#token = token;
    this.#vouch = !options.token && !!options.sessionUrl;
    if (this.#leaving) await this.#leave();
    else {
      this.#go();
      void this.#watch();
    }
  }

  /** Goes on with what another page load began. @param fromPopup there was a window; it cannot be reached any more */
  resume(watched: Watched, fromPopup: boolean): void {
    this.lost = fromPopup;
    this.#watched = watched;
    void this.#follow();
  }

  /** Looks once whether what left this page has come to an end meanwhile; the ticket is kept for a later return. */
  async glance(watched = this.#watched): Promise<void> {
    this.#watched = watched;
    await this.#ask();
    this.#settle({ kind: 'exit' }, true);
  }

  /** Brings the window to the front, or opens it again for the same session. False: there is nothing to show. */
  show(): boolean {
    if (this.#leaving) return true;
    if (this.#popup && !this.#popup.closed) {
      this.#popup.focus();
      return true;
    }
    this.#vouch = false;
    if (!this.#token || !this.#openWindow()) return false;
    this.#go();
    return true;
  }

  /** Ends it without an outcome and closes the window. */
  end(): void {
    this.#finish();
    this.#popup?.close();
  }

  get #url(): string {
    return connectUrl(this.#baseURL, this.#token);
  }

  #openWindow(popup = openPopup()): boolean {
    if (!popup) return false;
    this.#popup = popup;
    this.#spoken = this.lost = false;
    addEventListener('message', this.#message);
    void this.#lookAfter(popup);
    return true;
  }

  #go(): void {
    this.#went = performance.now();
    this.#popup?.location.replace(this.#url);
  }

  async #watch(): Promise<void> {
    await this.#trade();
    try {
      if (this.#watched) store(this.#name, this.#watched);
    } catch {
      // Without storage only a reload in the middle loses its place.
    }
    await this.#follow();
  }

  async #leave(): Promise<void> {
    await this.#trade();
    if (this.#signal.aborted) return;
    try {
      if (!this.#watched) throw new Error('no ticket');
      store(this.#name, this.#watched, location.href);
      location.assign(this.#url);
    } catch (error) {
      this.#settle(failed('redirect_error', 'There would be no way back here. Nothing was connected.', { error }));
    }
  }

  async #trade(): Promise<void> {
    if (this.#signal.aborted) return;
    const trade = tradeTicket(this.#baseURL, this.#token, this.#signal);
    this.#sessionId = trade.then((answer) => (answer && 'ticket' in answer ? answer.session_id : undefined));
    const answer = await trade;
    if (!answer) return;
    if ('kind' in answer) this.#settle(answer);
    else this.#watched = { baseURL: this.#baseURL, ticket: answer.ticket };
  }

  async #follow(): Promise<void> {
    const signal = this.#signal;
    if (this.#watched) await follow(this.#watched, signal, (event) => this.#hear(event));
    if (signal.aborted) return;
    // Nobody to ask: the popup's word counts, as it did in the published client.
    this.#watched = null;
    if (this.#said) this.#settle(this.#said);
    else if (!this.#popup || this.#popup.closed) this.#settle({ kind: 'exit' });
  }

  #hear(event: WatchEvent): void {
    const outcome = judge(event, this.lost);
    if (outcome) this.#settle(outcome);
  }

  async #ask(): Promise<WatchEvent | null | undefined> {
    const event = this.#watched && (await ask(this.#watched, this.#signal).catch(() => null));
    if (event) this.#hear(event);
    return event;
  }

  readonly #message = (event: MessageEvent<ConnectMessage | null>): void => {
    const { data } = event;
    if (event.source !== this.#popup || event.origin !== new URL(this.#baseURL).origin || !data) return;
    this.#spoken = true;
    if (data.type === 'alter_connect_hello') {
      void this.#vouchFor(data.session_id, data.nonce);
      return;
    }
    this.#said = data.type === 'alter_connect_here' ? null : judgeMessage(data);
    if (!this.#said) return;
    void this.#sessionId?.then(() => {
      if (this.#watched) void this.#ask();
      else if (this.#said) this.#settle(this.#said);
    });
  };

  async #vouchFor(session_id: string, nonce: string): Promise<void> {
    const popup = this.#popup;
    if (!this.#vouch || (await this.#sessionId) !== session_id || this.#signal.aborted) return;
    const answer: HandshakeAnswer = { type: 'alter_connect_here', session_id, nonce };
    popup?.postMessage(answer, new URL(this.#baseURL).origin);
  }

  async #lookAfter(popup: Window): Promise<void> {
    const signal = this.#signal;
    while (!popup.closed) {
      await pause(look, signal);
      if (signal.aborted || popup !== this.#popup) return;
      if (this.#token && performance.now() - this.#went > seenAfter) this.#spoken = true;
    }
    if (this.#token) await pause(grace, signal);
    await this.#sessionId;
    const event = await this.#ask();
    if (signal.aborted || popup !== this.#popup) return;
    // Cut off before it spoke, or while the person is at the provider: the flow may well go on out of sight.
    const cut = this.#watched && (!this.#spoken || event?.in_progress !== false);
    if (!cut) {
      this.#settle({ kind: 'exit' });
      return;
    }
    this.lost = true;
    this.#ends.event('popup_lost');
  }

  #settle(outcome: Outcome, keepTicket = false): void {
    if (this.#signal.aborted) return;
    this.#finish(keepTicket);
    // The page in the window says the same and closes by itself; this is for one that cannot.
    if (outcome.kind === 'success') setTimeout(() => this.#popup?.close(), 2_000);
    this.#ends.settled(outcome);
  }

  #finish(keepTicket = false): void {
    this.#over.abort();
    removeEventListener('message', this.#message);
    if (!keepTicket) forget(this.#name);
  }
}
