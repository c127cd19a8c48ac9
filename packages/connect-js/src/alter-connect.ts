import { AlterElement } from '@alter/ui/base-element';
import { tile, tileSheet } from '@alter/ui/tile';
import { Translation } from '@alter/ui/translation';
import { html, nothing, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { prefersRedirect } from './device.ts';
import type { AlterConnect } from './headless.ts';
import { en } from './locales/en.ts';
import { Menu } from './menu.ts';
import { openPopup } from './popup.ts';
import { hueOf, monogramOf, readProviders, type MenuProvider } from './providers.ts';
import { wording, type ConnectState } from './state.ts';
import { isStored } from './stored.ts';
import { connectSheet } from './styles.ts';
import type { AlterError, Grant, OpenOptions } from './types.ts';

const languages = {
  de: () => import('./locales/de.ts'),
  es: () => import('./locales/es.ts'),
  fr: () => import('./locales/fr.ts'),
  ja: () => import('./locales/ja.ts'),
};

const marks: Partial<Record<ConnectState['kind'], unknown>> = {
  waiting: svg`<rect x="3" y="4" width="14" height="12" rx="2"/><path d="M3 8h14"/>`,
  connected: svg`<path d="m4.5 10.5 3.7 3.7 7.3-8"/>`,
  failed: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 6.5v4.2m0 2.8v.01"/>`,
};

/**
 * A button that connects a person's account, in the page's own typography.
 *
 * ```html
 * <alter-connect session-url="/api/connect" providers="google:Google Calendar"></alter-connect>
 * ```
 *
 * @attr session-url the app's route that mints a session: `POST { providers? }` → `{ session_token }`; asked in the click
 * @attr session-token a session that the page already has; the person then confirms once more on the vault's page
 * @attr providers ids, each with a name if wanted: `google:Google Calendar, slack`; several make a menu
 * @attr label the button's words; default: "Connect" and the provider's name
 * @attr account the account that is connected already: shown at once
 * @attr base-url the vault; default: where this script was loaded from
 * @attr flow `auto` (a redirect on phones and upright tablets, else a popup), `popup` or `redirect`
 * @attr credentials cookies for `session-url`: `same-origin` (default), `include`, `omit`
 * @attr disabled
 * @slot - the label @slot icon - in place of the provider's tile
 * @fires alter-open alter-success alter-error alter-exit alter-manage - see `AlterConnectEventMap`
 * @csspart control button label icon status action menu item
 * @cssproperty --alter-control-size the height of every state, 44px @cssproperty --alter-surface-raised --alter-text
 * --alter-text-muted --alter-line --alter-accent --alter-good --alter-danger --alter-radius --alter-shadow
 */
export class AlterConnectElement extends AlterElement {
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
  static override styles: CSSResultGroup = [AlterElement.styles, tileSheet, connectSheet];
  static override properties: PropertyDeclarations = {
    sessionUrl: { attribute: 'session-url' },
    sessionToken: { attribute: 'session-token' },
    providers: {},
    label: {},
    account: {},
    baseUrl: { attribute: 'base-url' },
    flow: {},
    credentials: {},
    disabled: { type: Boolean, reflect: true },
    state: { state: true },
  };

  declare sessionUrl: string | undefined;
  declare sessionToken: string | (() => string | Promise<string>) | undefined;
  /** The attribute's text, or objects with names and tiles of the page's own. */
  declare providers: string | readonly MenuProvider[] | undefined;
  declare label: string | undefined;
  declare account: string | undefined;
  declare baseUrl: string | undefined;
  declare flow: OpenOptions['flow'];
  declare credentials: RequestCredentials | undefined;
  declare disabled: boolean;
  declare protected state: ConnectState;

  readonly #words = new Translation(this, en, async (language) => (await languages[language]()).default);
  readonly #menu: Menu;
  #client: AlterConnect | undefined;
  #loading: Promise<AlterConnect> | undefined;
  /** The entry last chosen, which "Try again" means. */
  #chosen: MenuProvider | undefined;
  /** Where the element goes back to when nothing came of it. */
  #rest: ConnectState = { kind: 'idle' };
  #focusWasInside = false;

  constructor() {
    super();
    this.disabled = false;
    this.state = this.#rest;
    this.#menu = new Menu(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (isStored(this.#name)) this.#prepare();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is only moved in the page keeps its window.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#client?.destroy();
      this.#client = this.#loading = undefined;
      this.state = this.#rest;
    });
  }

  /** What is connected, as the last `alter-success` said. */
  get grants(): Grant[] {
    return this.#rest.kind === 'connected' ? this.#rest.grants : [];
  }

  /** Starts. Call it inside a click. @param provider one of the menu's ids */
  open(provider?: string, flow = this.flow): void {
    if (this.disabled) return;
    const entries = this.#entries;
    this.#chosen = entries.find(({ id }) => id === provider) ?? (entries.length === 1 ? entries[0] : undefined);
    this.state = { kind: 'opening' };
    const redirect = flow === 'redirect' || (flow !== 'popup' && prefersRedirect(window));
    // Before anything is awaited: a window opened later than in the click is blocked.
    void this.#launch(redirect ? { flow: 'redirect' } : { flow: 'popup', window: openPopup() });
  }

  async #launch(way: Pick<OpenOptions, 'flow' | 'window'>): Promise<void> {
    try {
      const client = await this.#load();
      await client.open({ ...way, ...this.#session(), onSuccess: () => undefined });
      if (this.state.kind === 'opening' && client.isOpen()) this.state = { kind: 'waiting', resumed: false };
    } catch (error) {
      way.window?.close();
      const { code = 'load_failed', message, details } = error as Partial<AlterError>;
      this.#failed({ code, message: message ?? '', ...(details && { details }) });
    }
  }

  #session(): Omit<OpenOptions, 'onSuccess'> {
    const token = this.sessionToken;
    const asked = this.#chosen ? [this.#chosen] : this.#entries;
    return {
      token: typeof token === 'string' ? token : undefined,
      sessionToken: typeof token === 'function' ? token : undefined,
      sessionUrl: this.sessionUrl,
      providers: asked.length ? asked.map(({ id }) => id) : undefined,
      baseURL: this.baseUrl,
      credentials: this.credentials,
    };
  }

  /** Closes the window and goes back to what was shown before. */
  close(): void {
    this.#client?.close();
    this.state = this.#rest;
  }

  /** Brings the window to the front, or starts again when there is none. Call it inside a click. */
  show(): void {
    if (!this.#client?.show()) this.#retry();
  }

  get #name(): string {
    return this.id || (typeof this.providers === 'string' ? this.providers : '');
  }

  /** The client is its own file, fetched when a pointer or the focus comes near, or when a flow is to be taken up. */
  #load(): Promise<AlterConnect> {
    return (this.#loading ??= import('./headless.ts').then(
      (module) => (this.#client = this.#listen(module.AlterConnect.create({ name: this.#name }))),
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    ));
  }

  readonly #prepare = (): void => {
    // A failure shows when it matters: at the click.
    this.#load().catch(() => undefined);
  };

  #listen(client: AlterConnect): AlterConnect {
    if (client.isOpen()) this.state = { kind: 'waiting', resumed: true };
    client.on('success', (grants) => {
      this.state = this.#rest = { kind: 'connected', grants };
      this.emit('alter-success', { grants });
    });
    client.on('error', (error) => this.#failed(error));
    client.on('exit', () => {
      this.state = this.#rest;
      this.emit('alter-exit');
    });
    client.on('event', (event) => {
      if (event === 'connect_opened') this.emit('alter-open');
    });
    return client;
  }

  #failed(error: AlterError): void {
    this.state = { kind: 'failed', error };
    this.emit('alter-error', error);
  }

  #retry(flow = this.flow): void {
    if (this.#client?.isOpen()) this.#client.close();
    this.open(this.#chosen?.id, flow);
  }

  get #entries(): readonly MenuProvider[] {
    return typeof this.providers === 'string' ? readProviders(this.providers) : (this.providers ?? []);
  }

  /** What is shown: the page may say that an account is connected already. */
  get #shown(): ConnectState {
    return this.state.kind === 'idle' && this.account ? { kind: 'connected', grants: [] } : this.state;
  }

  protected override willUpdate(): void {
    this.#focusWasInside = !!this.shadowRoot?.activeElement && !this.#menu.open;
  }

  /** A state that hides the control that had the focus hands it to the one that took its place. */
  protected override updated(): void {
    const active = this.shadowRoot?.activeElement;
    if (!this.#focusWasInside || (active && !active.closest('[inert]'))) return;
    this.shadowRoot
      ?.querySelector<HTMLElement>('.control > :not([inert]):is(button), :not([inert]) > .action')
      ?.focus();
  }

  protected override render(): TemplateResult {
    const shown = this.#shown;
    const entries = this.#entries;
    // A session that is handed in has its providers already: its own page asks which.
    const several = entries.length > 1 && !(typeof this.sessionToken === 'string' && this.sessionToken);
    const words = wording(shown, this.#words.say, this.account);
    const spoken = shown.kind === 'opening' ? this.#words.say('opening') : (words?.spoken ?? nothing);
    return html`<div
        class="control ${shown.kind}"
        part="control"
        @pointerenter=${this.#prepare}
        @focusin=${this.#prepare}
      >
        ${this.#button(shown, entries, several)}
        <div class="status" part="status" ?inert=${!words}>
          <span class="said" aria-hidden="true" title=${words?.spoken ?? nothing}>
            <svg class="mark" viewBox="0 0 20 20">${marks[shown.kind] ?? nothing}</svg>
            <span class="text">${words?.text}</span>
          </span>
          <button class="action" part="action" @click=${this.#acted}>${words?.action}</button>
        </div>
      </div>
      <div class="sr" role="status">${spoken}</div>
      ${several ? this.#list(entries) : nothing}`;
  }

  #button(shown: ConnectState, entries: readonly MenuProvider[], several: boolean): TemplateResult {
    const { say } = this.#words;
    const opening = shown.kind === 'opening';
    const only = entries.length === 1 ? entries[0] : undefined;
    const label = this.label || (only ? say('connectProvider', { provider: only.name }) : say('connect'));
    const content = html`<slot name="icon" part="icon">${only ? this.#tile(only, 20) : nothing}</slot>
      <span class="label" part="label">
        <span class=${opening ? 'away' : ''} ?aria-hidden=${opening}><slot>${label}</slot></span>
        <span class=${opening ? '' : 'away'}>${opening ? say('opening') : nothing}</span>
      </span>`;
    const off = shown.kind !== 'idle' && !opening;
    const plain = only ? '' : 'plain';
    if (!several) {
      return html`<button
        class="main ${plain}"
        part="button"
        ?inert=${off}
        ?disabled=${this.disabled}
        aria-busy=${opening}
        @click=${this.#pressed}
      >
        ${content}
      </button>`;
    }
    return html`<button
      class="main ${plain}"
      part="button"
      ?inert=${off}
      ?disabled=${this.disabled}
      aria-busy=${opening}
      aria-haspopup="menu"
      aria-expanded=${this.#menu.open}
      popovertarget="menu"
      @keydown=${this.#menu.buttonKey}
    >
      ${content}<span class="chevron"></span>
    </button>`;
  }

  readonly #pressed = (): void => {
    if (this.state.kind === 'idle') this.open();
  };

  #list(entries: readonly MenuProvider[]): TemplateResult {
    return html`<div
      id="menu"
      class=${this.#menu.anchored ? 'anchored' : ''}
      part="menu"
      popover
      role="menu"
      aria-label=${this.#words.say('menu')}
      @toggle=${this.#menu.toggled}
      @keydown=${this.#menu.key}
    >
      ${entries.map(
        (entry) =>
          html`<button
            class="item"
            part="item"
            role="menuitem"
            tabindex="-1"
            data-name=${entry.name}
            @click=${() => this.#choose(entry.id)}
          >
            ${this.#tile(entry, 32)}<span>${entry.name}</span>
          </button>`,
      )}
    </div>`;
  }

  #choose(id: string): void {
    this.#menu.close();
    this.open(id);
  }

  #tile(entry: MenuProvider, size: 20 | 32): TemplateResult {
    return tile(monogramOf(entry), hueOf(entry), size);
  }

  readonly #acted = (): void => {
    const { kind } = this.#shown;
    if (kind === 'waiting') this.show();
    else if (kind === 'connected') this.#manage();
    else if (this.state.kind === 'failed')
      this.#retry(this.state.error.code === 'popup_blocked' ? 'redirect' : this.flow);
  };

  #manage(): void {
    if (this.emit('alter-manage', { grants: this.grants }, true)) this.open(this.#chosen?.id);
  }
}
