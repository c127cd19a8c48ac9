import { html, nothing, type CSSResult, type PropertyDeclarations, type TemplateResult } from 'lit';
import { accentPairs, AlterElement, Translation } from '@alter/ui';
import { walletStyles } from './alter-wallet.styles.ts';
import type { AlterErrorDetail, AlterRevokedDetail, AlterWalletEventMap } from './alter-wallet.events.ts';
import { AlterWallet, WalletError } from './headless.ts';
import { loadWords } from './load-words.ts';
import { en } from './locales/en.ts';
import type * as part from './connection-part.ts';
import type { Connection } from './state/connection.ts';
import { Connections } from './state/connections.ts';
import type { StateHost } from './state/host.ts';
import { listView } from './views/list.ts';
import { problemView } from './views/problem.ts';
import type { Actions, Scene } from './views/scene.ts';

/** A page that sets its session later than this has forgotten to. */
const sessionPatienceMs = 5_000;

/**
 * `<alter-wallet session-url="/api/wallet-session">`: the accounts that this app can use for the person who is signed
 * in, what was done with them, and taking them back.
 *
 * @attr session-token - a wallet session's token, when the page was given one
 * @attr session-url - asked by POST for `{ session_token, expires_in }`, now and whenever the session has expired
 * @attr base-url - the service's public URL; default: where the script came from
 * @attr lang - language, when it is not the page's
 * @fires alter-revoked - access was removed
 * @fires alter-error - something failed; the person has been told
 * @csspart wallet - the whole; also header, heading, filter, list, row, status, more, empty, problem, skeleton, back,
 *   abilities, activity, renewals, revoke, revoke-button, dialog, confirm, steps, remove-there
 * @cssproperty --alter-accent - as every `--alter-…` of the tokens
 */
export class AlterWalletElement extends AlterElement implements StateHost {
  static override styles = walletStyles;
  static override properties: PropertyDeclarations = {
    sessionToken: { attribute: 'session-token' },
    sessionUrl: { attribute: 'session-url' },
    baseUrl: { attribute: 'base-url' },
  };

  /** Where the defining script came from; null for the class-only entry, whose page sets `base-url`. */
  static scriptOrigin: string | null = null;

  declare sessionToken: string | null | undefined;
  declare sessionUrl: string | null | undefined;
  declare baseUrl: string | null | undefined;

  wallet!: AlterWallet;
  #life = new AbortController();
  #list = new Connections(this);
  #connection: Connection | null = null;
  /** The connection that is asked for although its view could not be fetched. */
  #unopened: { grantId: string; problem: WalletError } | null = null;
  #part: typeof part | null = null;
  #fetching: Promise<typeof part> | null = null;
  #said = '';
  #now = new Date();
  #minute: ReturnType<typeof setInterval> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #accent: CSSStyleSheet | undefined;
  #shown = {} as Scene;
  readonly #words = new Translation(this, en, loadWords);

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#minute = setInterval(() => this.#tick(), 60_000);
    if (!this.#life.signal.aborted) return;
    this.#life = new AbortController();
    if (this.#list.state.kind !== 'ready') this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#minute);
    clearTimeout(this.#patience);
    this.#life.abort();
  }

  override addEventListener<K extends keyof AlterWalletEventMap>(
    type: K,
    listener: (event: AlterWalletEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As everywhere; here it knows the types of our events. */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  /** Reads the connections again, e.g. after the page has connected an account; what is open stays open. */
  async refresh(): Promise<void> {
    await this.#list.reload();
  }

  report({ code, message, requestId }: WalletError): void {
    this.emit('alter-error', { code, message, requestId } satisfies AlterErrorDetail);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const session = ['sessionToken', 'sessionUrl', 'baseUrl'].some((name) => changed.has(name));
    if (session || !this.hasUpdated) this.#start();
  }

  protected override render(): TemplateResult {
    const second = this.#second();
    const busy = this.#list.state.kind === 'loading';
    return html`<div class="wallet" part="wallet" aria-busy=${busy}>
      <div class="view" ?hidden=${second !== nothing}>${listView(this.#scene, this.#list)}</div>
      ${second === nothing ? nothing : html`<div class="view">${second}</div>`}
      <p class="sr" role="status">${this.#said}</p>
    </div>`;
  }

  #second(): TemplateResult | typeof nothing {
    if (this.#part && this.#connection) return this.#part.connectionView(this.#scene, this.#connection);
    if (!this.#unopened) return nothing;
    const { grantId, problem } = this.#unopened;
    return problemView(this.#scene, 'problemConnection', problem, () => this.#actions.open(grantId));
  }

  /** A new session may be another person's: nothing of the old one stays. */
  #start(): void {
    clearTimeout(this.#patience);
    this.#life.abort();
    this.#life = new AbortController();
    this.wallet = new AlterWallet({
      baseURL: new URL(this.baseUrl ?? AlterWalletElement.scriptOrigin ?? '/', document.baseURI).href,
      sessionToken: this.sessionToken ?? null,
      sessionUrl: this.sessionUrl ?? null,
    });
    this.#list = new Connections(this);
    this.#connection = this.#unopened = null;
    if (this.sessionToken || this.sessionUrl) void this.#loadList();
    else this.#patience = setTimeout(() => void this.#loadList(), sessionPatienceMs);
  }

  async #loadList(): Promise<void> {
    const list = this.#list;
    await list.load();
    if (list !== this.#list || list.state.kind !== 'ready') return;
    this.#brand(list.app?.accent ?? null);
    this.#sayCount();
    void this.#fetchPart();
  }

  /** The app's colour, corrected until it can be read; the page's own `--alter-accent` still wins. */
  #brand(color: string | null): void {
    const root = this.shadowRoot;
    const pairs = color ? accentPairs(color) : null;
    if (!root || (!pairs && !this.#accent)) return;
    this.#accent ??= new CSSStyleSheet();
    const either = (light: string, dark: string): string => `light-dark(${light},${dark})`;
    const rule = (name: string, value: string): string => `--_${name}:var(--alter-${name},${value})`;
    const rules = pairs && [
      rule('accent', either(pairs.light.accent, pairs.dark.accent)),
      rule('on-accent', either(pairs.light.onAccent, pairs.dark.onAccent)),
    ];
    this.#accent.replaceSync(rules ? `:host{${rules.join(';')}}` : '');
    if (!root.adoptedStyleSheets.includes(this.#accent)) root.adoptedStyleSheets.push(this.#accent);
  }

  /** The same object for as long as nothing in it has changed. */
  get #scene(): Scene {
    const now: Omit<Scene, 'act'> = {
      say: this.#words.say,
      now: this.#now,
      app: this.#list.app?.name ?? '',
      renewable: Boolean(this.sessionUrl),
    };
    const keys = Object.keys(now) as (keyof typeof now)[];
    if (keys.some((key) => this.#shown[key] !== now[key])) this.#shown = { ...now, act: this.#actions };
    return this.#shown;
  }

  readonly #actions: Actions = {
    open: (grantId) => void this.#open(grantId),
    back: () => void this.#back(),
    filter: (text) => void this.#filter(text),
    more: () => void this.#more(),
    retryList: () => void this.#retryList(),
    retryConnection: () => void this.#connection?.refresh(),
    activity: () => void this.#further(this.#connection?.activity),
    renewals: () => void this.#further(this.#connection?.renewals),
    ask: () => void this.#ask(),
    revoke: () => void this.#revoke(),
    closeDialog: () => this.#dialog?.close(),
    dialogClosed: () => this.#dialogClosed(),
    reload: () => location.reload(),
  };

  async #open(grantId: string): Promise<void> {
    const fetched = await this.#fetchPart();
    const grant = this.#list.find(grantId);
    if (!grant) return;
    this.#unopened = fetched instanceof WalletError ? { grantId, problem: fetched } : null;
    if (fetched instanceof WalletError) {
      this.report(fetched);
      this.requestUpdate();
      return this.#focus('h2');
    }
    const connection = new fetched.Connection(this, grant, (changed) => this.#list.put(changed));
    connection.revocation.removed = (revocation) =>
      this.emit('alter-revoked', { grant_id: grantId, revocation } satisfies AlterRevokedDetail);
    this.#connection = connection;
    void connection.load();
    await this.#focus('h2');
  }

  async #fetchPart(): Promise<typeof part | WalletError> {
    this.#fetching ??= import('./connection-part.ts').then((fetched) => {
      this.shadowRoot?.adoptedStyleSheets.push(...sheetsOf(fetched.connectionStyles));
      return fetched;
    });
    try {
      return (this.#part = await this.#fetching);
    } catch (cause) {
      this.#fetching = null;
      return new WalletError('network_error', 'A part of the element could not be fetched.', { cause });
    }
  }

  async #back(): Promise<void> {
    const id = this.#connection?.grant.grant_id ?? this.#unopened?.grantId;
    this.#connection = this.#unopened = null;
    this.requestUpdate();
    await this.#focus(`[data-grant="${id}"]`, 'h2');
  }

  async #filter(text: string): Promise<void> {
    const emptied = text === '' && this.#list.shown.length === 0;
    await this.#list.filterBy(text);
    if (this.#list.filter === text) this.#sayCount();
    if (emptied) await this.#focus('input');
  }

  async #more(): Promise<void> {
    const before = this.#list.rows.length;
    if ((await this.#list.loadMore()) === 0) return;
    this.#sayCount();
    // The button may be gone, and the eye is at what has come.
    await this.#focus(`[data-grant="${this.#list.rows[before]?.grant_id}"]`);
    await this.#list.filterBy(this.#list.filter);
  }

  async #retryList(): Promise<void> {
    await this.#loadList();
    await this.#focus('h2');
  }

  /** The pressed button may be gone: on with the first row that came. */
  async #further(list: { load(): Promise<{ id: string } | undefined> } | undefined): Promise<void> {
    const first = await list?.load();
    if (first) await this.#focus(`[data-event="${first.id}"]`);
  }

  async #ask(): Promise<void> {
    this.#connection?.revocation.ask();
    await this.updateComplete;
    this.#dialog?.showModal();
    await this.#focus('dialog h2');
  }

  /** The pressed button goes with the question; the title says what became of it. */
  async #revoke(): Promise<void> {
    const running = this.#connection?.revocation.run();
    await this.#focus('dialog[open] h2');
    await running;
  }

  /** Back to the button, unless the answer has taken it away; not every browser does this by itself. */
  #dialogClosed(): void {
    void this.#focus(this.#connection?.grant.status === 'revoked' ? 'h2' : '.revoke .button');
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #focus(...selectors: string[]): Promise<void> {
    await this.updateComplete;
    const view = this.renderRoot.querySelector('.view:not([hidden])');
    const target = selectors.map((selector) => view?.querySelector<HTMLElement>(selector)).find(Boolean);
    target?.focus();
  }

  #sayCount(): void {
    this.#said = this.#words.say('showing', { count: this.#list.shown.length });
    this.requestUpdate();
  }

  #tick(): void {
    this.#now = new Date();
    this.requestUpdate();
  }
}

const sheetsOf = (styles: readonly CSSResult[]): CSSStyleSheet[] =>
  styles.flatMap(({ styleSheet }) => styleSheet ?? []);

declare global {
  interface HTMLElementTagNameMap {
    'alter-wallet': AlterWalletElement;
  }
  interface HTMLElementEventMap {
    'alter-revoked': AlterWalletEventMap['alter-revoked'];
  }
}
