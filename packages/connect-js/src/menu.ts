import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Milliseconds between two letters of one search. */
const typing = 600;

/**
 * A menu button's behaviour: opens by click and arrows, moves by arrows, Home, End and letters, closes by Escape and Tab.
 * The popover itself (light dismiss, top layer, Escape) is the browser's.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export class Menu implements ReactiveController {
  open = false;
  /** The style sheet alone keeps the popover at its button. */
  readonly anchored = CSS.supports('position-area: block-end span-inline-end');
  readonly #host: ReactiveControllerHost & HTMLElement;
  #typed = '';
  #typedAt = 0;
  #enterAt: 'first' | 'last' = 'first';
  #stopPlacing: Promise<() => void> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#release();
  }

  get #button(): HTMLButtonElement {
    return this.#host.shadowRoot?.querySelector('[popovertarget]') as HTMLButtonElement;
  }

  get #popover(): HTMLElement {
    return this.#host.shadowRoot?.querySelector('[popover]') as HTMLElement;
  }

  get #items(): HTMLElement[] {
    return [...this.#popover.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }

  readonly toggled = (event: ToggleEvent): void => {
    this.open = event.newState === 'open';
    this.#host.requestUpdate();
    if (!this.open) {
      this.#release();
      return;
    }
    if (!this.anchored) {
      this.#stopPlacing = import('./place.ts').then((placing) => placing.place(this.#button, this.#popover));
    }
    this.#items.at(this.#enterAt === 'first' ? 0 : -1)?.focus();
    this.#enterAt = 'first';
  };

  readonly buttonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    this.#enterAt = event.key === 'ArrowUp' ? 'last' : 'first';
    this.#popover.showPopover();
  };

  readonly key = (event: KeyboardEvent): void => {
    const items = this.#items;
    const at = items.indexOf(event.target as HTMLElement);
    const to = this.#target(event.key, at, items);
    // Tab goes on from the button, to which closing gives the focus back.
    if (event.key === 'Tab' || event.key === 'Escape') {
      this.close();
      this.#button.focus();
    }
    if (!to) return;
    event.preventDefault();
    to.focus();
  };

  close(): void {
    this.#popover.hidePopover();
  }

  #target(key: string, at: number, items: HTMLElement[]): HTMLElement | undefined {
    switch (key) {
      case 'ArrowDown':
        return items[(at + 1) % items.length];
      case 'ArrowUp':
        return items.at(at - 1);
      case 'Home':
        return items[0];
      case 'End':
        return items.at(-1);
      default:
        return /^\S$/u.test(key) ? this.#search(key, at, items) : undefined;
    }
  }

  /** Letters typed quickly are one word; one letter again goes to the next item that starts with it. */
  #search(letter: string, at: number, items: HTMLElement[]): HTMLElement | undefined {
    const now = performance.now();
    const before = now - this.#typedAt < typing ? this.#typed : '';
    this.#typed = before === letter ? letter : before + letter;
    this.#typedAt = now;
    const from = this.#typed.length > 1 ? at : at + 1;
    const wanted = this.#typed.toLowerCase();
    return [...items.slice(from), ...items.slice(0, from)].find((item) =>
      item.dataset['name']?.toLowerCase().startsWith(wanted),
    );
  }

  #release(): void {
    void this.#stopPlacing?.then((stop) => stop());
    this.#stopPlacing = undefined;
  }
}
