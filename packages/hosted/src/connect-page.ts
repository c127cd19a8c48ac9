/**
 * `<alter-connect-page>`: the whole page. What it shows is one `State`; the server's `ConnectView` decides which, and a
 * person's `Action` leads to the next.
 */
import type { ConnectView, ProviderView } from '@alter/protocol';
import { AlterElement, Translation } from '@alter/ui';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { paintAccent } from './accent.ts';
import { connectApi, Refusal, type ConnectApi } from './api.ts';
import { deliver, wayOut } from './deliver.ts';
import { readEntry, sessionAddress, type Entry } from './entry.ts';
import { handshake } from './handshake.ts';
import { en } from './locales/en.ts';
import { loadWords } from './locales/load.ts';
import { brandHeader } from './parts/brand-header.ts';
import { frameSheet } from './parts/frame-sheet.ts';
import { pageFooter } from './parts/page-footer.ts';
import { arrival, nothingEntered, type Action, type State } from './state.ts';
import { browserWindow, type Surroundings } from './surroundings.ts';
import { viewOf } from './views/view-of.ts';
import './views/define.ts';

/** How long a result stays before the window closes or goes back by itself. */
const resultMs = 1_500;
/** The expiry is looked at no sooner than this, whatever the clock of this machine says. */
const leastWaitMs = 15_000;
/** Between two questions, should the server not be able to wait with its answer. */
const betweenMs = 1_000;
/** After an answer that did not come. */
const againMs = 3_000;

export class ConnectPage extends AlterElement {
  static override styles = [AlterElement.styles, frameSheet];
  static override properties = { state: { state: true } };

  declare state: State;
  api: ConnectApi = connectApi;
  around: Surroundings = browserWindow;
  readonly words = new Translation(this, en, loadWords);
  #entry: Entry = { by: 'nothing' };
  #acting = false;
  #proven: Promise<boolean> = Promise.resolve(false);
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor() {
    super();
    this.state = { at: 'loading' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pageshow', this.#restored);
    void this.#begin(readEntry(this.around.href));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.#restored);
    this.#forgetTimers();
  }

  protected override render(): TemplateResult {
    const { state } = this;
    const { say } = this.words;
    const view = 'view' in state ? state.view : null;
    return html`<div class="frame">
      ${brandHeader(state.at === 'loading' ? undefined : (view?.app ?? null), say)}
      <main @act=${this.#act}>${viewOf(state, say)}</main>
      ${pageFooter(state, say, () => void this.#alone(() => this.#cancel()))}
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    void this.#nameDocument();
  }

  /** The window is called what the view is called, once the view has drawn itself. */
  async #nameDocument(): Promise<void> {
    const view = this.renderRoot.querySelector<AlterElement>('main > *');
    await view?.updateComplete;
    const heading = view?.renderRoot.querySelector('h1')?.textContent.trim() ?? '';
    document.title = heading ? `${heading} · Alter` : 'Alter';
  }

  /** Back from the provider by the browser's Back button: what is shown may be old. */
  readonly #restored = (event: PageTransitionEvent): void => {
    if (event.persisted) void this.#begin(readEntry(this.around.href));
  };

  async #begin(entry: Entry): Promise<void> {
    this.#entry = entry;
    this.#forgetTimers();
    this.state = { at: 'loading' };
    await this.words.ready;
    if (entry.by === 'nothing') return this.#problem({ code: 'invalid_token', requestId: null });
    if (entry.by === 'problem') return this.#problem({ code: entry.code, requestId: entry.reference });
    await this.#try(async () => {
      const view = entry.by === 'token' ? await this.api.open(entry.token) : await this.api.resume(entry.id);
      if (entry.by === 'token') this.#forgetToken(view);
      await this.#arrive(view);
    });
  }

  /** The token leaves the address bar; a reload goes on with the session's public id and the cookie. */
  #forgetToken(view: ConnectView): void {
    this.#entry = { by: 'session', id: view.session_id };
    this.around.rewrite(sessionAddress(view.session_id, this.around.popup));
  }

  async #arrive(view: ConnectView): Promise<void> {
    paintAccent(view.app.accent);
    this.#proven = handshake(this.around.opener, view);
    if (view.status !== 'open') return this.#conclude(view);
    this.#expectExpiry(view);
    const [only] = view.providers;
    if (view.single_provider && !view.last && only && (await this.#mayLeaveAtOnce(only))) {
      return this.#leaveFor(view, only, 'handshake', {});
    }
    this.#shown(view);
  }

  #shown(view: ConnectView): void {
    if (view.status !== 'open') return this.#conclude(view);
    this.state = arrival(view, { by: 'stay' });
    if (this.state.at === 'code') void this.#await(view);
  }

  /** The code is entered elsewhere: the server knows first. A page that has gone on since waits no more. */
  async #await(view: ConnectView): Promise<void> {
    const { code } = view;
    const still = () => this.isConnected && this.state.at === 'code' && this.state.code === code;
    try {
      const now = await this.api.resume(view.session_id, view.sequence);
      if (!still()) return;
      if (now.sequence === view.sequence && now.code?.user_code === code?.user_code && now.status === 'open')
        return this.#after(betweenMs, () => still() && void this.#await(view));
      this.#shown(now);
    } catch (cause) {
      if (!still()) return;
      const passing = cause instanceof Refusal && (cause.status === 0 || cause.status === 429 || cause.status >= 500);
      if (!passing) return this.#refused(cause, view);
      this.#after(againMs, () => still() && void this.#await(view));
    }
  }

  /** The session is final: the opener is told now, whatever the person does next. */
  #conclude(view: ConnectView): void {
    this.#forgetTimers();
    deliver(view, this.around);
    const way = wayOut(view, this.around);
    this.state = arrival(view, way);
    if (this.state.at === 'connected' && way.by !== 'stay') this.#after(resultMs, () => this.#takeWayOut(view));
  }

  #takeWayOut(view: ConnectView): void {
    const way = wayOut(view, this.around);
    if (way.by === 'address') return this.around.go(way.href, 'replace');
    this.around.close();
    // A browser that does not let the page close itself leaves the person here: say what to do.
    if (this.state.at !== 'over') this.#after(400, () => (this.state = { at: 'over', view, way: { by: 'stay' } }));
  }

  async #mayLeaveAtOnce(provider: ProviderView): Promise<boolean> {
    return provider.variables.length === 0 && (await this.#proven);
  }

  async #leaveFor(
    view: ConnectView,
    provider: ProviderView,
    consent: 'handshake' | 'click',
    variables: Record<string, string>,
  ): Promise<void> {
    this.state = { at: 'leaving', view, provider };
    const asked = {
      session_id: view.session_id,
      provider_id: provider.id,
      consent,
      display: this.around.popup ? ('popup' as const) : ('page' as const),
      ...(provider.variables.length > 0 && { variables }),
    };
    try {
      const answer = await this.api.flow(asked);
      if (answer.view) return this.#shown(answer.view);
      const start = new URL(answer.start_url, this.around.href);
      if (start.origin !== new URL(this.around.href).origin) throw new Refusal('other', 0, null);
      // Without a click there is nothing to come back to: Back leads to where the person was before.
      this.around.go(start.href, consent === 'handshake' ? 'replace' : 'assign');
    } catch (cause) {
      this.#notLeft(view, provider, cause, variables);
    }
  }

  /** The session needs the click after all, or a label was not taken: both are asked on the confirm view. */
  #notLeft(view: ConnectView, provider: ProviderView, cause: unknown, variables: Record<string, string>): void {
    if (cause instanceof Refusal && cause.code === 'invalid_request') {
      const entered = { values: variables, refused: provider.variables.length > 0 };
      this.state = { at: 'confirm', view, provider, entered };
      this.#proven = Promise.resolve(false);
      return;
    }
    this.#refused(cause, view);
  }

  readonly #act = (event: CustomEvent<Action>): void => void this.#alone(() => this.#do(event.detail));

  /** A second click while the first is being answered does nothing. */
  async #alone(step: () => Promise<void>): Promise<void> {
    if (this.#acting) return;
    this.#acting = true;
    await step().finally(() => (this.#acting = false));
  }

  async #do(action: Action): Promise<void> {
    const { state } = this;
    if (action.do === 'retry') return this.#begin(this.#retryEntry());
    if (!('view' in state) || !state.view) return this.around.close();
    const { view } = state;
    switch (action.do) {
      case 'choose':
        if (await this.#mayLeaveAtOnce(action.provider)) return this.#leaveFor(view, action.provider, 'handshake', {});
        this.state = { at: 'confirm', view, provider: action.provider, entered: nothingEntered };
        return;
      case 'connect':
        return this.#leaveFor(view, action.provider, 'click', action.variables);
      case 'pick':
        this.state = { at: 'pick', view };
        return;
      case 'done':
        return this.#try(async () => this.#conclude(await this.api.done(view.session_id, false)), view);
      case 'leave':
        return this.#takeWayOut(view);
      default:
        return action satisfies never;
    }
  }

  async #cancel(): Promise<void> {
    const view = 'view' in this.state ? this.state.view : null;
    if (!view) return this.around.close();
    await this.#try(async () => {
      const ended = await this.api.done(view.session_id, true);
      this.#forgetTimers();
      deliver(ended, this.around);
      this.state = { at: 'over', view: ended, way: wayOut(ended, this.around) };
      this.#takeWayOut(ended);
    }, view);
  }

  /** A problem page that names a session offers to go on with it. */
  #retryEntry(): Entry {
    const entry = this.#entry;
    return entry.by === 'problem' && entry.id ? { by: 'session', id: entry.id } : entry;
  }

  async #try(step: () => Promise<void> | void, view: ConnectView | null = null): Promise<void> {
    try {
      await step();
    } catch (cause) {
      this.#refused(cause, view);
    }
  }

  #refused(cause: unknown, view: ConnectView | null): void {
    if (!(cause instanceof Refusal)) reportError(cause);
    const { code, requestId, status } =
      cause instanceof Refusal ? cause : { code: 'other', requestId: null, status: 500 };
    const passing = status === 0 || status === 429 || status >= 500;
    this.#problem({ code, requestId }, view, passing);
  }

  #problem(
    problem: { code: string; requestId: string | null },
    view: ConnectView | null = null,
    passing = false,
  ): void {
    const goesOn = this.#entry.by === 'problem' && this.#entry.id !== null;
    this.state = { at: 'problem', view, problem, canRetry: passing || goesOn };
  }

  /** The link ends while the page is open: the server says so, and the page then does. */
  #expectExpiry(view: ConnectView): void {
    const wait = Math.max(leastWaitMs, Date.parse(view.expires_at) - Date.now());
    this.#after(wait, () => void this.#lookAgain(view));
  }

  async #lookAgain(view: ConnectView): Promise<void> {
    if (this.state.at === 'leaving' || this.state.at === 'code') return;
    await this.#try(async () => {
      const now = await this.api.resume(view.session_id);
      if (now.status !== 'open') this.#conclude(now);
    }, view);
  }

  #after(ms: number, then: () => void): void {
    this.#timers.push(setTimeout(then, ms));
  }

  #forgetTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}
